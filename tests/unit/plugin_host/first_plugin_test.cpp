// The snippet of plugins/README.md, as an author would try it: cut out, built with the SDK alone, loaded, run.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "needlepoint/core/files.h"
#include "needlepoint/plugin_host/library.h"

namespace np::plugin_host {
namespace {

std::string snippet(const std::string& page) {
    const std::size_t begin = page.find("```cpp\n");
    const std::size_t end = page.find("\n```", begin);
    return begin == std::string::npos ? "" : page.substr(begin + 7, end - begin - 6);
}

TEST(FirstPlugin, BuildsWithTheSdkAloneAndFits) {
    const auto page = read_text(NP_SOURCE_DIR "/plugins/README.md");
    ASSERT_TRUE(page);
    const std::string source = snippet(*page);
    EXPECT_LE(std::count(source.begin(), source.end(), '\n'), 10);
    const auto folder = std::filesystem::path(::testing::TempDir()) / ("first-plugin-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    ASSERT_TRUE(write_text(folder / "hurry.cpp", source));
    const std::string command = std::string(NP_CXX) +
                                " -std=c++20 -O2 -ffp-contract=off -shared -fPIC -fvisibility=hidden -I" NP_SOURCE_DIR
                                "/engine/sdk/include " +
                                (folder / "hurry.cpp").string() + " -o " + (folder / "hurry.so").string();
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
    const auto library = Library::load(folder / "hurry.so");
    ASSERT_TRUE(library) << library.error().message;
    EXPECT_EQ((*library)->manifest().id, "hurry");
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace np::plugin_host
