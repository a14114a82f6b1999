// One treatment that is being held: the world, its record on disk, and the viewer's own fold of the skin. Time enters
// here as whole ticks and nowhere else.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hand_sampler.h"
#include "needlepoint/cli/session_plugins.h"
#include "needlepoint/physics/tray.h"
#include "needlepoint/session/recorder.h"
#include "needlepoint/skin/skin_state.h"

namespace np::app {

class Visit {
  public:
    // Builds the patient (up to seconds) and opens the record below `places.user`. `chosen`: parameters of plugins as
    // the user set them; they count for nothing in an assessment. `began`: the time of day (UTC, RFC 3339) for whoever
    // files the record, a fact of it that nothing depends on; empty: not told, and the record's bytes need no clock.
    static Expected<std::unique_ptr<Visit>> begin(const cli::Places& places, const std::string& scenario,
                                                  std::uint64_t seed, const Parameters& chosen = {},
                                                  const std::string& began = {});
    // The same with a patient that is there already. On the thread that outlives the visit: it starts the plugins.
    static Expected<std::unique_ptr<Visit>> begin(const cli::Places& places, const std::string& scenario,
                                                  cli::Prepared prepared, const Parameters& chosen,
                                                  const std::string& began);
    ~Visit();

    const cli::Prepared& prepared() const { return prepared_; }
    const simulation::World& world() const { return *world_; }
    simulation::World& world() { return *world_; }
    skin::SkinState& skin() { return *skin_; }
    HandSampler& hand() { return *hand_; }
    const HandSampler& hand() const { return *hand_; }
    bool assessment() const { return prepared_.assessment; }
    const std::filesystem::path& file() const { return file_; }

    // Enters the record with the next tick.
    void command(sdk::event::command command);
    void intrude(std::string what, std::string name = {}, std::string text = {});

    // What the hand does from `at_ms` of the visit on; it gets there within `span_ms`. Not before `clock_ms`.
    void move_hand(const HandInput& input, double at_ms, double span_ms) { track_.add(input, at_ms, span_ms); }
    // The visit's time up to which ticks have run, with the part of a tick that is still owed.
    double clock_ms() const;
    // From where the hand is seen: what the cursor means. Holds until it is given anew.
    void look_from(const render::Camera& camera, render::Size size) { camera_ = camera, size_ = size; }

    // Runs the ticks that `seconds` of wall time ask for, at most as many as keep the window alive; `seen` gets the
    // events of each tick. Nothing happens while paused.
    using Seen = std::function<void(const sdk::EventBuffer& events)>;
    Status advance(double seconds, const Seen& seen);
    bool behind() const { return behind_; }  // the machine can't keep up: the visit runs slower than real time

    void pause(bool paused);  // not in assessment
    bool paused() const { return paused_; }
    bool finished() const;

    // Seals where it has to and closes the record.
    Status close(const cli::Places& places);

  private:
    Visit() = default;
    void follow_command(const sdk::event::command& command);
    Status step(const Seen& seen);

    cli::Prepared prepared_;
    std::unique_ptr<simulation::World> world_;
    std::unique_ptr<session::Recorder> recorder_;
    std::unique_ptr<skin::SkinState> skin_;
    std::optional<cli::Unplanned> unplanned_;
    std::unique_ptr<HandSampler> hand_;
    HandTrack track_;
    render::Camera camera_;
    render::Size size_{1280, 720};
    std::unique_ptr<physics::Tray> tray_;
    std::vector<std::pair<std::string, geometry::Vec3>> places_on_tray_;
    std::vector<sdk::event::command> commands_;
    std::vector<sdk::event::intrusion> intrusions_;
    std::vector<sdk::event::props> props_;
    sdk::EventBuffer inputs_, events_;
    std::filesystem::path file_;
    double owed_ms_ = 0;
    bool behind_ = false, paused_ = false, closed_ = false;
};

}  // namespace np::app
