// Goals 4, 5, 6 and 8: the whole step, replay, record and re-grading, with a pen of 36 needles at 100 Hz.
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "bench_half_hour.h"
#include "bench_tape.h"
#include "headless.h"
#include "needlepoint/assessment/grade.h"
#include "needlepoint/session/recorder.h"

namespace np::cli {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kRounds = 5;
// Every session is marked by the scorer that reads each needle of each strike.
constexpr std::string_view kScorer = "depth";

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// A record that bears another tick.
void append_at(sdk::Tick tick, const sdk::EventBuffer& from, sdk::EventBuffer& to) {
    for (const sdk::RecordView record : from) {
        std::vector<std::byte> bytes(record.bytes().begin(), record.bytes().end());
        np_event_header header;
        std::memcpy(&header, bytes.data(), sizeof header);
        header.tick = tick;
        std::memcpy(bytes.data(), &header, sizeof header);
        to.append_bytes(bytes, 1);
    }
}

// Inputs and events of a tape's steps, counted from tick 0, as recorder and scorers get them.
struct Log {
    std::vector<sdk::EventBuffer> inputs, events;
    std::size_t strikes = 0;
};

Expected<Log> log_of(const simulation::Setup& setup, const Tape& tape) {
    auto world = world_at_start(setup, tape);
    if (!world) return tl::unexpected(world.error());
    Log log;
    log.inputs.resize(tape.inputs.size());
    log.events.resize(tape.inputs.size());
    sdk::EventBuffer events;
    for (std::size_t i = 0; i < tape.inputs.size(); ++i) {
        events.clear();
        world->step(tape.inputs[i], events);
        append_at(i, tape.inputs[i], log.inputs[i]);
        append_at(i, events, log.events[i]);
        for (const sdk::RecordView event : events) log.strikes += event.kind() == NP_KIND_strike;
    }
    return log;
}

// Seconds that the tape's steps, and what belongs to them, take.
struct Costs {
    double contact_s = 0, step_s = 0, record_s = 0, scorer_s = 0;
    double strikes = 0, rays = 0;

    double whole_over_contact() const { return (step_s + record_s + scorer_s) / contact_s; }
};

class Course {
  public:
    static Expected<Course> prepare(const Prepared& prepared, const plugin_host::Libraries& scorers, Tape tape,
                                    fs::path file) {
        auto questions = SurfaceQuestions::of(prepared.setup, tape);
        if (!questions) return tl::unexpected(questions.error());
        auto log = log_of(prepared.setup, tape);
        if (!log) return tl::unexpected(log.error());
        return Course(prepared, scorers, std::move(tape), std::move(*questions), std::move(*log), std::move(file));
    }

    Costs measure() {
        std::vector<double> contact, step, record, scorer;
        double sink = 0;
        for (int round = 0; round < kRounds; ++round) {
            auto start = Clock::now();
            sink += questions_.ask_again();
            contact.push_back(seconds_since(start));
            step.push_back(step_s());
            record.push_back(record_s());
            scorer.push_back(scorer_s());
        }
        keep(sink);
        const auto median = [](std::vector<double>& all) {
            std::sort(all.begin(), all.end());
            return all[all.size() / 2];
        };
        return {median(contact),  median(step), median(record), median(scorer), static_cast<double>(log_.strikes),
                questions_.rays()};
    }
    const Tape& tape() const { return tape_; }

  private:
    Course(const Prepared& prepared, const plugin_host::Libraries& scorers, Tape tape, SurfaceQuestions questions,
           Log log, fs::path file)
        : prepared_(&prepared),
          scorers_(&scorers),
          tape_(std::move(tape)),
          questions_(std::move(questions)),
          log_(std::move(log)),
          file_(std::move(file)) {}

    double step_s() const {
        auto world = world_at_start(prepared_->setup, tape_);
        sdk::EventBuffer events;
        const auto start = Clock::now();
        for (const sdk::EventBuffer& inputs : tape_.inputs) {
            events.clear();
            world->step(inputs, events);
        }
        return seconds_since(start);
    }
    // In the step's thread, as a headless run does it.
    double record_s() const {
        auto recorder = session::Recorder::create(file_, prepared_->meta, headless_recording(true));
        if (!recorder) return 0;
        const auto start = Clock::now();
        for (std::size_t i = 0; i < log_.inputs.size(); ++i) (void)recorder->append(i, log_.inputs[i], log_.events[i]);
        (void)recorder->close();
        const double taken = seconds_since(start);
        std::error_code ignored;
        fs::remove(file_, ignored);
        return taken;
    }
    double scorer_s() const {
        plugin_host::Libraries one;
        for (const auto& library : *scorers_)
            if (library->manifest().id == kScorer) one.push_back(library);
        auto grader = assessment::Grader::begin(one, prepared_->facts);
        const auto start = Clock::now();
        for (std::size_t i = 0; grader && i < log_.events.size(); ++i) (void)grader->consume(log_.events[i]);
        if (grader) keep(grader->finish().total);
        return seconds_since(start);
    }

