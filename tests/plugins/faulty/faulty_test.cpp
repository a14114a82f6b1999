// Plugins that do what no plugin should. Whatever they do: the session goes on, the others are marked, the mark says
// why there is none, and no process, thread or descriptor is left.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cerrno>
#include <filesystem>
#include <map>

#include "needlepoint/anatomy/practice_pad.h"
#include "needlepoint/plugin_host/fold.h"
#include "needlepoint/scenario/rule_pack.h"

namespace np::plugin_host {
namespace {

namespace fs = std::filesystem;

struct Deed {
    const char* plugin;
    const char* says;  // part of the sentence; empty: it is marked all the same
    enum class When { kLoad, kFold } when = When::kFold;
    sdk::Tick tick = 300;  // how far it had come
};
// What is only noticed at the other end of the line has no tick that is always the same.
constexpr sdk::Tick kAnyTick = ~sdk::Tick{0};
constexpr auto kLoad = Deed::When::kLoad;
constexpr auto kFold = Deed::When::kFold;

const Deed kDeeds[] = {
    {"null_write", "it crashed: it used memory at 0x8 that is not its own"},
    {"wild_jump", "it crashed: it used memory at 0x1234"},
    {"stack_overflow", "it crashed: its stack ran over"},
#if defined(__x86_64__)
    {"divide", "it crashed: it divided by zero"},
#endif
    {"illegal", "an instruction that does not exist"},
    {"aborts", "it gave up with abort()"},
    {"asserts", "it gave up with abort()"},
    {"exit_zero", "it ended the process with exit(0)"},
    {"exit_raw", "it ended the process with exit(7)"},
    {"hang", "it took more than 300 ms of processor time for one call"},
    {"hang_in_begin", "it took more than 300 ms of processor time for one call", kFold, 0},
    {"hang_in_finish", "it took more than 300 ms of processor time for one call", kFold, 1000},
    {"waits_forever", "it stood still for 1 s"},
    {"sleeps", "it tried to sleep (clock_nanosleep), which no plugin may"},
    {"leaks", "the scorer used up the memory that a plugin may have"},
    {"leaks_in_c", "it crashed: it used memory at 0x0"},
    {"log_flood", "it logged more than 100 lines"},
    {"finding_flood", "the scorer gave more than 100000 findings", kFold, 1000},
    {"huge_text", "a finding with a text of more than 4096 bytes", kFold, 1000},
    {"endless_text", "a finding with a text of more than 4096 bytes", kFold, 1000},
    {"prints", "it wrote to standard output (newfstatat), which no plugin may; use the log extension"},
    {"writes_raw", "it wrote to standard output (write)"},
    {"closes_all", "it tried to change a descriptor of the host (close)"},
    {"closes_range", "it tried to change a descriptor of the host (close_range)"},
    {"dups_over", "it tried to change a descriptor of the host (dup"},
    {"forks", "it tried to start a process or a thread (clone"},
    {"fork_bomb", "it tried to start a process or a thread (clone", kFold, 0},
    {"starts_thread", "it tried to start a process or a thread"},
    {"execs", "it tried to start a process or a thread (execve)"},
    {"reads_file", "it tried to use a file (openat)"},
    {"writes_file", "it tried to use a file (openat)"},
    {"removes_file", "it tried to use a file (unlink"},
    {"calls_home", "it tried to use the network (socket)"},
    {"asks_clock", "it asked for the time"},
    {"asks_coarse_clock", "it asked for the time"},
    {"asks_time", "it asked for the time"},
    {"asks_counter", "it asked for the time"},
    {"asks_chance", "it asked for random numbers that nobody can repeat"},
    {"kills_host", "it looked for other processes (getppid), which no plugin may"},
    {"stops_itself", "it tried to send or catch a signal (tgkill)"},
    {"catches_signals", "it tried to send or catch a signal (rt_sigaction)"},
    {"lifts_limits", "it tried to change its limits"},
    {"makes_code", "it tried to map a file or code into memory"},
    {"babbles", "it broke the conversation between worker and host", kFold, kAnyTick},
    {"forges_answer", "it broke the conversation between worker and host", kFold, kAnyTick},
    {"forges_length", "it broke the conversation between worker and host", kFold, kAnyTick},
    {"smashes_heap", "it gave up with abort()"},
    {"frees_twice", "it gave up with abort()"},
    {"spoils_host", "it crashed", kFold, 1000},
    {"crashes_in_destroy", ""},
    {"crashes_in_finish", "it crashed: it used memory at 0x8", kFold, 1000},
    {"crashes_on_load", "could not be loaded: it crashed: it used memory at 0x8", kLoad},
    {"hangs_on_load", "of processor time for one call; mend or remove it", kLoad},
    {"exits_on_load", "it ended the process with exit(0)", kLoad},
    {"reads_on_load", "it tried to use a file (openat)", kLoad},
    {"prints_on_load", "it wrote to standard output", kLoad},
    {"forks_on_load", "it tried to start a process or a thread", kLoad},
    {"throws", "the scorer let an exception escape: enough"},
    {"throws_number", "the scorer let an exception escape", kFold, 1000},
    {"two_marks", "the scorer gave two marks", kFold, 1000},
    {"wrong_sum", "a mark of 10000 hundredths out of 10000 with findings that cost 5", kFold, 1000},
    {"negative_cost", "with a cost below 0", kFold, 1000},
    {"no_number", "with a value that is no number", kFold, 1000},
    {"broken_text", "a finding with a text that is not UTF-8", kFold, 1000},
    {"null_mark", "the scorer gave a mark of another size", kFold, 1000},
    {"no_entry", "does not export 'needlepoint_plugin'", kLoad},
    {"old_version", "is built for plugin interface 0.1", kLoad},
    {"other_sizes", "structs have other sizes", kLoad},
    {"unknown_kind", "unknown kind 77", kLoad},
    {"no_door", "has no functions", kLoad},
    {"no_consume", "leaves one of its functions out", kLoad},
};

// The default rule pack and the flat practice pad.
const SessionFacts& pad_facts() {
    static const SessionFacts facts = [] {
        const auto pack = scenario::load_rule_pack(NP_SOURCE_DIR "/assets/rules/default_v1.yaml");
        if (!pack) throw std::runtime_error(pack.error().message);
        SessionFacts made;
        made.scenario = "test/pad";
        made.seed = 77;
        made.parameters = pack->parameters;
        made.parameters.set("session.device", std::string("skinpen_precision"));
        made.parameters.set("session.mode", std::string("assessment"));
        made.parameters.set("plan.zones", std::string("pad_flat"));
        made.parameters.set("plan.pad_flat.rho_ref", 245.0);
        made.parameters.set("plan.pad_flat.max_mm", 1.5);
        made.patient = anatomy::make_practice_pad(made.parameters).table.encode();
        return made;
    }();
    return facts;
}

sdk::EventBuffer session() {
    sdk::EventBuffer records;
    for (sdk::Tick tick = 0; tick < 1000; tick += 9) {
        sdk::event::strike made;
        made.tick = tick;
        made.set_depth_um = 1000;
        made.force_mn = 1000;
        made.axis_q30[2] = -(1 << 30);
        made.cell.assign(14, 50 * 100 + 50);
        made.zone.assign(14, 0);
        made.depth_um.assign(14, 900);
        made.drag_um.assign(14, 0);
        records.append(made);
    }
    return records;
}

// Quick to lose patience; the rest as in the field.
FoldOptions strict() {
    FoldOptions options;
    options.limits.memory_bytes = 128u << 20;
    options.limits.call_ms = 300;
    options.limits.stopped_s = 1;
    options.limits.log_lines = 100;
    return options;
}

std::shared_ptr<const Library> apart(const std::string& name, bool pinned = false) {
    auto library = Library::load_apart(std::string(FAULTY_PLUGINS "/") + name + ".so", nullptr, pinned);
    if (!library) throw std::runtime_error(library.error().message);
    return *library;
}

// What the process holds: descriptors and threads.
std::size_t entries(const char* folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

// Fails if the test leaves anything that it did not find.
class NothingLeft {
  public:
    ~NothingLeft() {
        EXPECT_EQ(entries("/proc/self/fd"), descriptors_) << "a descriptor was left open";
        EXPECT_EQ(entries("/proc/self/task"), threads_) << "a thread was left running";
        EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "a process was left, alive or as a zombie";
        EXPECT_EQ(errno, ECHILD);
    }

  private:
    std::size_t descriptors_ = entries("/proc/self/fd"), threads_ = entries("/proc/self/task");
};

std::vector<Result> mark(const Libraries& scorers, FoldOptions options = strict()) {
    auto fold = Fold::begin(scorers, pad_facts(), {}, std::move(options));
    if (!fold) throw std::runtime_error(fold.error().message);
    for (const sdk::RecordView record : session()) EXPECT_TRUE(fold->consume(record));
    fold->close();
    return fold->results();
}

void expect_good(const Result& result) {
    EXPECT_EQ(result.state, State::kScored) << result.reason;
    EXPECT_EQ(result.mark, 10000);
    ASSERT_EQ(result.figures.size(), 1u);
    EXPECT_EQ(result.figures[0].value, 112);
}

class Faulty : public ::testing::TestWithParam<Deed> {};

TEST_P(Faulty, HurtsNobody) {
    const Deed& deed = GetParam();
    const NothingLeft nothing_left;
    if (deed.when == kLoad) {
        const auto library = Library::load_apart(std::string(FAULTY_PLUGINS "/") + deed.plugin + ".so");
        ASSERT_FALSE(library);
        EXPECT_NE(library.error().message.find(deed.says), std::string::npos) << library.error().message;
        EXPECT_NE(library.error().message.find(deed.plugin), std::string::npos) << library.error().message;
        return;
    }
    const auto results = mark({apart(deed.plugin), apart("good")});
    ASSERT_EQ(results.size(), 2u);
    expect_good(results[1]);
    if (*deed.says == 0) {
        EXPECT_EQ(results[0].state, State::kScored) << results[0].reason;
        return;
    }
    EXPECT_EQ(results[0].state, State::kNotScored);
    EXPECT_NE(results[0].reason.find(deed.says), std::string::npos) << results[0].reason;
    if (deed.tick != kAnyTick) {
        EXPECT_EQ(results[0].tick, deed.tick);
    }
    EXPECT_TRUE(results[0].findings.empty());
}

INSTANTIATE_TEST_SUITE_P(Plugins, Faulty, ::testing::ValuesIn(kDeeds),
                         [](const auto& one) { return std::string(one.param.plugin); });

TEST(FaultyPlugins, EveryOneHasItsTest) {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(NP_TEST_DIR "/plugins")) {
        const std::string name = entry.path().stem().string();
        const auto* at =
            std::find_if(std::begin(kDeeds), std::end(kDeeds), [&](const Deed& deed) { return name == deed.plugin; });
#if !defined(__x86_64__)
        if (name == "divide") continue;
#endif
        EXPECT_TRUE(name == "good" || at != std::end(kDeeds)) << name;
        ++count;
    }
    EXPECT_GT(count, 60u);
}

// All at once, each beside the others, and one of ours in the middle.
TEST(FaultyPlugins, AllTogetherHurtNobody) {
    const NothingLeft nothing_left;
    Libraries scorers;
    std::map<std::string, std::string> says;
    for (const Deed& deed : kDeeds) {
        if (deed.when == kLoad) continue;
        scorers.push_back(apart(deed.plugin));
        says[deed.plugin] = deed.says;
        if (scorers.size() == 20) scorers.push_back(apart("good"));
    }
    FoldOptions options = strict();
    options.limits.stopped_s = 5;  // sixty processes on few cores
    for (const Result& result : mark(scorers, options)) {
        if (result.id == "good") {
            expect_good(result);
            continue;
        }
        EXPECT_EQ(result.state == State::kScored, says[result.id].empty()) << result.id;
        if (result.id != "waits_forever") {
            EXPECT_NE(result.reason.find(says[result.id]), std::string::npos) << result.id << ": " << result.reason;
        }
    }
}

// Pinned scorers share one worker. One that falls takes the others' process along, not their marks.
TEST(FaultyPlugins, AmongThePinnedTheSessionIsReadAgainForTheOthers) {
    const NothingLeft nothing_left;
    FoldOptions options = strict();
    int read = 0;
    const sdk::EventBuffer records = session();
    options.read_again = [&](const FoldOptions::Visit& visit) -> Status {
        ++read;
        for (const sdk::RecordView record : records)
            if (auto status = visit(record); !status) return status;
        return {};
    };
    const auto results = mark(
        {apart("null_write", true), apart("good", true), apart("forks", true), apart("hang_in_finish", true)}, options);
    ASSERT_EQ(results.size(), 4u);
    EXPECT_NE(results[0].reason.find("it used memory at 0x8"), std::string::npos) << results[0].reason;
    EXPECT_EQ(results[0].tick, 300u);
    expect_good(results[1]);
    EXPECT_NE(results[2].reason.find("start a process"), std::string::npos) << results[2].reason;
    EXPECT_NE(results[3].reason.find("processor time"), std::string::npos) << results[3].reason;
    EXPECT_EQ(read, 3);
    // Without a way to read again nobody is given a mark that is not theirs.
    const auto lost = mark({apart("null_write", true), apart("good", true)});
    EXPECT_EQ(lost[1].state, State::kNotScored);
    EXPECT_NE(lost[1].reason.find("grade the record"), std::string::npos) << lost[1].reason;
}

// A step must never wait: the ring goes round, the slow one reads the session again, and its mark is the same.
TEST(FaultyPlugins, WhoFallsBehindReadsTheSessionAgain) {
    const NothingLeft nothing_left;
    sdk::EventBuffer records;
    for (sdk::Tick tick = 0; tick < 60000; ++tick) {
        sdk::event::strike made;
        made.tick = tick;
        made.cell.assign(14, 5050);
        made.zone.assign(14, 0);
        made.depth_um.assign(14, 900);
        made.drag_um.assign(14, 0);
        records.append(made);
    }
    ASSERT_GT(records.bytes().size(), 12u << 20);
    FoldOptions options = strict();
    int read = 0;
    options.read_again = [&](const FoldOptions::Visit& visit) -> Status {
        ++read;
        for (const sdk::RecordView record : records)
            if (auto status = visit(record); !status) return status;
        return {};
    };
    auto fold = Fold::begin({apart("good")}, pad_facts(), {}, options);
    ASSERT_TRUE(fold) << fold.error().message;
    for (const sdk::RecordView record : records) ASSERT_TRUE(fold->consume(record));  // faster than it can start
    const auto preview = fold->results();
    EXPECT_EQ(preview[0].state, State::kNotScored);
    EXPECT_NE(preview[0].reason.find("fell behind"), std::string::npos) << preview[0].reason;
    fold->close();
    const auto results = fold->results();
    EXPECT_EQ(results[0].state, State::kScored) << results[0].reason;
    EXPECT_EQ(results[0].figures.at(0).value, 60000);
    EXPECT_EQ(read, 1);
    // Grading a file waits instead, and reads once.
    options.may_wait = true;
    auto patient = Fold::begin({apart("good")}, pad_facts(), {}, options);
    ASSERT_TRUE(patient);
    for (const sdk::RecordView record : records) ASSERT_TRUE(patient->consume(record));
    patient->close();
    EXPECT_EQ(patient->results()[0].figures.at(0).value, 60000);
    EXPECT_EQ(read, 1);
}

TEST(FaultyPlugins, LetGoAtAnyTimeNothingIsLeft) {
    for (int i = 0; i < 20; ++i) {
        const NothingLeft nothing_left;
        auto fold = Fold::begin({apart(i % 2 == 0 ? "hang" : "good")}, pad_facts(), {}, strict());
        ASSERT_TRUE(fold);
        const sdk::EventBuffer records = session();
        int left = i * 7;
        for (const sdk::RecordView record : records) {
            if (left-- <= 0) break;
            ASSERT_TRUE(fold->consume(record));
        }
    }
}

TEST(FaultyPlugins, TheSandboxSaysWhatItCanDoHere) {
    const auto sentences = sandbox_sentences();
    ASSERT_EQ(sentences.size(), 3u);
    EXPECT_NE(sentences[0].find("seccomp"), std::string::npos);
    EXPECT_NE(sentences[1].find("Landlock"), std::string::npos);
    EXPECT_NE(sentences[2].find("clock"), std::string::npos);
}

}  // namespace
}  // namespace np::plugin_host
