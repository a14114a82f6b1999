#include "needlepoint/scenario/rule_pack.h"

#include <filesystem>

#include "default_pack.h"
#include "needlepoint/core/files.h"

namespace {

using np::scenario::parse_rules;

std::string first_complaint(const std::string& text) {
    const auto parsed = parse_rules(text, "pack.yaml");
    return parsed.diagnostics.empty() ? std::string() : parsed.diagnostics.front().text();
}

const std::string kEvidence = "evidence: {tag: EA, source: \"reasoned\", approved_by: \"\", date: 2026-11-21}\n";

TEST(RulePack, DefaultPackLoadsAndEveryValueHasItsEvidence) {
    const auto& rules = default_rules();
    EXPECT_GT(rules.entries().size(), 1000u);
    for (const auto& [key, parameter] : rules.entries()) {
        if (key == "session.rules") continue;
        EXPECT_FALSE(parameter.unit.empty()) << key;
        EXPECT_FALSE(parameter.provenance.tag.empty()) << key;
        EXPECT_FALSE(parameter.provenance.source.empty()) << key;
        EXPECT_FALSE(parameter.provenance.date.empty()) << key;
    }
}

TEST(RulePack, ZoneFiguresAreThoseOfTheReference) {
    const auto& rules = default_rules();
    EXPECT_EQ(rules.number("zone.malar.scar.max_mm"), 1.50);
    EXPECT_EQ(rules.number("zone.infraorb.rejuv.min_mm"), 0.20);
    EXPECT_EQ(rules.number("zone.nose_tip.dermis_male_mm"), 2.35);
    EXPECT_EQ(rules.number("zone.nose_dorsum.to_firm_mm"), 2.4);
    EXPECT_EQ(rules.number("device.skinpen_precision.needles"), 14);
    EXPECT_EQ(rules.find("zone.malar.abs_max_mm")->provenance.tag, "EA");
    EXPECT_EQ(rules.find("zone.malar.to_firm_mm")->provenance.tag, "R");
}

TEST(RulePack, RingsOfEveryDeviceHaveAsManyNeedlesAsItSays) {
    const auto& rules = default_rules();
    std::string devices = *rules.text("devices.order") + ",";
    for (std::size_t at = 0, comma = 0; (comma = devices.find(',', at)) != std::string::npos; at = comma + 1) {
        const std::string prefix = "device." + devices.substr(at, comma - at) + ".";
        if (!rules.text(prefix + "rings")) continue;  // a roller has rows instead
        std::string rings = *rules.text(prefix + "rings") + ",";
        int needles = 0;
        for (std::size_t from = 0, end = 0; (end = rings.find(',', from)) != std::string::npos; from = end + 1) {
            const std::size_t colon = rings.find(':', from);
            EXPECT_LE(std::stod(rings.substr(from, colon - from)), *rules.number(prefix + "swath_mm") / 2) << prefix;
            needles += std::stoi(rings.substr(colon + 1, end - colon - 1));
        }
        EXPECT_EQ(needles, *rules.number(prefix + "needles")) << prefix;
    }
}

TEST(RulePack, WeightsSumToOneThousand) {
    double sum = 0;
    for (const auto& [key, parameter] : default_rules().entries())
        if (key.rfind("score.weight.", 0) == 0) sum += std::get<double>(parameter.value);
    EXPECT_EQ(sum, 1000);
}

TEST(RulePack, StepsNameOnlyStepsThatExist) {
    const auto& rules = default_rules();
    const std::string order = "," + *rules.text("procedure.order") + ",";
    for (const auto& [key, parameter] : rules.entries()) {
        if (key.rfind("step.", 0) != 0 || key.substr(key.size() - 6) != ".after") continue;
        std::string after = std::get<std::string>(parameter.value);
        for (std::size_t at = 0; at < after.size(); at += 4)
            EXPECT_NE(order.find("," + after.substr(at, 3) + ","), std::string::npos) << key;
    }
}

TEST(RulePack, UnitsFollowTheNameOrAreGiven) {
    const auto parsed =
        parse_rules(kEvidence + "a: {tip_mm: 1.5, speed_mm_s: 20, share: 0.5, force: {value: 2, unit: N}}", "p");
    EXPECT_EQ(to_text(parsed.diagnostics), "");
    EXPECT_EQ(parsed.parameters.find("a.tip_mm")->unit, "mm");
    EXPECT_EQ(parsed.parameters.find("a.speed_mm_s")->unit, "mm/s");
    EXPECT_EQ(parsed.parameters.find("a.share")->unit, "1");
    EXPECT_EQ(parsed.parameters.find("a.force")->unit, "N");
}

TEST(RulePack, EvidenceOfAValueStandsAboveThatOfItsBlock) {
    const auto parsed = parse_rules(kEvidence +
                                        "a:\n  evidence: {tag: V, source: Miller}\n  x: 1\n  y: {value: 2, tag: R, "
                                        "source: Olsen, approved_by: \"Dr. N\"}\n",
                                    "p");
    EXPECT_EQ(to_text(parsed.diagnostics), "");
    EXPECT_EQ(parsed.parameters.find("a.x")->provenance.source, "Miller");
    EXPECT_EQ(parsed.parameters.find("a.x")->provenance.date, "2026-11-21");
    EXPECT_EQ(parsed.parameters.find("a.y")->provenance.tag, "R");
    EXPECT_EQ(parsed.parameters.find("a.y")->provenance.approved_by, "Dr. N");
}

TEST(RulePack, RefusesWhatOtherReadersWouldMisread) {
    EXPECT_EQ(first_complaint(kEvidence + "a: 010").substr(0, 14), "pack.yaml:2:4:");
    EXPECT_NE(first_complaint(kEvidence + "a: yes"), "");
    EXPECT_NE(first_complaint(kEvidence + "a: 1e3"), "");
    EXPECT_NE(first_complaint(kEvidence + "a: .5"), "");
    EXPECT_NE(first_complaint(kEvidence + "a: 1\na: 2").find("twice"), std::string::npos);
    EXPECT_NE(first_complaint("a: 1").find("evidence"), std::string::npos);
    EXPECT_NE(first_complaint("evidence: {tag: X, source: s, date: 2026-01-01}\na: 1").find("EA"), std::string::npos);
    EXPECT_NE(first_complaint("include: [/etc/passwd]").find("zones.yaml"), std::string::npos);
    EXPECT_NE(first_complaint("include: [../../x.yaml]").find("zones.yaml"), std::string::npos);
    EXPECT_EQ(first_complaint(kEvidence + "a: \"010\""), "");
}

TEST(RulePack, MissingFileSaysWhich) {
    const auto pack = np::scenario::load_rule_pack("/nowhere/rules.yaml");
    ASSERT_FALSE(pack);
    EXPECT_NE(pack.error().message.find("/nowhere/rules.yaml"), std::string::npos);
}

TEST(RulePack, LoadingTwiceGivesTheSameDigest) {
    const auto again = np::scenario::load_rule_pack(std::string(NP_SOURCE_DIR) + "/assets/rules/default_v1.yaml");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->digest, default_pack().digest);
}