    const Prepared* prepared_;
    const plugin_host::Libraries* scorers_;
    Tape tape_;
    SurfaceQuestions questions_;
    Log log_;
    fs::path file_;
};

void note_costs(const std::string& of, const Costs& costs, const Tape& tape, BenchFigures& out) {
    out.figures[of + "_s"] = tape.seconds();
    out.figures[of + "_strikes"] = costs.strikes;
    out.figures[of + "_rays"] = costs.rays;
    out.figures[of + "_contact_s"] = costs.contact_s;
    out.figures[of + "_step_s"] = costs.step_s;
    out.figures[of + "_record_s"] = costs.record_s;
    out.figures[of + "_one_scorer_s"] = costs.scorer_s;
    out.figures[of + "_step_over_contact"] = costs.step_s / costs.contact_s;
    out.figures[of + "_whole_over_contact"] = costs.whole_over_contact();
    out.figures[of + "_step_ns_per_tick"] = costs.step_s * 1e9 / static_cast<double>(tape.inputs.size());
    out.figures[of + "_times_real_time"] = tape.seconds() / costs.step_s;
}

// What recording takes from the step's thread when a thread of its own writes, at real pace.
struct LiveShare {
    double share = 0, append_us = 0, step_us = 0;
};
Expected<LiveShare> live_share(const Prepared& prepared, const Tape& tape, const fs::path& file) {
    constexpr std::size_t kTicks = 10'000;
    auto world = simulation::World::create(prepared.setup);
    if (!world) return tl::unexpected(world.error());
    double step_s = 0, append_s = 0;
    {
        auto recorder = session::Recorder::create(file, prepared.meta, {true, true, 0});
        if (!recorder) return tl::unexpected(recorder.error());
        std::size_t tick = 0;
        const auto play = [&](const sdk::EventBuffer& inputs, bool measured) {
            sdk::EventBuffer bearing, events;
            append_at(tick, inputs, bearing);
            // Between two looks at the clock lies the clock's own time: taken off, as cold as it is here.
            const auto look = Clock::now();
            const double clock_s = seconds_since(look);
            const auto start = Clock::now();
            world->step(bearing, events);
            const auto stepped = Clock::now();
            (void)recorder->append(tick++, bearing, events);
            const double appended_s = seconds_since(stepped);
            if (!measured) return;
            append_s += appended_s - clock_s;
            step_s += std::chrono::duration<double>(stepped - start).count() - clock_s;
        };
        for (const sdk::EventBuffer& inputs : tape.before) play(inputs, false);
        const auto begin = Clock::now();
        for (std::size_t i = 0; i < kTicks; ++i) {
            std::this_thread::sleep_until(begin + std::chrono::milliseconds(i));
            play(tape.inputs[i % tape.inputs.size()], true);
        }
    }
    std::error_code ignored;
    fs::remove(file, ignored);
    return LiveShare{append_s / step_s, append_s * 1e6 / kTicks, step_s * 1e6 / kTicks};
}

// What a minute of strokes end to end adds to a record, in the blocks of a live session.
Expected<double> record_mb_per_minute(const Prepared& prepared, const Tape& tape, const fs::path& file) {
    const auto log = log_of(prepared.setup, tape);
    if (!log) return tl::unexpected(log.error());
    auto recorder = session::Recorder::create(file, prepared.meta, {true, true, 0});
    if (!recorder) return tl::unexpected(recorder.error());
    std::error_code ignored;
    const auto head = fs::file_size(file, ignored);
    for (std::size_t i = 0; i < log->inputs.size(); ++i)
        if (auto status = recorder->append(i, log->inputs[i], log->events[i]); !status)
            return tl::unexpected(status.error());
    if (auto status = recorder->close(); !status) return tl::unexpected(status.error());
    const auto whole = fs::file_size(file, ignored);
    fs::remove(file, ignored);
    return static_cast<double>(whole - head) * 1e-6 / (tape.seconds() / 60);
}

// The same with the scenario's own pen of 14 needles.
Expected<double> small_pen_mb_per_minute(const Places& places, const plugin_host::Libraries& scorers,
                                         const fs::path& file) {
    const auto prepared = prepare_session(places, bench_scenario(places), 1);
    if (!prepared) return tl::unexpected(prepared.error());
    const auto run = run_headless(places, *prepared, scorers, {"expert", file, true, {}}, nullptr);
    if (!run) return tl::unexpected(run.error());
    const auto record = session::Record::open(file);
    if (!record) return tl::unexpected(record.error());
    const auto strokes = strokes_of(*record);
    if (!strokes) return tl::unexpected(strokes.error());
    return record_mb_per_minute(*prepared, *strokes, file);
}

}  // namespace

