// Live reload with a real compiler: a scorer is changed and built anew, and the marks change.
#include "needlepoint/plugin_host/watch.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "needlepoint/core/files.h"
#include "pad.h"

namespace np::plugin_host {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

class WatchTest : public testing::Test {
  protected:
    WatchTest() : folder_(fs::path(testing::TempDir()) / ("np_watch_" + std::to_string(::getpid()))) {
        fs::remove_all(folder_);
        fs::create_directories(folder_ / "plugins");
    }
    ~WatchTest() override { fs::remove_all(folder_); }

    // A scorer whose mark is 10000 - cost.
    void write_source(int cost) {
        std::ofstream(folder_ / "quick.c") << R"(#include "needlepoint/sdk/plugin.h"
static int instance;
static void* create(const np_host* host) { (void)host; return &instance; }
static int32_t begin(void* self, const np_session* session) { (void)self; (void)session; return NP_OK; }
static int32_t consume(void* self, const np_batch* batch) { (void)self; (void)batch; return NP_OK; }
static int32_t finish(void* self, const np_sink* sink) {
    (void)self;
    const np_finding finding = {.bytes = sizeof finding, .severity = NP_MINOR, .cost = COST, .end_tick = 1,
        .zone = NP_NO_ZONE, .cell = NP_NO_CELL, .id = "", .rule = "R", .thing = "", .unit = "", .source = "",
        .text = "It is so.", .limit_key = "", .critical = "", .better = ""};
    const np_mark mark = {sizeof mark, NP_MARK_SCORED, 10000 - COST, 10000, ""};
    return sink->finding(sink, &finding) | sink->mark(sink, &mark);
}
static void destroy(void* self) { (void)self; }
static const np_scorer door = {sizeof door, 0, create, begin, consume, finish, destroy};
NP_EXPORT const np_plugin needlepoint_plugin = {sizeof needlepoint_plugin, NP_ABI_MAJOR, NP_ABI_MINOR,
    NP_PLUGIN_SCORER, sizeof(np_finding), sizeof(np_host), sizeof(np_parameter_use), sizeof door, "quick", "1.0.0",
    "Quick", 0, 0, &door};
)";
        cost_ = cost;
    }
    void compile(const std::string& to) {
        const std::string command = std::string(NP_CC) + " -DCOST=" + std::to_string(cost_) +
                                    " -std=c11 -O0 -shared -fPIC -fvisibility=hidden -I" NP_SOURCE_DIR
                                    "/engine/sdk/include " +
                                    (folder_ / "quick.c").string() + " -o " + to;
        ASSERT_EQ(std::system(command.c_str()), 0) << command;
    }
    fs::path plugin() const { return folder_ / "plugins" / "quick.so"; }

    std::int32_t mark(const Libraries& libraries) const {
        auto fold = Fold::begin(libraries, pad_facts());
        if (!fold) throw std::runtime_error(fold.error().message);
        fold->close();
        return fold->results().at(0).mark;
    }
    Libraries loaded() const {
        auto libraries = load_plugins(folder_ / "plugins");
        if (!libraries) throw std::runtime_error(libraries.error().message);
        return *libraries;
    }
    // Polls as a window does, 60 times a second, until there is news or the time is up.
    std::optional<Watch::News> wait(Watch& watch, milliseconds most) const {
        const auto until = Watch::Clock::now() + most;
        while (Watch::Clock::now() < until) {
            if (auto news = watch.poll(Watch::Clock::now())) return news;
            std::this_thread::sleep_for(milliseconds(16));
        }
        return std::nullopt;
    }

    fs::path folder_;
    int cost_ = 0;
};

