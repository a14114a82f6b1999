// From strikes to effective density, bands, visits and passes: clinical reference 2.3.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "flat_pad.h"

namespace np::test {
namespace {

constexpr double kReferenceSpeed = 30;  // mm/s, of the session's pen
constexpr double kSwath = 5;

// Strips side by side at reference speed: each pass gives 98 per cm2, so r = k * 98 / rho_ref.
TEST(Density, OnePassAtReferenceTechnique) {
    for (const double rho_ref : {147.0, 294.0, 490.0}) {
        const Parameters p = pad_parameters(rho_ref);
        Hand hand(p);
        auto skin = skin_of(flat_table(), p);
        for (int k = 1; k <= 4; ++k) {
            hand.pass(k % 2 == 0, kReferenceSpeed, kSwath);
            skin.consume(hand.events);
            hand.events.clear();
            const auto zone = skin.zone(0);
            EXPECT_NEAR(zone.mean_rho_per_cm2, 98.0 * k, 0.03 * 98 * k) << "pass " << k;
            EXPECT_NEAR(zone.mean_r, k * 98 / rho_ref, 0.03 * k * 98 / rho_ref);
            EXPECT_EQ(zone.passes, k);
            EXPECT_LT(zone.rho_cv, 0.35);
        }
        const auto zone = skin.zone(0);
        EXPECT_EQ(zone.passes_by_direction[0], 2);
        EXPECT_EQ(zone.passes_by_direction[2], 2);
        EXPECT_EQ(zone.directions, 2);
    }
}

TEST(Density, RawStrikesAreElevenTimesAsMany) {
    const Parameters p = pad_parameters();
    Hand hand(p);
    auto skin = skin_of(flat_table(), p);
    hand.pass(false, kReferenceSpeed, kSwath);
    skin.consume(hand.events);
    const auto zone = skin.zone(0);
    EXPECT_NEAR(static_cast<double>(zone.channels) / zone.area_cm2, 1089, 40);
    EXPECT_NEAR(skin.independent_share(), 0.09, 0.0001);
}

TEST(Density, AStandingTipDeliversOnePassAndNoMore) {
    const Parameters p = pad_parameters();
    const auto delivered = [&](std::uint64_t ms) {
        Hand hand(p);
        auto skin = skin_of(flat_table(), p);
        hand.stamp(20.5, 20.5, ms);
        skin.consume(hand.events);
        double sum = 0;
        for (std::uint32_t cell = 0; cell < kSide * kSide; ++cell) sum += skin.smoothed_rho(cell) * 0.01;
        return sum;  // effective channels
    };
    const double tip_cm2 = NP_PI / 4 * 0.25;
    EXPECT_NEAR(delivered(60), 7 * 14 * 0.09, 0.3);  // seven strikes: below the cap
    EXPECT_NEAR(delivered(130), 98 * tip_cm2, 1.2);  // "a stamp reaches it in 0.13 s"
    EXPECT_NEAR(delivered(1000), 98 * tip_cm2, 1.2);
    EXPECT_NEAR(delivered(5000), delivered(1000), 1e-9);
}

TEST(Density, StampingWithAPitchOfNineTenthsOfTheSwath) {
    const Parameters p = pad_parameters(98);
    Hand hand(p);
    auto skin = skin_of(flat_table(), p);
    for (double y = 5; y <= 55; y += 4.5)
        for (double x = 5; x <= 55; x += 4.5) hand.stamp(x, y, 300);
    skin.consume(hand.events);
    const auto zone = skin.zone(0);
    EXPECT_NEAR(zone.mean_rho_per_cm2, 95, 5);
    EXPECT_EQ(zone.passes_by_direction[skin::kStampBin], 1);
    EXPECT_EQ(zone.directions, 0);
}

TEST(Density, BandsFollowR) {
    const struct {
        int passes;
        skin::Band band;
    } rows[] = {{0, skin::Band::kUntreated},
                {3, skin::Band::kOnTarget},
                {5, skin::Band::kHeavy},
                {8, skin::Band::kOvertreated}};
    for (const auto& row : rows) {
        const Parameters p = pad_parameters(294);
        Hand hand(p);
        auto skin = skin_of(flat_table(), p);
        for (int k = 0; k < row.passes; ++k) hand.pass(k % 2 == 0, kReferenceSpeed, kSwath);
        skin.consume(hand.events);
        EXPECT_GT(skin.zone(0).band_share[static_cast<std::size_t>(row.band)], 0.85) << row.passes;
        double sum = 0;
        for (const double share : skin.zone(0).band_share) sum += share;
        EXPECT_NEAR(sum, 1, 1e-9);
    }
}

TEST(Density, DirectionsFallIntoTheirBins) {
    const std::pair<double, int> rows[] = {{0, 0},  {22, 0},  {23, 1},  {45, 1},  {67, 1}, {68, 2},
                                           {90, 2}, {113, 3}, {157, 3}, {158, 0}, {179, 0}};
    for (const auto& [degrees, bin] : rows) {
        const Parameters p = pad_parameters();
        Hand hand(p);
        auto skin = skin_of(flat_table(), p);
        const double a = degrees * NP_PI / 180, dx = 15 * np_cos(a), dy = 15 * np_sin(a);
        hand.stroke(30 - dx, 20 - dy, 30 + dx, 20 + dy, kReferenceSpeed);
        skin.consume(hand.events);
        for (int b = 0; b < skin::kDirectionBins; ++b)
            EXPECT_EQ(skin.visits(cell_at(30, 20), b), b == bin ? 1U : 0U) << degrees;
    }
    const Parameters p = pad_parameters();
    Hand hand(p);
    auto skin = skin_of(flat_table(), p);
    hand.stroke(28, 20, 32, 20, 10);  // shorter than 5 mm
    skin.consume(hand.events);
    EXPECT_EQ(skin.visits(cell_at(30, 20), skin::kStampBin), 1U);
}

TEST(Density, AStrokeTooFastForAVisitCountsForNone) {
    const Parameters p = pad_parameters();
    Hand hand(p);
    auto skin = skin_of(flat_table(), p);
    hand.stroke(5, 20.5, 55, 20.5, 3.5 * kReferenceSpeed);  // 28 per cm2
    hand.stroke(5, 20.5, 55, 20.5, 3.5 * kReferenceSpeed);
    skin.consume(hand.events);
    EXPECT_GT(skin.smoothed_rho(cell_at(30, 20)), 34);
    EXPECT_EQ(skin.visits(cell_at(30, 20), 0), 0U);
}

TEST(Density, ShallowHitsMakeNoChannels) {
    const Parameters p = pad_parameters();
    Hand hand(p);
    hand.depth_mm = 0.049;
    auto skin = skin_of(flat_table(), p);
    hand.pass(false, kReferenceSpeed, kSwath);
    skin.consume(hand.events);
    EXPECT_GT(skin.zone(0).hits, 1000U);
    EXPECT_EQ(skin.zone(0).channels, 0U);
    EXPECT_EQ(skin.zone(0).mean_rho_per_cm2, 0);
    EXPECT_EQ(skin.zone(0).passes, 0);
    EXPECT_NEAR(skin.zone(0).mean_nominal_mm, 0.049 / 0.9, 0.001);
}

// Smoothing against a loop over all cells.
TEST(Density, SmoothingIsTheMeanOverTreatableCellsNearby) {
    const Parameters p = pad_parameters();
    Hand hand(p);
    const auto table = flat_table();
    auto skin = skin_of(table, p);
    hand.stroke(12, 14, 45, 44, 40);
    skin.consume(hand.events);
    for (std::uint32_t cell = 0; cell < kSide * kSide; cell += 7) {
        if (!table.treatable(cell)) continue;
        double sum = 0, n = 0;
        for (std::uint32_t other = 0; other < kSide * kSide; ++other) {
            if (!table.treatable(other)) continue;
            const double dx = (table.cell_center_um[cell][0] - table.cell_center_um[other][0]) * 1e-3;
            const double dy = (table.cell_center_um[cell][1] - table.cell_center_um[other][1]) * 1e-3;
            if (dx * dx + dy * dy > 2.5 * 2.5) continue;
            sum += skin.cell(other).channels * skin.independent_share() / 0.01;
            n += 1;
        }
        ASSERT_NEAR(skin.smoothed_rho(cell), sum / n, 1e-6) << cell;
        ASSERT_NEAR(skin.cell(cell).rho_per_cm2, sum / n, 1e-6) << cell;
    }
}

TEST(Density, MaskedCellsLeaveTheDenominator) {
    const auto skin = skin_of(flat_table(), pad_parameters());
    EXPECT_EQ(skin.zone(0).cells, 40U * 40 - 9);
    EXPECT_NEAR(skin.zone(0).area_cm2, 15.91, 1e-9);
}

TEST(Density, FasterMotorHasSmallerShare) {
    const Parameters p = pad_parameters();
    auto skin = skin_of(flat_table(), p);
    sdk::event::setting setting;
    setting.parameter = "speed";
    setting.value = 250'000;
    sdk::EventBuffer events;
    events.append(setting);
    skin.consume(events);
    EXPECT_NEAR(skin.independent_share(), 0.09 * 6 / (3.0 * 250 * 14 / 0.5 / 3268), 1e-9);
}

}  // namespace
}  // namespace np::test
