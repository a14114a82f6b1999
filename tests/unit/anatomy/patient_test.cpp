#include "needlepoint/anatomy/patient.h"

#include <gtest/gtest.h>

#include <set>

#include "head_for_tests.h"
#include "needlepoint/sdk/math.h"
#include "rules_for_tests.h"

namespace np::anatomy {
namespace {

using geometry::Vec3;

Patient build(const PatientRequest& request) {
    const BakedHead* head = head_for_tests();
    if (!head) return {};
    auto patient = build_patient(*head, request, rules_for_tests());
    EXPECT_TRUE(patient) << patient.error().message;
    return patient ? std::move(*patient) : Patient{};
}

PatientRequest random_person(std::uint64_t number) {
    const auto dice = [&](std::uint64_t k) { return np_random_uniform(20, number, k); };
    PatientRequest request;
    request.male = dice(0);
    request.age_years = 25 + 60 * dice(1);
    request.african = dice(2);
    request.asian = dice(3);
    request.caucasian = dice(4) + 0.01;
    request.muscle = 0.3 + 0.4 * dice(5);
    request.weight = 0.3 + 0.4 * dice(6);
    request.eyes_closed = number % 4 != 0;
    request.seed = number;
    return request;
}

std::vector<double> zone_areas_cm2(const ZoneTable& table) {
    std::vector<double> areas(table.zones.size(), 0);
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell)
        if (table.treatable(cell)) areas[table.cell_zone[cell]] += table.cell_area_um2[cell] / 1e8;
    return areas;
}

class PatientTest : public ::testing::Test {
  protected:
    // One mean adult for all tests of this suite.
    static const Patient& mean() {
        static const Patient patient = build(PatientRequest{});
        return patient;
    }
    void SetUp() override {
        if (!mean().body) GTEST_FAIL() << "no patient could be built";
    }
};

TEST_F(PatientTest, HasTheTwentyNineZonesOfTheReference) {
    const ZoneTable& table = mean().body->table;
    const std::set<std::string> expected = {"forehead",    "glabella",   "temple_l",    "temple_r",    "crow_l",
                                            "crow_r",      "infraorb_l", "infraorb_r",  "nose_dorsum", "nose_side_l",
                                            "nose_side_r", "nose_tip",   "malar_l",     "malar_r",     "buccal_l",
                                            "buccal_r",    "lateral_l",  "lateral_r",   "nlf_l",       "nlf_r",
                                            "upper_lip",   "lower_lip",  "chin",        "jaw_l",       "jaw_r",
                                            "submental",   "neck_front", "neck_side_l", "neck_side_r"};
    std::set<std::string> found;
    for (const Zone& zone : table.zones) found.insert(zone.id);
    EXPECT_EQ(found, expected);
    const auto areas = zone_areas_cm2(table);
    for (std::size_t i = 0; i < areas.size(); ++i) EXPECT_GT(areas[i], 0.8) << table.zones[i].id << " in cm^2";
}

TEST_F(PatientTest, IsAsBigAsAHead) {
    const auto& at = mean().landmarks_mm;
    EXPECT_NEAR(length(at.at("zygion_l") - at.at("zygion_r")), 132, 15);
    EXPECT_NEAR(length(at.at("nasion") - at.at("menton")), 110, 15);
    EXPECT_NEAR(length(at.at("cheilion_l") - at.at("cheilion_r")), 46, 9);
    EXPECT_NEAR(at.at("tragion_l").x, -at.at("tragion_r").x, 0.6);
    EXPECT_GT(at.at("pronasale").z, at.at("nasion").z);
    EXPECT_GT(at.at("nasion").y, at.at("menton").y);
    EXPECT_GT(at.at("cheilion_l").x, 0);
}

TEST_F(PatientTest, LeftAndRightAreEqual) {
    const ZoneTable& table = mean().body->table;
    const auto areas = zone_areas_cm2(table);
    for (std::size_t i = 0; i < areas.size(); ++i) {
        std::string id = table.zones[i].id;
        if (id.size() < 2 || id.substr(id.size() - 2) != "_l") continue;
        id.back() = 'r';
        const auto other = table.zone_index(id);
        ASSERT_TRUE(other) << id;
        EXPECT_NEAR(areas[i] / areas[*other], 1.0, 0.01) << id;
    }
}

TEST_F(PatientTest, LandmarksLieInTheirZones) {
    const Body& body = *mean().body;
    const auto zone_at = [&](Vec3 p) -> std::string {
        const auto at = body.surface->closest(p);
        const auto cell = at ? body.cell_at(*at) : kNoCell;
        if (cell == kNoCell) return "none";
        const auto mask = body.table.cell_mask[cell];
        if (mask != 0) return body.table.masks[mask];
        const auto zone = body.table.cell_zone[cell];
        return zone == kNoZone ? "none" : body.table.zones[zone].id;
    };
    const auto& at = mean().landmarks_mm;
    EXPECT_EQ(zone_at(at.at("glabella")), "glabella");
    EXPECT_EQ(zone_at(at.at("pronasale")), "nose_tip");
    EXPECT_EQ(zone_at(at.at("pogonion")), "chin");
    EXPECT_EQ(zone_at(at.at("labrale_superius") + Vec3{0, -2, 0}), "vermilion");
    EXPECT_EQ(zone_at(0.5 * (at.at("subnasale") + at.at("labrale_superius"))), "upper_lip");
    EXPECT_EQ(zone_at(0.5 * (at.at("trichion") + at.at("glabella"))), "forehead");
    EXPECT_EQ(zone_at(at.at("cervical") + Vec3{0, -15, 0}), "neck_front");
    EXPECT_EQ(zone_at(0.5 * (at.at("menton") + at.at("cervical"))), "submental");
    EXPECT_EQ(zone_at(at.at("eye_l") + Vec3{0, 4, 20}), "lid_upper");
    for (const std::string side : {"_l", "_r"}) {
        EXPECT_EQ(zone_at(at.at("gonion" + side) + Vec3{0, 25, 0}), "lateral" + side);
        EXPECT_EQ(zone_at(0.55 * at.at("orbitale" + side) + 0.45 * at.at("cheilion" + side) +
                          Vec3{side == "_l" ? 14. : -14., 0, 0})
                      .substr(0, 5),
                  "malar");
        EXPECT_EQ(zone_at(at.at("cheilion" + side) + Vec3{side == "_l" ? 24. : -24., 0, 0}), "buccal" + side);
        EXPECT_EQ(
            zone_at(0.5 * (at.at("alar_base" + side) + at.at("cheilion" + side)) + Vec3{side == "_l" ? 8. : -8., 0, 0}),
            "nlf" + side);
    }
}

TEST_F(PatientTest, TheFaceHasNoHoles) {
    // Skin without zone or mask must reach the border of its chart; what zones and masks enclose is a hole.
    const ZoneTable& table = mean().body->table;
    const std::uint32_t width = table.grid_width, cells = table.cell_count();
    const auto nameless = [&](std::uint32_t cell) {
        return table.cell_area_um2[cell] > 0 && table.cell_zone[cell] == kNoZone && table.cell_mask[cell] == 0;
    };
    std::vector<char> seen(cells, 0);
    for (std::uint32_t start = 0; start < cells; ++start) {
        if (seen[start] || !nameless(start)) continue;
        bool enclosed = true;
        std::vector<std::uint32_t> patch = {start};
        seen[start] = 1;
        for (std::size_t i = 0; i < patch.size(); ++i)
            for (const std::int64_t step :
                 {std::int64_t{-1}, std::int64_t{1}, -std::int64_t{width}, std::int64_t{width}}) {
                const std::int64_t next = patch[i] + step;
                if (next < 0 || next >= cells || table.cell_area_um2[next] == 0)
                    enclosed = false;
                else if (!seen[next] && nameless(static_cast<std::uint32_t>(next)))
                    seen[next] = 1, patch.push_back(static_cast<std::uint32_t>(next));
            }
        EXPECT_FALSE(enclosed) << patch.size() << " cells at column " << start % width << ", row " << start / width;
    }
    // And no cell in a zone lacks surface.
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (table.cell_zone[cell] == kNoZone) continue;
        ASSERT_GT(table.cell_area_um2[cell], 0u) << cell;
    }
}

