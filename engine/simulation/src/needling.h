// The device on the skin: contact at every tick, and its strikes with the depth of every needle.
#pragma once

#include <cstdint>
#include <optional>

#include "device_health.h"
#include "free_hand.h"
#include "hand_path.h"
#include "needlepoint/anatomy/body.h"
#include "needlepoint/clinic/procedure.h"
#include "needlepoint/device/pen.h"
#include "needlepoint/physics/contact.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/skin/skin_state.h"
#include "strike_rhythm.h"
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
        const SkinUnderTip* under = nullptr;  // null: none within reach
        const FreeHand* free_hand = nullptr;  // planted on the face or beside it
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
    std::uint32_t rate_mhz() const { return rate_mhz_; }  // of the motor as it runs, 0 when it stands
    DeviceHealth& health() { return health_; }
    const DeviceHealth& health() const { return health_; }
    void hash_into(Sha256& hash) const;

  private:
    struct Hand {
        double seated_share = 0, drag_loose = 1, drag_dry = 1;
    };
    Needling(const anatomy::Body& body, device::PenPreset pen, device::PenFigures figures,
             physics::ContactModel contact, StretchRule stretch, StrokeTracker strokes, DeviceHealth health,
             std::uint64_t seed, const Hand& hand, anatomy::Layers no_zone);

    void run_motor(const Tick& tick);
    double way_mm(const Tick& tick);
    double load_n(const Tick& tick) const;
    physics::TipFace face(geometry::Vec3 axis);
    double drag_mm() const;
    void describe(const Tick& tick, const physics::StrikeLoad& load, sdk::event::strike& s);
    void find_cells(sdk::event::strike& s) const;
    bool sink_needles(const physics::StrikeLoad& load, sdk::event::strike& s);
    void tell_shot(const Tick& tick, sdk::EventBuffer& out) const;
    bool meets_skin(const Tick& tick) const;
    void track(const Tick& tick, sdk::EventBuffer& out);
    void strike(const Tick& tick, std::uint32_t at, sdk::EventBuffer& out);
    const anatomy::Layers& layers(std::uint32_t zone) const;
    physics::LoadOnSkin load_over(const physics::StrikeLoad& load, std::uint32_t zone) const;

    const anatomy::Body* body_;
    device::PenPreset pen_;
    device::PenFigures figures_;
    physics::ContactModel contact_;
    StretchRule stretch_;
    StrokeTracker strokes_;
    DeviceHealth health_;
    StrikeRhythm rhythm_;
    std::uint64_t seed_, strikes_ = 0;
    Hand hand_;
    anatomy::Layers no_zone_;  // under skin that belongs to no zone
    std::uint32_t rate_mhz_ = 0;
    std::vector<geometry::Vec2> row_;  // a roller's, turned across its way
    geometry::Vec3 way_;               // of the tip in this tick
    physics::TipContact met_;
    std::vector<double> noise_mm_;
    sdk::event::strike record_;
    geometry::Vec3 tip_mm_, last_on_skin_;
    bool was_touching_ = false;
    bool touching_ = false, stretched_ = false, dry_ = false;
    double mean_depth_mm_ = 0, tilt_deg_ = 0;
};

}  // namespace np::simulation
