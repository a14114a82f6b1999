// Goals 4, 5, 6, 8 and 11: the whole step, replay, record and re-grading, on one session of the expert trainee.
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "bench_figures.h"
#include "headless.h"
#include "needlepoint/assessment/grade.h"
#include "needlepoint/session/inspect.h"
#include "needlepoint/session/recorder.h"

namespace np::cli {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Tape {
    std::vector<sdk::EventBuffer> inputs, events;  // by tick
    std::vector<geometry::Ray> contact_rays;       // what the strikes asked of the surface
};

Expected<Tape> read_tape(const session::Record& record, const Parameters& parameters, const std::string& device) {
    Tape tape;
    const double radius = parameters.number_or("device." + device + ".swath_mm", 5) / 2;
    const auto status =
        record.for_each_tick([&](sdk::Tick, const sdk::EventBuffer& inputs, const sdk::EventBuffer& events) {
            tape.inputs.push_back(inputs);
            tape.events.push_back(events);
            for (const sdk::RecordView event : events) {
                const auto* strike = event.raw<sdk::event::strike>();
                if (strike == nullptr) continue;
                const geometry::Vec3 tip{strike->tip_um[0] * 1e-3, strike->tip_um[1] * 1e-3, strike->tip_um[2] * 1e-3};
                const geometry::Vec3 axis = normalized(geometry::Vec3{
                    double(strike->axis_q30[0]), double(strike->axis_q30[1]), double(strike->axis_q30[2])});
                const geometry::Frame frame = geometry::frame_about(axis);
                for (std::uint32_t i = 0; i < strike->cell.count; ++i) {
                    const double share = strike->cell.count > 1 ? double(i) / (strike->cell.count - 1) - 0.5 : 0;
                    tape.contact_rays.push_back({tip + 2 * radius * share * frame.u, axis, -6, 12});
                }
            }
        });
    if (!status) return tl::unexpected(status.error());
    return tape;
}

double resident_mb() {
    std::ifstream file("/proc/self/statm");
    double total = 0, resident = 0;
    file >> total >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

// Simulates 30 minutes by playing the tape over and over in one world; with `live`, each tick waits for its time.
Status bench_half_hour(const Prepared& prepared, const Tape& tape, bool live, BenchFigures& out) {
    auto world = simulation::World::create(prepared.setup);
    if (!world) return tl::unexpected(world.error());
    constexpr std::size_t kTicks = 30 * 60'000;
    // Touched before, so that its own pages do not look like growth.
    std::vector<float> step_us(kTicks, 0.0f);
    sdk::EventBuffer events;
    double after_first_minute = 0;
    // The visit up to the last strike, then its needling part over and over: full rate to the end.
    const auto has_strike = [&](const sdk::EventBuffer& tick) {
        for (const sdk::RecordView event : tick)
            if (event.kind() == NP_KIND_strike) return true;
        return false;
    };
    std::size_t first = 0, last = tape.events.size();
    while (first < last && !has_strike(tape.events[first])) ++first;
    while (last > first && !has_strike(tape.events[last - 1])) --last;
    if (first == last) return no("the session that was to be measured holds no strike");
    const auto begin = Clock::now();
    for (std::size_t i = 0; i < kTicks; ++i) {
        const sdk::EventBuffer& inputs = tape.inputs[i < last ? i : first + (i - last) % (last - first)];
        if (live) std::this_thread::sleep_until(begin + std::chrono::milliseconds(i));
        events.clear();
        const auto start = Clock::now();
        world->step(inputs, events);
        step_us[i] = static_cast<float>(seconds_since(start) * 1e6);
        if (i == 60'000) after_first_minute = resident_mb();
    }
    const double growth_mb = resident_mb() - after_first_minute;
    const std::size_t at = step_us.size() * 999 / 1000;
    std::nth_element(step_us.begin(), step_us.begin() + static_cast<std::ptrdiff_t>(at), step_us.end());
    const double p999_ms = static_cast<double>(step_us[at]) / 1000;
    const auto middle = step_us.begin() + static_cast<std::ptrdiff_t>(step_us.size() / 2);
    std::nth_element(step_us.begin(), middle, step_us.end());
    const double median_us = static_cast<double>(*middle);
    const float worst_us = *std::max_element(step_us.begin(), step_us.end());
    out.figures["half_hour_memory_growth_mb"] = growth_mb;
    out.figures["half_hour_worst_step_ms"] = static_cast<double>(worst_us) / 1000;
    out.figures["half_hour_median_step_ms"] = median_us / 1000;
    const std::string how = live ? "live" : "as fast as possible";
    out.goals.push_back({11, "30 simulated minutes: 99.9 % of steps within", p999_ms, 1.0, "ms", true,
                         how + ", slowest of all " + std::to_string(worst_us / 1000) + " ms"});
    out.goals.push_back(
        {11, "30 simulated minutes: memory that was added after the first", growth_mb, 1.0, "MB", true, how});
    return {};
}

}  // namespace

Status bench_session(const Places& places, BenchFigures& out, bool live) {
    auto prepared =
        prepare_session(places, head_available(places) ? "practice/acne-scars-cheeks" : "tutorial/first-strokes", 1);
    if (!prepared) return tl::unexpected(prepared.error());
    const auto scorers = load_scorers(places, false);
    if (!scorers) return tl::unexpected(scorers.error());
    const fs::path file = fs::temp_directory_path() / ("needlepoint-bench-" + std::to_string(::getpid()) + ".mcap");
    const auto run = run_headless(places, *prepared, *scorers, {"expert", file, true, {}}, nullptr);
    if (!run) return tl::unexpected(run.error());
    const auto record = session::Record::open(file);
    if (!record) return tl::unexpected(record.error());
    const auto tape = read_tape(*record, prepared->setup.parameters, prepared->setup.scenario.device);
    if (!tape) return tl::unexpected(tape.error());
    const double session_s = static_cast<double>(run->ticks) / 1000;

    double sink = 0;
    const fs::path again = file.string() + ".again";
    const auto step_all =
        [&](const std::function<void(sdk::Tick, const sdk::EventBuffer&, const sdk::EventBuffer&)>& visit) {
            auto world = simulation::World::create(prepared->setup);
            sdk::EventBuffer events;
            for (std::size_t i = 0; i < tape->inputs.size(); ++i) {
                events.clear();
                world->step(tape->inputs[i], events);
                if (visit) visit(i, tape->inputs[i], events);
            }
        };
    const std::vector<double> seconds =
        round_robin_s({[&] {
                           for (const auto& ray : tape->contact_rays)
                               if (const auto hit = prepared->setup.body->surface->first_hit(ray)) sink += hit->t;
                       },
                       [&] { step_all({}); },
                       [&] {
                           auto recorder = session::Recorder::create(again, prepared->meta, {false, true, 0});
                           for (std::size_t i = 0; recorder && i < tape->inputs.size(); ++i)
                               (void)recorder->append(i, tape->inputs[i], tape->events[i]);
                           if (recorder) (void)recorder->close();
                       },
                       [&] {
                           auto grader = assessment::Grader::begin({scorers->front()}, prepared->facts);
                           for (std::size_t i = 0; grader && i < tape->events.size(); ++i)
                               (void)grader->consume(tape->events[i]);
                           if (grader) sink += grader->finish().total;
                       },
                       [&] {
                           const auto marks = assessment::grade(*record, *scorers);
                           if (marks) sink += marks->total;
                       }},
                      3);
    keep(sink);
    const double contact_s = seconds[0], step_s = seconds[1], record_s = seconds[2], scorer_s = seconds[3],
                 grade_s = seconds[4];
    const auto inside = session::inspect(*record);
    out.figures["session_s"] = session_s;
    out.figures["session_strikes"] =
        static_cast<double>(inside.counts.count("strike") ? inside.counts.at("strike") : 0);
    out.figures["contact_queries_s"] = contact_s;
    out.figures["step_s"] = step_s;
    out.figures["record_s"] = record_s;
    out.figures["one_scorer_s"] = scorer_s;
    out.figures["grade_s"] = grade_s;
    out.figures["record_share_of_step"] = record_s / step_s;
    out.goals.push_back({4, "whole step with deposit, record and one scorer against its contact queries",
                         (step_s + record_s + scorer_s) / contact_s, 1.5, "x", true, ""});
    out.goals.push_back({5, "re-simulation against real time on one core", session_s / step_s, 1000, "x", false,
                         std::to_string(prepared->facts.parameters.number_or(
                             "device." + prepared->setup.scenario.device + ".needles", 0)) +
                             " needles; the goal names 36 at 100 Hz"});
    out.goals.push_back({6, "record in megabytes per minute of the session",
                         static_cast<double>(inside.bytes_per_minute) / 1e6, 1.5, "MB/min", true,
                         "writing takes " + std::to_string(record_s / step_s) + " of the headless step (goal 0.6)"});
    out.goals.push_back({8, "re-grading in twenty-minute sessions per second and core", session_s / 1200 / grade_s, 20,
                         "1/s", false, ""});
    std::error_code ignored;
    fs::remove(again, ignored);
    const auto status = bench_half_hour(*prepared, *tape, live, out);
    fs::remove(file, ignored);
    return status;
}

}  // namespace np::cli