TEST_F(WatchTest, AScorerBuiltAnewGivesItsNewMarkWithinASecond) {
    write_source(100);
    compile(plugin().string());
    Watch watch(folder_ / "plugins", loaded());
    EXPECT_EQ(mark(watch.libraries()), 9900);
    EXPECT_FALSE(wait(watch, milliseconds(300)));  // nothing changed, no news

    for (const int cost : {250, 777, 100}) {
        write_source(cost);
        compile(plugin().string());
        const auto built = Watch::Clock::now();
        const auto news = wait(watch, milliseconds(5000));
        ASSERT_TRUE(news) << cost;
        EXPECT_LT(Watch::Clock::now() - built, milliseconds(1000));
        EXPECT_EQ(news->reloaded, std::vector<std::string>{"quick"});
        EXPECT_TRUE(news->problems.empty());
        EXPECT_EQ(mark(news->libraries), 10000 - cost);
        // What was loaded is what was hashed.
        EXPECT_EQ(news->libraries[0]->digest(), sha256(*read_file(plugin())));
    }
}

TEST_F(WatchTest, AFileThatIsStillBeingWrittenIsWaitedFor) {
    write_source(100);
    compile(plugin().string());
    Watch watch(folder_ / "plugins", loaded());
    write_source(200);
    compile((folder_ / "ready.so").string());
    const auto bytes = *read_file(folder_ / "ready.so");
    // Written in place, in pieces with pauses: at no time before the end may anything be loaded or complained about.
    std::ofstream out(plugin(), std::ios::binary | std::ios::trunc);
    const std::size_t piece = bytes.size() / 8 + 1;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        out.write(reinterpret_cast<const char*>(bytes.data()) + at,
                  static_cast<std::streamsize>(std::min(piece, bytes.size() - at)));
        out.flush();
        const auto news = at + piece < bytes.size() ? wait(watch, milliseconds(250)) : std::nullopt;
        EXPECT_FALSE(news) << at;
    }
    out.close();
    const auto news = wait(watch, milliseconds(5000));
    ASSERT_TRUE(news);
    EXPECT_TRUE(news->problems.empty());
    EXPECT_EQ(mark(news->libraries), 9800);
}

TEST_F(WatchTest, ABrokenOneSaysSoAndTheOldOneGoesOn) {
    write_source(100);
    compile(plugin().string());
    Watch watch(folder_ / "plugins", loaded());
    std::ofstream(plugin(), std::ios::trunc) << "this is no library";
    const auto news = wait(watch, milliseconds(5000));
    ASSERT_TRUE(news);
    EXPECT_TRUE(news->reloaded.empty());
    ASSERT_EQ(news->problems.size(), 1u);
    EXPECT_NE(news->problems[0].find("'quick.so' is none"), std::string::npos) << news->problems[0];
    EXPECT_EQ(mark(news->libraries), 9900);
    EXPECT_FALSE(wait(watch, milliseconds(1200)));  // said once
    write_source(300);
    compile(plugin().string());
    const auto mended = wait(watch, milliseconds(5000));
    ASSERT_TRUE(mended);
    EXPECT_EQ(mark(mended->libraries), 9700);
}

TEST_F(WatchTest, AFileThatIsTakenAwayGoesOnAndANewOneComesIn) {
    write_source(100);
    compile(plugin().string());
    Watch watch(folder_ / "plugins", loaded());
    fs::remove(plugin());
    const auto gone = wait(watch, milliseconds(5000));
    ASSERT_TRUE(gone);
    ASSERT_EQ(gone->problems.size(), 1u);
    EXPECT_NE(gone->problems[0].find("was taken away"), std::string::npos);
    EXPECT_EQ(mark(gone->libraries), 9900);
    fs::copy_file(NP_BINARY_DIR "/plugins/coverage.so", folder_ / "plugins" / "coverage.so");
    const auto come = wait(watch, milliseconds(5000));
    ASSERT_TRUE(come);
    EXPECT_EQ(come->reloaded, std::vector<std::string>{"coverage"});
    EXPECT_EQ(come->libraries.size(), 2u);
    // The same id under another name is a mistake of whoever copied it.
    fs::copy_file(NP_BINARY_DIR "/plugins/coverage.so", folder_ / "plugins" / "copy.so");
    const auto twice = wait(watch, milliseconds(5000));
    ASSERT_TRUE(twice);
    ASSERT_EQ(twice->problems.size(), 1u);
    EXPECT_NE(twice->problems[0].find("has the id 'coverage'"), std::string::npos);
}

}  // namespace
}  // namespace np::plugin_host