Status bench_sessions(const Places& places, const BenchArguments& arguments, BenchFigures& out) {
    auto prepared = prepare_bench_visit(places);
    if (!prepared) return tl::unexpected(prepared.error());
    const auto scorers = load_scorers(places, false);
    if (!scorers) return tl::unexpected(scorers.error());
    const fs::path file = fs::temp_directory_path() / ("needlepoint-bench-" + std::to_string(::getpid()) + ".mcap");
    const auto run = run_headless(places, *prepared, *scorers, {"expert", file, true, {}}, nullptr);
    if (!run) return tl::unexpected(run.error());
    const auto record = session::Record::open(file);
    if (!record) return tl::unexpected(record.error());
    auto visit_tape = visit_of(*record), strokes_tape = strokes_of(*record);
    if (!visit_tape) return tl::unexpected(visit_tape.error());
    if (!strokes_tape) return tl::unexpected(strokes_tape.error());
    const fs::path again = file.string() + ".again";
    auto visit = Course::prepare(*prepared, *scorers, std::move(*visit_tape), again);
    if (!visit) return tl::unexpected(visit.error());
    auto strokes = Course::prepare(*prepared, *scorers, std::move(*strokes_tape), again);
    if (!strokes) return tl::unexpected(strokes.error());
    const Costs of_visit = visit->measure(), of_strokes = strokes->measure();
    note_costs("visit", of_visit, visit->tape(), out);
    note_costs("needling", of_strokes, strokes->tape(), out);

    const auto live = live_share(*prepared, strokes->tape(), again);
    if (!live) return tl::unexpected(live.error());
    out.figures["live_append_us_per_tick"] = live->append_us;
    out.figures["live_step_us_per_tick"] = live->step_us;

    const auto large_pen_mb = record_mb_per_minute(*prepared, strokes->tape(), again);
    if (!large_pen_mb) return tl::unexpected(large_pen_mb.error());
    const auto small_pen_mb = small_pen_mb_per_minute(places, *scorers, again);
    if (!small_pen_mb) return tl::unexpected(small_pen_mb.error());
    // Sessions of one patient, who is laid out once; and each of a patient who was not met before.
    plugin_host::PatientSkins patients;
    const auto grade = [&](plugin_host::PatientSkins* met) {
        const auto marks = assessment::grade(*record, *scorers, nullptr, met);
        if (marks) keep(marks->total);
    };
    grade(&patients);
    const auto grading = round_robin_s({[&] { grade(&patients); }, [&] { grade(nullptr); }}, kRounds);
    const double grade_s = grading[0];
    out.figures["grade_s"] = grade_s;
    out.figures["grade_new_patient_s"] = grading[1];
    const auto times = [](double value) {
        char text[32];
        std::snprintf(text, sizeof text, "%.4g", value);
        return std::string(text);
    };
    out.goals.push_back({4, "whole needling step with deposit, record and one scorer against its contact queries",
                         of_strokes.whole_over_contact(), 1.5, "x", true,
                         "the step alone " + times(of_strokes.step_s / of_strokes.contact_s) + ", the whole visit " +
                             times(of_visit.whole_over_contact())});
    out.goals.push_back({5, "re-simulation of needling with 36 needles at 100 Hz against real time on one core",
                         strokes->tape().seconds() / of_strokes.step_s, 1000, "x", false,
                         "the whole visit " + times(visit->tape().seconds() / of_visit.step_s) + " (then 3000)"});
    out.goals.push_back({6, "record on the thread of a live step, of that step", live->share, 0.05, "x", true, ""});
    out.goals.push_back({6, "record in all, of a headless step while needling", of_strokes.record_s / of_strokes.step_s,
                         0.6, "x", true, "of the whole visit's " + times(of_visit.record_s / of_visit.step_s)});
    out.goals.push_back({6, "record in megabytes per minute of needling with 14 needles", *small_pen_mb, 1.5, "MB/min",
                         true, "strokes end to end; with 36 needles " + times(*large_pen_mb) + " (then 1)"});
    out.goals.push_back({8, "re-grading in twenty-minute sessions per second and core",
                         visit->tape().seconds() / 1200 / grade_s, 20, "1/s", false,
                         "of one patient; each of a new one " + times(visit->tape().seconds() / 1200 / grading[1])});
    const auto status = bench_half_hour(*prepared, strokes->tape(), arguments, out);
    std::error_code ignored;
    fs::remove(file, ignored);
    return status;
}

}  // namespace np::cli
