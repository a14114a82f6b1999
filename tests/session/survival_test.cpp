// What happens to a record when the program dies, the disk is full, or the file stands in the way.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

#include "made_records.h"
#include "needlepoint/core/files.h"
#include "needlepoint/session/record.h"
#include "needlepoint/session/verify.h"
#include "needling.h"

namespace np::session::test {
namespace {

bool same(std::span<const std::byte> a, std::span<const std::byte> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

// Expects the record to hold the beginning of the needling with this seed; returns how many ticks.
sdk::Tick expect_beginning_of_needling(const Record& record, std::uint64_t seed) {
    Needling needling(seed);
    sdk::Tick ticks = 0;
    const Status done =
        record.for_each_tick([&](sdk::Tick tick, const sdk::EventBuffer& inputs, const sdk::EventBuffer& events) {
            sdk::EventBuffer expected_inputs, expected_events;
            needling.tick(expected_inputs, expected_events);
            ASSERT_TRUE(same(inputs.bytes(), expected_inputs.bytes()) && same(events.bytes(), expected_events.bytes()))
                << "tick " << tick;
            ++ticks;
        });
    EXPECT_TRUE(done) << done.error().message;
    EXPECT_EQ(ticks, record.end_tick());
    return ticks;
}

struct Progress {
    sdk::Tick appended, durable;
};

// Records needling for ever and tells through the pipe how far it got. `live`: one tick per millisecond of wall time.
[[noreturn]] void record_until_killed(const std::filesystem::path& file, bool live, int pipe) {
    Recorder::Options options;
    options.own_thread = live;
    auto recorder = Recorder::create(file, small_meta(), options);
    if (!recorder) ::_exit(1);
    Needling needling(5);
    sdk::EventBuffer inputs, events;
    auto due = std::chrono::steady_clock::now();
    for (sdk::Tick tick = 0;; ++tick) {
        inputs.clear();
        events.clear();
        needling.tick(inputs, events);
        if (!recorder->append(tick, inputs, events)) ::_exit(2);
        if (live) std::this_thread::sleep_until(due += std::chrono::milliseconds(1));
        const Progress progress{tick + 1, recorder->durable_tick()};
        if (::write(pipe, &progress, sizeof progress) != sizeof progress) ::_exit(3);
    }
}

class Killed : public testing::TestWithParam<bool> {};

TEST_P(Killed, LosesAtMostTheLastTenthOfASecond) {
    const bool live = GetParam();
    sdk::Tick least_lost = ~sdk::Tick{0};
    for (int attempt = 0; attempt < 4; ++attempt) {
        const Folder folder;
        int pipe[2];
        ASSERT_EQ(::pipe(pipe), 0);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) record_until_killed(folder / "killed.mcap", live, pipe[1]);
        ::close(pipe[1]);
        // Ends somewhere within a block, another place each time.
        Progress last{};
        const sdk::Tick until = 777 + 391 * static_cast<sdk::Tick>(attempt);
        Progress progress;
        while (last.appended < until && ::read(pipe[0], &progress, sizeof progress) == sizeof progress) last = progress;
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
        while (::read(pipe[0], &progress, sizeof progress) == sizeof progress) last = progress;
        ::close(pipe[0]);

        const auto record = Record::open(folder / "killed.mcap");
        ASSERT_TRUE(record) << record.error().message;
        EXPECT_FALSE(record->whole());
        EXPECT_NE(record->cut_sentence().find("cut"), std::string::npos);
        EXPECT_EQ(record->meta().facts, small_meta().facts);
        const sdk::Tick kept = expect_beginning_of_needling(*record, 5);
        EXPECT_GE(kept, last.durable);
        // Live, the writer's thread may have to wait for a processor while other tests keep them all busy.
        EXPECT_GE(kept + (live ? 1000 : 100), last.appended);
        least_lost = std::min(least_lost, last.appended - std::min(kept, last.appended));
        const Verification answer = verify_bytes(record->bytes(), TrustedStations());
        EXPECT_FALSE(answer.whole);
        EXPECT_NE(answer.problem->what.find("cut"), std::string::npos) << answer.problem->what;
    }
    EXPECT_LE(least_lost, 100u);
}

INSTANTIATE_TEST_SUITE_P(LiveAndHeadless, Killed, testing::Bool(),
                         [](const auto& of) { return of.param ? "Live" : "Headless"; });

// Sets how large a file may grow, for as long as it lives.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) {
        old_handler_ = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &old_);
        struct ::rlimit limit = old_;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &old_);
        std::signal(SIGXFSZ, old_handler_);
    }

  private:
    struct ::rlimit old_ {};
    void (*old_handler_)(int);
};

class FullDisk : public testing::TestWithParam<bool> {};

