// Every rule of technique at its limit: the value that is still allowed, and the next one. Clinical reference 2.3, 2.4.
#include "needlepoint/sdk/math.h"
#include "technique_stage.h"
#include "wanted_finding.h"

namespace np::test {
namespace {

struct TechniqueLimit : TechniqueScorer {
    // How a stroke of 1000 ms with one strike ended.
    struct Ended {
        std::uint32_t slow_ms = 0, fast_ms = 0, stretched_ms = 1000, still_ms = 0;
        std::int64_t direction_mdeg = 0;
        std::uint32_t duration_ms = 1000, strikes = 1;
    };
    // Its end lies at `tick` afterwards.
    void stroke(const Ended& how, std::uint32_t zone) {
        events.append(strike_in(stage, zone, 0, ++tick, hand));
        sdk::event::stroke_end end;
        end.tick = tick += 1000;
        end.direction_mdeg = how.direction_mdeg;
        end.stroke = hand.stroke++;
        end.zone = zone;
        end.duration_ms = how.duration_ms;
        end.strikes = how.strikes;
        end.stretched_ms = how.stretched_ms;
        end.slow_ms = how.slow_ms;
        end.fast_ms = how.fast_ms;
        end.still_ms = how.still_ms;
        end.lifted = 1;
        end.instrument = "pen";
        events.append(end);
    }
    void strikes(std::uint32_t zone, std::uint32_t count, sdk::Tick step = 8) {
        for (std::uint32_t i = 0; i < count; ++i, tick += step) events.append(strike_in(stage, zone, i, tick, hand));
    }
    void restart() {
        events.clear();
        tick = 1000;
        hand = Hand{};
    }
    std::uint32_t plan(const char* id, const char* base, std::uint32_t columns = 20, std::uint32_t rows = 20) {
        Parameters& p = stage.parameters;
        p.set("plan.zones", p.text("plan.zones").value_or("") + "," + id);
        p.set(std::string("plan.") + id + ".passes_hi", 4.0);
        return stage.add_zone(id, base, columns, rows);
    }
    Seen run() const { return stage.run(events); }
    std::size_t count(const char* rule) const { return run().of(rule).size(); }
};

TEST_F(TechniqueLimit, thirty_degrees_are_steep_from_the_next_on) {
    strikes(cheek, 92);
    hand.tilt_mdeg = 30000;
    const sdk::Tick first = tick;
    strikes(cheek, 8);  // 8 % beyond 15 degrees: tolerated; more than 5 % beyond 30 would not be
    EXPECT_EQ(count("TILT"), 0u);
    restart();
    strikes(cheek, 92);
    hand.tilt_mdeg = 30001;
    strikes(cheek, 8);
    expect_one(run(), {"TILT", first, tick - 7, 8, 5, NP_MAJOR, "technique.tilt.steep_share_percent"});
    EXPECT_EQ(run().of("TILT")[0].cell, stage.cell(cheek, 0));
    restart();
    strikes(cheek, 95);
    hand.tilt_mdeg = 30001;
    strikes(cheek, 5);  // exactly 5 %
    EXPECT_EQ(count("TILT"), 0u);
}

// Half a millimetre loses more than a tenth of a millimetre at 8 degrees, three quarters lose it unpunished.
TEST_F(TechniqueLimit, shallow_settings_tolerate_less_tilt) {
    for (const std::uint32_t set : {500u, 750u}) {
        restart();
        hand.tilt_mdeg = 8000;
        hand.set_depth_um = set;
        strikes(cheek, 50);
        EXPECT_EQ(count("TILT"), set == 500 ? 1u : 0u);
    }
    // A drum of twenty millimetres would have to stand within two degrees; but it finds its own line.
    stage.parameters.set("device.skinpen_precision.swath_mm", 20.0);
    stage.parameters.set("device.skinpen_precision.kind", std::string("roller"));
    restart();
    hand.tilt_mdeg = 14'900;
    hand.set_depth_um = 500;
    strikes(cheek, 50);
    EXPECT_EQ(count("TILT"), 0u);
}

TEST_F(TechniqueLimit, a_share_is_a_fault_above_its_limit) {
    const struct {
        std::int32_t force_mn;
        std::uint32_t of_hundred;
        double limit;  // 0: no fault
    } cases[] = {{2500, 100, 0}, {2501, 5, 0}, {2501, 6, 5}, {2501, 20, 5}, {2501, 21, 20}};
    for (const auto& one : cases) {
        restart();
        strikes(cheek, 100 - one.of_hundred);
        const sdk::Tick first = tick;
        hand.force_mn = one.force_mn;
        strikes(cheek, one.of_hundred);
        if (one.limit == 0) {
            EXPECT_EQ(count("FORCE"), 0u) << one.of_hundred;
            continue;
        }
        expect_one(run(), {"FORCE", first, tick - 7, static_cast<double>(one.of_hundred), one.limit,
                           one.limit > 5 ? NP_MAJOR : NP_MINOR});
    }
}

TEST_F(TechniqueLimit, hard_force_counts_from_half_a_second_without_a_break) {
    const struct {
        std::int32_t force_mn;
        std::uint32_t strikes;  // a hundredth of a second apart
        bool hard;
    } cases[] = {{4000, 100, false}, {4001, 50, false}, {4001, 51, true}};
    for (const auto& one : cases) {
        restart();
        strikes(cheek, 1000);
        const sdk::Tick first = tick;
        hand.force_mn = one.force_mn;
        strikes(cheek, one.strikes, 10);
        hand.force_mn = 1000;
        strikes(cheek, 5);
        ASSERT_EQ(count("FORCE_HARD"), one.hard ? 1u : 0u) << one.force_mn << " " << one.strikes;
        if (one.hard) expect_one(run(), {"FORCE_HARD", first, first + 501, 0.5, 0.5, NP_MAJOR});
    }
    // A lighter hit or the end of the stroke is a break; of two equal ones the first is told.
    restart();
    hand.force_mn = 4001;
    strikes(cheek, 30, 10);
    hand.force_mn = 4000;
    strikes(cheek, 1, 10);
    hand.force_mn = 4001;
    strikes(cheek, 30, 10);
    ++hand.stroke;
    strikes(cheek, 30, 10);
    EXPECT_EQ(count("FORCE_HARD"), 0u);
    for (int again = 0; again < 2; ++again) {
        ++hand.stroke;
        strikes(cheek, 60, 10);
    }
    expect_one(run(), {"FORCE_HARD", 1000 + 910, 1000 + 910 + 591, 0.59, 0.5, NP_MAJOR});
    restart();  // nobody observed it
    hand.force_mn = 5000;
    hand.state = NP_STRIKE_STRETCHED;
    strikes(cheek, 100, 10);
    EXPECT_EQ(count("FORCE_HARD"), 0u);
    expect_one(run(), {"FORCE_NOT_OBSERVED", tick - 10, tick - 9, std::nan(""), std::nan(""), NP_INFO});
}

TEST_F(TechniqueLimit, off_speed_is_a_share_of_milliseconds) {
    const struct {
        std::uint32_t slow_ms, fast_ms;  // in each of ten strokes
        double limit;
    } cases[] = {{50, 50, 0}, {50, 51, 10}, {150, 150, 10}, {150, 151, 30}, {900, 900, 30}};
    for (const auto& one : cases) {
        restart();
        for (int i = 0; i < 10; ++i) stroke({one.slow_ms, one.fast_ms}, cheek);
        if (one.limit == 0) {
            EXPECT_EQ(count("SPEED"), 0u);
            continue;
        }
        const double percent = std::min((one.slow_ms + one.fast_ms) / 10.0, 100.0);
        expect_one(run(), {"SPEED", 1001, tick - 999, percent, one.limit, one.limit > 10 ? NP_MAJOR : NP_MINOR});
    }
}

TEST_F(TechniqueLimit, a_stroke_that_began_before_the_session_begins_with_it) {
    stroke({1000, 0, 1000, 0, 0, 60000}, cheek);
    for (int i = 0; i < 3; ++i) stroke({1000}, cheek);
    EXPECT_EQ(count("SPEED"), 0u);
    stroke({1000, 0, 0, 1001, 0, 60000}, cheek);
    expect_one(run(), {"STRETCH", 0, 1, 40, 10});
    expect_one(run(), {"DWELL", 0, tick, 1.001, 1});
}

TEST_F(TechniqueLimit, half_of_a_stroke_under_stretch_is_enough_and_stamps_glide_not) {
    for (int i = 0; i < 8; ++i) stroke({}, cheek);
    for (int i = 0; i < 2; ++i) stroke({0, 0, 500}, cheek);
    EXPECT_EQ(count("STRETCH"), 0u);
    stroke({1000, 0, 0, 0, -1}, cheek);             // a stamp
    stroke({1000, 0, 0, 1500, 0, 1000, 0}, cheek);  // needles that never came
    EXPECT_TRUE(run().findings.empty());
    stroke({0, 0, 499}, cheek);
    EXPECT_EQ(count("STRETCH"), 0u);  // 1 of 11
    stroke({0, 0, 499}, cheek);
    expect_one(run(), {"STRETCH", tick - 2001, tick - 999, 100.0 * 2 / 12, 10});
}

TEST_F(TechniqueLimit, dwelling_counts_above_one_and_two_seconds) {
    const struct {
        std::uint32_t still_ms;
        double limit;
    } cases[] = {{1000, 0}, {1001, 1}, {2000, 1}, {2001, 2}};
    for (const auto& one : cases) {
        restart();
        stroke({0, 0, 1000, one.still_ms}, cheek);
        if (one.limit == 0) {
            EXPECT_EQ(count("DWELL"), 0u);
            continue;
        }
        expect_one(run(),
                   {"DWELL", tick - 1000, tick, one.still_ms / 1000.0, one.limit, one.limit > 1 ? NP_MAJOR : NP_MINOR});
    }
}

TEST_F(TechniqueLimit, two_seconds_of_dry_needling_are_one_stroke) {
    hand.state |= NP_STRIKE_DRY;
    strikes(cheek, 201, 10);  // 2.00 s
    EXPECT_EQ(count("DRY"), 0u);
    strikes(cheek, 1, 10);
    expect_one(run(), {"DRY", 1000, tick - 9, 2.01, 2, NP_MAJOR});
    restart();
    hand.state |= NP_STRIKE_DRY;
    strikes(cheek, 150, 10);
    hand.state = Hand{}.state;
    strikes(cheek, 1, 10);  // wet: begins anew
    hand.state |= NP_STRIKE_DRY;
    strikes(cheek, 150, 10);
    EXPECT_EQ(count("DRY"), 0u);
}

TEST_F(TechniqueLimit, gliding_where_one_stamps) {
    const std::uint32_t tip = plan("nose_tip", "nose_tip");
    stroke({0, 0, 1000, 0, -1}, tip);
    stroke({}, cheek);
    EXPECT_EQ(count("GLIDE_ON_STAMP_ZONE"), 0u);
    stroke({}, tip);
    expect_one(run(), {"GLIDE_ON_STAMP_ZONE", tick - 1000, tick});
}

TEST_F(TechniqueLimit, a_turn_follows_at_once) {
    for (const sdk::Tick pause : {0u, 1u, 2u}) {
        restart();
        tick = stroke_over(events, stage, cheek, 0, 50, tick, hand, {0, false, 1, 0, 0}) - 1;  // its last tick
        ++hand.stroke;
        stroke_over(events, stage, cheek, 50, 100, tick + pause, hand);
        if (pause < 2)
            expect_one(run(), {"TWIST", tick, tick + pause + 1});
        else
            EXPECT_EQ(count("TWIST"), 0u);
    }
    for (const bool before : {true, false}) {  // a change of setting cuts a stroke, too
        restart();
        if (before) {
            sdk::event::setting off;
            off.tick = 1401;
            off.parameter = "rate";
            tick = 1000;
            sdk::EventBuffer whole;
            const sdk::Tick end = stroke_over(whole, stage, cheek, 0, 50, tick, hand, {0, false, 1, 0, 0}) - 1;
            off.tick = end;
            tick = needle_cells(events, stage, cheek, 0, 50, tick + 1, hand);
            events.append(off);
            sdk::event::stroke_end stop;
            stop.tick = end;
            stop.stroke = hand.stroke++;
            stop.zone = cheek;
            stop.strikes = 50;
            stop.duration_ms = stop.stretched_ms = 400;
            events.append(stop);
            tick = end;
        } else {
            tick = stroke_over(events, stage, cheek, 0, 50, tick, hand, {0, false, 1, 0, 0}) - 1;
            ++hand.stroke;
            sdk::event::setting off;
            off.tick = tick;
            off.parameter = "rate";
            events.append(off);
        }
        stroke_over(events, stage, cheek, 50, 100, tick, hand);
        EXPECT_EQ(count("TWIST"), 0u) << before;
    }
}

TEST_F(TechniqueLimit, seated_needles_are_dragged_half_a_millimetre_at_most) {
    for (const std::int32_t drag : {500, 501}) {
        restart();
        for (int again = 0; again < 3; ++again) {
            auto strike = strike_in(stage, cheek, 0, tick += 8, hand);
            strike.drag_um[3] = drag;
            events.append(strike);
        }
        if (drag == 500)
            EXPECT_EQ(count("TWIST"), 0u);
        else
            expect_one(run(), {"TWIST", 1008, 1009, 0.501, 0.5});  // once in a stroke
    }
}

TEST_F(TechniqueLimit, twenty_strikes_are_no_slip) {
    const std::uint32_t lip = stage.add_zone("upper_lip", "upper_lip", 20, 20);
    strikes(cheek, 1);
    const sdk::Tick first = tick;
    strikes(lip, 19);
    EXPECT_EQ(count("OFF_PLAN"), 0u);
    strikes(lip, 1);
    expect_one(run(), {"OFF_PLAN", first, tick - 7, 20, 20});
    EXPECT_EQ(run().of("OFF_PLAN")[0].cell, stage.cell(lip, 0));
}

TEST_F(TechniqueLimit, a_bent_tip_is_used_on) {
    const auto see = [&](const char* seen) {
        sdk::event::observe look;
        look.tick = ++tick;
        look.what = "tip";
        look.seen = seen;
        events.append(look);
        ++tick;
    };
    see("clean");
    strikes(cheek, 30);
    see("blunt");
    const sdk::Tick first = tick;
    strikes(cheek, 19);
    EXPECT_EQ(count("BENT_TIP"), 0u);
    strikes(cheek, 1);
    const sdk::Tick last = tick - 8;
    strikes(cheek, 50);
    expect_one(run(), {"BENT_TIP", first, last + 1, std::nan(""), std::nan(""), NP_MAJOR});
    restart();
    see("bent");
    strikes(cheek, 19);
    set("cartridge", 1, false);
    strikes(cheek, 19);
    EXPECT_EQ(count("BENT_TIP"), 0u);
    see("bent");
    strikes(cheek, 20);
    EXPECT_EQ(count("BENT_TIP"), 1u);
}

TEST_F(TechniqueLimit, eyes_after_nose_needs_twenty_strikes_of_each) {
    const std::uint32_t nose = plan("nose_dorsum", "nose_dorsum"), eye = plan("crow_l", "crow");
    strikes(nose, 19);
    strikes(eye, 100);
    EXPECT_EQ(count("ZONE_ORDER"), 0u);
    strikes(nose, 1);
    const sdk::Tick first = tick;
    strikes(eye, 19);
    EXPECT_EQ(count("ZONE_ORDER"), 0u);
    strikes(eye, 1);
    const sdk::Tick last = tick - 8;
    strikes(eye, 30);
    expect_one(run(), {"ZONE_ORDER", first, last + 1});
    restart();
    strikes(nose, 20);
    strikes(eye, 19);
    strikes(nose, 1);  // back again: the count of the other begins anew
    strikes(eye, 19);
    EXPECT_EQ(count("ZONE_ORDER"), 0u);
}

TEST_F(TechniqueLimit, skin_that_must_be_spared) {
    Parameters& p = stage.parameters;
    p.set("mask.eye_globe", std::string("C"));
    p.set("mask.hair", std::string("info"));
    for (const char* of_case : {"lesion_mole", "filler_recent", "tox_recent"})
        p.set(std::string("mask.") + of_case, std::string("C"));
    const struct {
        const char* mask;
        int strikes, needles;  // of 14
        int severity;          // -1: no finding
    } cases[] = {{"vermilion", 1, 6, -1},
                 {"vermilion", 1, 7, NP_MINOR},
                 {"vermilion", 19, 14, NP_MINOR},
                 {"vermilion", 20, 14, NP_MAJOR},
                 {"lid_lower_inside_rim", 19, 14, NP_MINOR},
                 {"lid_lower_inside_rim", 20, 14, NP_CRITICAL},
                 {"eye_globe", 1, 14, NP_MAJOR},
                 {"eye_globe", 2, 14, NP_CRITICAL},
                 {"lesion_mole", 30, 14, -1},
                 {"filler_recent", 30, 14, -1},
                 {"tox_recent", 30, 14, -1}};
    for (const auto& one : cases) {
        Stage other = stage;
        const std::uint32_t spot = other.cell(cheek, 5);
        other.mask(spot, one.mask);
        sdk::EventBuffer work;
        sdk::Tick at = 1000;
        for (int i = 0; i < one.strikes; ++i, at += 8) {
            auto strike = strike_in(other, cheek, 6, at, hand);
            for (int k = 14 - one.needles; k < 14; ++k) strike.cell[static_cast<std::size_t>(k)] = spot;
            work.append(strike);
        }
        const Seen seen = other.run(work);
        if (one.severity < 0) {
            EXPECT_TRUE(seen.of("MASK").empty()) << one.mask << " " << one.needles;
            continue;
        }
        expect_one(seen,
                   {"MASK", 1000, at - 7, static_cast<double>(one.strikes), 0, static_cast<np_severity>(one.severity)});
        EXPECT_EQ(seen.of("MASK")[0].cell, spot);
        EXPECT_EQ(seen.of("MASK")[0].zone, cheek);
        const bool listed = one.severity == NP_CRITICAL && one.strikes >= 20;
        EXPECT_EQ(seen.of("MASK")[0].critical, listed ? "CR10" : "") << one.mask;
    }
}

TEST_F(TechniqueLimit, forty_five_minutes_of_needling) {
    stroke({0, 0, 2700000, 0, 0, 2700000}, cheek);
    EXPECT_EQ(count("TIME"), 0u);
    stroke({0, 0, 600, 0, 0, 600}, cheek);
    expect_one(run(), {"TIME", tick, tick + 1, 45.01, 45});
}

TEST_F(TechniqueLimit, directions_that_are_missing) {
    strikes(cheek, 10);
    stage.tissue_zones[cheek].passes_in_bin[3] = 3;
    expect_one(run(), {"ONE_DIRECTION", 1000, tick - 7, 1, 3, NP_MAJOR});
    stage.parameters.set("plan.buccal_l.passes_hi", 2.0);
    expect_one(run(), {"DIRECTION_MISSING", 1000, tick - 7, 1, 3});
    stage.tissue_zones[cheek].passes_in_bin[3] = 2;
    expect_one(run(), {"DIRECTION_MISSING", 1000, tick - 7, 1, 2});
    stage.tissue_zones[cheek].passes_in_bin[3] = 1;
    stage.tissue_zones[cheek].passes_in_bin[4] = 5;
    EXPECT_TRUE(run().findings.empty());
    stage.tissue_zones[cheek].passes_in_bin[2] = 3;
    expect_one(run(), {"DIRECTION_MISSING", 1000, tick - 7, 2, 3});
}

TEST_F(TechniqueLimit, settings_on_the_skin_tell_their_moment) {
    strikes(cheek, 1);
    set("needle_length", 1250, true);
    expect_one(run(), {"DEPTH_ON_SKIN", tick, tick + 1});
    set("motor", 1, true);
    expect_one(run(), {"MOTOR_ON_SKIN", tick, tick + 1});
    restart();
    set("motor", 1, false);
    expect_one(run(), {"NO_NEEDLING", tick, tick + 1, std::nan(""), std::nan(""), NP_MAJOR});
}

// A patch of 50 x 40 cells in rows of 50: 60 % (24 rows) are a pass, 20 % (8 rows) in another direction the next.
TEST_F(TechniqueLimit, a_pass_and_the_next) {
    const struct {
        std::uint32_t rows, next_rows;
        std::int64_t direction_mdeg;
        bool unseen;
    } cases[] = {{24, 8, 90000, true},  {23, 8, 90000, false},   {24, 7, 90000, false},  {24, 8, 22499, false},
                 {24, 8, 22500, true},  {24, 8, 157499, true},   {24, 8, 157500, false}, {24, 8, -1, true},
                 {24, 24, 22499, true}, {24, 23, 157500, false}, {24, 23, 0, false}};
    for (const auto& one : cases) {
        restart();
        TechniqueScorer::strokes(cheek, one.rows);
        const sdk::Tick first = tick + 401;  // the end of the first stroke of the next pass
        TechniqueScorer::strokes(cheek, one.next_rows, {one.direction_mdeg}, 3);
        if (one.unseen) {
            expect_one(run(), {"PATCH_NOT_LOOKED", first, tick - 201});
            EXPECT_EQ(run().of("PATCH_NOT_LOOKED")[0].cell, stage.cell(cheek, 3 * 50));
        } else {
            EXPECT_EQ(count("PATCH_NOT_LOOKED"), 0u) << one.rows << " " << one.next_rows << " " << one.direction_mdeg;
        }
    }
}

TEST_F(TechniqueLimit, only_a_look_at_the_skin_there_is_a_look) {
    const struct {
        const char* what;
        std::uint32_t zone;
        bool seen;
    } cases[] = {{"skin", cheek, true},
                 {"endpoint", cheek, true},
                 {"skin", NP_NO_ZONE, true},
                 {"skin", bone, false},
                 {"tip", cheek, false}};
    for (const auto& one : cases) {
        restart();
        TechniqueScorer::strokes(cheek, 24);
        sdk::event::observe look;
        look.tick = ++tick;
        look.zone = one.zone;
        look.what = one.what;
        events.append(look);
        TechniqueScorer::strokes(cheek, 8, {90000});
        EXPECT_EQ(count("PATCH_NOT_LOOKED"), one.seen ? 0u : 1u) << one.what << " " << one.zone;
    }
}

// 74 x 74 mm are one patch, 76 x 76 mm four; each is judged alone.
TEST_F(TechniqueLimit, patches_divide_a_zone_evenly) {
    for (const std::uint32_t side : {74u, 76u}) {
        Stage pad{"technique"};
        const std::uint32_t flat = pad.add_zone("pad_flat", "pad_flat", side, side);
        pad.parameters = stage.parameters;
        pad.parameters.set("plan.zones", std::string("pad_flat"));
        pad.parameters.set("plan.pad_flat.passes_hi", 4.0);
        restart();
        sdk::EventBuffer work;
        for (const std::int64_t direction : {0, 90000})
            for (std::uint32_t row = 38; row < side; ++row) {  // the lower right quarter
                tick = stroke_over(work, pad, flat, row * side + 38, row * side + side, tick, hand, {direction}) + 100;
                ++hand.stroke;
            }
        const Seen seen = pad.run(work);
        EXPECT_EQ(seen.of("PATCH_NOT_LOOKED").size(), side == 76 ? 1u : 0u);
        // 23 of its 38 rows were a pass: what was touched afterwards is told from the 24th on.
        for (const SeenFinding& one : seen.of("PATCH_NOT_LOOKED"))
            EXPECT_EQ(one.cell, pad.cell(flat, (38 + 23) * side + 38));
    }
}

}  // namespace
}  // namespace np::test