TEST_F(PatientTest, CellsAddUpToTheSkin) {
    // The cells' areas are the areas of the triangles that have an atlas place, neither more nor less.
    const Body& body = *mean().body;
    double triangles = 0, cells = 0;
    for (std::size_t t = 0; t < body.contact.triangles.size(); ++t) {
        bool placed = true;
        for (const auto& uv : body.contact.uvs[t]) placed = placed && uv.u >= 0;
        const auto& corner = body.contact.triangles[t];
        const auto& p = body.contact.positions;
        if (placed) triangles += 0.5 * length(cross(p[corner[1]] - p[corner[0]], p[corner[2]] - p[corner[0]]));
    }
    for (const auto area : body.table.cell_area_um2) cells += area / 1e6;
    EXPECT_NEAR(cells / triangles, 1.0, 1e-3);
}

TEST_F(PatientTest, ACellKnowsWhereItIs) {
    const Body& body = *mean().body;
    int checked = 0;
    for (std::uint32_t cell = 0; cell < body.table.cell_count(); cell += 97) {
        if (!body.table.treatable(cell)) continue;
        const auto& c = body.table.cell_center_um[cell];
        const auto at = body.surface->closest({c[0] / 1000.0, c[1] / 1000.0, c[2] / 1000.0});
        ASSERT_TRUE(at);
        const auto found = body.cell_at(*at);
        ASSERT_NE(found, kNoCell);
        // The center of a curved or cut cell may fall just beside it.
        const int rows = int(found / body.table.grid_width) - int(cell / body.table.grid_width);
        const int columns = int(found % body.table.grid_width) - int(cell % body.table.grid_width);
        EXPECT_LE(std::abs(rows) + std::abs(columns), 1) << cell;
        ++checked;
    }
    EXPECT_GT(checked, 300);
}

