// Bleeding, redness, films and pain as events bring them about; and that it is a fold.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "flat_pad.h"
#include "needlepoint/skin/response.h"

namespace np::test {
namespace {

Digest digest(const skin::SkinState& skin) {
    Sha256 hash;
    skin.hash_into(hash);
    return hash.finish();
}

const std::uint32_t kMiddle = cell_at(20, 20);

// A treatment with all kinds of events.
Hand treatment(const Parameters& p) {
    Hand hand(p);
    hand.swipe("cleanser");
    hand.swipe("anaesthetic");
    hand.skip(1800);
    hand.swipe("gauze");
    hand.swipe("gauze");
    hand.swipe("antiseptic");
    hand.skip(150);
    hand.swipe("gel");
    hand.pass(false, 30, 5);
    hand.stamp(40, 40, 2500);
    hand.swipe("saline", 1);
    hand.swipe("gel");
    hand.pass(true, 45, 4);
    hand.skip(600);
    hand.swipe("cool_mask");
    hand.skip(900);
    hand.swipe("serum");
    return hand;
}

TEST(Fold, AnyCutIntoBatchesGivesTheSameState) {
    const Parameters p = pad_parameters();
    const Hand hand = treatment(p);
    auto whole = skin_of(flat_table(), p);
    whole.consume(hand.events);
    auto pieces = skin_of(flat_table(), p);
    std::uint64_t n = 0;
    for (const sdk::RecordView record : hand.events) {
        pieces.advance_to(record.tick());
        pieces.consume(record);
        // Questions, copies and the passing of time in between change nothing.
        if (++n % 97 == 0) {
            pieces.zone(0);
            pieces.take_changed();
            skin::SkinState copy = pieces;
            pieces = copy;
        }
    }
    EXPECT_EQ(digest(whole), digest(pieces));
    for (std::uint32_t cell = 0; cell < kSide * kSide; ++cell) {
        const auto a = whole.cell(cell), b = pieces.cell(cell);
        ASSERT_EQ(a.rho_per_cm2, b.rho_per_cm2);
        ASSERT_EQ(a.erythema, b.erythema);
        ASSERT_EQ(a.blood, b.blood);
        ASSERT_EQ(a.gel, b.gel);
    }
    EXPECT_EQ(whole.pain(), pieces.pain());
    EXPECT_NE(digest(whole), digest(skin_of(flat_table(), p)));
}

// However many needles a device has, each does what it would do in a strike of fewer.
TEST(Fold, AStrikeOfManyNeedlesIsTheSumOfItsParts) {
    const Parameters p = pad_parameters();
    constexpr std::size_t kNeedles = 150, kPart = 50;
    const auto strike_of = [&](std::size_t from, std::size_t to) {
        sdk::event::strike strike;
        strike.tick = 1000;
        strike.stroke = 1;
        strike.speed_um_s = 30'000;
        strike.force_mn = 2000;
        for (std::size_t i = from; i < to; ++i) {
            strike.cell.push_back(i % 7 == 3 ? NP_NO_CELL : kMiddle + static_cast<std::uint32_t>(i % 11));
            strike.zone.push_back(0);
            strike.depth_um.push_back(static_cast<std::int32_t>(100 + 10 * i));
            strike.drag_um.push_back(0);
        }
        return strike;
    };
    auto whole = skin_of(flat_table(), p), parts = skin_of(flat_table(), p);
    sdk::EventBuffer one, three;
    one.append(strike_of(0, kNeedles));
    for (std::size_t from = 0; from < kNeedles; from += kPart) three.append(strike_of(from, from + kPart));
    whole.consume(one);
    parts.consume(three);
    std::uint32_t hits = 0;
    for (std::uint32_t cell = kMiddle; cell < kMiddle + 11; ++cell) {
        EXPECT_EQ(whole.hits(cell), parts.hits(cell));
        EXPECT_EQ(whole.nominal_sum_um(cell), parts.nominal_sum_um(cell));
        EXPECT_EQ(whole.cell(cell).channels, parts.cell(cell).channels);
        EXPECT_EQ(whole.smoothed_rho(cell), parts.smoothed_rho(cell));
        hits += whole.hits(cell);
    }
    EXPECT_EQ(hits, kNeedles - 21);  // the third of every seven met nothing
    EXPECT_GT(whole.smoothed_rho(kMiddle), 0);
}

TEST(Fold, TableFromBytesGivesTheSameState) {
    const Parameters p = pad_parameters();
    const Hand hand = treatment(p);
    auto direct = skin_of(flat_table(), p);
    auto decoded = skin::SkinState::create(flat_table().encode(), p);
    ASSERT_TRUE(decoded) << decoded.error().message;
    direct.consume(hand.events);
    decoded->consume(hand.events);
    EXPECT_EQ(digest(direct), digest(*decoded));
    EXPECT_FALSE(skin::SkinState::create(std::span<const std::byte>(), p));
}

TEST(Fold, ChangedCellsCoverEveryDifference) {
    const Parameters p = pad_parameters();
    auto skin = skin_of(flat_table(), p);
    Hand hand(p);
    hand.stroke(20, 20, 30, 20, 30);
    const auto before = skin;
    skin.consume(hand.events);
    const auto changed = skin.take_changed();
    EXPECT_TRUE(std::is_sorted(changed.begin(), changed.end()));
    for (std::uint32_t cell = 0; cell < kSide * kSide; ++cell) {
        const bool differs =
            skin.cell(cell).rho_per_cm2 != before.cell(cell).rho_per_cm2 || skin.hits(cell) != before.hits(cell);
        ASSERT_TRUE(!differs || std::binary_search(changed.begin(), changed.end(), cell)) << cell;
    }
    EXPECT_FALSE(changed.empty());
    EXPECT_LT(changed.size(), 300U);
    EXPECT_TRUE(skin.take_changed().empty());
}

TEST(Fold, StrangeRecordsDoNoHarm) {
    const Parameters p = pad_parameters();
    auto skin = skin_of(flat_table(), p);
    sdk::event::strike strike;
    strike.cell = {NP_NO_CELL, 4'000'000'000U, kMiddle};
    strike.depth_um = {900, 900};  // fewer than cells
    strike.force_mn = -1;
    sdk::event::swipe swipe;
    swipe.substance = "unheard of";
    swipe.cell = {NP_NO_CELL, 123'456'789};
    sdk::event::stroke_end end;
    end.stroke = 99;
    end.direction_mdeg = 1'000'000'000;
    sdk::event::skip skip;
    skip.seconds = -5;
    sdk::EventBuffer events;
    events.append(strike);
    events.append(swipe);
    events.append(end);
    events.append(skip);
    skin.consume(events);
    EXPECT_EQ(skin.hits(kMiddle), 0U);
    EXPECT_EQ(skin.clinical_ms(), 0);
    EXPECT_EQ(skin.cell(NP_NO_CELL).hits, 0U);
    EXPECT_EQ(skin.zone(77).cells, 0U);
}

TEST(Bleeding, StartsStopsAndIsWipedOff) {
    const Parameters p = pad_parameters();
    auto skin = skin_of(flat_table(), p);
    Hand hand(p);
    for (int k = 0; k < 3; ++k) hand.stroke(10, 20, 45, 20, 30);
    skin.consume(hand.events);
    EXPECT_EQ(skin.cell(kMiddle).pinpoints_per_cm2, 0) << "not within five seconds";
    skin.advance_to(hand.tick + 25'000);
    const auto bleeding = skin.cell(kMiddle);
    EXPECT_GT(bleeding.pinpoints_per_cm2, 30);
    EXPECT_GT(bleeding.bleeding_per_cm2, 0.5 * bleeding.pinpoints_per_cm2);
    EXPECT_GT(bleeding.blood, 0.3);
    hand.tick += 130'000;
    skin.advance_to(hand.tick);
    EXPECT_EQ(skin.cell(kMiddle).bleeding_per_cm2, 0);
    EXPECT_GT(skin.cell(kMiddle).blood, 0.2);
    hand.events.clear();
    hand.swipe("saline");
    skin.consume(hand.events);
    EXPECT_LT(skin.cell(kMiddle).blood, 0.05);
    EXPECT_EQ(skin.cell(kMiddle).pinpoints_per_cm2, bleeding.pinpoints_per_cm2) << "the grade stays what it was";
}

TEST(Bleeding, GradeOfATreatedZoneIsItsFormula) {
    Parameters p = pad_parameters(294);
    for (const double drug : {1.0, 2.0}) {
        p.set("session.m_drug", drug);
        auto skin = skin_of(flat_table(), p);
        Hand hand(p);
        for (int k = 0; k < 3; ++k) hand.pass(k % 2 == 0, 30, 5);
        hand.skip(60);
        skin.consume(hand.events);
        const auto zone = skin.zone(0);
        const auto rules = skin::load_tissue_rules(p);
        EXPECT_NEAR(zone.pinpoints_per_cm2,
                    zone.mean_rho_per_cm2 * skin::bleeding_share(*rules, 0.9, 0.08, 1.40) * drug, 0.5);
        EXPECT_EQ(zone.bleeding_grade, 3);
    }
}

// 5.2: stop time tau_b = 90 s times 1, 2, 5, 10 by what is taken.
TEST(Bleeding, LastsLongerUnderAnticoagulants) {
    for (const auto& [more, longer] : {std::pair{1.0, 1.0}, {1.4, 2.0}, {2.0, 5.0}, {3.0, 10.0}}) {
        Parameters p = pad_parameters();
        p.set("session.m_drug", more);
        p.set("session.m_drug_time", longer);
        auto skin = skin_of(flat_table(), p);
        Hand hand(p);
        for (int k = 0; k < 3; ++k) hand.stroke(10, 20, 45, 20, 30);
        skin.consume(hand.events);
        const auto stop_ms = static_cast<std::uint64_t>(90'000 * longer);
        skin.advance_to(hand.tick + stop_ms - 5'000);
        EXPECT_GT(skin.cell(kMiddle).bleeding_per_cm2, 0) << longer;
        skin.advance_to(hand.tick + stop_ms + 21'000);
        EXPECT_EQ(skin.cell(kMiddle).bleeding_per_cm2, 0) << longer;
    }
}

TEST(Redness, RisesInTenMinutesAndHalvesInFiveHours) {
    Parameters p = pad_parameters();
    p.set("session.fitzpatrick", 5.0);
    auto skin = skin_of(flat_table(), p);
    Hand hand(p);
    for (int k = 0; k < 3; ++k) hand.pass(k % 2 == 0, 30, 5);
    skin.consume(hand.events);
    const std::uint64_t end = hand.tick;
    skin.advance_to(end + 600'000);
    const double peak = skin.cell(kMiddle).erythema;
    EXPECT_NEAR(peak, 0.70, 0.05);
    EXPECT_NEAR(skin.cell(kMiddle).erythema_visible, 0.35 * peak, 1e-12);
    skin.advance_to(end + 48 * 3'600'000ULL / 10);
    EXPECT_NEAR(skin.cell(kMiddle).erythema / peak, 0.5, 0.03);
    EXPECT_NEAR(skin.cell(kMiddle).barrier_open, std::pow(0.5, 0.4), 0.001);
    EXPECT_EQ(skin.cell(cell_at(59, 59)).erythema, 0);
}

TEST(Redness, CoolMaskWorksWhileItLies) {
    const Parameters p = pad_parameters();
    Hand hand(p);
    hand.pass(false, 30, 5);
    hand.skip(1200);
    auto plain = skin_of(flat_table(), p);
    plain.consume(hand.events);
    auto cooled = plain;
    hand.events.clear();
    hand.swipe("cool_mask");
    hand.skip(1800);
    sdk::event::action off;
    off.verb = "put";
    off.thing = "cool_mask";
    hand.emit(off);
    cooled.consume(hand.events);
    sdk::EventBuffer wait;
    sdk::event::skip skip;
    skip.tick = hand.tick;
    skip.seconds = 1800;
    wait.append(skip);
    plain.consume(wait);
    const auto left = [&](double hours) {
        const auto ms = static_cast<std::int64_t>(hours * 3'600'000);
        return cooled.cell(kMiddle, ms).erythema / plain.cell(kMiddle, ms).erythema;
    };
    EXPECT_NEAR(left(0), 0.5, 0.001);
    EXPECT_FALSE(cooled.cell(kMiddle).cooled);
    EXPECT_NEAR(left(2), 0.75, 0.001) << "warm again, half of the difference is back";
    EXPECT_GT(left(24), 0.99);
}

TEST(Dose, OverdoseComparesWithThePlan) {
    const Parameters p = pad_parameters(98, 0.9);
    auto skin = skin_of(flat_table(), p);
    Hand hand(p);
    for (int k = 0; k < 2; ++k) hand.pass(k % 2 == 0, 30, 5);
    skin.consume(hand.events);
    EXPECT_NEAR(skin.zone(0).overdose, 2.0, 0.1);
}

TEST(Films, GelThinsWithTimeAndStrokes) {
    const Parameters p = pad_parameters();
    auto skin = skin_of(flat_table(), p);
    EXPECT_TRUE(skin.dry(kMiddle));
    Hand hand(p);
    hand.swipe("gel");
    skin.consume(hand.events);
    EXPECT_EQ(skin.gel(kMiddle), 1);
    EXPECT_FALSE(skin.dry(kMiddle));
    hand.events.clear();
    const std::uint64_t from = hand.tick;
    hand.stroke(10, 20, 45, 20, 30);
    skin.consume(hand.events);
    const double elapsed = static_cast<double>(hand.tick - from) / 180'000;
    EXPECT_NEAR(skin.gel(kMiddle), 1 - 0.12 - elapsed, 1e-9)
        << "one stroke takes its share once, however many needles hit";
    skin.advance_to(from + 180'000);
    EXPECT_TRUE(skin.dry(kMiddle));
    EXPECT_FALSE(skin.cell(cell_at(20, 45)).gel > 0);
}

TEST(Films, CreamDwellsNumbsAndIsWipedOff) {
    const Parameters p = pad_parameters();
    auto skin = skin_of(flat_table("forehead"), p);
    Hand hand(p);
    hand.swipe("anaesthetic");
    hand.skip(1200);
    skin.consume(hand.events);
    EXPECT_NEAR(skin.cell(kMiddle).numbness, 2, 1e-9);
    EXPECT_NEAR(skin.zone(0).cream_minutes, 20, 1e-9);
    EXPECT_NEAR(skin.pain_of(kMiddle, 1.0, 1.0), 1 + 3.5 + 1 - 2, 1e-9);  // forehead adds one
    EXPECT_NEAR(skin.pain_of(kMiddle, 1.0, 3.0), 1 + 3.5 + 1.5 + 1 - 2, 1e-9);
    hand.events.clear();
    hand.skip(1200);
    hand.swipe("gauze");
    hand.skip(3600);
    skin.consume(hand.events);
    EXPECT_LT(skin.cell(kMiddle).cream, 0.1);
    EXPECT_NEAR(skin.cell(kMiddle).numbness, 4 * std::exp(-1.0), 1e-9);
}

TEST(Films, AntisepticCountsOnceDryAndUntilSoiled) {
    const Parameters p = pad_parameters();
    auto skin = skin_of(flat_table(), p);
    const auto play = [&](const std::string& substance, std::uint32_t state, std::int64_t then_s) {
        Hand hand(p);
        hand.tick = skin.tick();
        hand.swipe(substance, state);
        hand.skip(then_s);
        skin.consume(hand.events);
        return skin.cell(kMiddle);
    };
    EXPECT_FALSE(play("antiseptic", 1, 60).prepped) << "still wet; the bottle's outside does not matter";
    EXPECT_NEAR(skin.cell(kMiddle).antiseptic_wet, 0.5, 1e-9);
    EXPECT_FALSE(play("gauze", 0, 60).prepped) << "wiped off while wet";
    EXPECT_TRUE(play("antiseptic", 0, 120).prepped);
    EXPECT_TRUE(play("saline", 0, 10).prepped) << "sterile saline does not undo it";
    EXPECT_FALSE(play("gel", 1, 10).prepped) << "a soiled nozzle does";
    EXPECT_TRUE(skin.cell(kMiddle).contaminated);
    EXPECT_TRUE(play("antiseptic", 0, 119).contaminated);
    EXPECT_FALSE(play("antiseptic", 0, 121).contaminated);
    EXPECT_TRUE(skin.cell(kMiddle).prepped);
    EXPECT_FALSE(play("saline", 0, 1800).prepped) << "half an hour is over";
}

TEST(Films, CleansingTakesOffResidue) {
    const Parameters p = pad_parameters();
    auto skin = skin_of(flat_table(), p);
    EXPECT_EQ(skin.cell(kMiddle).residue, 1);
    Hand hand(p);
    hand.swipe("cleanser");
    hand.swipe("cleanser");
    skin.consume(hand.events);
    EXPECT_NEAR(skin.cell(kMiddle).residue, 0.04, 1e-12);
    EXPECT_NEAR(skin.zone(0).residue, 0.04, 1e-9);
}

TEST(Pain, FollowsStrikesAndFades) {
    const Parameters p = pad_parameters();
    auto skin = skin_of(flat_table("upper_lip"), p);
    EXPECT_EQ(skin.pain(), 0);
    Hand hand(p);
    hand.depth_mm = 1.0;
    hand.force_n = 3.0;
    hand.stroke(10, 20, 45, 20, 10);
    skin.consume(hand.events);
    EXPECT_NEAR(skin.pain(), 1 + 3.5 + 1.5 + 2, 0.05);
    EXPECT_NEAR(skin.peak_pain(), 8, 0.05);
    skin.advance_to(hand.tick + 6'000);
    EXPECT_LT(skin.pain(), 0.5);
    EXPECT_NEAR(skin.zone(0).tenderness, 0.3 * 8, 0.05);
    skin.advance_to(hand.tick + 49 * 3'600'000ULL);
    EXPECT_EQ(skin.zone(0).tenderness, 0);
}

TEST(Nominal, ReadsAsTheDialAndLeavesOutPressure) {
    const Parameters p = pad_parameters();
    auto skin = skin_of(flat_table(), p);
    Hand hand(p);
    hand.force_n = 3.0;
    hand.depth_mm = 1.043;  // dial 1.0, stretched, 3 N on stiffness 0.7
    hand.stroke(10, 20, 45, 20, 30);
    skin.consume(hand.events);
    EXPECT_NEAR(skin.cell(kMiddle).nominal_mm, 1.000, 0.0015);
    // Loose skin gives way further under the same force, and that is left out as well.
    auto loose = skin_of(flat_table(), p);
    Hand off(p);
    off.strike_state = 0;
    off.force_n = 3.0;
    off.depth_mm = 0.75 + 0.1 / (0.85 * 0.7);
    off.stroke(10, 20, 45, 20, 30);
    loose.consume(off.events);
    EXPECT_NEAR(loose.cell(kMiddle).nominal_mm, 0.75 / 0.9, 0.0015);
}

}  // namespace
}  // namespace np::test
