// Complications and collagen against the check values that clinical reference 5.6, 5.7 and 8.8 print.
#include "needlepoint/skin/healing.h"

#include <gtest/gtest.h>

#include <functional>

#include "clinical_parameters.h"
#include "needlepoint/skin/follow_up.h"

namespace np::test {
namespace {

skin::HealingRules rules() {
    return *skin::load_healing_rules(clinical_parameters());
}

double pih(int type, const std::function<void(skin::PihCase&)>& change) {
    skin::PihCase facts;
    facts.fitzpatrick = type;
    change(facts);
    return skin::pih_probability(rules(), facts);
}

TEST(Pih, BaseByTone) {
    const double base[] = {0.005, 0.01, 0.02, 0.05, 0.07, 0.07};
    for (int type = 1; type <= 6; ++type) EXPECT_NEAR(pih(type, [](auto&) {}), base[type - 1], 1e-12);
}

TEST(Pih, PrintedExample) {
    const auto dense_without_screen = [](skin::PihCase& facts) {
        facts.r = 1.5;
        facts.sun_screen = false;
    };
    EXPECT_NEAR(pih(5, dense_without_screen), 0.231, 0.0005);
    EXPECT_NEAR(pih(2, dense_without_screen), 0.039, 0.0005);
}

TEST(Pih, EveryCauseMultipliesTheOdds) {
    const auto factor = [](const std::function<void(skin::PihCase&)>& change) {
        const double with = pih(3, change), without = pih(3, [](auto&) {});
        return with / (1 - with) / (without / (1 - without));
    };
    EXPECT_NEAR(factor([](auto& f) { f.r = 1.41; }), 1.6, 1e-9);
    EXPECT_NEAR(factor([](auto& f) { f.r = 1.40; }), 1.0, 1e-9) << "on target";
    EXPECT_NEAR(factor([](auto& f) { f.over_mm = 0.5; }), 1.5, 1e-9);
    EXPECT_NEAR(factor([](auto& f) { f.over_mm = 1.0; }), 2.25, 1e-9);
    EXPECT_NEAR(factor([](auto& f) { f.active_acne = true; }), 2.0, 1e-9);
    EXPECT_NEAR(factor([](auto& f) { f.tanned = true; }), 2.0, 1e-9);
    EXPECT_NEAR(factor([](auto& f) { f.sun_screen = false; }), 2.5, 1e-9);
    EXPECT_NEAR(factor([](auto& f) { f.retinoid = true; }), 1.3, 1e-9);
    EXPECT_NEAR(factor([](auto& f) { f.cooled = true; }), 0.8, 1e-9);
    EXPECT_NEAR(factor([](auto& f) { f.pre_care = true; }), 0.6, 1e-9);
    EXPECT_NEAR(factor([](auto& f) { f.overtreated = true; }), 1.6, 1e-9);
}

TEST(Odds, OfTheRareComplications) {
    const auto r = rules();
    EXPECT_NEAR(skin::tram_track_probability(r, {}), 0.002, 1e-12);
    EXPECT_NEAR(skin::tram_track_probability(r, {true, false}), skin::with_odds(0.002, 10), 1e-12);
    EXPECT_NEAR(skin::tram_track_probability(r, {true, true}), skin::with_odds(0.002, 30), 1e-12);
    EXPECT_NEAR(skin::infection_probability(r, {}), 0.001, 1e-12);
    EXPECT_NEAR(skin::infection_probability(r, {true, true, true, 0}), skin::with_odds(0.001, 300), 1e-12);
    EXPECT_NEAR(skin::infection_probability(r, {false, false, false, 0.25}), skin::with_odds(0.001, 2), 1e-12)
        << "dirt on a barrier that is a quarter open";
    EXPECT_NEAR(skin::granuloma_probability(r, 0), 0.0002, 1e-12);
    EXPECT_NEAR(skin::granuloma_probability(r, 1), skin::with_odds(0.0002, 100), 1e-12);
    EXPECT_EQ(r.allergy_base, 0.005);
    EXPECT_EQ(r.hsv_base, 0.10);
    EXPECT_EQ(r.acne_base, 0.05);
    EXPECT_EQ(r.milia_base, 0.05);
    EXPECT_EQ(r.hypopigment_base, 0.003);
    EXPECT_EQ(r.keloid_base, 0.15);
    EXPECT_EQ(r.nerve_base, 0.001);
    EXPECT_EQ(r.redness_base, 0.01);
    EXPECT_EQ(r.redness_over, 0.05);
}

TEST(Odds, NeverLeaveTheUnitInterval) {
    for (double p = 0; p < 1; p += 0.05)
        for (const double factor : {0.0, 0.1, 1.0, 7.0, 1e6}) {
            EXPECT_GE(skin::with_odds(p, factor), 0);
            EXPECT_LE(skin::with_odds(p, factor), 1);
        }
    EXPECT_NEAR(skin::with_odds(0.3, 1), 0.3, 1e-12);
}

TEST(Complication, ComesStaysAndGoes) {
    EXPECT_EQ(skin::complication_level(0.15, 10, 100, 9.9), 0);
    EXPECT_NEAR(skin::complication_level(0.15, 10, 100, 17.5), 0.5, 1e-9);
    EXPECT_EQ(skin::complication_level(0.15, 10, 100, 60), 1);
    EXPECT_NEAR(skin::complication_level(0.15, 10, 100, 102.5), 0.5, 1e-9);
    EXPECT_EQ(skin::complication_level(0.15, 10, 100, 111), 0);
    EXPECT_EQ(skin::complication_level(0.15, 10, 0, 4000), 1) << "a scar stays";
}

TEST(Collagen, GrowsOverMonths) {
    const auto c = rules().collagen;
    const std::pair<double, double> rows[] = {{0, 0}, {4, 0.28}, {8, 0.63}, {12, 0.85}, {24, 1.00}};
    for (const auto& [weeks, share] : rows) EXPECT_NEAR(skin::collagen_share(c, weeks), share, 0.005) << weeks;
    for (double w = 0.5; w < 52; w += 0.5) EXPECT_GT(skin::collagen_share(c, w), skin::collagen_share(c, w - 0.5));
}

TEST(Collagen, FourSessions) {
    const auto c = rules().collagen;
    const double sums[] = {0.080, 0.152, 0.217, 0.275};
    double sum = 0;
    for (int session = 1; session <= 4; ++session) {
        sum += c.a0 * skin::session_share(c, session);
        EXPECT_NEAR(sum, sums[session - 1], 0.0005);
    }
}

TEST(Collagen, FactorsOfTheTable) {
    const auto c = rules().collagen;
    const std::pair<double, double> by_depth[] = {{0, 0},      {0.25, 0.2}, {0.5, 0.6},  {0.75, 0.9}, {1.0, 1.0},
                                                  {1.25, 1.0}, {1.5, 1.0},  {2.0, 0.95}, {2.5, 0.8},  {4, 0.8}};
    for (const auto& [depth, gain] : by_depth) EXPECT_NEAR(skin::depth_gain(c, depth), gain, 1e-12) << depth;
    const std::pair<double, double> by_r[] = {{0, 0}, {0.4, 0.5}, {0.8, 1}, {2.0, 1}, {2.01, 0.8}};
    for (const auto& [r, gain] : by_r) EXPECT_NEAR(skin::density_gain(c, r), gain, 1e-12) << r;
    const std::pair<double, double> by_days[] = {{13, 0.5}, {14, 0.8}, {27, 0.8}, {28, 1}, {56, 1}, {57, 0.9}};
    for (const auto& [days, gain] : by_days) EXPECT_EQ(skin::spacing_gain(c, days), gain) << days;
    EXPECT_EQ(skin::age_gain(c, 20), 1);
    EXPECT_NEAR(skin::age_gain(c, 45), 0.80, 1e-12);
    EXPECT_EQ(skin::scar_weight(c, "scar_rolling"), 1.0);
    EXPECT_EQ(skin::scar_weight(c, "scar_boxcar"), 0.4);
    EXPECT_EQ(skin::scar_weight(c, "scar_icepick"), 0.15);
    EXPECT_EQ(skin::scar_weight(c, "fine_lines"), 1.0);
}

TEST(Time, IsReadAsPeopleWriteIt) {
    const std::pair<const char*, double> rows[] = {{"30min", 0.5}, {"24h", 24},  {"3d", 72},  {"4w", 672},
                                                   {"6mo", 4380},  {"1y", 8760}, {"2.5", 2.5}};
    for (const auto& [text, hours] : rows) {
        const auto read = skin::parse_hours(text);
        ASSERT_TRUE(read) << text;
        EXPECT_NEAR(*read, hours, 1e-9) << text;
    }
    for (const char* wrong : {"", "h", "-3h", "2y", "13mo", "nan", "1e9h", "4 weeks"})
        EXPECT_FALSE(skin::parse_hours(wrong)) << wrong;
    EXPECT_EQ(skin::hours_text(0.5), "30 min");
    EXPECT_EQ(skin::hours_text(24), "24 h");
    EXPECT_EQ(skin::hours_text(72), "3 days");
    EXPECT_EQ(skin::hours_text(672), "4 weeks");
    EXPECT_EQ(skin::hours_text(8760), "1 year");
}

}  // namespace
}  // namespace np::test