TEST_F(PatientTest, CheekCellsAreAboutASquareMillimetre) {
    const ZoneTable& table = mean().body->table;
    const auto zone = *table.zone_index("buccal_l");
    double sum = 0, count = 0;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell)
        if (table.cell_zone[cell] == zone) sum += table.cell_area_um2[cell] / 1e6, count += 1;
    EXPECT_NEAR(sum / count, 1.0, 0.35);
}

TEST_F(PatientTest, IsClosedAndLooksOutwards) {
    const auto& mesh = mean().body->contact;
    ASSERT_GT(mesh.triangles.size(), 147000u);
    ASSERT_EQ(mesh.normals.size(), mesh.positions.size());
    for (const Vec3 n : mesh.normals) ASSERT_NEAR(length(n), 1.0, 1e-9);
    for (const Vec3 p : mesh.positions) ASSERT_LT(length(p), 400.0);
    // From the front the nose is met first, and it faces the viewer.
    const auto tip = mean().landmarks_mm.at("pronasale");
    const auto hit = mean().body->surface->first_hit({{tip.x, tip.y, 300}, {0, 0, -1}});
    ASSERT_TRUE(hit);
    EXPECT_NEAR(hit->at.position.z, tip.z, 1.0);
    EXPECT_GT(hit->at.normal.z, 0.5);
}

TEST_F(PatientTest, HasWhatDrawingNeeds) {
    const Patient& p = mean();
    for (const SkinMesh* skin : {&p.skin_level1, &p.skin_level2}) {
        EXPECT_EQ(skin->shades.size(), skin->mesh.positions.size());
        EXPECT_EQ(skin->mesh.uvs.size(), skin->mesh.triangles.size());
        int lips = 0, dark = 0;
        for (const auto& shade : skin->shades) lips += shade.lips > 200, dark += shade.occlusion < 100;
        EXPECT_GT(lips, 100);
        EXPECT_GT(dark, 100);
    }
    for (const HairCards* cards : {&p.brows, &p.lashes}) {
        ASSERT_TRUE(cards->image);
        EXPECT_EQ(cards->image->alpha.size(), std::size_t{cards->image->width} * cards->image->height);
        EXPECT_GT(cards->mesh.triangles.size(), 100u);
    }
    for (const ClothMesh* cloth : {&p.cap, &p.gown}) {
        EXPECT_EQ(cloth->occlusion.size(), cloth->mesh.positions.size());
        EXPECT_GT(cloth->mesh.triangles.size(), 1000u);
    }
    // The hem of the cap lies on the skin: no part of the cap floats more than a centimetre above it.
    for (const Vec3 v : p.cap.mesh.positions) {
        const auto skin = p.body->surface->closest(v, 12);
        ASSERT_TRUE(skin) << v.x << " " << v.y << " " << v.z;
    }
}

TEST(Patient, IsTheSameEveryTime) {
    PatientRequest request = random_person(3);
    request.lesions = {{"a", "mole", "malar_l", 3, -2, 2, 3}};
    const Patient one = build(request), two = build(request);
    ASSERT_TRUE(one.body && two.body);
    EXPECT_EQ(one.body->hash, two.body->hash);
    EXPECT_EQ(one.body->table.encode(), two.body->table.encode());
    request.age_years += 5;
    EXPECT_NE(build(request).body->hash, one.body->hash);
}

