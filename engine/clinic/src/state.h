// All that a procedure remembers. Its functions are spread over files by subject: commands, recognition of steps,
// incidents, offers.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "coverage.h"
#include "needlepoint/clinic/procedure.h"
#include "rules.h"
#include "sterile_field.h"

namespace np::clinic {

struct StepRecord {
    std::uint32_t times = 0;
    std::uint64_t last_second = 0;  // on the visit's clock
};

struct IncidentRecord {
    std::string id;
    sdk::Tick since = 0;
    bool answered = false;
};

// What happened in one zone since it was last looked at.
struct ZoneRecord {
    std::uint64_t strikes = 0;
    std::uint64_t strikes_unseen = 0;
};

// Values of `test_stroke_zone` beside zone numbers.
inline constexpr std::uint32_t kNoStrokeYet = 0xffffffffu, kTestStrokeOver = 0xfffffffeu;

struct Procedure::State {
    State(const scenario::Scenario& the_scenario, const Parameters& parameters, SurfaceFacts facts);

    // --- commands.cpp, hands.cpp, settings.cpp
    void take(const sdk::event::command& command, sdk::EventBuffer& out);
    void put(const sdk::event::command& command, sdk::EventBuffer& out);
    void open(const sdk::event::command& command, sdk::EventBuffer& out);
    void fit(const sdk::event::command& command, const Moment& moment, sdk::EventBuffer& out);
    void detach(const Moment& moment, sdk::EventBuffer& out);
    void use(const sdk::event::command& command, sdk::EventBuffer& out);
    void use_gloves(sdk::EventBuffer& out);
    void place_cool_mask(sdk::EventBuffer& out);
    void set(const sdk::event::command& command, const Moment& moment, sdk::EventBuffer& out);
    void set_needle_length(std::int64_t value, std::string_view how, const Moment& moment, sdk::EventBuffer& out);
    void set_motor(bool on, const Moment& moment, sdk::EventBuffer& out);
    void perform(const sdk::event::command& command, sdk::EventBuffer& out);
    void ask(const std::string& topic, sdk::EventBuffer& out);
    void look(const sdk::event::command& command, const Moment& moment, sdk::EventBuffer& out);
    void tell(const std::string& topic, sdk::EventBuffer& out);
    void decide(const sdk::event::command& command, sdk::EventBuffer& out);
    void call(const sdk::event::command& command, sdk::EventBuffer& out);
    void respond(const std::string& incident, const std::string& act, sdk::EventBuffer& out);
    void wait(std::int64_t seconds, sdk::EventBuffer& out);
    void finish(sdk::EventBuffer& out);
    // Text key of what stands against a command, or empty. The one place that says what is possible.
    std::string why_not(const sdk::event::command& command) const;
    std::string why_not_handle(const sdk::event::command& command) const;
    std::string why_not_set(const sdk::event::command& command) const;
    std::string why_not_speak(const sdk::event::command& command) const;

    // --- steps.cpp
    void done(std::string_view step, std::string_view verb, std::string_view thing, std::int64_t value, Words details,
              sdk::EventBuffer& out);
    void act(std::string_view verb, std::string_view thing, std::string_view detail, sdk::EventBuffer& out);
    bool has_done(std::string_view step) const;
    Words missing_before(const StepRule& step) const;
    void take_swipe(const sdk::RecordView& record, sdk::EventBuffer& out);
    void recognise_film(Film film, sdk::EventBuffer& out);
    void recognise_removal(sdk::EventBuffer& out);
    void take_strike(const sdk::RecordView& record, sdk::EventBuffer& out);
    void take_stroke_begin(const sdk::event::stroke_begin& begin, sdk::EventBuffer& out);
    void take_stroke_end(const sdk::event::stroke_end& end);
    void seen_after_strokes(std::uint32_t zone, sdk::EventBuffer& out);
    void end_cooling(sdk::EventBuffer& out);
    void check_dry(sdk::EventBuffer& out);
    bool prepared() const;  // the field has been disinfected and nothing dirty came to it

    // --- incidents.cpp
    // `cue`: what the trainee perceives, or empty for the text table's.
    void raise(const std::string& id, sdk::EventBuffer& out, const std::string& cue = {});
    bool due(const scenario::IncidentPlan& plan, const Moment& moment) const;
    void check_incidents(const Moment& moment, sdk::EventBuffer& out);
    void answer(IncidentRecord& incident, const std::string& act, sdk::EventBuffer& out);
    std::string see_lesions(std::uint32_t zone, sdk::EventBuffer& out);
    bool lesion_visible(std::size_t lesion) const;

    // --- offers.cpp
    void offer(std::vector<Offer>& offers, Phase phase, std::string verb, std::string target, std::string argument = {},
               std::int64_t value = 0) const;
    void offer_talk(std::vector<Offer>& offers) const;
    void offer_things(std::vector<Offer>& offers) const;
    void offer_device(std::vector<Offer>& offers) const;
    void offer_steps(std::vector<Offer>& offers) const;
    std::string step_of(const sdk::event::command& command) const;

    // --- state.cpp
    ThingState* find(std::string_view id);
    const ThingState* find(std::string_view id) const;
    // A pack without the thing gets a stand-in that is nowhere.
    ThingState& known(std::string_view id);
    const ThingRule* rule_of(std::string_view id) const;
    std::uint32_t zone_number(std::string_view id) const;
    std::string_view working_hand() const { return gloved ? "glove_r" : "hand"; }
    std::string_view free_hand() const { return gloved ? "glove_l" : "hand"; }
    void touch(std::string_view thing, std::string_view other, sdk::EventBuffer& out);
    void refresh_hygiene();
    Phase phase() const;
    std::uint64_t second() const { return skipped_s + now / 1000; }

    scenario::Scenario scenario;
    Rules rules;
    SurfaceFacts surface;
    Coverage coverage;
    SterileField field;
    std::vector<ThingState> things;
    ThingState nowhere;
    PenSettings pen;
    std::vector<std::uint32_t> zone_numbers, field_numbers;  // planned and prepared zones as numbers

    sdk::Tick now = 0;
    std::uint64_t skipped_s = 0;
    bool finished = false;
    bool gloved = false, masked = false, washed_since_gloves = true;
    std::string held;
    std::vector<StepRecord> steps;          // as rules.steps
    std::vector<std::uint8_t> asked, told;  // as rules.ask, rules.tell
    DecisionView decision;
    bool cooling = false;
    std::uint64_t cooling_since = 0, numb_since = 0, prepared_second = 0;
    bool numb = false, dry_pending = false;
    bool needled = false, length_was_set = false, strikes_since_rinse = false, planted_before = false;
    bool tip_used = false;  // the fitted cartridge has been in skin
    std::uint64_t needling_ticks = 0;
    std::vector<ZoneRecord> zones;  // as surface.zones
    std::uint32_t test_stroke_zone = kNoStrokeYet;
    std::uint8_t stroke_touched = 0;            // bits: what the tip has met in this stroke
    std::string swiped_thing;                   // its touch with the skin is recorded already
    std::vector<std::uint8_t> lesion_seen;      // as scenario.patient.lesions
    std::vector<std::uint8_t> incident_raised;  // as scenario.incidents
    std::vector<std::uint8_t> failure_begun;    // as scenario.failures
    std::vector<std::string> failures_begun;    // that nobody has taken yet
    std::vector<IncidentRecord> incidents;
};

}  // namespace np::clinic
