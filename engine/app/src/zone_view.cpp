#include "zone_view.h"

#include <algorithm>
#include <cmath>

namespace np::app {

using geometry::Vec3;
using ui::Action;

namespace {

constexpr std::size_t kSamples = 48;   // spots of a zone that are looked for
constexpr double kStandOut_mm = 20;    // how far a zone's skin may lie before its middle
constexpr double kLeastFacing = 0.25;  // a spot seen flatter than that is not seen

struct Spot {
    Vec3 at_mm, normal;
};
struct ZoneSkin {
    std::vector<Spot> spots;
    Spot middle;
    double radius_mm = 0;  // nine tenths of it lie within
};

std::optional<ZoneSkin> skin_of_zone(const anatomy::ZoneTable& table, std::uint8_t zone) {
    ZoneSkin skin;
    Vec3 at, normal;
    double weights = 0;
    std::vector<Spot> all;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (table.cell_zone[cell] != zone || table.cell_area_um2[cell] == 0) continue;
        const auto& c = table.cell_center_um[cell];
        const auto& n = table.cell_normal_q30[cell];
        all.push_back(
            {Vec3{c[0] / 1000.0, c[1] / 1000.0, c[2] / 1000.0},
             normalized(Vec3{static_cast<double>(n[0]), static_cast<double>(n[1]), static_cast<double>(n[2])})});
        // Skin that looks up at the operator counts more: a nose is worked on from above, not from below its tip.
        const double weight = std::max(0.05, all.back().normal.z);
        at = at + weight * all.back().at_mm;
        normal = normal + weight * all.back().normal;
        weights += weight;
    }
    if (all.empty()) return std::nullopt;
    const Vec3 mean = at / weights;
    const auto to_mean = [&mean](const Spot& s) { return length(s.at_mm - mean); };
    skin.middle = *std::min_element(all.begin(), all.end(),
                                    [&](const Spot& a, const Spot& b) { return to_mean(a) < to_mean(b); });
    skin.middle.normal = normalized(normal);
    std::vector<double> far;
    far.reserve(all.size());
    for (const Spot& spot : all) far.push_back(to_mean(spot));
    const auto ninth = far.begin() + static_cast<std::ptrdiff_t>(far.size() * 9 / 10);
    std::nth_element(far.begin(), ninth, far.end());
    skin.radius_mm = *ninth;
    const std::size_t step = std::max<std::size_t>(1, all.size() / kSamples);
    for (std::size_t i = 0; i < all.size(); i += step) skin.spots.push_back(all[i]);
    return skin;
}

// Nothing before it, not too flat, inside the picture.
bool sees(const geometry::Surface& surface, const render::Camera& camera, const Spot& spot, double aspect) {
    const render::Size size{static_cast<int>(1000 * aspect), 1000};
    const Vec3 way = spot.at_mm + 0.2 * spot.normal - camera.eye;
    const double far = length(way);
    if (dot(way, spot.normal) > -kLeastFacing * far) return false;
    const auto pixel = render::project(camera, size, spot.at_mm);
    if (!pixel || pixel->x < 0 || pixel->y < 0 || pixel->x > size.width || pixel->y > size.height) return false;
    const auto hit = surface.first_hit({camera.eye, way / far, 0, far});
    return !hit || hit->t > far - 1.5;
}

double share_seen(const geometry::Surface& surface, const render::Camera& camera, const ZoneSkin& skin, double aspect) {
    const auto seen = std::count_if(skin.spots.begin(), skin.spots.end(),
                                    [&](const Spot& spot) { return sees(surface, camera, spot, aspect); });
    return static_cast<double>(seen) / static_cast<double>(skin.spots.size());
}

bool is_left(const std::string& zone) {
    return zone.size() > 2 && zone.compare(zone.size() - 2, 2, "_l") == 0;
}

}  // namespace

std::optional<ZoneView> zone_view(const anatomy::Body& body, std::uint8_t zone, double aspect) {
    const auto skin = skin_of_zone(body.table, zone);
    if (!skin) return std::nullopt;
    const Vec3 n = skin->middle.normal;
    // On a tip the cell in the middle may lie on its underside: what stands out towards the eye counts.
    Vec3 middle = skin->middle.at_mm;
    if (const auto hit = body.surface->first_hit({middle + kStandOut_mm * n, -n, 0, kStandOut_mm}))
        middle = hit->at.position;
    // From the head end, so that the handle and the hand go down the picture; from further round where nose, chin or
    // couch are in the way.
    const Vec3 crown = normalized(Vec3{0, 1, 0} - n.y * n), side = cross(n, crown);
    const double height_mm = std::clamp(2.6 * skin->radius_mm, 105.0, 190.0);
    ZoneView best{{}, middle, n};
    double most = -1e9;
    for (const double lean_deg : {36.0, 43.0}) {
        for (const double round_deg :
             {0.0, -25.0, 25.0, -50.0, 50.0, -80.0, 80.0, -115.0, 115.0, -150.0, 150.0, 180.0}) {
            const double lean = lean_deg * 0.0174532925, round = round_deg * 0.0174532925;
            const Vec3 aside = std::cos(round) * crown + std::sin(round) * side;
            const render::Camera camera =
                render::spot_camera(middle, std::cos(lean) * n + std::sin(lean) * aside, height_mm);
            // The couch's bounds may have bent it back over the pen.
            const double over = dot(normalized(camera.eye - camera.target), n);
            if (over > 0.86 || over < 0.5) continue;
            const double worth = share_seen(*body.surface, camera, *skin, aspect) +
                                 (sees(*body.surface, camera, {middle, n}, aspect) ? 1 : 0) -
                                 0.0016 * std::abs(round_deg) - 0.004 * (lean_deg - 36);
            if (worth <= most) continue;
            most = worth;
            best.camera = camera;
        }
    }
    if (most < -1e8) best.camera = render::spot_camera(middle, n, height_mm);
    return best;
}

std::optional<Action> view_action(const std::string& zone) {
    const auto begins = [&](const char* word) { return zone.rfind(word, 0) == 0; };
    for (const char* word : {"malar", "buccal", "infraorb", "lateral", "crow", "nlf"})
        if (begins(word)) return is_left(zone) ? Action::kViewCheekLeft : Action::kViewCheekRight;
    for (const char* word : {"forehead", "glabella", "temple"})
        if (begins(word)) return Action::kViewForehead;
    if (begins("nose")) return Action::kViewNose;
    if (begins("upper_lip") || begins("lower_lip")) return Action::kViewLips;
    for (const char* word : {"chin", "jaw", "submental", "neck"})
        if (begins(word)) return Action::kViewJaw;
    return std::nullopt;
}

std::vector<std::uint8_t> zones_of_view(const anatomy::ZoneTable& table, Action view,
                                        const std::vector<std::string>& hands) {
    std::vector<std::uint8_t> zones;
    for (std::size_t i = 0; i < table.zones.size(); ++i)
        if (view_action(table.zones[i].id) == view) zones.push_back(static_cast<std::uint8_t>(i));
    std::stable_partition(zones.begin(), zones.end(), [&](std::uint8_t zone) {
        return std::find(hands.begin(), hands.end(), table.zones[zone].id) != hands.end();
    });
    return zones;
}

}  // namespace np::app