TEST(Patient, IsTheSameWithEveryCompiler) {
    // Printed by gcc 12 and clang 14 alike, with and without FMA and AVX2. A new recipe or a change of shape changes
    // it.
    PatientRequest request;
    request.male = 0.5;
    request.age_years = 25 + 2 * 13.7;
    request.african = 0.1 * 2;
    request.asian = 0.3;
    request.weight = 0.3 + 0.1 * 2;
    request.eyes_closed = false;
    request.seed = 2;
    request.shape = {{"nose-hump-morehump", 0.1 * 2}, {"l-eye-bag-max", 0.3}};
    request.lesions = {{"a", "mole", "malar_l", 3, 2, 2, 3}};
    const Patient patient = build(request);
    ASSERT_TRUE(patient.body);
    EXPECT_EQ(to_hex(patient.body->hash), "cf87fb99a805a0913e08ae8659025f0b2fb898cf8c7f6da029607b7b7a0c4aee");
}

TEST(Patient, KeepsItsCellsAcrossPeople) {
    const Patient mean = build(PatientRequest{});
    ASSERT_TRUE(mean.body);
    const auto expected = zone_areas_cm2(mean.body->table);
    for (std::uint64_t number = 0; number < 10; ++number) {
        const Patient person = build(random_person(number));
        ASSERT_TRUE(person.body);
        const auto areas = zone_areas_cm2(person.body->table);
        for (std::size_t i = 0; i < areas.size(); ++i) {
            EXPECT_GT(areas[i], expected[i] / 2) << person.body->table.zones[i].id << " of person " << number;
            EXPECT_LT(areas[i], expected[i] * 2) << person.body->table.zones[i].id << " of person " << number;
        }
        for (const Vec3 p : person.body->contact.positions) ASSERT_TRUE(p.x == p.x && length(p) < 450);
        const auto decoded = ZoneTable::decode(person.body->table.encode());
        ASSERT_TRUE(decoded) << decoded.error().message;
        EXPECT_EQ(decoded->cell_area_um2, person.body->table.cell_area_um2);
        EXPECT_EQ(decoded->cell_center_um, person.body->table.cell_center_um);
        EXPECT_EQ(decoded->cell_normal_q30, person.body->table.cell_normal_q30);
    }
}

TEST(Patient, ABeardIsSpared) {
    PatientRequest request;
    request.male = 1;
    const Patient shaved = build(request);
    request.beard = "sideburns";
    const Patient burns = build(request);
    request.beard = "full";
    const Patient full = build(request);
    ASSERT_TRUE(shaved.body && burns.body && full.body);
    const auto bare = zone_areas_cm2(shaved.body->table), some = zone_areas_cm2(burns.body->table),
               none = zone_areas_cm2(full.body->table);
    const auto zone = [&](const char* id) { return *shaved.body->table.zone_index(id); };
    EXPECT_LT(some[zone("lateral_l")], bare[zone("lateral_l")] - 1);
    EXPECT_EQ(some[zone("chin")], bare[zone("chin")]);
    EXPECT_EQ(none[zone("chin")], 0);
    EXPECT_LT(none[zone("buccal_r")], 0.7 * bare[zone("buccal_r")]);
    EXPECT_EQ(none[zone("malar_r")], bare[zone("malar_r")]);
    EXPECT_TRUE(shaved.beard.mesh.triangles.empty());
    ASSERT_GT(full.beard.mesh.triangles.size(), 5 * burns.beard.mesh.triangles.size());
    EXPECT_FALSE(burns.beard.mesh.triangles.empty());
    for (const Vec3 p : full.beard.mesh.positions) {
        const auto skin = full.body->surface->closest(p);
        ASSERT_TRUE(skin);
        EXPECT_LT(length(skin->position - p), 20) << "no hair is longer than that";
    }
    request.beard = "goatee";
    EXPECT_FALSE(build_patient(*head_for_tests(), request, rules_for_tests()));
}

