// Whoever knows the work knows it with every device: so fast, so often and so far apart as the device asks for.
#include <gtest/gtest.h>

#include <sstream>

#include "needlepoint/scenario/rule_pack.h"
#include "play.h"

namespace np::test {
namespace {

std::vector<std::string> all_devices() {
    const auto pack = scenario::load_rule_pack(std::string(NP_SOURCE_DIR) + "/assets/rules/default_v1.yaml");
    EXPECT_TRUE(pack) << pack.error().message;
    std::istringstream words(pack->parameters.text("devices.order").value_or(""));
    std::vector<std::string> ids;
    for (std::string word; std::getline(words, word, ',');) ids.push_back(word);
    return ids;
}

cli::Prepared with_device(const std::string& scenario, const std::string& device) {
    const auto pack = scenario::load_rule_pack(std::string(NP_SOURCE_DIR) + "/assets/rules/default_v1.yaml");
    EXPECT_TRUE(pack);
    const double rate_hz = pack->parameters.number_or("device." + device + ".rate_hz", 1);
    auto made = cli::prepare_session(places(), scenario, 1, cli::OtherDevice{device, rate_hz});
    EXPECT_TRUE(made) << made.error().message;
    return std::move(*made);
}

struct EveryDevice : testing::TestWithParam<std::string> {};

TEST_P(EveryDevice, an_expert_masters_the_practice_pad) {
    const Played visit = play(with_device("tutorial/first-strokes", GetParam()), "expert", 1);
    EXPECT_TRUE(visit.marks.passed) << explain(visit.marks);
    EXPECT_TRUE(visit.marks.critical.empty()) << explain(visit.marks);
    EXPECT_GE(mark_of(visit.marks, "technique"), 9000) << explain(visit.marks);
}

INSTANTIATE_TEST_SUITE_P(Trainee, EveryDevice, testing::ValuesIn(all_devices()),
                         [](const auto& device) { return device.param; });

// A pen of more needles asks for a faster hand; at the SkinPen's speed it would treat too much.
TEST(ManyNeedles, leave_a_face_as_well_treated_as_few) {
    const Played visit = play(with_device("practice/acne-scars-cheeks", "generic_24"), "expert", 1);
    EXPECT_TRUE(visit.marks.passed) << explain(visit.marks);
    EXPECT_GE(mark_of(visit.marks, "coverage"), 9000) << explain(visit.marks);
}

}  // namespace
}  // namespace np::test
