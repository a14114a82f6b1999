// A synthetic trainee's session without a window: simulated, recorded and marked as it goes.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "needlepoint/assessment/marks.h"
#include "needlepoint/cli/session_setup.h"
#include "needlepoint/core/status.h"
#include "needlepoint/session/recorder.h"

namespace np::cli {

struct HeadlessRun {
    std::string trainee = "expert";
    std::filesystem::path out;
    bool replace = false;
    std::function<void(sdk::Tick durable)> follow;  // may be empty
    std::filesystem::path hex_log;                  // see hex_log.h; empty: none
    std::optional<std::int64_t> energy_mj = {};     // of radio-frequency shots, instead of the usual one
};

struct HeadlessResult {
    assessment::Marks marks;  // as the live fold gave them
    sdk::Tick ticks = 0;
};

// A run that is cut can be run again, so it is recorded in the largest blocks: smaller in all, and sooner written and
// read.
session::Recorder::Options headless_recording(bool replace);

// `prepared` is the session; the record gets a seal when it is an assessment. `world` receives the world at the end
// (may be null).
Expected<HeadlessResult> run_headless(const Places& places, const Prepared& prepared,
                                      const plugin_host::Libraries& scorers, const HeadlessRun& run,
                                      std::unique_ptr<simulation::World>* world);

}  // namespace np::cli
