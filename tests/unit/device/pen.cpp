// Check values of clinical reference 8.8 and 2.1, and what a broken device file says.
#include "needlepoint/device/pen.h"

#include <gtest/gtest.h>

#include <cmath>

#include "clinical_parameters.h"
#include "needlepoint/sdk/math.h"

namespace np::test {
namespace {

using device::PenFigures;

PenFigures figures_of(const std::string& id) {
    const Parameters p = clinical_parameters();
    const auto pen = device::load_pen(p, id);
    EXPECT_TRUE(pen) << pen.error().message;
    const auto figures = device::pen_figures(*pen, pen->rate_mhz, p);
    EXPECT_TRUE(figures) << figures.error().message;
    return *figures;
}

TEST(Pen, ReferenceSpeedAndShare) {
    const struct {
        const char* id;
        double v_raw, v_ref, eta;
    } rows[] = {
        {"skinpen_precision", 3.00, 3.00, 0.0900}, {"exceed", 2.29, 2.29, 0.0900},
        {"generic_12", 3.33, 3.33, 0.0900},        {"dermapen_4", 3.53, 3.53, 0.0900},
        {"generic_24", 5.33, 5.33, 0.0900},        {"generic_36", 7.33, 6.00, 0.0737},
        {"drpen_a6s_36", 13.77, 6.00, 0.0392},
    };
    for (const auto& row : rows) {
        const PenFigures f = figures_of(row.id);
        EXPECT_NEAR(f.raw_speed_cm_s, row.v_raw, 0.005) << row.id;
        EXPECT_NEAR(f.reference_speed_cm_s, row.v_ref, 0.005) << row.id;
        EXPECT_NEAR(f.independent_share, row.eta, 0.00005) << row.id;
        EXPECT_NEAR(f.pass_density_per_cm2, 98.04, 0.005) << row.id;
    }
    EXPECT_NEAR(figures_of("skinpen_precision").raw_density_per_cm2, 1089, 0.5);
}

TEST(Pen, MoreNeedlesReachLessDeep) {
    const Parameters p = clinical_parameters();
    const std::pair<std::uint32_t, double> rows[] = {{6, 1.10},  {12, 1.02}, {14, 1.00},
                                                     {24, 0.92}, {36, 0.87}, {42, 0.85}};
    for (const auto& [needles, k_n] : rows) EXPECT_NEAR(*device::depth_factor(needles, p), k_n, 0.005) << needles;
    EXPECT_EQ(*device::depth_factor(1000, p), 0.85);
}

TEST(Pen, SeatForceGrowsWithNeedles) {
    EXPECT_NEAR(figures_of("skinpen_precision").seat_force_n, 0.56, 1e-12);
    EXPECT_NEAR(figures_of("generic_36").seat_force_n * 1.4, 2.016, 1e-12);  // on nose_dorsum 2.02 N
}

TEST(Pen, LayoutFollowsTheRings) {
    const auto needles = device::needle_layout("0:1,1.2:4,2.3:9");
    ASSERT_TRUE(needles);
    ASSERT_EQ(needles->size(), 14U);
    EXPECT_EQ((*needles)[0], (geometry::Vec2{0, 0}));
    double x = 0, y = 0;
    for (std::size_t i = 0; i < 14; ++i) {
        const double radius = std::sqrt((*needles)[i].x * (*needles)[i].x + (*needles)[i].y * (*needles)[i].y);
        EXPECT_NEAR(radius, i == 0 ? 0 : (i < 5 ? 1.2 : 2.3), 1e-12);
        x += (*needles)[i].x;
        y += (*needles)[i].y;
        for (std::size_t k = 0; k < i; ++k) EXPECT_NE((*needles)[i], (*needles)[k]);
    }
    EXPECT_NEAR(x, 0, 1e-12);  // balanced: tilt costs the mean needle exactly what the middle pays
    EXPECT_NEAR(y, 0, 1e-12);
    EXPECT_EQ(device::needle_layout("0:3")->size(), 3U);
}

TEST(Pen, RefusesLayoutsThatAreNone) {
    for (const char* text :
         {"", "x", "1", "1:", "1:0", "1:-2", ":3", "1:2,", "1:2;3:4", "-1:2", "nan:3", "1:2,3", "1:99999"})
        EXPECT_FALSE(device::needle_layout(text)) << text;
}

TEST(Pen, SaysWhichKeyIsWrong) {
    const auto message = [](const Parameters& p) {
        const auto pen = device::load_pen(p, "skinpen_precision");
        return pen ? std::string("accepted") : pen.error().message;
    };
    const auto with = [](const std::string& key, auto value) {
        Parameters p = clinical_parameters();
        p.set(key, value);
        return p;
    };
    EXPECT_EQ(message(clinical_parameters()), "accepted");
    EXPECT_NE(message(Parameters()).find("device.skinpen_precision.needles"), std::string::npos);
    EXPECT_NE(message(with("device.skinpen_precision.needles", 13.0)).find("rings"), std::string::npos);
    EXPECT_NE(message(with("device.skinpen_precision.swath_mm", 4.0)).find("rings"), std::string::npos);
    EXPECT_NE(message(with("device.skinpen_precision.rate_hz", 0.0)).find("rate_hz"), std::string::npos);
    EXPECT_NE(message(with("device.skinpen_precision.rate_hz", 200.0)).find("rate_hz"), std::string::npos);
    EXPECT_NE(message(with("device.skinpen_precision.depth_step_mm", -0.25)).find("depth_step_mm"), std::string::npos);
}

TEST(Pen, DialHasItsStepsOnly) {
    const auto pen = device::load_pen(clinical_parameters(), "skinpen_precision");
    ASSERT_TRUE(pen);
    EXPECT_EQ(pen->rate_mhz, 116'700U);
    int settings = 0;
    for (std::int64_t um = -500; um <= 3000; ++um) settings += device::dial_has(*pen, um);
    EXPECT_EQ(settings, 11);  // "0-2.5 by 0.25, 11 settings"
    EXPECT_TRUE(device::motor_has(*pen, 116'700));
    EXPECT_FALSE(device::motor_has(*pen, 116'701));
}

}  // namespace
}  // namespace np::test
