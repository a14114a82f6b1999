// The pen on the skin: contact at every tick, and the strikes of the motor with the depth of every needle.
#pragma once

#include <cstdint>
#include <optional>

#include "free_hand.h"
#include "hand_path.h"
#include "needlepoint/anatomy/body.h"
#include "needlepoint/clinic/procedure.h"
#include "needlepoint/device/motor.h"
#include "needlepoint/device/pen.h"
#include "needlepoint/physics/contact.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/skin/skin_state.h"
#include "stroke_tracker.h"

namespace np::simulation {

// The skin under an instrument.
struct SkinUnderTip {
    geometry::SurfacePoint at;
    double height_mm = 0;  // of the instrument over it, along its axis; negative below
    std::uint32_t cell = NP_NO_CELL;
    std::uint32_t zone = NP_NO_ZONE;
};

// Straight ahead of the instrument, within reach. `last` holds what the previous tick met: where to look first.
std::optional<SkinUnderTip> skin_under(const anatomy::Body& body, const HandPose& pose, geometry::Crossing& last);

// The free hand on the face, or beside the body where it ends (the edge of a pad).
struct FreeHand {
    geometry::Vec3 position;
    std::uint32_t cell = NP_NO_CELL;
};
std::optional<FreeHand> free_hand_on(const anatomy::Body& body, geometry::Vec3 point);

class Needling {
  public:
    static Expected<Needling> create(const anatomy::Body& body, const Parameters& parameters, const std::string& device,
                                     std::uint64_t seed);

    struct Tick {
        sdk::Tick tick = 0;
        const HandPath* hand = nullptr;
        const clinic::PenSettings* settings = nullptr;
        const skin::SkinState* skin = nullptr;
        bool pen_in_hand = false;
        std::optional<SkinUnderTip> under;
    };
    // Writes the strikes, and stroke_begin and stroke_end with the pen.
    void step(const Tick& tick, sdk::EventBuffer& out);

    bool touching() const { return touching_; }
    bool stretched() const { return stretched_; }
    bool dry() const { return dry_; }
    double mean_depth_mm() const { return mean_depth_mm_; }
    double tilt_deg() const { return tilt_deg_; }
    double speed_mm_s() const { return strokes_.speed_mm_s(); }
    geometry::Vec3 tip_mm() const { return tip_mm_; }
    double seat_force_n(std::uint32_t zone) const;
    const device::PenPreset& pen() const { return pen_; }
    void hash_into(Sha256& hash) const;

  private:
    Needling(const anatomy::Body& body, device::PenPreset pen, device::PenFigures figures,
             physics::ContactModel contact, StretchRule stretch, StrokeTracker strokes, std::uint64_t seed,
             double seated_share, anatomy::Layers no_zone);

    void follow_settings(const clinic::PenSettings& settings);
    bool meets_skin(const Tick& tick) const;
    void track(const Tick& tick, sdk::EventBuffer& out);
    void strike(const Tick& tick, std::uint32_t at, sdk::EventBuffer& out);
    anatomy::Layers layers(std::uint32_t zone) const;

    const anatomy::Body* body_;
    device::PenPreset pen_;
    device::PenFigures figures_;
    physics::ContactModel contact_;
    StretchRule stretch_;
    StrokeTracker strokes_;
    std::uint64_t seed_, strikes_ = 0;
    double seated_share_;
    anatomy::Layers no_zone_;  // under skin that belongs to no zone
    device::Motor motor_;
    physics::TipContact met_;
    sdk::event::strike record_;
    geometry::Vec3 tip_mm_;
    bool touching_ = false, stretched_ = false, dry_ = false;
    double mean_depth_mm_ = 0, tilt_deg_ = 0;
};

}  // namespace np::simulation
