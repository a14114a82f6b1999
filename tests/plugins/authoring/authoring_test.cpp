// From an empty folder to a plugin that marks, with the words of the page and nothing else.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "run_program.h"

namespace np::test {
namespace {

namespace fs = std::filesystem;
using json = nlohmann::json;

const char* const kHeadless = NP_BINARY_DIR "/needlepoint-headless";

#ifdef NP_CMAKE

// All blocks of one language, one behind the other.
std::string blocks(const std::string& page, const std::string& language) {
    const std::string fence = "```" + language + "\n";
    std::string all;
    for (std::size_t at = 0; (at = page.find(fence, at)) != std::string::npos;) {
        at += fence.size();
        all += page.substr(at, page.find("```", at) - at);
    }
    return all;
}

// The program, installed below $D/needlepoint, where the page puts it for somebody whose home is $D.
class Installed : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        scratch_ = new Scratch;
        const Ran installed = run(*scratch_, "", NP_CMAKE " --install " NP_BINARY_DIR " --prefix $D/needlepoint");
        ASSERT_EQ(installed.code, 0) << installed.out << installed.err;
    }
    static void TearDownTestSuite() {
        delete scratch_;
        scratch_ = nullptr;
    }
    static Ran at_home(const std::string& folder, const std::string& commands) {
        return run(*scratch_, "",
                   "export HOME=$D PATH=$D/needlepoint/bin:$PATH; unset XDG_CACHE_HOME; mkdir -p $D/" + folder +
                       "; cd $D/" + folder + "; set -e; " + commands);
    }
    static Scratch* scratch_;
};
Scratch* Installed::scratch_ = nullptr;

TEST_F(Installed, the_page_leads_from_an_empty_folder_to_a_mark) {
    const std::string page = contents(NP_SOURCE_DIR "/plugins/README.md");
    // This one block needs the network and root; what it does at the end is what `cmake --install` did above.
    EXPECT_NE(blocks(page, "sh install").find("./bootstrap install ~/needlepoint"), std::string::npos);
    const std::string commands = blocks(page, "sh");
    ASSERT_NE(commands.find("plugin new steady_hand"), std::string::npos);
    const Ran ran = at_home("empty", "\n" + commands + ":");
    ASSERT_EQ(ran.code, 0) << ran.out << ran.err;
    const Ran graded = at_home("empty", "needlepoint grade first.mcap --json");
    const json marks = json::parse(graded.out, nullptr, false);
    ASSERT_TRUE(marks.is_object()) << graded.out << graded.err;
    bool found = false;
    for (const json& scorer : marks["scorers"]) {
        if (scorer["id"] != "steady_hand") continue;
        found = true;
        EXPECT_EQ(scorer["state"], "scored") << scorer;
        EXPECT_GT(scorer["mark"].get<double>(), 0);
    }
    EXPECT_TRUE(found) << graded.out;
}

TEST_F(Installed, every_kind_and_language_builds_and_passes_its_own_tests) {
    const struct {
        const char *kind, *language;
    } made[] = {{"scorer", "c"}, {"scorer", "rust"}, {"incident", "c++"}, {"exporter", "c++"}, {"device", "c++"}};
    for (const auto& one : made) {
        if (std::string(one.language) == "rust" && at_home("made", "rustc --version").code != 0) {
            std::printf("skipped: rustc is not installed, so the example in Rust is not built here\n");
            continue;
        }
        const std::string name = std::string("my_") + one.kind + (one.language[1] == '+' ? "" : one.language);
        const Ran ran =
            at_home("made", "needlepoint plugin new " + name + " --kind " + one.kind + " --language " + one.language +
                                "; cmake -S " + name + " -B " + name + "/build; cmake --build " + name +
                                "/build; ctest --test-dir " + name + "/build --output-on-failure");
        EXPECT_EQ(ran.code, 0) << one.kind << " in " << one.language << "\n" << ran.out << ran.err;
    }
}

#endif

Ran make_new(const Scratch& scratch, const std::string& words) {
    return run(scratch, kHeadless, "cd $D; $NP --data " NP_SOURCE_DIR " plugin new " + words);
}