// A pack for a jurisdiction: what it says wins, what it leaves out stays.
TEST(RulePack, APackChangesTheOneThatItRestsOn) {
    const auto local =
        np::scenario::load_rule_pack(std::string(NP_SOURCE_DIR) + "/assets/rules/jurisdiction_cap_050.yaml");
    ASSERT_TRUE(local) << local.error().message;
    EXPECT_EQ(local->parameters.text("session.rules"), "jurisdiction_cap_050");
    EXPECT_EQ(local->parameters.number("plan_rule.jurisdiction_cap_mm"), 0.50);
    EXPECT_FALSE(default_rules().number("plan_rule.jurisdiction_cap_mm"));
    EXPECT_EQ(local->parameters.number("score.pass.cut"), default_rules().number("score.pass.cut"));
    EXPECT_NE(local->digest, default_pack().digest);
}

TEST(RulePack, APackThatRestsOnItselfIsRefused) {
    const auto folder = std::filesystem::path(testing::TempDir()) / "np_pack_on_itself";
    std::filesystem::create_directories(folder);
    ASSERT_TRUE(np::write_text(folder / "circle.yaml", "pack: circle\nbase: circle.yaml\n"));
    const auto pack = np::scenario::load_rule_pack(folder / "circle.yaml");
    ASSERT_FALSE(pack);
    EXPECT_NE(pack.error().message.find("rest on itself"), std::string::npos) << pack.error().message;
    std::filesystem::remove_all(folder);
}

}  // namespace
