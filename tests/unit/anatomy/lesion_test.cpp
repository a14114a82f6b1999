// Marks on the skin: where they lie, which cells are theirs, what is spared.
#include <gtest/gtest.h>

#include <malloc.h>

#include <algorithm>

#include "head_for_tests.h"
#include "needlepoint/anatomy/patient.h"
#include "rules_for_tests.h"

namespace np::anatomy {
namespace {

using geometry::Vec3;

LesionRequest mark(const std::string& id, const std::string& shape, double radius_mm) {
    LesionRequest request;
    request.id = id;
    request.kind = id;
    request.zone = "buccal_l";
    request.radius_mm = radius_mm;
    request.look.shape = shape;
    return request;
}

Patient with(const std::vector<LesionRequest>& lesions) {
    PatientRequest request;
    request.lesions = lesions;
    auto patient = build_patient(*head_for_tests(), request, rules_for_tests());
    EXPECT_TRUE(patient) << patient.error().message;
    return patient ? std::move(*patient) : Patient{};
}

Vec3 middle(const ZoneTable& table, std::uint32_t cell) {
    const auto& c = table.cell_center_um[cell];
    return {c[0] / 1000.0, c[1] / 1000.0, c[2] / 1000.0};
}

class LesionTest : public ::testing::Test {
  protected:
    void SetUp() override { ASSERT_NE(head_for_tests(), nullptr); }
};

TEST_F(LesionTest, ItsCellsAreThoseUnderItsOutline) {
    LesionRequest oval = mark("scar", "oval", 8);
    oval.look.aspect = 2;
    oval.turn_deg = 30;
    oval.look.ragged = 0.3;
    const Patient patient = with({oval});
    ASSERT_EQ(patient.lesions.size(), 1u);
    const PlacedLesion& lesion = patient.lesions[0];
    const ZoneTable& table = patient.body->table;
    double area = 0;
    for (const auto cell : lesion.cells) area += table.cell_area_um2[cell] / 1e6;
    EXPECT_NEAR(area, 3.14159 * 8 * 4, 25);
    EXPECT_TRUE(std::is_sorted(lesion.cells.begin(), lesion.cells.end()));
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (table.cell_area_um2[cell] == 0 || length(middle(table, cell) - lesion.center_mm) > 20) continue;
        const bool within = covers(lesion, offset_in(lesion, middle(table, cell)));
        const bool listed = std::binary_search(lesion.cells.begin(), lesion.cells.end(), cell);
        if (within) {
            EXPECT_TRUE(listed) << cell;
        } else if (listed) {
            EXPECT_LT(length(middle(table, cell) - lesion.center_mm), 1.5) << "only the one under its middle";
        }
    }
}

TEST_F(LesionTest, ItsMaskFollowsItsOutlineAndMargin) {
    LesionRequest line = mark("wound", "line", 10);
    line.look.aspect = 10;
    line.margin_mm = 3;
    const Patient patient = with({line});
    const ZoneTable& table = patient.body->table;
    const PlacedLesion& lesion = patient.lesions[0];
    const auto mask = table.mask_index("lesion_wound");
    ASSERT_TRUE(mask);
    // A line of 20 mm with 3 mm around it is far from a disc: nothing is masked 5 mm above its middle.
    double masked = 0;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (table.cell_mask[cell] != *mask) continue;
        masked += table.cell_area_um2[cell] / 1e6;
        const SkinOffset at = offset_in(lesion, middle(table, cell));
        EXPECT_LT(std::abs(at.up_mm), 4.5);
        EXPECT_LT(std::abs(at.left_mm), 13.5);
        EXPECT_FALSE(table.treatable(cell));
    }
    EXPECT_NEAR(masked, 20 * 7 + 28, 45);
}

TEST_F(LesionTest, WhatIsThereToBeTreatedHasNoMask) {
    LesionRequest scar = mark("boxcar", "oval", 2);
    scar.spared = false;
    const Patient patient = with({scar});
    EXPECT_FALSE(patient.body->table.mask_index("lesion_boxcar"));
    ASSERT_FALSE(patient.lesions[0].cells.empty());
    for (const auto cell : patient.lesions[0].cells) EXPECT_TRUE(patient.body->table.treatable(cell));
}

TEST_F(LesionTest, ASeedPutsItInItsZone) {
    std::vector<LesionRequest> many;
    for (std::uint64_t i = 0; i < 12; ++i) {
        many.push_back(mark("p" + std::to_string(i), "disc", 1.5));
        many.back().zone = i % 2 ? "malar_r" : "forehead";
        many.back().placed = 40 + i;
        many.back().spared = false;
    }
    const Patient one = with(many), two = with(many);
    std::vector<std::uint32_t> cells;
    for (std::size_t i = 0; i < many.size(); ++i) {
        EXPECT_EQ(one.lesions[i].cells, two.lesions[i].cells);
        const auto zone = one.body->table.zone_index(many[i].zone);
        for (const auto cell : one.lesions[i].cells) EXPECT_EQ(one.body->table.cell_zone[cell], *zone) << many[i].id;
        cells.push_back(one.lesions[i].cells.front());
    }
    std::sort(cells.begin(), cells.end());
    EXPECT_EQ(std::unique(cells.begin(), cells.end()), cells.end()) << "twelve seeds, twelve places";
}

TEST_F(LesionTest, ARingHasAHoleAndAClusterParts) {
    LesionRequest cluster = mark("sore", "cluster", 5);
    cluster.look.parts = 6, cluster.look.part_mm = 1;
    const Patient patient = with({mark("ring", "ring", 10), cluster});
    EXPECT_EQ(patient.lesions[0].outlines.size(), 2u);
    EXPECT_FALSE(covers(patient.lesions[0], {0, 0}));
    EXPECT_TRUE(covers(patient.lesions[0], {8, 0}));
    EXPECT_EQ(patient.lesions[1].outlines.size(), 6u);
}

TEST_F(LesionTest, AChangeOfPatientGivesEverythingBack) {
    // Two people in turn: what the heap holds afterwards does not grow.
    PatientRequest a, b;
    b.male = 1, b.age_years = 70, b.eyes_closed = false;
    b.lesions = {mark("m", "disc", 2)};
    Digest hash{};
    std::size_t held = 0;
    for (int i = 0; i < 8; ++i) {
        const auto patient = build_patient(*head_for_tests(), i % 2 ? a : b, rules_for_tests());
        ASSERT_TRUE(patient);
        EXPECT_EQ(patient->body.use_count(), 1);
        if (i % 2 == 0) continue;
        if (i == 1) hash = patient->body->hash;
        EXPECT_EQ(patient->body->hash, hash);
        if (i == 3) held = mallinfo2().uordblks;
        if (i > 3) {
            EXPECT_LE(mallinfo2().uordblks, held + 20000) << "bytes after " << i << " changes";
        }
    }
}

}  // namespace
}  // namespace np::anatomy
