// What the front page shows works as it stands there.
#include <gtest/gtest.h>

#include "run_program.h"

namespace np::test {
namespace {

std::string first_block(const std::string& text, const std::string& language) {
    const std::string fence = "```" + language + "\n";
    const std::size_t begin = text.find(fence);
    if (begin == std::string::npos) return {};
    return text.substr(begin + fence.size(), text.find("```", begin + fence.size()) - begin - fence.size());
}

TEST(Readme, the_first_scenario_is_a_good_one) {
    const std::string scenario = first_block(contents(NP_SOURCE_DIR "/README.md"), "yaml");
    ASSERT_FALSE(scenario.empty());
    const Scratch scratch;
    std::ofstream(scratch / "first.yaml") << scenario;
    const Ran checked = run(scratch, NP_BINARY_DIR "/needlepoint-headless",
                            "$NP --data " NP_SOURCE_DIR " scenario check $D/first.yaml");
    EXPECT_EQ(checked.code, 0) << checked.out << checked.err;
    const Ran played = run(scratch, NP_BINARY_DIR "/needlepoint-headless",
                           "$NP --data " NP_SOURCE_DIR " run $D/first.yaml --out $D/first.mcap");
    EXPECT_EQ(played.code, 0) << played.err;
}

TEST(Readme, every_command_that_it_names_exists) {
    const std::string commands = contents(NP_SOURCE_DIR "/README.md");
    const Scratch scratch;
    for (const char* word : {"demo", "run", "grade", "replay", "verify", "report", "inspect"}) {
        EXPECT_NE(commands.find("needlepoint " + std::string(word)), std::string::npos) << word;
        EXPECT_EQ(run(scratch, NP_BINARY_DIR "/needlepoint-headless", "$NP " + std::string(word) + " --help").code, 0)
            << word;
    }
}

}  // namespace
}  // namespace np::test
