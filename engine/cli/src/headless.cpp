#include "headless.h"

#include <cstdio>
#include "hex_log.h"

#include "needlepoint/assessment/grade.h"
#include "needlepoint/cli/session_plugins.h"
#include "needlepoint/session/recorder.h"
#include "needlepoint/session/seal.h"
#include "needlepoint/trainee/trainee.h"

namespace np::cli {

namespace {
// Nobody needles for three hours; a trainee that does not come to an end is a defect, not a reason to fill the disk.
constexpr sdk::Tick kLongestVisit = 3 * 3'600'000;
// After the trainee's last input the world gets this long to end the visit by itself.
constexpr sdk::Tick kAfterLastInput = 3'000;
}  // namespace

session::Recorder::Options headless_recording(bool replace) {
    session::Recorder::Options options;
    options.replace = replace;
    options.chunk_ticks = 250;
    return options;
}

Expected<HeadlessResult> run_headless(const Places& places, const Prepared& prepared,
                                      const plugin_host::Libraries& scorers, const HeadlessRun& run,
                                      std::unique_ptr<simulation::World>* kept_world) {
    auto world = simulation::World::create(prepared.setup);
    if (!world) return tl::unexpected(world.error());
    auto trainee = trainee::Trainee::create(run.trainee, prepared.setup.seed, *world, {run.energy_mj});
    if (!trainee) return tl::unexpected(trainee.error());
    auto unplanned = Unplanned::begin(prepared, scorers);
    if (!unplanned) return tl::unexpected(unplanned.error());
    auto grader = assessment::Grader::begin(scorers, prepared.facts, {}, reading_again(run.out));
    if (!grader) return tl::unexpected(grader.error());
    session::Meta meta = prepared.meta;
    meta.facts["trainee"] = run.trainee;
    note_scorers(meta, scorers);
    auto recorder = session::Recorder::create(run.out, meta, headless_recording(run.replace));
    if (!recorder) return tl::unexpected(recorder.error());

    std::optional<HexLog> hex_log;
    if (!run.hex_log.empty()) {
        auto created = HexLog::create(run.hex_log);
        if (!created) return tl::unexpected(created.error());
        hex_log.emplace(std::move(*created));
    }

    HeadlessResult result;
    sdk::EventBuffer inputs, events;
    sdk::Tick durable = 0, last_input = 0;
    while (!world->finished() && world->tick() < kLongestVisit && world->tick() < last_input + kAfterLastInput) {
        inputs.clear();
        events.clear();
        const sdk::Tick tick = world->tick();
        unplanned->before(tick, inputs);
        if (!trainee->done()) {
            trainee->act(*world, inputs);
            last_input = tick;
        }
        world->step(inputs, events);
        if (hex_log) hex_log->write(*world, events);
        if (auto status = recorder->append(tick, inputs, events); !status) return tl::unexpected(status.error());
        unplanned->after(events);
        if (auto status = grader->consume(events); !status) return tl::unexpected(status.error());
        if (run.follow && recorder->durable_tick() != durable) run.follow(durable = recorder->durable_tick());
    }
    for (const std::string& problem : unplanned->problems()) std::fprintf(stderr, "needlepoint: %s\n", problem.c_str());
    if (prepared.assessment) {
        const auto key = session::StationKey::load_or_create(places.user / "station.key");
        if (!key) return tl::unexpected(key.error());
        if (auto status = recorder->close(&*key); !status) return tl::unexpected(status.error());
    } else if (auto status = recorder->close(); !status) {
        return tl::unexpected(status.error());
    }
    if (hex_log)
        if (auto status = hex_log->close(); !status) return tl::unexpected(status.error());
    result.ticks = world->tick();
    result.marks = grader->finish();
    if (kept_world != nullptr) *kept_world = std::make_unique<simulation::World>(std::move(*world));
    return result;
}

}  // namespace np::cli
