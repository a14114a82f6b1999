#include "patches.h"

#include <algorithm>

#include "needlepoint/sdk/math.h"

namespace np::technique {

namespace {
constexpr std::uint16_t kOther = 1u << 8, kSame = 1u << 9;

// Into how many equal parts a length is divided.
std::uint32_t parts(double length_mm, double side_mm) {
    const auto count = np_round(length_mm / side_mm);
    return count < 1 ? 1u : static_cast<std::uint32_t>(count);
}
}  // namespace

Patches::Patches(const PatchRule& rule, std::size_t cells, std::uint32_t width,
                 const std::vector<sdk::PlannedZone>& planned)
    : rule_(rule), patch_of_cell_(cells, kNone), bits_of_cell_(cells) {
    for (const sdk::PlannedZone& zone : planned) divide(zone, width);
}

void Patches::divide(const sdk::PlannedZone& zone, std::uint32_t width) {
    std::uint32_t left = UINT32_MAX, right = 0, top = UINT32_MAX, bottom = 0;
    for (const std::uint32_t cell : zone.cells) {
        const std::uint32_t column = cell % width, row = cell / width;
        left = column < left ? column : left;
        right = column > right ? column : right;
        top = row < top ? row : top;
        bottom = row > bottom ? row : bottom;
    }
    const double cell_mm = np_sqrt(zone.area_um2 / static_cast<double>(zone.cells.size())) / 1000.0;
    const std::uint32_t columns = parts((right - left + 1) * cell_mm, rule_.side_mm);
    const std::uint32_t rows = parts((bottom - top + 1) * cell_mm, rule_.side_mm);
    const std::size_t base = patches_.size();
    patches_.resize(base + static_cast<std::size_t>(columns) * rows);
    for (const std::uint32_t cell : zone.cells) {
        const std::uint32_t column = (cell % width - left) * columns / (right - left + 1);
        const std::uint32_t row = (cell / width - top) * rows / (bottom - top + 1);
        const std::size_t patch = base + static_cast<std::size_t>(row) * columns + column;
        patches_[patch].zone = zone.index;
        patches_[patch].members.push_back(cell);
        patch_of_cell_[cell] = static_cast<std::uint32_t>(patch);
    }
}

void Patches::touch(Patch& patch, std::uint32_t cell, std::size_t bin, sdk::Tick tick) {
    const auto bit = !patch.done ? static_cast<std::uint16_t>(1u << bin) : bin == *patch.done ? kSame : kOther;
    std::uint16_t& bits = bits_of_cell_[cell];
    if ((bits & bit) != 0) return;
    bits = static_cast<std::uint16_t>(bits | bit);
    if (!patch.done) {
        ++patch.covered[bin];
        return;
    }
    if (patch.other + patch.same == 0) {
        patch.first = tick;
        patch.first_stroke = strokes_;
        patch.first_cell = cell;
    } else if (patch.first_stroke == strokes_) {
        patch.first_cell = std::min(patch.first_cell, cell);
    }
    ++(bit == kSame ? patch.same : patch.other);
}

// The same direction again: what was still open may be finished first, so it takes a whole pass to count.
bool Patches::began_next(const Patch& patch) const {
    const auto cells = static_cast<double>(patch.members.size());
    return patch.done && (patch.other >= rule_.next_pass_share * cells || patch.same >= rule_.pass_share * cells);
}

void Patches::stroke(std::size_t bin, const std::vector<std::uint32_t>& cells, sdk::Tick tick,
                     std::vector<Unseen>& unseen) {
    met_.clear();
    ++strokes_;
    for (const std::uint32_t cell : cells) {
        const std::uint32_t at = patch_of_cell_[cell];
        if (at == kNone) continue;
        touch(patches_[at], cell, bin, tick);
        if (patches_[at].last_stroke != strokes_) met_.push_back(at);
        patches_[at].last_stroke = strokes_;
    }
    std::sort(met_.begin(), met_.end());
    for (const std::size_t index : met_) {
        Patch& patch = patches_[index];
        if (began_next(patch)) {
            unseen.push_back({patch.zone, patch.first_cell, patch.first, tick});
            forget(index);
        } else if (!patch.done && patch.covered[bin] >= rule_.pass_share * static_cast<double>(patch.members.size())) {
            patch.done = bin;
        }
    }
}

void Patches::forget(std::size_t index) {
    Patch fresh;
    fresh.zone = patches_[index].zone;
    fresh.members = std::move(patches_[index].members);
    patches_[index] = std::move(fresh);
    for (const std::uint32_t cell : patches_[index].members) bits_of_cell_[cell] = 0;
}

void Patches::look(std::uint32_t zone) {
    for (std::size_t i = 0; i < patches_.size(); ++i)
        if (zone == NP_NO_ZONE || patches_[i].zone == zone) forget(i);
}

}  // namespace np::technique
