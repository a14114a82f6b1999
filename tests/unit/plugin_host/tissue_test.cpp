// What a scorer reads of the skin is what the skin's own model says, from the same events.
#include "needlepoint/plugin_host/tissue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>

#include "clinical_parameters.h"
#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/skin/follow_up.h"

namespace np::test {
namespace {

constexpr std::uint32_t kCells = 20;

anatomy::ZoneTable cheek() {
    anatomy::ZoneTable table;
    table.grid_width = table.grid_height = kCells;
    anatomy::Zone zone;
    zone.id = "buccal_l";
    zone.base = "buccal";
    zone.long_axis = {1, 0, 0};
    zone.layers = {0.08, 1.40, 15, 0.7};
    table.zones = {zone};
    table.masks = {""};
    for (std::uint32_t cell = 0; cell < kCells * kCells; ++cell) {
        table.cell_zone.push_back(0);
        table.cell_mask.push_back(0);
        table.cell_area_um2.push_back(1'000'000);
        table.cell_center_um.push_back(
            {static_cast<std::int32_t>(cell % kCells * 1000), static_cast<std::int32_t>(cell / kCells * 1000), 0});
        table.cell_normal_q30.push_back({0, 0, 1 << 30});
    }
    return table;
}

Parameters rules() {
    Parameters p = clinical_parameters();
    p.set("plan.buccal_l.rho_ref", 294.0);
    p.set("plan.buccal_l.ideal_mm", 1.0);
    p.set("plan.buccal_l.max_mm", 1.25);
    for (const char* name : {"good", "careless"}) {
        const std::string habit = std::string("aftercare.") + name + (std::string(name) == "good" ? ".spf" : ".sun");
        p.set(habit + ".from_h", 0.0);
        p.set(habit + ".until_h", 8000.0);
        p.set(habit + ".advice", std::string("sun"));
    }
    return p;
}

sdk::event::strike strike_at(std::uint32_t cell) {
    sdk::event::strike strike;
    strike.stroke = 1;
    strike.speed_um_s = 30'000;
    strike.force_mn = 700;
    for (std::uint32_t needle = 0; needle < 14; ++needle) {
        strike.cell.push_back((cell + needle * 3) % (kCells * kCells));
        strike.zone.push_back(0);
        strike.depth_um.push_back(900);
        strike.drag_um.push_back(0);
    }
    return strike;
}

TEST(Tissue, GivesTheOutlookOfTheSkin) {
    const Parameters p = rules();
    auto tissue = plugin_host::Tissue::create(cheek().encode(), p);
    ASSERT_TRUE(tissue) << tissue.error().message;
    auto skin = *skin::SkinState::create(cheek(), p);
    sdk::EventBuffer events;
    for (std::uint32_t i = 0; i < 1000; ++i) {
        auto strike = strike_at(i * 7);
        strike.tick = i * 9;
        events.append(strike);
    }
    sdk::event::action told;
    told.tick = 9000;
    told.verb = "tell";
    told.thing = "sun";
    const double before = tissue->outlook(0).risk[NP_COMPLICATION_PIH];
    EXPECT_EQ(before, 0) << "nothing was needled yet";
    for (const sdk::RecordView record : events) tissue->consume(record), skin.consume(record);
    const np_tissue_outlook untold = tissue->outlook(0);
    events.clear();
    events.append(told);
    for (const sdk::RecordView record : events) tissue->consume(record), skin.consume(record);
    const np_tissue_outlook out = tissue->outlook(0);
    const auto expected = skin::outlook(skin, 0, {"told", {{skin::Habit::kSpf, 0, 8000, "sun"}}});
    EXPECT_EQ(out.flags & NP_OUTLOOK_NEEDLED, std::uint32_t{NP_OUTLOOK_NEEDLED});
    EXPECT_EQ(out.collagen, expected.collagen);
    EXPECT_EQ(out.planned_collagen, expected.planned_collagen);
    EXPECT_EQ(out.burden, expected.burden);
    EXPECT_EQ(out.downtime_days, expected.downtime_days);
    EXPECT_EQ(out.goal_grade, skin.goal_grade(0));
    for (std::size_t i = 0; i < NP_COMPLICATIONS; ++i) EXPECT_EQ(out.risk[i], expected.fates[i].probability);
    EXPECT_GT(untold.risk[NP_COMPLICATION_PIH], 2 * out.risk[NP_COMPLICATION_PIH]) << "sun advice was still missing";
    EXPECT_NEAR(tissue->collagen(0, 8, false), 0.63 * out.collagen, 0.005 * out.collagen);
    EXPECT_NEAR(tissue->collagen(0, 8, true), 0.63 * out.planned_collagen, 0.005 * out.planned_collagen);
    EXPECT_EQ(tissue->collagen(7, 8, false), 0);
    EXPECT_EQ(tissue->peak_pain(), skin.peak_pain());
    EXPECT_GT(tissue->peak_pain(), 3);
}

// A visit in little: strokes, and cream wiped off between them.
sdk::EventBuffer visit(std::uint32_t strikes) {
    sdk::EventBuffer events;
    for (std::uint32_t i = 0; i < strikes; ++i) {
        auto strike = strike_at(i * 7);
        strike.tick = i * 9;
        strike.stroke = 1 + i / 30;
        events.append(strike);
        if (i % 30 != 29) continue;
        sdk::event::stroke_end end;
        end.tick = strike.tick + 1;
        end.stroke = strike.stroke;
        end.strikes = 30;
        end.length_um = 30'000;
        events.append(end);
        sdk::event::swipe gauze;
        gauze.tick = strike.tick + 2;
        gauze.substance = "gauze";
        gauze.cell = strike.cell;
        events.append(gauze);
    }
    return events;
}

// The sign of a zero counts too.
template <class Plain>
bool same_bits(const Plain& a, const Plain& b) {
    return std::ranges::equal(std::as_bytes(std::span(&a, 1)), std::as_bytes(std::span(&b, 1)));
}

void expect_same(const plugin_host::Tissue& a, const plugin_host::Tissue& b) {
    const np_tissue_zone zone_a = a.zone(0), zone_b = b.zone(0);
    EXPECT_TRUE(same_bits(zone_a, zone_b));
    const np_tissue_outlook outlook_a = a.outlook(0), outlook_b = b.outlook(0);
    EXPECT_TRUE(same_bits(outlook_a, outlook_b));
    for (std::uint32_t cell = 0; cell < kCells * kCells; ++cell) {
        const np_tissue_cell cell_a = a.cell(cell), cell_b = b.cell(cell);
        ASSERT_TRUE(same_bits(cell_a, cell_b)) << cell;
    }
    EXPECT_EQ(a.pain(), b.pain());
}

TEST(Tissue, IsTheSameWhenEverItIsAsked) {
    auto asked_often = *plugin_host::Tissue::create(cheek().encode(), rules());
    auto asked_once = *plugin_host::Tissue::create(cheek().encode(), rules());
    for (const sdk::RecordView record : visit(600)) {
        asked_often.consume(record);
        asked_often.advance_to(record.tick() + 5);
        (void)asked_often.zone(0);
        asked_once.consume(record);
        asked_once.advance_to(record.tick() + 5);
    }
    expect_same(asked_often, asked_once);
    EXPECT_GT(asked_once.zone(0).mean_rho_per_cm2, 0);
    EXPECT_GT(asked_once.zone(0).hits, 0u);
}

TEST(Tissue, ACellIsTheSameBesideItsZoneAndAlone) {
    auto beside = *plugin_host::Tissue::create(cheek().encode(), rules());
    auto alone = *plugin_host::Tissue::create(cheek().encode(), rules());
    const sdk::EventBuffer events = visit(300);
    beside.consume(events.bytes(), events.count());
    alone.consume(events.bytes(), events.count());
    (void)beside.zone(0);
    for (const std::uint32_t cell : {0u, 5u, 77u, kCells * kCells - 1, kCells * kCells}) {
        const np_tissue_cell a = beside.cell(cell), b = alone.cell(cell);
        EXPECT_TRUE(same_bits(a, b)) << cell;
    }
}

TEST(Tissue, LosesNothingWhereMoreHappensThanIsKept) {
    auto kept = *plugin_host::Tissue::create(cheek().encode(), rules());
    auto folded = *plugin_host::Tissue::create(cheek().encode(), rules());
    sdk::event::strike strike = strike_at(3);
    for (std::uint32_t i = 0; i < 1000; ++i) {
        strike.cell.push_back(i % (kCells * kCells));
        strike.zone.push_back(0);
        strike.depth_um.push_back(700);
        strike.drag_um.push_back(0);
    }
    // About 13 kB each, 56 MB in all.
    for (strike.tick = 0; strike.tick < 4200; ++strike.tick) {
        sdk::EventBuffer events;
        events.append(strike);
        kept.consume(events.bytes(), events.count());
        folded.consume(events.bytes(), events.count());
        if (strike.tick % 1000 == 0) (void)folded.peak_pain();
    }
    expect_same(kept, folded);
    EXPECT_EQ(kept.zone(0).hits, 4200u * 1014u);
}

TEST(PatientSkin, ListsTheCellsOfAZoneThatMayBeNeedled) {
    anatomy::ZoneTable table = cheek();
    table.masks.push_back("lesion_1");
    table.cell_mask[7] = 1;
    table.cell_area_um2[9] = 0;
    const auto patient = *plugin_host::PatientSkin::create(table.encode(), rules());
    std::vector<std::uint32_t> expected;
    for (std::uint32_t cell = 0; cell < kCells * kCells; ++cell)
        if (cell != 7 && cell != 9) expected.push_back(cell);
    const auto listed = patient->treatable_cells(0);
    EXPECT_EQ(std::vector<std::uint32_t>(listed.begin(), listed.end()), expected);
    EXPECT_TRUE(patient->treatable_cells(1).empty());
}

TEST(Tissue, ScoresDepthAsTheSkinDoes) {
    const Parameters p = rules();
    auto tissue = *plugin_host::Tissue::create(cheek().encode(), p);
    auto skin = *skin::SkinState::create(cheek(), p);
    sdk::event::strike strike = strike_at(5);
    strike.force_mn = 3000;
    strike.state = NP_STRIKE_STRETCHED;
    strike.depth_um.assign(14, 1043);
    sdk::EventBuffer events;
    events.append(strike);
    for (const sdk::RecordView record : events) {
        skin.consume(record);
        std::vector<double> nominal_mm(14);
        tissue.nominal_depths(record, nominal_mm.data());
        EXPECT_NEAR(nominal_mm[3], 1.000, 0.0005);
        EXPECT_NEAR(nominal_mm[3], static_cast<double>(skin.nominal_sum_um(5 + 9)) * 1e-3, 0.0005);
    }
}

}  // namespace
}  // namespace np::test
