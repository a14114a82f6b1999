// The one place where behaviour is put together: inputs of a tick in, events of that tick out.
//
// A World is a pure function of its Setup and the inputs given so far: no clock, no files, no randomness but the
// seed. It may be moved between threads but is used by one at a time.
#pragma once

#include <cstdint>
#include <memory>

#include "needlepoint/anatomy/body.h"
#include "needlepoint/clinic/procedure.h"
#include "needlepoint/core/hash.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/geometry/vec3.h"
#include "needlepoint/scenario/scenario.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/skin/skin_state.h"

namespace np::simulation {

struct Setup {
    std::shared_ptr<const anatomy::Body> body;  // what is treated; shared with viewers
    scenario::Scenario scenario;
    Parameters parameters;  // rule pack, then session_parameters
    std::uint64_t seed = 1;
    std::shared_ptr<const skin::SkinMap> skin_map;  // of the body, shared with other folds of it; null: laid anew
};

// What can be known of the pen after a tick, for panels and synthetic trainees.
struct PenView {
    geometry::Vec3 tip_mm;  // where the skin let it come to rest
    geometry::Vec3 axis;    // unit, into the skin
    bool in_hand = false;
    bool touching = false;
    bool motor_on = false;
    bool stretched = false;  // the free hand does useful work
    bool dry = false;        // no gel under the tip
    double force_n = 0;
    double seat_force_n = 0;  // needed to seat all needles here (clinical reference 1C)
    double tilt_deg = 0;
    double speed_mm_s = 0;
    double mean_depth_mm = 0;  // of the latest strike
    std::uint32_t set_depth_um = 0;
    std::uint32_t rate_mhz = 0;  // milli-hertz under load
    std::uint32_t zone = NP_NO_ZONE;
    std::uint32_t cell = NP_NO_CELL;
};

// How the scenario's device is used at its best at the rate that is set (clinical reference 2.3).
struct ReferenceTechnique {
    double speed_mm_s = 0;  // of a glide
    double pass_density_per_cm2 =
        0;  // what one glide adds at that speed, one roll of a drum, or a stamp beside another
};

class World {
  public:
    // Fails when the parameters lack what the scenario's device or zones need; the sentence names the key.
    static Expected<World> create(Setup setup);
    World(World&&) noexcept;
    World& operator=(World&&) noexcept;
    ~World();

    // Advances one tick. `inputs` are the input records of this tick in the order in which they arrived; records of
    // unknown kinds and those that are not inputs are ignored. Events are appended to `events`.
    void step(const sdk::EventBuffer& inputs, sdk::EventBuffer& events);

    sdk::Tick tick() const;  // of the next step
    bool finished() const;   // the trainee ended the visit, or the time limit did
    PenView pen() const;
    ReferenceTechnique reference_technique() const;
    const skin::SkinState& skin() const;
    const clinic::Procedure& procedure() const;
    const anatomy::Body& body() const;
    const Parameters& parameters() const;
    const scenario::Scenario& scenario() const;
    // SHA-256 over everything that later steps depend on.
    Digest state_hash() const;

  private:
    struct State;
    explicit World(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace np::simulation
