#include "needlepoint/anatomy/zone_table.h"

#include <gtest/gtest.h>

#include "needlepoint/anatomy/practice_pad.h"
#include "needlepoint/sdk/math.h"
#include "rules_for_tests.h"

namespace np::anatomy {
namespace {

// Every feature at once: sides, holes, negative positions, masks.
ZoneTable speckled_table() {
    ZoneTable table;
    table.grid_width = 37;
    table.grid_height = 23;
    table.masks = {"", "ear", "lesion_a"};
    table.zones = {{"malar_l", "malar", true, {0, 0.6, 0.8}, {0.07, 1.005, 6, 1.1}},
                   {"chin", "chin", true, {1, 0, 0}, {0.1, 1.4, 11, 1}}};
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        const auto dice = np_random_bits(7, 1, cell);
        const bool hole = dice % 5 == 0;
        table.cell_zone.push_back(dice % 3 == 0 ? kNoZone : static_cast<std::uint8_t>(dice % 2));
        table.cell_mask.push_back(static_cast<std::uint8_t>((dice >> 8) % 3));
        table.cell_area_um2.push_back(hole ? 0 : static_cast<std::uint32_t>(dice >> 40));
        const auto part = [&](int shift) {
            return hole ? 0 : static_cast<std::int32_t>((dice >> shift) % 200001) - 100000;
        };
        table.cell_center_um.push_back({part(3), part(17), part(29)});
        table.cell_normal_q30.push_back({(part(5) / 4) * 32768, (part(9) / 4) * 32768, (part(11) / 4) * 32768});
    }
    return table;
}

void expect_same(const ZoneTable& a, const ZoneTable& b) {
    EXPECT_EQ(a.grid_width, b.grid_width);
    EXPECT_EQ(a.grid_height, b.grid_height);
    EXPECT_EQ(a.masks, b.masks);
    EXPECT_EQ(a.cell_zone, b.cell_zone);
    EXPECT_EQ(a.cell_mask, b.cell_mask);
    EXPECT_EQ(a.cell_area_um2, b.cell_area_um2);
    EXPECT_EQ(a.cell_center_um, b.cell_center_um);
    EXPECT_EQ(a.cell_normal_q30, b.cell_normal_q30);
    ASSERT_EQ(a.zones.size(), b.zones.size());
    for (std::size_t i = 0; i < a.zones.size(); ++i) {
        EXPECT_EQ(a.zones[i].id, b.zones[i].id);
        EXPECT_EQ(a.zones[i].base, b.zones[i].base);
        EXPECT_EQ(a.zones[i].bony, b.zones[i].bony);
        EXPECT_EQ(a.zones[i].long_axis, b.zones[i].long_axis);
        EXPECT_EQ(a.zones[i].layers.dermis_mm, b.zones[i].layers.dermis_mm);
        EXPECT_EQ(a.zones[i].layers.stiffness, b.zones[i].layers.stiffness);
    }
}

TEST(ZoneTable, ComesBackFromItsBytes) {
    const ZoneTable table = speckled_table();
    const auto bytes = table.encode();
    const auto back = ZoneTable::decode(bytes);
    ASSERT_TRUE(back) << back.error().message;
    expect_same(table, *back);
    EXPECT_EQ(bytes, back->encode());
}

TEST(ZoneTable, RefusesEveryTruncation) {
    const auto bytes = speckled_table().encode();
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        const auto back = ZoneTable::decode(std::span(bytes).first(length));
        ASSERT_FALSE(back) << "cut to " << length;
        EXPECT_GT(back.error().message.size(), 20u);
    }
}

TEST(ZoneTable, SurvivesHostileBytes) {
    const auto bytes = speckled_table().encode();
    int accepted = 0;
    for (std::uint64_t round = 0; round < 20000; ++round) {
        auto broken = bytes;
        const std::uint64_t changes = 1 + np_random_bits(11, 0, round) % 4;
        for (std::uint64_t k = 0; k < changes; ++k) {
            const auto dice = np_random_bits(11, 1 + k, round);
            // Half of the changes hit the head, where the counts are.
            const std::size_t range = dice % 2 ? 64 : broken.size();
            broken[(dice >> 8) % range] = static_cast<std::byte>(dice >> 56);
        }
        if (const auto back = ZoneTable::decode(broken)) {
            ++accepted;
            // What is accepted is a table that can be used and written again.
            EXPECT_EQ(back->encode(), broken);
        }
    }
    EXPECT_LT(accepted, 20000);
}

TEST(ZoneTable, RefusesTrailingBytes) {
    auto bytes = speckled_table().encode();
    bytes.push_back(std::byte{0});
    EXPECT_FALSE(ZoneTable::decode(bytes));
}

TEST(ZoneTable, MasksWinOverZones) {
    ZoneTable table = speckled_table();
    int treatable = 0;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (!table.treatable(cell)) continue;
        ++treatable;
        EXPECT_EQ(table.cell_mask[cell], 0);
        EXPECT_NE(table.cell_zone[cell], kNoZone);
        EXPECT_GT(table.cell_area_um2[cell], 0u);
    }
    EXPECT_GT(treatable, 50);
    EXPECT_FALSE(table.treatable(table.cell_count()));
    EXPECT_FALSE(table.treatable(kNoCell));
}

TEST(PracticePad, IsAHundredByAHundredCellsOfOneSquareMillimetre) {
    const Body pad = make_practice_pad(rules_for_tests());
    ASSERT_EQ(pad.table.cell_count(), 10000u);
    ASSERT_EQ(pad.table.zones.size(), 1u);
    EXPECT_EQ(pad.table.zones[0].id, "pad_flat");
    EXPECT_DOUBLE_EQ(pad.table.zones[0].layers.dermis_mm, 1.4);
    std::uint64_t area = 0;
    for (std::uint32_t cell = 0; cell < 10000; ++cell) {
        EXPECT_TRUE(pad.table.treatable(cell));
        area += pad.table.cell_area_um2[cell];
    }
    EXPECT_EQ(area, 10'000'000'000u);  // 100 cm^2
}

TEST(PracticePad, FindsTheCellUnderAPoint) {
    const Body pad = make_practice_pad(rules_for_tests());
    for (std::uint32_t cell = 0; cell < 10000; ++cell) {
        const auto& center = pad.table.cell_center_um[cell];
        const geometry::Vec3 above{center[0] / 1000.0, center[1] / 1000.0, 5};
        const auto point = pad.surface->closest(above);
        ASSERT_TRUE(point);
        ASSERT_EQ(pad.cell_at(*point), cell);
        const auto hit = pad.surface->first_hit({above, {0, 0, -1}});
        ASSERT_TRUE(hit);
        EXPECT_NEAR(hit->t, 5.0, 1e-12);
    }
    EXPECT_FALSE(pad.surface->first_hit({{60, 0, 5}, {0, 0, -1}}));
}

TEST(PracticePad, IsTheSameEveryTime) {
    EXPECT_EQ(make_practice_pad(rules_for_tests()).hash, make_practice_pad(rules_for_tests()).hash);
}

}  // namespace
}  // namespace np::anatomy