TEST_P(FullDisk, KeepsWhatWasWrittenAndSaysSo) {
    const Folder folder;
    Recorder::Options options;
    options.own_thread = GetParam();
    auto recorder = Recorder::create(folder / "full.mcap", small_meta(), options);
    ASSERT_TRUE(recorder);
    Needling needling(9);
    Status first_failure, later, closing, known;
    {
        const FileSizeLimit limit(100'000);
        for (sdk::Tick tick = 0; tick < 20'000; ++tick) {
            sdk::EventBuffer inputs, events;
            needling.tick(inputs, events);
            later = recorder->append(tick, inputs, events);
            if (!later && first_failure) first_failure = later;
        }
        closing = recorder->close();
        known = recorder->status();
    }
    ASSERT_FALSE(closing);
    EXPECT_FALSE(known);
    EXPECT_EQ(closing.error().kind, ErrorKind::kCannot);
    EXPECT_NE(closing.error().message.find("could not write"), std::string::npos);
    if (!options.own_thread) {
        ASSERT_FALSE(first_failure);
        EXPECT_EQ(first_failure.error().message, closing.error().message);
        EXPECT_FALSE(later);
    }
    const auto record = Record::open(folder / "full.mcap");
    ASSERT_TRUE(record) << record.error().message;
    EXPECT_GT(record->end_tick(), 1000u);
    EXPECT_EQ(record->end_tick(), recorder->durable_tick());
    expect_beginning_of_needling(*record, 9);
}

INSTANTIATE_TEST_SUITE_P(BothThreads, FullDisk, testing::Bool(),
                         [](const auto& of) { return of.param ? "OwnThread" : "CallersThread"; });

TEST(Recorder, RefusesWhatIsInTheWay) {
    const Folder folder;
    ASSERT_TRUE(write_text(folder / "there.mcap", "precious"));
    const auto there = Recorder::create(folder / "there.mcap", small_meta());
    ASSERT_FALSE(there);
    EXPECT_EQ(there.error().kind, ErrorKind::kCannot);
    EXPECT_NE(there.error().message.find("--force"), std::string::npos);
    EXPECT_EQ(*read_text(folder / "there.mcap"), "precious");
    EXPECT_FALSE(Recorder::create(folder / "no/such/folder.mcap", small_meta()));
    EXPECT_FALSE(Recorder::create(folder.path(), small_meta()));
    Recorder::Options force;
    force.replace = true;
    EXPECT_TRUE(Recorder::create(folder / "there.mcap", small_meta(), force));
    const auto full = Recorder::create("/dev/full", small_meta(), force);
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().kind, ErrorKind::kCannot);
}

TEST(Recorder, RefusesWrongTicksAndRecords) {
    const Folder folder;
    auto recorder = Recorder::create(folder / "a.mcap", small_meta());
    sdk::EventBuffer none, hand, strike, late;
    hand.append(sdk::event::hand{});
    strike.append(sdk::event::strike{});
    sdk::event::strike other;
    other.tick = 7;
    late.append(other);
    EXPECT_EQ(recorder->append(1, none, none).error().kind, ErrorKind::kUsage);
    EXPECT_FALSE(recorder->append(0, strike, none));
    EXPECT_FALSE(recorder->append(0, none, hand));
    EXPECT_FALSE(recorder->append(0, none, late));
    EXPECT_TRUE(recorder->append(0, hand, strike));
    EXPECT_FALSE(recorder->append(0, none, none));
    EXPECT_TRUE(recorder->close());
    EXPECT_FALSE(recorder->append(1, none, none));
    EXPECT_FALSE(recorder->close());
}

TEST(Recorder, RefusesTextThatIsNotUtf8) {
    const Folder folder;
    auto recorder = Recorder::create(folder / "a.mcap", small_meta());
    sdk::event::note note;
    note.text = "broken \xC3(";
    sdk::EventBuffer none, events;
    events.append(note);
    (void)recorder->append(0, none, events);
    const Status done = recorder->close();
    ASSERT_FALSE(done);
    EXPECT_NE(done.error().message.find("note.text"), std::string::npos) << done.error().message;
    Meta meta;
    meta.facts["name"] = "\xFF";
    EXPECT_FALSE(Recorder::create(folder / "b.mcap", meta));
}

TEST(Recorder, KeepsUpBesideBusyThreadsAndGivesTheSameRecords) {
    const Folder folder;
    std::atomic<bool> stop{false};
    std::vector<std::thread> busy;
    std::atomic<std::uint64_t> sink{0};
    for (int i = 0; i < 3; ++i)
        busy.emplace_back([&] {
            while (!stop) sink += sink * 31 + 7;
        });
    Recorder::Options options;
    options.own_thread = true;
    auto recorder = Recorder::create(folder / "busy.mcap", small_meta(), options);
    ASSERT_TRUE(recorder);
    Needling needling(2);
    sdk::Tick seen = 0;
    for (sdk::Tick tick = 0; tick < 60'000; ++tick) {
        sdk::EventBuffer inputs, events;
        needling.tick(inputs, events);
        ASSERT_TRUE(recorder->append(tick, inputs, events));
        const sdk::Tick durable = recorder->durable_tick();
        ASSERT_GE(durable, seen);
        ASSERT_LE(durable, tick + 1);
        seen = durable;
    }
    ASSERT_TRUE(recorder->close());
    stop = true;
    for (auto& thread : busy) thread.join();
    const auto record = Record::open(folder / "busy.mcap");
    ASSERT_TRUE(record);
    EXPECT_TRUE(record->whole());
    EXPECT_EQ(expect_beginning_of_needling(*record, 2), 60'000u);
}

TEST(Recorder, AMinuteOfNeedlingIsSmall) {
    const Folder folder;
    for (const bool live : {false, true}) {
        Recorder::Options options;
        options.own_thread = live;
        options.replace = true;
        auto recorder = Recorder::create(folder / "minute.mcap", small_meta(), options);
        ASSERT_TRUE(recorder);
        Needling needling(1);
        for (sdk::Tick tick = 0; tick < 60'000; ++tick) {
            sdk::EventBuffer inputs, events;
            needling.tick(inputs, events);
            ASSERT_TRUE(recorder->append(tick, inputs, events));
        }
        ASSERT_TRUE(recorder->close());
        EXPECT_LE(std::filesystem::file_size(folder / "minute.mcap"), 1'250'000u);
    }
}

}  // namespace
}  // namespace np::session::test