TEST(Patient, OpenEyesCanBeTouched) {
    PatientRequest request;
    request.eyes_closed = false;
    const Patient open = build(request);
    ASSERT_TRUE(open.body);
    for (const Eye& eye : open.eyes) {
        EXPECT_NEAR(eye.radius_mm, 15, 3);
        const auto hit = open.body->surface->first_hit({eye.center_mm + Vec3{0, 0, 60}, {0, 0, -1}});
        ASSERT_TRUE(hit);
        const auto cell = open.body->cell_at(hit->at);
        ASSERT_NE(cell, kNoCell);
        EXPECT_EQ(open.body->table.masks[open.body->table.cell_mask[cell]], "eye_globe");
    }
    request.eyes_closed = true;
    const Patient closed = build(request);
    const auto hit = closed.body->surface->first_hit({closed.eyes[0].center_mm + Vec3{0, 0, 60}, {0, 0, -1}});
    ASSERT_TRUE(hit);
    const auto cell = closed.body->cell_at(hit->at);
    ASSERT_NE(cell, kNoCell);
    EXPECT_NE(closed.body->table.cell_mask[cell], 0);
    EXPECT_FALSE(closed.body->table.treatable(cell));
}

TEST(Patient, LesionsAreSpared) {
    PatientRequest request;
    request.lesions = {{"mole", "mole", "buccal_l", 5, 4, 2, 3}, {"sore", "cold_sore", "upper_lip", 6, 0, 3, 10}};
    const Patient patient = build(request);
    ASSERT_TRUE(patient.body);
    ASSERT_EQ(patient.lesions.size(), 2u);
    const ZoneTable& table = patient.body->table;
    for (const PlacedLesion& lesion : patient.lesions) {
        const auto mask = table.mask_index("lesion_" + lesion.request.id);
        ASSERT_TRUE(mask);
        double area = 0;
        for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
            if (table.cell_mask[cell] != *mask) continue;
            EXPECT_FALSE(table.treatable(cell));
            area += table.cell_area_um2[cell] / 1e6;
        }
        const double reach = lesion.request.radius_mm + lesion.request.margin_mm;
        EXPECT_LT(area, 3.15 * reach * reach * 1.3);
        EXPECT_GT(area, 3.14 * reach * reach * 0.25);
        const auto at = patient.body->surface->closest(lesion.center_mm);
        EXPECT_EQ(table.cell_mask[patient.body->cell_at(*at)], *mask);
        EXPECT_GT(lesion.mm_per_u, 100);
    }
}

TEST(Patient, RefusesWhatCannotBe) {
    const BakedHead* head = head_for_tests();
    ASSERT_NE(head, nullptr);
    const auto refused = [&](auto change) {
        PatientRequest request;
        change(request);
        const auto patient = build_patient(*head, request, rules_for_tests());
        return !patient && patient.error().message.size() > 20;
    };
    EXPECT_TRUE(refused([](auto& r) { r.age_years = 15; }));
    EXPECT_TRUE(refused([](auto& r) { r.age_years = 0.0 / 0.0; }));
    EXPECT_TRUE(refused([](auto& r) { r.male = 2; }));
    EXPECT_TRUE(refused([](auto& r) { r.caucasian = 0; }));
    EXPECT_TRUE(refused([](auto& r) { r.shape["no-such-shape"] = 0.1; }));
    EXPECT_TRUE(refused([](auto& r) { r.lesions = {{"a", "mole", "no_zone"}}; }));
    const auto no_rules = build_patient(*head, PatientRequest{}, Parameters{});
    ASSERT_FALSE(no_rules);
    EXPECT_NE(no_rules.error().message.find("zone."), std::string::npos);
}

TEST(Patient, SkinFollowsSexAgeAndSeed) {
    PatientRequest woman, man;
    man.male = 1;
    const Patient a = build(woman), b = build(man);
    ASSERT_TRUE(a.body && b.body);
    for (std::size_t i = 0; i < a.body->table.zones.size(); ++i)
        EXPECT_NEAR(b.body->table.zones[i].layers.dermis_mm - a.body->table.zones[i].layers.dermis_mm, 0.4, 1e-9);
    woman.seed = 2;
    EXPECT_NE(build(woman).body->table.zones[0].layers.dermis_mm, a.body->table.zones[0].layers.dermis_mm);
    PatientRequest old;
    old.age_years = 80;
    const Patient aged = build(old);
    EXPECT_LT(aged.body->table.zones[*aged.body->table.zone_index("malar_l")].layers.dermis_mm,
              a.body->table.zones[*a.body->table.zone_index("malar_l")].layers.dermis_mm);
    EXPECT_EQ(aged.body->table.zones[*aged.body->table.zone_index("buccal_l")].layers.dermis_mm,
              a.body->table.zones[*a.body->table.zone_index("buccal_l")].layers.dermis_mm);
}

}  // namespace
}  // namespace np::anatomy
