#include "needlepoint/plugin_host/library.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>

#include "needlepoint/core/files.h"

namespace np::plugin_host {
namespace {

namespace fs = std::filesystem;

const fs::path kPlugins = TRY_PLUGINS;

class LibraryTest : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::path(::testing::TempDir()) / ("plugins-" + std::to_string(::getpid()) +
                                                    ::testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    fs::path take(const std::string& name, const std::string& as = "") {
        const fs::path to = folder_ / (as.empty() ? name : as);
        fs::copy_file(kPlugins / name, to, fs::copy_options::overwrite_existing);
        return to;
    }
    std::vector<std::byte> bytes_of(const std::string& name) { return *read_file(kPlugins / name); }
    fs::path write(const std::string& name, const std::vector<std::byte>& bytes) {
        EXPECT_TRUE(write_file(folder_ / name, bytes));
        return folder_ / name;
    }
    static std::string problem(const fs::path& file, const Pins* pins = nullptr) {
        const auto library = Library::load(file, pins);
        return library ? "" : library.error().message;
    }
    fs::path folder_;
};

void expect_says(const std::string& sentence, const std::string& part) {
    EXPECT_NE(sentence.find(part), std::string::npos) << sentence;
}

TEST_F(LibraryTest, ReadsTheManifestAndHashesTheBytes) {
    const auto library = Library::load(kPlugins / "counter.so");
    ASSERT_TRUE(library) << library.error().message;
    EXPECT_EQ((*library)->manifest().id, "counter");
    EXPECT_EQ((*library)->manifest().version, "1.0.0");
    EXPECT_EQ((*library)->manifest().name_key, "Counter");
    ASSERT_EQ((*library)->manifest().parameters.size(), 1u);
    EXPECT_EQ((*library)->manifest().parameters[0].key, "test.limit_mm");
    EXPECT_FALSE((*library)->manifest().parameters[0].needed);
    EXPECT_EQ((*library)->digest(), sha256(bytes_of("counter.so")));
}

TEST_F(LibraryTest, RefusesWhatDoesNotFitWithASentence) {
    expect_says(problem(kPlugins / "no_entry.so"), "does not export 'needlepoint_plugin'");
    expect_says(problem(kPlugins / "other_abi.so"), "is built for plugin interface 0.3, this program has 0.2");
    expect_says(problem(kPlugins / "other_size.so"), "structs have other sizes");
    expect_says(problem(kPlugins / "no_function.so"), "leaves one of its functions out");
    expect_says(problem(kPlugins / "bad_id.so"), "has the id 'Not an id'");
    expect_says(problem(kPlugins / "no_name.so"), "gives no id, version or name");
    expect_says(problem(kPlugins / "other_kind.so"), "unknown kind 7");
    expect_says(problem(folder_ / "absent.so"), "absent.so");
}

TEST_F(LibraryTest, RefusesWhatIsNoLibraryOfThisMachine) {
    ASSERT_TRUE(write_text(folder_ / "words.so",
                           "These are only words, though a good many of them, so that a header would fit in."));
    expect_says(problem(folder_ / "words.so"), "'words.so' is none");
    ASSERT_TRUE(write_text(folder_ / "empty.so", ""));
    expect_says(problem(folder_ / "empty.so"), "'empty.so' is none");

    auto bytes = bytes_of("counter.so");
    bytes[18] = std::byte{40};  // e_machine: 32-bit ARM
    bytes[19] = std::byte{0};
    expect_says(problem(write("foreign.so", bytes)), "built for machine type 40");

    bytes = bytes_of("counter.so");
    bytes[4] = std::byte{1};  // 32 bits
    expect_says(problem(write("narrow.so", bytes)), "64-bit");

    expect_says(problem(fs::path("/proc/self/exe")), "could not be loaded");  // a program
}

// Wherever a file was cut, the loader must give a sentence and not a signal.
TEST_F(LibraryTest, CutFilesAreRefused) {
    const auto whole = bytes_of("counter.so");
    for (std::size_t size = 0; size < whole.size(); size += whole.size() / 40 + 1) {
        const std::vector<std::byte> part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        expect_says(problem(write("cut.so", part)), size < 64 ? "is none" : "is cut or damaged");
    }
}

TEST_F(LibraryTest, TheBytesThatWereHashedAreTheBytesThatAreLoaded) {
    const fs::path file = take("counter.so", "scorer.so");
    const auto first = Library::load(file);
    ASSERT_TRUE(first);
    // Another build under the same name: the loaded one stays what it was, a new load sees the new one.
    take("other_counter.so", "scorer.so");
    const auto second = Library::load(file);
    ASSERT_TRUE(second);
    EXPECT_EQ((*first)->manifest().version, "1.0.0");
    EXPECT_EQ((*second)->manifest().version, "1.0.1");
    EXPECT_NE((*first)->digest(), (*second)->digest());
    EXPECT_NE(&(*first)->entry(), &(*second)->entry());
    for (int i = 0; i < 20; ++i) {
        const auto again = Library::load(take(i % 2 == 0 ? "counter.so" : "other_counter.so", "scorer.so"));
        ASSERT_TRUE(again);
        EXPECT_EQ((*again)->manifest().version, i % 2 == 0 ? "1.0.0" : "1.0.1");
    }
    EXPECT_STREQ((*first)->entry().version, "1.0.0");
}

TEST_F(LibraryTest, PinsAreHeld) {
    take("counter.so");
    take("looker.so");
    ASSERT_TRUE(write_pins(folder_));
    const auto pins = load_pins(folder_ / kPinsFile);
    ASSERT_TRUE(pins) << pins.error().message;
    ASSERT_EQ(pins->entries.size(), 2u);
    EXPECT_EQ(pins->entries[0].id, "counter");
    EXPECT_EQ(pins->to_json(), *read_text(folder_ / kPinsFile));
    EXPECT_TRUE(load_plugins(folder_, &*pins));

    take("other_counter.so", "counter.so");
    expect_says(problem(folder_ / "counter.so", &*pins), "was pinned with SHA-256 " + pins->entries[0].sha256);
    EXPECT_FALSE(load_plugins(folder_, &*pins));

    fs::remove(folder_ / "counter.so");
    const auto missing = load_plugins(folder_, &*pins);
    ASSERT_FALSE(missing);
    expect_says(missing.error().message, "'counter.so' is missing");

    take("counter.so");
    take("template.so");
    const auto extra = load_plugins(folder_, &*pins);
    ASSERT_FALSE(extra);
    expect_says(extra.error().message, "'template.so' is not among the pinned ones");
}

TEST_F(LibraryTest, BrokenPinsAreRefused) {
    for (const char* text :
         {"", "[]", "{", "{\"schema\": 2, \"plugins\": []}", "{\"schema\": 1}", "{\"schema\": 1, \"plugins\": [7]}",
          "{\"schema\": 1, \"plugins\": [{\"file\": \"a.so\", \"id\": \"a\", \"version\": \"1\", \"sha256\": "
          "\"ff\"}]}"})
        EXPECT_FALSE(parse_pins(text, "pins.json")) << text;
}

TEST_F(LibraryTest, ListsGoodAndBadByName) {
    take("counter.so");
    take("other_counter.so");
    take("other_abi.so");
    ASSERT_TRUE(write_text(folder_ / "readme.txt", "not a plugin"));
    const auto listings = list_plugins(folder_);
    ASSERT_TRUE(listings);
    ASSERT_EQ(listings->size(), 3u);
    EXPECT_TRUE((*listings)[0].library);
    expect_says((*listings)[1].problem, "plugin interface");
    expect_says((*listings)[2].problem, "has the id 'counter' like 'counter.so'");
    EXPECT_FALSE(load_plugins(folder_));
    EXPECT_FALSE(list_plugins(folder_ / "nowhere"));
}

}  // namespace
}  // namespace np::plugin_host
