#include "bench_half_hour.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <thread>

namespace np::cli {

using Clock = std::chrono::steady_clock;

namespace {

double resident_mb() {
    std::ifstream file("/proc/self/statm");
    double total = 0, resident = 0;
    file >> total >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

struct Played {
    std::vector<float> step_us, late_us;  // by tick
    double grown_mb = 0;                  // since the first minute
    Digest state, events;
};

Expected<Played> play(const Prepared& prepared, const Tape& tape, std::size_t ticks, bool live) {
    auto world = world_at_start(prepared.setup, tape);
    if (!world) return tl::unexpected(world.error());
    Played played;
    // Touched before, so that its own pages do not look like growth.
    played.step_us.assign(ticks, 0.0F);
    played.late_us.assign(live ? ticks : 0, 0.0F);
    sdk::EventBuffer events;
    Sha256 all_events;
    double after_first_minute = 0;
    const auto us = [](Clock::duration d) { return std::chrono::duration<float, std::micro>(d).count(); };
    const auto begin = Clock::now();
    for (std::size_t i = 0; i < ticks; ++i) {
        if (i == std::min<std::size_t>(ticks / 2, 60'000)) after_first_minute = resident_mb();
        const auto due = begin + std::chrono::milliseconds(i);
        if (live) std::this_thread::sleep_until(due);
        events.clear();
        const auto start = Clock::now();
        world->step(tape.inputs[i % tape.inputs.size()], events);
        played.step_us[i] = us(Clock::now() - start);
        if (live) played.late_us[i] = us(start - due);
        all_events.add(events.bytes());
    }
    played.grown_mb = resident_mb() - after_first_minute;
    played.state = world->state_hash();
    played.events = all_events.finish();
    return played;
}

double quantile(std::vector<float>& of, double share) {
    const auto at = of.begin() + static_cast<std::ptrdiff_t>(static_cast<double>(of.size() - 1) * share);
    std::nth_element(of.begin(), at, of.end());
    return static_cast<double>(*at);
}

}  // namespace

Status bench_half_hour(const Prepared& prepared, const Tape& needling, const BenchArguments& arguments,
                       BenchFigures& out) {
    const std::size_t ticks = static_cast<std::size_t>(arguments.minutes) * 60'000;
    auto played = play(prepared, needling, ticks, arguments.live);
    if (!played) return tl::unexpected(played.error());
    const std::string minutes = std::to_string(arguments.minutes) + (arguments.live ? " real" : " simulated") +
                                " minutes of needling with 36 needles at 100 Hz: ";
    const std::string how = arguments.live ? "live" : "as fast as possible";
    const double worst_ms = quantile(played->step_us, 1) * 1e-3;
    out.figures["half_hour_memory_growth_mb"] = played->grown_mb;
    out.figures["half_hour_worst_step_ms"] = worst_ms;
    out.figures["half_hour_median_step_ms"] = quantile(played->step_us, 0.5) * 1e-3;
    out.goals.push_back({11, minutes + "99.9 % of steps within", quantile(played->step_us, 0.999) * 1e-3, 1.0, "ms",
                         true, how + ", slowest of all " + std::to_string(worst_ms) + " ms"});
    out.goals.push_back(
        {11, minutes + "memory that was added after the first", played->grown_mb, 1.0, "MB", true, how});
    if (!arguments.live) return {};
    out.figures["half_hour_late_median_ms"] = quantile(played->late_us, 0.5) * 1e-3;
    out.figures["half_hour_late_999_ms"] = quantile(played->late_us, 0.999) * 1e-3;
    const auto fast = play(prepared, needling, ticks, false);
    if (!fast) return tl::unexpected(fast.error());
    const bool same = fast->state == played->state && fast->events == played->events;
    out.goals.push_back({11, minutes + "results whose bits depend on lateness", same ? 0.0 : 1.0, 0, "", true,
                         "state and all events against the same minutes as fast as possible; state " +
                             to_hex(played->state).substr(0, 16)});
    return {};
}

}  // namespace np::cli
