// The formulas against the check values that clinical reference 5.2-5.5 and 8.8 print.
#include "needlepoint/skin/response.h"

#include <gtest/gtest.h>

#include "clinical_parameters.h"
#include "needlepoint/device/pen.h"
#include "needlepoint/sdk/math.h"
#include "needlepoint/skin/healing.h"

namespace np::test {
namespace {

skin::TissueRules rules() {
    return *skin::load_tissue_rules(clinical_parameters());
}

TEST(Bleeding, PinpointsAtRho300) {
    // Phantom with d50 0.65.
    const std::pair<double, double> rows[] = {{0.25, 3}, {0.5, 17}, {0.75, 52}, {1.0, 71}, {1.5, 94}, {2.0, 112}};
    for (const auto& [depth, points] : rows)
        EXPECT_NEAR(300 * skin::bleeding_share(rules(), depth, 0.65 - 0.45, 1.0), points, 0.5) << depth;
    // "B4 at d_eff 2.0 needs rho 533"
    EXPECT_NEAR(200 / skin::bleeding_share(rules(), 2.0, 0.2, 1.0), 533, 0.5);
}

TEST(Bleeding, GradesBeginWhereTheTableSays) {
    const std::pair<double, int> rows[] = {{0, 0},    {1.99, 0}, {2, 1},   {9.99, 1}, {10, 2},
                                           {29.9, 2}, {30, 3},   {200, 3}, {200.1, 4}};
    for (const auto& [points, grade] : rows) EXPECT_EQ(skin::bleeding_grade(rules(), points), grade) << points;
}

TEST(Erythema, PeakByDepth) {
    const std::pair<double, double> rows[] = {{0.5, 0.51},  {1.0, 0.76}, {1.5, 0.88},
                                              {0.45, 0.47}, {0.9, 0.72}, {1.35, 0.85}};
    for (const auto& [depth, peak] : rows)
        EXPECT_NEAR(skin::erythema_peak(rules(), skin::dose(rules(), 300, depth)), peak, 0.005) << depth;
}

double hours_until(double depth, double level) {
    double h = 0;
    while (skin::erythema_decay(rules(), depth, h) > level) h += 0.01;
    return h;
}

TEST(Erythema, HalfLife) {
    for (double depth = 0.25; depth <= 1.5; depth += 0.05) {
        EXPECT_GE(hours_until(depth, 0.5), 4.65) << depth;
        EXPECT_LE(hours_until(depth, 0.5), 4.965) << depth;
    }
    EXPECT_NEAR(hours_until(1.25, 0.5), 4.95, 0.02);
    EXPECT_NEAR(hours_until(2.0, 0.5), 5.1, 0.05);
    EXPECT_NEAR(hours_until(2.5, 0.5), 5.3, 0.05);
}

TEST(Erythema, GoneAfterDays) {
    const std::pair<double, double> rows[] = {{1.0, 1.5}, {1.5, 2.8}, {2.0, 4.2}, {2.5, 5.5}};
    for (const auto& [depth, days] : rows) EXPECT_NEAR(hours_until(depth, 0.05) / 24, days, 0.06) << depth;
}

TEST(Erythema, CoolMaskHalvesInHalfAnHour) {
    EXPECT_NEAR(skin::cooling(rules(), 1, 30), 0.5, 1e-9);
    EXPECT_NEAR(skin::cooling(rules(), 1, 15), 0.7071, 1e-4);
    EXPECT_EQ(skin::cooling(rules(), 1, 300), 0.35);
    EXPECT_EQ(skin::cooling(rules(), 0.3, 300), 0.3) << "a mask never brings redness back";
}

TEST(Erythema, WarmsAgainAfterTheMask) {
    EXPECT_EQ(skin::rewarming(rules(), 0.5, 0), 0.5);
    EXPECT_NEAR(skin::rewarming(rules(), 0.5, 120), 0.75, 1e-12);
    EXPECT_NEAR(skin::rewarming(rules(), 0.35, 1e5), 1, 1e-9);
}

TEST(Erythema, ToneDecidesHowMuchIsSeen) {
    const double gain[] = {1.0, 0.95, 0.80, 0.60, 0.35, 0.20};  // Fitzpatrick I to VI
    for (std::size_t type = 0; type < 6; ++type) EXPECT_EQ(rules().tone_gain[type], gain[type]);
}

TEST(Swelling, PeaksAndFades) {
    const double peak = skin::swelling(rules(), 1.0, 1, 8);
    EXPECT_NEAR(peak, 0.10, 1e-12);
    EXPECT_NEAR(skin::swelling(rules(), 1.0, 1, 48) / peak, 0.040, 0.0005);
    EXPECT_NEAR(skin::swelling(rules(), 1.0, 2.5, 8), 0.25, 1e-12);
    EXPECT_NEAR(skin::swelling(rules(), 100, 2.5, 8), 1, 1e-12);
}

TEST(Barrier, HalfLifeOfTwelveHours) {
    EXPECT_NEAR(skin::barrier_open(rules(), 24, false), 0.25, 1e-9);
    EXPECT_NEAR(skin::barrier_open(rules(), 72, false), 0.016, 0.0005);
    EXPECT_NEAR(skin::barrier_open(rules(), 18, true), 0.5, 1e-9) << "overtreated, half as long again";
}

TEST(Flake, FromDayTwoToFive) {
    EXPECT_EQ(skin::flake(rules(), 1, 47, false), 0);
    EXPECT_NEAR(skin::flake(rules(), 1, 72, false), 0.7, 1e-9);
    EXPECT_EQ(skin::flake(rules(), 1, 121, false), 0);
    EXPECT_GT(skin::flake(rules(), 1, 121, true), 0.1) << "overtreated skin flakes two days longer";
    EXPECT_EQ(skin::flake(rules(), 1, 169, true), 0);
    EXPECT_EQ(skin::flake(rules(), 0, 72, false), 0);
}

TEST(Tenderness, HoldsADayAndIsGoneAfterTwo) {
    EXPECT_EQ(skin::tenderness(rules(), 1), 0.3);
    EXPECT_EQ(skin::tenderness(rules(), 24), 0.3);
    EXPECT_NEAR(skin::tenderness(rules(), 36), 0.15, 1e-12);
    EXPECT_EQ(skin::tenderness(rules(), 48), 0);
}

TEST(Petechiae, FollowForceAndPlace) {
    EXPECT_EQ(skin::petechiae_probability(rules(), 1, false), 0.02);
    EXPECT_NEAR(skin::petechiae_probability(rules(), 3.5, false), 0.12, 1e-12);
    EXPECT_NEAR(skin::petechiae_probability(rules(), 3.5, true), 0.17, 1e-12);
    EXPECT_EQ(skin::petechiae_probability(rules(), 1000, true), 1);
}

TEST(Numbness, GrowsWithDwellAndFades) {
    EXPECT_NEAR(skin::numbness(rules(), 20, 0), 2, 1e-12);
    EXPECT_NEAR(skin::numbness(rules(), 40, 0), 4, 1e-12);
    EXPECT_NEAR(skin::numbness(rules(), 90, 0), 4, 1e-12);
    EXPECT_NEAR(skin::numbness(rules(), 40, 60), 4 * 0.36788, 1e-4);
}

// Skin and device compute eta and k_n each for itself, as neither may see the other: they have to agree.
TEST(Device, ShareAndDepthFactorAgreeWithTheDevice) {
    const Parameters p = clinical_parameters();
    const auto density = skin::load_density_rules(p);
    const auto nominal = skin::load_nominal_rules(p);
    for (const char* id :
         {"skinpen_precision", "exceed", "generic_12", "generic_24", "generic_36", "drpen_a6s_36", "dermapen_4"}) {
        const auto pen = device::load_pen(p, id);
        const auto figures = device::pen_figures(*pen, pen->rate_mhz, p);
        EXPECT_NEAR(skin::independent_share(*density, pen->rate_mhz * 1e-3, pen->needle_count(), pen->swath_mm),
                    figures->independent_share, 1e-12)
            << id;
        EXPECT_EQ(skin::depth_factor(*nominal, pen->needle_count()), figures->depth_factor) << id;
    }
}

// Of the two loaders that share `tissue.*`, whichever misses something.
std::string first_complaint(const Parameters& p) {
    const auto tissue = skin::load_tissue_rules(p);
    const auto healing = skin::load_healing_rules(p);
    return !tissue ? tissue.error().message : !healing ? healing.error().message : "none";
}

TEST(Rules, NameTheKeyThatIsMissing) {
    const Parameters all = clinical_parameters();
    for (const auto& [key, parameter] : all.entries()) {
        const bool density = key.rfind("density.", 0) == 0;
        const bool tissue = key.rfind("tissue.", 0) == 0 && key != "tissue.pain.upper_lip" &&
                            key != "tissue.pain.forehead" && std::holds_alternative<double>(parameter.value);
        if (!density && !tissue) continue;
        Parameters p;
        for (const auto& [other, value] : all.entries())
            if (other != key) p.set(other, value);
        const std::string message = density ? skin::load_density_rules(p).error().message : first_complaint(p);
        EXPECT_NE(message.find(key), std::string::npos) << key << ": " << message;
    }
}

}  // namespace
}  // namespace np::test
