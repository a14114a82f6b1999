#include "section_cut.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "needlepoint/geometry/vec3.h"

namespace np::app {

using geometry::Vec3;

namespace {

constexpr double kReach_mm = 8;         // along the axis, to either side of the guide plane
constexpr double kHalfWidth_mm = 5;     // of the cut
constexpr int kSamples = 41;            // of its surface
constexpr double kInCut_mm = 0.7;       // what lies nearer to the plane is drawn as in it
constexpr double kHover_mm = 0.5;       // how far off the skin a pen is drawn that does not touch
constexpr double kApart_mm = 0.16;      // between punctures that are drawn
constexpr std::size_t kChannels = 900;  // remembered
constexpr double kLeast_mm = 0.05;      // a channel begins here (clinical reference 2.3)

Vec3 from_um(const std::int32_t (&um)[3]) {
    return {um[0] * 1e-3, um[1] * 1e-3, um[2] * 1e-3};
}

}  // namespace

// Across the cut, and out of the skin; both unit.
struct SectionCut::Plane {
    Vec3 middle, across, out;

    ui::SectionPoint place(Vec3 point) const {
        const Vec3 off = point - middle;
        return {dot(off, across), dot(off, out)};
    }
    double aside(Vec3 point) const { return dot(point - middle, cross(across, out)); }
};

SectionCut::SectionCut(const anatomy::Body& body, const Parameters& parameters, const std::string& device)
    : body_(&body) {
    if (auto pen = device::load_pen(parameters, device)) pen_ = std::move(*pen);
}

std::optional<geometry::RayHit> SectionCut::skin_on(Vec3 from, Vec3 along) const {
    return body_->surface->first_hit({from, along, -kReach_mm, kReach_mm, true});
}

void SectionCut::see(const sdk::EventBuffer& events) {
    for (const sdk::RecordView event : events) {
        const auto* strike = event.raw<sdk::event::strike>();
        if (!strike) continue;
        Strike now;
        now.tip_mm = from_um(strike->tip_um);
        now.axis = normalized(Vec3{static_cast<double>(strike->axis_q30[0]), static_cast<double>(strike->axis_q30[1]),
                                   static_cast<double>(strike->axis_q30[2])});
        for (const std::int32_t um : event.array<std::int32_t>(strike->depth_um)) now.depth_mm.push_back(um * 1e-3);
        add_channels(now);
        latest_ = std::move(now);
    }
}

// A drum's rows turn with the hand's way, which a strike does not tell: its channels are not followed one by one.
void SectionCut::add_channels(const Strike& strike) {
    if (!pen_ || pen_->rhythm == device::Rhythm::kTravel) return;
    const geometry::Frame frame = geometry::frame_about(strike.axis);
    for (std::size_t i = 0; i < std::min(strike.depth_mm.size(), pen_->needles.size()); ++i) {
        if (strike.depth_mm[i] < kLeast_mm) continue;
        const auto hit =
            skin_on(strike.tip_mm + pen_->needles[i].x * frame.u + pen_->needles[i].y * frame.v, strike.axis);
        if (!hit) continue;
        const double lean = std::max(0.2, -dot(hit->at.normal, strike.axis));
        channels_.push_back({hit->at.position, hit->at.position + strike.depth_mm[i] / lean * strike.axis});
    }
    while (channels_.size() > kChannels) channels_.pop_front();
}

void SectionCut::fill(ui::SectionView& section, Vec3 tip, Vec3 axis, bool striking) const {
    if (striking && latest_) tip = latest_->tip_mm, axis = latest_->axis;
    if (geometry::length(axis) < 0.5) return;
    auto under = skin_on(tip, axis);
    if (!under) {
        const auto near = body_->surface->closest(tip, 40);
        if (!near) return;
        under = geometry::RayHit{0, *near};
    }
    Plane plane;
    plane.middle = under->at.position;
    plane.out = under->at.normal;
    Vec3 lean = -axis - dot(-axis, plane.out) * plane.out;
    if (geometry::length(lean) < 0.02) lean = cross(Vec3{0, 1, 0}, plane.out);
    if (geometry::length(lean) < 1e-6) lean = Vec3{1, 0, 0};
    plane.across = normalized(lean);
    section.half_width_mm = kHalfWidth_mm;
    section.surface_h_mm.clear();
    double last = 0;
    for (int i = 0; i < kSamples; ++i) {
        const double x = kHalfWidth_mm * (2.0 * i / (kSamples - 1) - 1);
        const auto hit = skin_on(plane.middle + x * plane.across, -plane.out);
        if (hit) last = -hit->t;
        section.surface_h_mm.push_back(last);  // past an edge the surface is drawn on as it was
    }
    // Of those that lie side by side the deepest stands for all: the cut shows tissue, not a curtain.
    std::array<std::optional<ui::SectionPuncture>, static_cast<std::size_t>(2 * kHalfWidth_mm / kApart_mm) + 1> deepest;
    for (const Channel& channel : channels_) {
        const ui::SectionPoint entry = plane.place(channel.entry_mm);
        if (std::abs(plane.aside(channel.entry_mm)) > kInCut_mm / 2 || std::abs(entry.x_mm) > kHalfWidth_mm) continue;
        if (std::abs(entry.h_mm) > 3) continue;  // another side of the nose
        const ui::SectionPuncture one{entry, plane.place(channel.end_mm)};
        auto& place = deepest[static_cast<std::size_t>((entry.x_mm + kHalfWidth_mm) / kApart_mm)];
        if (!place || one.end.h_mm < place->end.h_mm) place = one;
    }
    section.punctures.clear();
    for (const auto& place : deepest)
        if (place) section.punctures.push_back(*place);
    fill_needles(section, plane, tip, axis, striking && latest_);
}

void SectionCut::fill_needles(ui::SectionView& section, const Plane& plane, Vec3 tip, Vec3 axis, bool striking) const {
    section.needles.clear();
    if (!section.pen || !pen_) return;
    const geometry::Frame frame = geometry::frame_about(axis);
    // Not at work, the pen is drawn over the skin with its needles out.
    if (!striking) tip = plane.middle - kHover_mm * axis;
    const double radius = pen_->swath_mm / 2;
    Vec3 along = plane.across - dot(plane.across, axis) * axis;
    along = normalized(along);
    section.rim[0] = plane.place(tip - radius * along), section.rim[1] = plane.place(tip + radius * along);
    for (std::size_t i = 0; i < pen_->needles.size(); ++i) {
        const Vec3 guide = tip + pen_->needles[i].x * frame.u + pen_->needles[i].y * frame.v;
        ui::SectionNeedle needle;
        needle.guide = plane.place(guide);
        needle.in_cut = std::abs(plane.aside(guide)) <= kInCut_mm;
        const auto hit = skin_on(guide, axis);
        needle.gap_mm = hit ? std::max(0.0, hit->t) : kReach_mm;
        if (striking && hit && i < latest_->depth_mm.size()) {
            needle.depth_mm = latest_->depth_mm[i];
            const double cosine = std::max(0.2, -dot(hit->at.normal, axis));
            needle.entry = plane.place(hit->at.position);
            needle.tip = plane.place(hit->at.position + needle.depth_mm / cosine * axis);
        } else {
            needle.entry = needle.guide;
            needle.tip = plane.place(guide + std::min(section.set_mm, needle.gap_mm) * axis);
        }
        section.needles.push_back(needle);
    }
}

}  // namespace np::app
