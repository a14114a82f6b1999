// The visit around the needling: what lies on the tray and how clean it is, what was asked, looked at, decided and
// done, and what happens to the patient. Commands and the step's own events go in, events come out.
//
// Pure: no clock, no randomness, no files. The world calls it every tick, on one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/core/parameters.h"
#include "needlepoint/scenario/scenario.h"
#include "needlepoint/sdk/events.hpp"

namespace np::clinic {

// What the procedure has to know of the surface. The spans (one entry per cell) must outlive the procedure.
struct SurfaceFacts {
    struct Zone {
        std::string id;
        std::string base;
        bool bony = false;
    };
    std::vector<Zone> zones;         // index = number in events
    std::vector<std::string> masks;  // masks[0] = "" is treatable
    std::span<const std::uint8_t> cell_zone;
    std::span<const std::uint8_t> cell_mask;
    std::span<const std::uint32_t> cell_area_um2;
};

// What the world knows at this tick.
struct Moment {
    sdk::Tick tick = 0;
    bool touching = false;                 // the pen's tip is on the skin
    std::uint32_t zone = NP_NO_ZONE;       // under or nearest to the tip
    bool hand_planted = false;             // the free hand lies on the face
    std::uint32_t hand_cell = NP_NO_CELL;  // where
    double pain = 0;                       // 0..10, by the tissue model
    std::string_view tip_condition;        // what a look at the needle tip shows: "bent", "blunt" or nothing
};

enum class Hygiene : std::uint8_t { kSterile, kClean, kContaminated };
std::string_view to_word(Hygiene hygiene);  // "sterile", "clean", "contaminated"

enum class Place : std::uint8_t { kTray, kHand, kPen, kWorn, kPatient, kSharps, kBin, kFloor, kChair };
std::string_view to_word(Place place);  // "tray", "hand", "pen", "worn", "patient", "sharps", "bin", "floor", "chair"

struct ThingState {
    std::string id;    // "cartridge_1"
    std::string kind;  // "instrument", "cartridge", "fluid", "cloth", "wear", "place", "paper", "other"
    Hygiene hygiene = Hygiene::kClean;
    bool hygiene_visible = false;  // the trainee could have seen what contaminated it
    bool sealed = false;           // in its sterile pack
    bool used = false;
    Place place = Place::kTray;
    std::string substance;  // what it leaves on the skin when stroked over it; empty: nothing
    double swipe_radius_mm = 0;
};

// The pen as the trainee has set it. The world moves the needles by it.
struct PenSettings {
    std::string cartridge;  // fitted, or empty
    std::uint32_t needle_length_um = 0;
    std::uint32_t rate_mhz = 0;
    std::uint32_t energy_mj = 0;  // of a shot, per needle; 0 for devices that give none
    bool motor_on = false;
};

struct LesionView {
    std::string id;        // as in the scenario
    bool visible = true;   // false: still hidden under make-up
    double uncovered = 1;  // share of its cells that have been cleansed, 0..1
};

enum class Phase : std::uint8_t { kConsult, kPrepare, kNeedle, kAfter, kClose, kDone };
std::string_view to_word(Phase phase);  // "consult", "prepare", "needle", "after", "close", "done"

// One thing that can be done now, for the tray, the step list and the synthetic trainees.
struct Offer {
    std::string verb, target, argument;
    std::int64_t value = 0;
    std::string label;  // text key
    std::string step;   // the step that it performs or belongs to, or empty
    Phase phase = Phase::kConsult;
    bool enabled = true;
    std::string why_not;   // text key if not enabled
    bool stroked = false;  // take it, then stroke it over the skin
};

struct IncidentView {
    std::string id;
    std::string cue;  // text key of what can be perceived
    sdk::Tick since = 0;
    bool answered = false;
};

// What the chart knows by now: a decision and what was learned.
struct DecisionView {
    std::string decision;  // the latest; empty: none yet
    std::string reason;
    std::string response;
};

class Procedure {
  public:
    // `parameters`: rule pack merged with session_parameters.
    Procedure(const scenario::Scenario& scenario, const Parameters& parameters, SurfaceFacts surface);
    Procedure(Procedure&&) noexcept;
    Procedure& operator=(Procedure&&) noexcept;
    ~Procedure();

    // Carries out a command. One that is impossible (or unknown) leaves a `note` "refused" with the reason's text key
    // in `name`, and changes nothing.
    void handle(const sdk::event::command& command, const Moment& moment, sdk::EventBuffer& out);
    // Rigid things of the tray touched, or one came to lie somewhere.
    void handle(const sdk::event::props& props, const Moment& moment, sdk::EventBuffer& out);
    // Incidents and remarks from outside.
    void handle(const sdk::event::intrusion& intrusion, const Moment& moment, sdk::EventBuffer& out);
    // Takes in an event that the world made in this tick (strike, stroke_begin, stroke_end, swipe); others are ignored.
    void observe(sdk::RecordView event, const Moment& moment, sdk::EventBuffer& out);
    // Timers and incidents; once per tick, after everything else.
    void tick(const Moment& moment, sdk::EventBuffer& out);

    // Words of device failures that the scenario has let begin since the last call.
    std::vector<std::string> take_failures();

    std::string_view held() const;  // thing in the working hand, or empty
    const PenSettings& pen() const;
    std::span<const ThingState> things() const;  // in the order of the rule pack
    const ThingState* thing(std::string_view id) const;
    bool gloved() const;
    std::vector<LesionView> lesions() const;
    bool makeup_on(std::uint32_t cell) const;  // the patient wears make-up there still
    std::vector<IncidentView> open_incidents() const;
    DecisionView decision() const;
    Phase phase() const;
    bool step_done(std::string_view step) const;
    bool finished() const;
    std::uint64_t clinical_seconds(sdk::Tick tick) const;  // the visit's clock, with the time that was skipped
    std::vector<Offer> offers() const;
    // Everything that later behaviour depends on, for the state hash.
    std::vector<std::byte> state_bytes() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace np::clinic
