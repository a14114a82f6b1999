#include "swiping.h"

#include <algorithm>

namespace np::simulation {

using geometry::Vec3;

namespace {

constexpr double kBucketMm = 10;
constexpr double kNewCellsEveryMm = 1.0;  // the cloth has to move so far before it can cover new cells
constexpr double kSameSideCos = 0.2;      // a cloth on the cheek does not wet the inside of the mouth

Vec3 center_of(const anatomy::ZoneTable& table, std::uint32_t cell) {
    const auto& um = table.cell_center_um[cell];
    return {um[0] * 1e-3, um[1] * 1e-3, um[2] * 1e-3};
}

}  // namespace

Swiping::Swiping(const anatomy::Body& body) : body_(&body) {
    const anatomy::ZoneTable& table = body.table;
    covered_in_.assign(table.cell_count(), 0);
    Vec3 high;
    bool first = true;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (table.cell_area_um2[cell] == 0) continue;
        const Vec3 c = center_of(table, cell);
        low_ = first ? c : Vec3{std::min(low_.x, c.x), std::min(low_.y, c.y), std::min(low_.z, c.z)};
        high = first ? c : Vec3{std::max(high.x, c.x), std::max(high.y, c.y), std::max(high.z, c.z)};
        first = false;
    }
    nx_ = static_cast<int>((high.x - low_.x) / kBucketMm) + 1;
    ny_ = static_cast<int>((high.y - low_.y) / kBucketMm) + 1;
    nz_ = static_cast<int>((high.z - low_.z) / kBucketMm) + 1;

    const auto bucket_of = [&](std::uint32_t cell) {
        const Vec3 d = center_of(table, cell) - low_;
        return bucket(static_cast<int>(d.x / kBucketMm), static_cast<int>(d.y / kBucketMm),
                      static_cast<int>(d.z / kBucketMm));
    };
    bucket_start_.assign(static_cast<std::size_t>(nx_) * ny_ * nz_ + 1, 0);
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell)
        if (table.cell_area_um2[cell] != 0) ++bucket_start_[static_cast<std::size_t>(bucket_of(cell)) + 1];
    for (std::size_t i = 1; i < bucket_start_.size(); ++i) bucket_start_[i] += bucket_start_[i - 1];
    cells_.resize(bucket_start_.back());
    std::vector<std::uint32_t> next(bucket_start_.begin(), bucket_start_.end() - 1);
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell)
        if (table.cell_area_um2[cell] != 0) cells_[next[static_cast<std::size_t>(bucket_of(cell))]++] = cell;
}

void Swiping::begin() {
    active_ = true;
    ++movement_;
}

void Swiping::off_skin() {
    active_ = false;
}

void Swiping::on_skin(sdk::Tick tick, const clinic::ThingState& thing, const SkinUnderTip& under,
                      sdk::EventBuffer& out) {
    const Vec3 at = under.at.position;
    const bool fresh = !active_ || thing.id != thing_;
    if (fresh) begin();
    thing_ = thing.id;
    if (!fresh && length(at - last_) < kNewCellsEveryMm) return;
    last_ = at;

    sdk::event::swipe event;
    event.tick = tick;
    event.zone = under.zone;
    event.substance = thing.substance;
    event.thing = thing.id;
    event.state = thing.hygiene == clinic::Hygiene::kContaminated ? 1u : 0u;
    const double radius = thing.swipe_radius_mm;
    const auto from = [&](double v, double low) {
        return std::max(0, static_cast<int>((v - low - radius) / kBucketMm));
    };
    const auto to = [&](double v, double low, int n) {
        return std::min(n - 1, static_cast<int>((v - low + radius) / kBucketMm));
    };
    for (int z = from(at.z, low_.z); z <= to(at.z, low_.z, nz_); ++z)
        for (int y = from(at.y, low_.y); y <= to(at.y, low_.y, ny_); ++y)
            for (int x = from(at.x, low_.x); x <= to(at.x, low_.x, nx_); ++x) {
                const auto b = static_cast<std::size_t>(bucket(x, y, z));
                for (std::uint32_t i = bucket_start_[b]; i < bucket_start_[b + 1]; ++i) {
                    const std::uint32_t cell = cells_[i];
                    if (covered_in_[cell] == movement_) continue;
                    const Vec3 d = center_of(body_->table, cell) - at;
                    if (dot(d, d) > radius * radius) continue;
                    const auto& n = body_->table.cell_normal_q30[cell];
                    const Vec3 normal = Vec3{double(n[0]), double(n[1]), double(n[2])} / 1073741824.0;
                    if (dot(normal, under.at.normal) < kSameSideCos) continue;
                    covered_in_[cell] = movement_;
                    event.cell.push_back(cell);
                }
            }
    if (event.cell.empty()) return;
    std::sort(event.cell.begin(), event.cell.end());  // ids are distinct: one order only
    out.append(event);
}

void Swiping::hash_into(Sha256& hash) const {
    const std::uint64_t words[] = {active_, movement_};
    hash.add(std::as_bytes(std::span(words)));
    hash.add(std::as_bytes(std::span(covered_in_)));
}

}  // namespace np::simulation
