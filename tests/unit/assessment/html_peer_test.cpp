// The report before a validator of HTML that is not ours.
#include <gtest/gtest.h>

#include <cstdio>

#include "needlepoint/assessment/report.h"
#include "needlepoint/core/files.h"
#include "session_for_tests.h"

namespace np::assessment {
namespace {

const std::filesystem::path kModules = std::filesystem::path(NP_SOURCE_DIR) / "build/npm/assessment-peer/node_modules";

std::string validate(const std::filesystem::path& html) {
    const std::string command = "node " + (kModules / "html-validate/bin/html-validate.js").string() +
                                " --config " NP_SOURCE_DIR "/tests/assessment-peer/rules.json " + html.string() +
                                " 2>&1";
    FILE* pipe = ::popen(command.c_str(), "r");
    std::string text;
    char buffer[4096];
    for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) != 0;) text.append(buffer, got);
    const int result = ::pclose(pipe);
    return result == 0 ? "" : text + "\nexit " + std::to_string(result);
}

TEST(HtmlPeer, FindsNothingWrongWithTheReport) {
    if (!std::filesystem::exists(kModules / "html-validate"))
        FAIL() << "the npm packages of tests/assessment-peer are not installed; ./bootstrap test does that";
    const auto played = test::play(test::file_for_test(), test::try_plugins({"counter", "looker", "throws_later"}));
    const auto record = session::Record::open(played.file);
    ASSERT_TRUE(record);
    const auto story = story_of(*record);
    ASSERT_TRUE(story);
    const auto html = played.file.string() + ".html";
    const Picture picture{"front", "From the \"front\" & <side>", "front.png", {std::byte{1}, std::byte{2}}, 4, 3};
    ASSERT_TRUE(write_text(html, report_html(played.live, *story, {picture})));
    EXPECT_EQ(validate(html), "");
    ASSERT_TRUE(write_text(html, report_html({}, {}, {})));
    EXPECT_EQ(validate(html), "");
    // The validator is awake.
    ASSERT_TRUE(write_text(
        html,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>x</title></head><body><p><div></div></p></body></html>\n"));
    EXPECT_NE(validate(html), "");
    std::filesystem::remove(html);
    std::filesystem::remove(played.file);
}

}  // namespace
}  // namespace np::assessment
