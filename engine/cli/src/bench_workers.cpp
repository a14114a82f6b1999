// What plugins in workers cost: on the step's thread, over a session, and what a second core brings to grading.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "bench_figures.h"
#include "headless.h"
#include "needlepoint/assessment/grade.h"
#include "needlepoint/session/record.h"

namespace np::cli {

namespace {

// The scorers of the installation, in this process and apart.
struct BothWays {
    plugin_host::Libraries here, apart;
};

Expected<BothWays> load_both_ways(const Places& places) {
    auto here = load_scorers(places, false);
    if (!here) return tl::unexpected(here.error());
    const auto pins = plugin_host::load_pins(places.pins);
    if (!pins) return tl::unexpected(pins.error());
    auto apart = plugin_host::load_plugins(places.plugins, {nullptr, &*pins, true});
    if (!apart) return tl::unexpected(apart.error());
    return BothWays{std::move(*here), std::move(*apart)};
}

// Microseconds on the caller's thread for each event that goes to a worker; whether that one keeps up is its matter.
double post_us(const plugin_host::Libraries& apart, const plugin_host::SessionFacts& facts,
               const sdk::EventBuffer& events) {
    auto fold = plugin_host::Fold::begin({apart.front()}, facts);
    if (!fold) return 0;
    const auto start = std::chrono::steady_clock::now();
    for (const sdk::RecordView event : events) (void)fold->consume(event);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    return taken.count() * 1e6 / static_cast<double>(events.count());
}

}  // namespace

Status bench_workers(const Places& places, BenchFigures& out) {
    const auto prepared = prepare_session(places, "tutorial/first-strokes", 1);
    if (!prepared) return tl::unexpected(prepared.error());
    const auto scorers = load_both_ways(places);
    if (!scorers) return tl::unexpected(scorers.error());
    const std::filesystem::path file =
        std::filesystem::temp_directory_path() / ("needlepoint-bench-workers-" + std::to_string(::getpid()) + ".mcap");
    const auto run = run_headless(places, *prepared, scorers->here, {"expert", file, true, {}}, nullptr);
    if (!run) return tl::unexpected(run.error());
    const auto record = session::Record::open(file);
    if (!record) return tl::unexpected(record.error());
    sdk::EventBuffer events;
    if (auto status = assessment::each_event(*record,
                                             [&](sdk::RecordView event) -> Status {
                                                 events.append(event);
                                                 return {};
                                             });
        !status)
        return status;

    std::vector<double> posts;
    for (int i = 0; i < 7; ++i) posts.push_back(post_us(scorers->apart, prepared->facts, events));
    std::sort(posts.begin(), posts.end());
    out.figures["worker_post_us_per_event"] = posts[3];
    out.goals.push_back({7, "handing an event to a worker, on the step's thread", posts[3], 0.1, "us", true, ""});

    plugin_host::PatientSkins patients;
    const auto grade = [&](const plugin_host::Libraries& by) {
        const auto marks = assessment::grade(*record, by, nullptr, &patients);
        if (marks) keep(marks->total);
    };
    const auto seconds = round_robin_s({[&] { grade(scorers->here); }, [&] { grade(scorers->apart); },
                                        [&] {
                                            std::thread other([&] { grade(scorers->here); });
                                            grade(scorers->here);
                                            other.join();
                                        }},
                                       7);
    // Starting costs once, reading with the length.
    const auto start = [&](const plugin_host::Libraries& by) {
        auto fold = plugin_host::Fold::begin(by, prepared->facts);
        if (!fold) return;
        fold->close();
        keep(fold->results());
    };
    const auto starts = round_robin_s({[&] { start(scorers->here); }, [&] { start(scorers->apart); }}, 7);
    const double session_s = static_cast<double>(record->end_tick()) / 1000, once_s = starts[1] - starts[0],
                 adds_s = seconds[1] - seconds[0];
    out.figures["worker_start_s"] = once_s;
    out.figures["worker_adds_s_per_session"] = adds_s;
    const double twenty_minutes_s = once_s + std::max(0.0, adds_s - once_s) * 1200 / session_s;
    out.figures["worker_adds_s_per_twenty_minutes"] = twenty_minutes_s;
    out.goals.push_back({7, "what workers add to grading twenty minutes (all scorers apart against all here)",
                         twenty_minutes_s, 1.0, "s", true, ""});
    out.figures["graded_twenty_minutes_per_s_two_cores"] = 2 * session_s / 1200 / seconds[2];
    out.goals.push_back({8, "re-grading two sessions on two cores against one after the other",
                         2 * seconds[0] / seconds[2], 1.8, "x", false,
                         std::to_string(std::thread::hardware_concurrency()) + " cores"});
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    return {};
}

}  // namespace np::cli
