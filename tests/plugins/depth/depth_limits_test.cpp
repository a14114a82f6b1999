// Every rule of depth at its limit, and what each finding says. Clinical reference 8.1 and 8.3.
#include "depth_stage.h"
#include "wanted_finding.h"
#include "windows.h"

namespace np::test {
namespace {

struct DepthLimit : DepthScorer {
    // Both zones whole at the plan's aim; returns the next tick.
    sdk::Tick perfect() {
        return needle_cells(events, stage, bone, 0, 400, needle_cells(events, stage, cheek, 0, 2000, 0, for_cheek, 1),
                            for_bone, 1);
    }
    Seen run() const { return stage.run(events); }
};

// Cheekbone: plateau 0.85 .. 1.15 mm. Just inside an edge nothing is lost.
TEST_F(DepthLimit, the_plateau_has_two_edges) {
    const struct {
        std::int32_t depth_um;
        const char* rule;
        double limit;
    } cases[] = {{851, nullptr, 0}, {1149, nullptr, 0}, {800, "TOO_SHALLOW", 0.85}, {1200, "TOO_DEEP", 1.15}};
    for (const auto& one : cases) {
        events.clear();
        needle_cells(events, stage, cheek, 0, 2000, 0, for_cheek, 1);
        needle_cells(events, stage, bone, 0, 300, 3000, for_bone, 1);
        Hand off = for_bone;
        off.depth_um = one.depth_um;
        needle_cells(events, stage, bone, 300, 350, 4000, off, 2);
        off.depth_um += one.rule != nullptr && one.limit < 1 ? -100 : 0;
        needle_cells(events, stage, bone, 350, 400, 5000, off, 2);
        if (one.rule == nullptr) {
            EXPECT_TRUE(run().findings.empty()) << one.depth_um;
            continue;
        }
        const bool shallow = one.limit < 1;
        expect_one(run(), {one.rule, 4000, 5000 + 49 * 2 + 1, shallow ? 0.75 : 1.2, one.limit, NP_MINOR,
                           "plan.malar_l.ideal_mm"});
        EXPECT_EQ(run().of(one.rule)[0].cell, stage.cell(bone, shallow ? 350 : 300));
    }
}

// However often the edge itself was hit: the mean's rounding is nobody's fault.
TEST_F(DepthLimit, on_the_edge_of_the_plateau_nothing_is_lost) {
    for (const std::int32_t depth_um : {850, 1150}) {
        events.clear();
        sdk::Tick tick = needle_cells(events, stage, cheek, 0, 2000, 0, for_cheek, 1);
        for_bone.depth_um = depth_um;
        for (std::uint32_t hits = 1; hits <= 12; ++hits)
            for (std::uint32_t row = hits; row <= 12; ++row)
                tick = needle_cells(events, stage, bone, row * 30, row * 30 + 30, tick, for_bone, 1);
        needle_cells(events, stage, bone, 0, 30, tick, for_bone, 1);
        const Seen seen = run();
        EXPECT_TRUE(seen.findings.empty()) << depth_um << " um: " << seen.findings.front().rule;
        EXPECT_EQ(seen.mark, 10000) << depth_um;
    }
}

TEST_F(DepthLimit, a_cell_is_the_mean_of_its_hits) {
    needle_cells(events, stage, cheek, 0, 2000, 0, for_cheek, 1);
    for (const std::int32_t depth : {500, 1500}) {
        for_bone.depth_um = depth;
        needle_cells(events, stage, bone, 0, 400, 3000 + static_cast<sdk::Tick>(depth), for_bone, 1);
    }
    EXPECT_EQ(run().mark, 10000);
}

// Shallow and deep cells share the loss by their area.
TEST_F(DepthLimit, losses_are_split_by_area) {
    needle_cells(events, stage, cheek, 0, 2000, 0, for_cheek, 1);
    for_bone.depth_um = 750;  // 0.6
    needle_cells(events, stage, bone, 0, 100, 3000, for_bone, 1);
    for_bone.depth_um = 1500;  // 0.6
    needle_cells(events, stage, bone, 100, 400, 4000, for_bone, 1);
    const Seen seen = run();
    EXPECT_EQ(seen.mark, 9333);
    EXPECT_EQ(seen.of("TOO_SHALLOW")[0].cost, 167);
    EXPECT_EQ(seen.of("TOO_DEEP")[0].cost, 500);
    expect_one(seen, {"TOO_DEEP", 4000, 4300, 1.5, 1.15});
    EXPECT_NEAR(seen.figure("depth.zone_mark", bone), 60, 1e-9);
    EXPECT_NEAR(seen.figure("depth.hit_cells", bone), 100, 1e-9);
}

TEST_F(DepthLimit, too_few_cells_to_judge) {
    needle_cells(events, stage, cheek, 0, 2000, 0, for_cheek, 1);
    expect_one(run(), {"DEPTH_EMPTY", 1999, 2000, 0, 10, NP_MAJOR});
    needle_cells(events, stage, bone, 0, 20, 3000, for_bone);
    for_bone.depth_um = 600;
    needle_cells(events, stage, bone, 20, 39, 4000, for_bone);
    expect_one(run(), {"DEPTH_SPARSE", 3000, 4000 + 18 * 8 + 1, 9.75, 10, NP_MAJOR});
    EXPECT_EQ(run().of("DEPTH_SPARSE")[0].cell, stage.cell(bone, 20));
    EXPECT_NEAR(run().figure("depth.hit_cells", bone), 9.75, 1e-9);
}

TEST_F(DepthLimit, the_dial_above_the_absolute_maximum) {
    for (const std::uint32_t set : {1500u, 1501u}) {
        events.clear();
        sdk::Tick tick = perfect();
        for_bone.set_depth_um = set;
        const sdk::Tick first = tick;
        tick = needle_cells(events, stage, bone, 0, 10, tick, for_bone);
        for_bone.set_depth_um = set == 1501 ? 1750 : set;
        tick = needle_cells(events, stage, bone, 10, 15, tick, for_bone);
        for_bone.set_depth_um = set;
        tick = needle_cells(events, stage, bone, 15, 20, tick, for_bone);
        for_bone.set_depth_um = 1000;
        needle_cells(events, stage, bone, 0, 10, tick, for_bone);
        if (set == 1500)
            EXPECT_TRUE(run().of("DEPTH_BREACH").empty());
        else
            expect_one(run(), {"DEPTH_BREACH", first, tick - 7, 1.75, 1.5, NP_CRITICAL, "plan.malar_l.abs_max_mm"});
    }
}

// A label that ends at 1.50 mm: the dial may stand there; beyond it twenty strikes are no slip, wherever they fall.
TEST_F(DepthLimit, deeper_than_the_label_covers) {
    const std::uint32_t lip = stage.add_zone("upper_lip", "upper_lip", 20, 20);
    stage.parameters.set("session.label_depth_cap_mm", 1.5);
    EXPECT_NE(run().fault.find("fault.OFFLABEL_DEPTH"), std::string::npos);
    stage.parameters.set("fault.OFFLABEL_DEPTH", std::string("M"));
    const struct {
        std::uint32_t set_um, strikes;
        double cap_mm;
        bool off_label;
    } cases[] = {{1500, 40, 1.5, false},
                 {1501, 19, 1.5, false},
                 {1501, 20, 1.5, true},
                 {2500, 20, 2.5, false},
                 {2500, 20, 0.0, false}};
    for (const auto& one : cases)
        for (const std::uint32_t zone : {cheek, lip}) {
            events.clear();
            stage.parameters.set("session.label_depth_cap_mm", one.cap_mm);
            const sdk::Tick first = perfect();
            Hand deep = for_cheek;  // the skin is reached as deep as planned: the dial is what the label is about
            deep.set_depth_um = one.set_um;
            const sdk::Tick end = needle_cells(events, stage, zone, 0, one.strikes, first, deep) - 7;
            const Seen seen = run();
            EXPECT_EQ(seen.mark, 10000);
            if (!one.off_label) {
                EXPECT_TRUE(seen.of("OFFLABEL_DEPTH").empty()) << one.set_um << " " << one.strikes;
                continue;
            }
            expect_one(seen, {"OFFLABEL_DEPTH", first, end, one.set_um / 1000.0, one.cap_mm, NP_MAJOR,
                              "session.label_depth_cap_mm"});
            EXPECT_EQ(seen.of("OFFLABEL_DEPTH")[0].zone, zone);
            EXPECT_EQ(seen.of("OFFLABEL_DEPTH")[0].cost, 0);
        }
}

// The percentile has to lie above the limit, by whole micrometres: 2.150 mm is allowed where the plan ends at 2.00.
TEST_F(DepthLimit, a_patch_at_the_limit_is_allowed) {
    const struct {
        std::int32_t depth_um;
        const char* rule;
        double limit;
        np_severity severity;
        const char* key;
    } cases[] = {{2150, nullptr, 0, NP_MAJOR, ""},
                 {2151, "OVER_DEPTH", 2.15, NP_MAJOR, "plan.buccal_l.max_mm"},
                 {2650, "OVER_DEPTH", 2.15, NP_MAJOR, "plan.buccal_l.max_mm"},
                 {2651, "DEPTH_BREACH", 2.65, NP_CRITICAL, "plan.buccal_l.abs_max_mm"}};
    for (const auto& one : cases) {
        events.clear();
        perfect();
        Hand deep = for_cheek;
        deep.depth_um = one.depth_um;
        // 17 x 17 cells, one patch and its neighbours.
        for (std::uint32_t again = 0; again < 30; ++again)
            for (std::uint32_t row = 10; row < 27; ++row)
                needle_cells(events, stage, cheek, row * 50 + 10, row * 50 + 27, 5000 + again * 400 + row * 17, deep,
                             1);
        const Seen seen = run();
        if (one.rule == nullptr) {
            EXPECT_TRUE(seen.of("OVER_DEPTH").empty());
            EXPECT_EQ(seen.of("TOO_DEEP").size(), 1u);
            continue;
        }
        ASSERT_EQ(seen.of(one.rule).size(), 1u) << one.depth_um;
        const SeenFinding found = seen.of(one.rule)[0];
        EXPECT_NEAR(found.value, one.depth_um / 1000.0, 1e-9);
        EXPECT_NEAR(found.limit, one.limit, 1e-9);
        EXPECT_EQ(found.severity, static_cast<std::uint32_t>(one.severity));
        EXPECT_EQ(found.limit_key, one.key);
        EXPECT_TRUE(seen.of("TOO_DEEP").empty());
        EXPECT_EQ(found.end_tick, found.first_tick < 2000 ? found.end_tick : 0u);
        EXPECT_GT(found.end_tick, 5000u + 29 * 400);
    }
}

}  // namespace

// ---- the arithmetic of patches ----

namespace {

using namespace np::depth;

HitLog line_of(const std::vector<std::vector<double>>& depths_mm) {
    HitLog log;
    log.cells.resize(depths_mm.size());
    for (std::uint32_t i = 0; i < log.cells.size(); ++i) {
        log.cells[i].cell = 100 + i;
        for (std::size_t k = 0; k < depths_mm[i].size(); ++k) log.add(i, depths_mm[i][k], 10 * (i + 1) + k);
    }
    return log;
}
std::vector<std::size_t> alone(std::size_t i) {
    return {i};
}

TEST(DepthPatch, a_cell_remembers_when_and_how_deep) {
    const HitLog log = line_of({{1.0, 0.5, 70.0, -1.0}});
    const CellHits& cell = log.cells[0];
    EXPECT_EQ(cell.first_tick, 10u);
    EXPECT_EQ(cell.last_tick, 13u);
    std::vector<std::uint16_t> nominal_um;
    for (const HitLog::Hit& hit : log.hits) nominal_um.push_back(hit.nominal_um);
    EXPECT_EQ(nominal_um, (std::vector<std::uint16_t>{1000, 500, 65535, 0}));
    EXPECT_NEAR(cell.mean_mm(), 70.5 / 4, 1e-12);
}

TEST(DepthPatch, percentile_is_the_nearest_rank) {
    std::vector<std::uint16_t> values;
    for (std::uint16_t i = 20; i > 0; --i) values.push_back(static_cast<std::uint16_t>(10 * i));
    EXPECT_EQ(percentile_of(values, 95), 190);
    EXPECT_EQ(percentile_of(values, 95.1), 200);
    EXPECT_EQ(percentile_of(values, 100), 200);
    EXPECT_EQ(percentile_of(values, 5), 10);
    EXPECT_EQ(percentile_of(values, 0), 10);
}

TEST(DepthPatch, needs_enough_hits_and_more_than_the_share_beyond) {
    const WindowRule rule{4, 50};
    EXPECT_FALSE(deepest_window(line_of({{2, 2, 2}}), rule, 1000, alone));  // three hits
    EXPECT_FALSE(
        deepest_window(line_of({{2, 2, 0.5, 0.5}}), rule, 1000, alone));       // half of them: the percentile is 0.5
    EXPECT_FALSE(deepest_window(line_of({{1, 1, 1, 1}}), rule, 1000, alone));  // at the limit
    const auto found = deepest_window(line_of({{2, 2, 3, 0.5}}), rule, 1000, alone);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->cell, 100u);
    EXPECT_EQ(found->percentile_um, 2000);
    EXPECT_EQ(found->members, (std::vector<std::size_t>{0}));
}

TEST(DepthPatch, the_worst_is_told_and_of_equals_the_first) {
    const WindowRule rule{4, 50};
    const auto found =
        deepest_window(line_of({{2, 2, 2, 0.5}, {2, 2, 2, 2}, {3, 3, 3, 3}, {0.5, 0.5, 0.5, 0.5}}), rule, 1000, alone);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->cell, 101u);
    const auto both = deepest_window(line_of({{2, 2}, {2, 2}}), rule, 1000, [](std::size_t) {
        return std::vector<std::size_t>{0, 1};
    });
    ASSERT_TRUE(both);
    EXPECT_EQ(both->members, (std::vector<std::size_t>{0, 1}));
    EXPECT_FALSE(deepest_window({}, rule, 1000, alone));
}

}  // namespace
}  // namespace np::test
