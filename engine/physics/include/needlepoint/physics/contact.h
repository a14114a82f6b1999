// How a pen's tip meets the skin and how deep its needles get: clinical reference 5.1 in exact geometry.
//
// The guide plane is the flat front of the tip. Skin stops it; needles reach from it into the skin along the axis.
// Tilt costs depth through two things only: the gap that opens under the raised side, and the cosine.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/geometry/surface.h"
#include "needlepoint/geometry/vec2.h"
#include "needlepoint/sdk/math.h"

namespace np::physics {

// `tip` is the centre of the guide plane; `axis` (unit) points from the handle into the skin.
struct TipPose {
    geometry::Vec3 tip;
    geometry::Vec3 axis;
};

// What of the tip can meet skin. The needles' places are on the axes of geometry::frame_about(axis).
struct TipFace {
    std::span<const geometry::Vec2> needles;  // not owned
    double rim_radius_mm = 0;
};

struct NeedleContact {
    bool over_skin = false;  // the needle's line meets skin within reach; all else is valid only then
    double gap_mm = 0;       // along the axis from the guide plane to the skin
    double d_geo_mm = 0;     // how deep geometry lets it go: cos(tilt) * max(0, length - 0.3 gap)
};

struct TipContact {
    bool touching = false;
    TipPose pose;               // after the skin stopped it
    double pushed_back_mm = 0;  // how far it was moved against its axis; negative: seated forward by a pressing hand
    double cos_tilt = 1;        // between the axis and the inward normal
    geometry::SurfacePoint center;       // the skin under the middle of the tip (or the needle nearest to it)
    std::vector<NeedleContact> needles;  // one per needle of the face, same order

    // Where each needle enters, in the same order; behind them what the rim and the middle felt. Kept from strike to
    // strike it tells the next one where to look first; it never changes an answer.
    std::vector<geometry::Crossing> felt;
    std::vector<geometry::Vec3> places;  // that were felt at
};

// What decides the depth of a strike besides geometry.
struct StrikeLoad {
    double needle_length_mm = 0;    // as set on the dial; 0 keeps every needle inside
    std::uint32_t needles = 0;      // of the cartridge
    double depth_factor = 1;        // k_n, device::pen_figures
    std::optional<double> force_n;  // of the hand; empty: not known, taken as just enough to seat the tip
    bool stretched = false;
    bool dry = false;
    std::uint64_t seed = 0;    // of the session
    std::uint64_t strike = 0;  // counted over the session: the noise's key
};

// The skin where a needle enters.
struct SkinLayers {
    double to_firm_mm = 0;
    double stiffness = 1;  // relative, as it is under a hand that stretches it; left loose it is softer
};

// What a strike's load comes to over such skin: the same for all needles that enter there.
struct LoadOnSkin {
    bool out = false;          // needles stand out of the tip at all
    double reached_share = 0;  // of d_geo
    double press_mm = 0;       // that the hand's force adds
    double deepest_mm = 0, bone_from_mm = 0;
    bool bone_near = false;  // pressed against thin skin: whatever the depth
};

struct NeedleDepth {
    double d_eff_mm = 0;  // reached below the skin
    bool bone = false;    // bone or cartilage was met
};

// Immutable; const use from any thread.
class ContactModel {
  public:
    // Needs `contact.*` (keys: README). The error names the missing key.
    static Expected<ContactModel> create(const Parameters& parameters);

    // Whether the tip touches, where the skin stops it, and every needle's gap. `pressed`: the hand means to be on the
    // skin, so a tip that hovers within `contact.seat_within_mm` is brought down to it. `out` is overwritten; its
    // memory is reused. `out.touching` false leaves only `pose` valid.
    void meet(const geometry::Surface& skin, const TipFace& face, const TipPose& hand, double needle_length_mm,
              bool pressed, TipContact& out) const;

    // Distance from the tip's centre along the axis to the skin, negative below it; empty out of reach. One ray: cheap
    // enough for every tick.
    std::optional<double> height_mm(const geometry::Surface& skin, const TipPose& hand) const;

    // F_seat: the force that seats all needles in stretched skin of that stiffness.
    double seat_force_n(std::uint32_t needles, double stiffness) const {
        return c_.seat_force_per_needle_n * needles * stiffness;
    }
    // What a force beyond the usual adds to the depth of soft skin.
    double press_mm(double force_n, double stiffness) const;
    // The stiffness that needles meet: the zone's where it is stretched, less where it lies loose.
    double met_stiffness(double stiffness, bool stretched) const;
    LoadOnSkin load_on(const StrikeLoad& load, const SkinLayers& skin) const;
    // `d_geo_mm` from `meet`, `noise_mm` from `noise`. Inline: it is asked for every needle of every strike.
    NeedleDepth depth(const LoadOnSkin& load, double d_geo_mm, double noise_mm) const {
        // No needle stands out, or this one ends before the skin: neither a pressing hand nor the device's spread can
        // let a needle into skin that it does not reach.
        if (!load.out || !(d_geo_mm > 0)) return {};
        const double reached = load.reached_share * d_geo_mm + load.press_mm + noise_mm;
        const double d_eff_mm = np_clamp(reached, 0, load.deepest_mm);
        return {d_eff_mm, d_eff_mm > load.bone_from_mm || load.bone_near};
    }
    // The device's spread of each needle in turn; keyed by seed, strike and the needle's number.
    void noise(const StrikeLoad& load, std::span<double> each_mm) const;

  private:
    struct Constants {
        double gap_transmission, tau_stretched, tau_loose, loose_stiffness, k_dry;
        double seat_force_per_needle_n, load_min, load_max;
        double press_gain_mm_per_n, press_from_n, press_max_mm;
        double noise_sd_mm, firm_margin_mm;
        double bone_share, bone_thin_mm, bone_force_n;
        double touch_within_mm, seat_within_mm, reach_behind_mm, reach_ahead_mm;
    };
    ContactModel(const Constants& constants, std::vector<geometry::Vec2> rim) : c_(constants), rim_(std::move(rim)) {}

    void feel(const geometry::Surface& skin, std::span<const geometry::Vec3> places, geometry::Vec3 axis,
              std::span<geometry::Crossing> felt) const;
    bool find_center(const geometry::Surface& skin, const TipFace& face, TipContact& out) const;

    Constants c_;
    std::vector<geometry::Vec2> rim_;  // unit circle
};

}  // namespace np::physics