TEST(PluginNew, makes_a_folder_whose_names_are_filled_in) {
    const Scratch scratch;
    const Ran ran = make_new(scratch, "steady_hand");
    ASSERT_EQ(ran.code, 0) << ran.err;
    const std::string source = contents(scratch / "steady_hand" / "src" / "steady_hand.cpp");
    EXPECT_NE(source.find("struct SteadyHand : np::sdk::Scorer"), std::string::npos);
    EXPECT_NE(source.find("\"steady_hand\", \"0.1.0\", \"Steady hand\""), std::string::npos);
    for (const auto& entry : fs::recursive_directory_iterator(scratch / "steady_hand")) {
        if (!entry.is_regular_file()) continue;
        const std::string text = contents(entry.path());
        EXPECT_FALSE(text.empty()) << entry.path();
        EXPECT_EQ(text.find("new_plugin"), std::string::npos) << entry.path();
        EXPECT_EQ(text.find('@'), std::string::npos) << entry.path();
    }
}

TEST(PluginNew, refuses_names_that_could_do_harm) {
    const Scratch scratch;
    for (const char* name : {"''", "../up", "/etc/x", "a", "Steady", "1hand", "_hand", "steady-hand", "'a b'",
                             "'$(id)'", "'a;b'", "hand.cpp", "'h\303\244nd'", "test", "src", "all",
                             "\"$(printf 'a\\033[2Jb')\"", "a123456789012345678901234567890123456789x"}) {
        const Ran ran = make_new(scratch, std::string("-- ") + name);
        EXPECT_EQ(ran.code, 2) << name << " " << ran.err;
        EXPECT_NE(ran.err.find("expected"), std::string::npos) << name << " " << ran.err;
        EXPECT_EQ(ran.err.find('\033'), std::string::npos) << name;
    }
    std::size_t entries = 0;
    for (const auto& entry : fs::directory_iterator(scratch / "")) entries += entry.is_directory() ? 1 : 0;
    EXPECT_EQ(entries, 0u) << "nothing was to be made";
}

TEST(PluginNew, never_writes_over_what_is_there) {
    const Scratch scratch;
    for (const char* before : {"mkdir mine", "touch mine", "ln -s nowhere mine"}) {
        const Ran ran =
            run(scratch, kHeadless,
                std::string("cd $D; rm -rf mine; ") + before + "; $NP --data " NP_SOURCE_DIR " plugin new mine");
        EXPECT_EQ(ran.code, 3) << before;
        EXPECT_NE(ran.err.find("exists"), std::string::npos) << ran.err;
        EXPECT_FALSE(fs::exists(scratch / "mine" / "src")) << before;
    }
}

TEST(PluginNew, says_what_it_has) {
    const Scratch scratch;
    const Ran kind = make_new(scratch, "mine --kind sound"), language = make_new(scratch, "mine --language cobol"),
              pair = make_new(scratch, "mine --kind device --language rust"),
              folder = make_new(scratch, "mine --dir absent");
    EXPECT_EQ(kind.code, 2);
    EXPECT_NE(kind.err.find("scorer, incident, exporter, device"), std::string::npos) << kind.err;
    EXPECT_EQ(language.code, 2);
    EXPECT_NE(language.err.find("c++, c, rust"), std::string::npos) << language.err;
    EXPECT_EQ(pair.code, 3);
    EXPECT_NE(pair.err.find("c++ for every kind"), std::string::npos) << pair.err;
    EXPECT_EQ(folder.code, 3);
    EXPECT_FALSE(fs::exists(scratch / "mine"));
}

TEST(PluginTry, compares_and_names_the_line) {
    const Scratch scratch;
    std::ofstream(scratch / "good.jsonl") << "{\"tick\": 5, \"kind\": \"stroke_end\", \"duration_ms\": 3}\n";
    std::ofstream(scratch / "bad.jsonl") << "# fine\n{\"tick\": 5, \"kind\": \"stroke_end\", \"durashun_ms\": 3}\n";
    std::ofstream(scratch / "other.txt") << "something else\n";
    const std::string words = "$NP --data " NP_SOURCE_DIR " plugin try " NP_BINARY_DIR "/plugins/technique.so $D/";
    const Ran good = run(scratch, kHeadless, words + "good.jsonl"), bad = run(scratch, kHeadless, words + "bad.jsonl"),
              other = run(scratch, kHeadless, words + "good.jsonl --expect $D/other.txt");
    EXPECT_EQ(good.code, 0) << good.err;
    EXPECT_FALSE(good.out.empty());
    EXPECT_EQ(bad.code, 1);
    EXPECT_NE(bad.err.find("bad.jsonl:2: a field of 'stroke_end' was expected, found 'durashun_ms'"), std::string::npos)
        << bad.err;
    EXPECT_EQ(other.code, 1);
    EXPECT_NE(other.err.find("other.txt:1: expected \"something else\""), std::string::npos) << other.err;
}

}  // namespace
}  // namespace np::test
