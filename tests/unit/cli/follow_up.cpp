// `follow-up`: curves up to a year from the record alone, as a table, JSON or CSV.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "run_program.h"

namespace np::test {
namespace {

using nlohmann::json;

const std::string kProgram = NP_BINARY_DIR "/needlepoint-headless";

class FollowUpWord : public testing::Test {
  protected:
    Ran np(const std::string& arguments) { return run(scratch_, kProgram, "$NP " + arguments); }
    void SetUp() override {
        const Ran ran = np("run tutorial/first-strokes --trainee expert --seed 5 --out $D/pad.mcap");
        ASSERT_EQ(ran.code, 0) << ran.err;
    }
    json curves(const std::string& more) {
        const Ran ran = np("follow-up $D/pad.mcap --json " + more);
        EXPECT_EQ(ran.code, 0) << ran.err;
        return json::parse(ran.out);
    }
    Scratch scratch_;
};

TEST_F(FollowUpWord, gives_the_same_curves_each_time) {
    const json all = curves("");
    ASSERT_EQ(all["zones"].size(), 1U);
    const json& zone = all["zones"][0];
    EXPECT_EQ(zone["id"], "pad_flat");
    EXPECT_EQ(zone["curves"]["erythema"].size(), all["hours"].size());
    EXPECT_GT(zone["curves"]["erythema"][4].get<double>(), 0.1);
    EXPECT_EQ(zone["curves"]["erythema"].back().get<double>(), 0);
    EXPECT_GT(zone["curves"]["collagen"].back().get<double>(), 0);
    EXPECT_EQ(all, curves(""));
}

TEST_F(FollowUpWord, careless_aftercare_is_worse) {
    const json good = curves("--aftercare good")["zones"][0], bad = curves("--aftercare careless")["zones"][0];
    EXPECT_GT(bad["burden"].get<double>(), 1.5 * good["burden"].get<double>());
    EXPECT_LT(bad["collagen"].get<double>(), good["collagen"].get<double>());
}

TEST_F(FollowUpWord, reads_a_file_of_habits) {
    {
        std::ofstream file(scratch_ / "own.yaml");
        file << "aftercare:\n  mine:\n    heat: {from_h: 3, until_h: 3.5}\n";
    }
    const double heated = curves("--at 4h --aftercare $D/own.yaml")["zones"][0]["curves"]["erythema"][0];
    const double plain = curves("--at 4h --aftercare good")["zones"][0]["curves"]["erythema"][0];
    EXPECT_GT(heated, plain + 0.03);
    {
        std::ofstream file(scratch_ / "odd.yaml");
        file << "aftercare:\n  mine:\n    dance: {from_h: 3, until_h: 3.5}\n";
    }
    const Ran odd = np("follow-up $D/pad.mcap --aftercare $D/odd.yaml");
    EXPECT_EQ(odd.code, 1);
    EXPECT_NE(odd.err.find("dance"), std::string::npos) << odd.err;
}

TEST_F(FollowUpWord, a_course_adds_up_and_csv_has_a_row_per_time) {
    EXPECT_GT(curves("--at 12mo --sessions 4")["zones"][0]["curves"]["collagen"][0].get<double>(),
              3 * curves("--at 12mo")["zones"][0]["curves"]["collagen"][0].get<double>());
    const Ran csv = np("follow-up $D/pad.mcap --csv --at 1h --at 24h");
    EXPECT_EQ(std::count(csv.out.begin(), csv.out.end(), '\n'), 3);
    EXPECT_EQ(csv.out.rfind("zone,hours,erythema", 0), 0U);
}

TEST_F(FollowUpWord, wrong_words_are_wrong_usage) {
    EXPECT_EQ(np("follow-up $D/pad.mcap --at tomorrow").code, 2);
    EXPECT_EQ(np("follow-up $D/pad.mcap --zone nose").code, 2);
    EXPECT_EQ(np("follow-up $D/pad.mcap --sessions 0").code, 2);
    EXPECT_EQ(np("follow-up $D/pad.mcap --aftercare best").code, 1);
    EXPECT_EQ(np("follow-up $D/nothing.mcap").code, 3);
    EXPECT_EQ(np("render tutorial/first-strokes --after 24h --out $D/x.png").code, 2);
}

}  // namespace
}  // namespace np::test
