#include "needlepoint/anatomy/head_import.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "head_for_tests.h"
#include "rules_for_tests.h"
#include "scan_for_tests.h"

namespace np::anatomy {
namespace {

using geometry::Vec3;

PatientRequest somebody() {
    PatientRequest request;
    request.male = 1;
    request.age_years = 51;
    request.african = 0.3, request.asian = 0.3, request.caucasian = 0.4;
    request.weight = 0.6;
    request.shape = {{"nose-hump-morehump", 0.4}, {"l-cheek-volume-inflate", 0.35}, {"chin-width-max", 0.4},
                     {"head-square", 0.3},        {"mouth-scale-horiz-incr", 0.3},  {"forehead-scale-vert-more", 0.3}};
    request.sided = {{"r-cheek-bones-out", 0.3}};
    return request;
}

class HeadImport : public ::testing::Test {
  protected:
    static const Patient& person() {
        static const Patient patient = [] {
            auto made = build_patient(*head_for_tests(), somebody(), rules_for_tests());
            return made ? std::move(*made) : Patient{};
        }();
        return patient;
    }
    void SetUp() override {
        ASSERT_NE(head_for_tests(), nullptr);
        ASSERT_TRUE(person().body);
    }
    static std::string refused(const ScanMesh& mesh, const ImportRequest& request) {
        const auto made = import_head(*head_for_tests(), mesh, request);
        return made ? "accepted" : made.error().message;
    }
};

#define EXPECT_SAYS(sentence, words) EXPECT_NE((sentence).find(words), std::string::npos) << (sentence)

TEST_F(HeadImport, LaysZonesWhereTheyAre) {
    const TestScan scan = scan_of(person(), 0.15);
    const auto made = import_head(*head_for_tests(), scan.mesh, scan.request);
    ASSERT_TRUE(made) << made.error().message;
    PatientRequest request;
    request.head = made->head;
    request.eyes_closed = true;
    const auto patient = build_patient(*head_for_tests(), request, rules_for_tests());
    ASSERT_TRUE(patient) << patient.error().message;

    // Same cell, same place: over every cell that may be treated, after turning both heads alike by their landmarks.
    const ZoneTable &truth = person().body->table, &ours = patient->body->table;
    EXPECT_EQ(truth.cell_zone, ours.cell_zone);
    std::vector<double> off;
    const auto at = [](const ZoneTable& t, std::uint32_t c) {
        return Vec3{t.cell_center_um[c][0] / 1000.0, t.cell_center_um[c][1] / 1000.0, t.cell_center_um[c][2] / 1000.0};
    };
    // The import leaves a head as it lies; only a small turn may remain, which a few rounds of cross products undo.
    std::vector<std::pair<Vec3, Vec3>> cells;
    for (std::uint32_t cell = 0; cell < truth.cell_count(); ++cell)
        if (truth.treatable(cell) && ours.treatable(cell)) cells.push_back({at(truth, cell), at(ours, cell)});
    for (int round = 0; round < 20; ++round) {
        Vec3 a, b, turn;
        double arm = 0;
        for (const auto& [p, q] : cells) a += p, b += q;
        a = a / double(cells.size()), b = b / double(cells.size());
        for (const auto& [p, q] : cells) turn += cross(q - b, p - a), arm += dot(q - b, q - b);
        turn = 1.5 * (turn / arm);
        for (auto& [p, q] : cells) q = q - b, q = q + cross(turn, q) + a;
    }
    for (const auto& [p, q] : cells) off.push_back(length(p - q));
    std::sort(off.begin(), off.end());
    std::printf("%zu cells: median %.2f, 95 %% %.2f, worst %.2f mm off; skin %.2f (95 %% %.2f) mm from the scan\n",
                off.size(), off[off.size() / 2], off[off.size() * 95 / 100], off.back(), made->report.median_mm,
                made->report.p95_mm);
    EXPECT_LT(off[off.size() * 95 / 100], 2.0);
    EXPECT_LT(made->report.median_mm, 0.4);
    EXPECT_LT(made->report.p95_mm, 1.2);
    EXPECT_GT(made->report.covered, 0.95);
    EXPECT_EQ(made->report.unit_mm, 10);
}

TEST_F(HeadImport, ComesBackFromItsBytes) {
    const TestScan scan = scan_of(person(), 0.1);
    const auto made = import_head(*head_for_tests(), scan.mesh, scan.request);
    ASSERT_TRUE(made) << made.error().message;
    const auto bytes = encode_imported_head(*made->head);
    const auto again = decode_imported_head(*head_for_tests(), bytes);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ((*again)->moves, made->head->moves);
    EXPECT_EQ((*again)->digest, made->head->digest);
    for (std::size_t cut = 0; cut < bytes.size(); cut += 997)
        EXPECT_FALSE(decode_imported_head(*head_for_tests(), std::span(bytes).first(cut)));
    auto bad = bytes;
    bad[bytes.size() / 2] ^= std::byte{1};
    EXPECT_FALSE(decode_imported_head(*head_for_tests(), bad));
}

TEST_F(HeadImport, SaysWhatToFix) {
    const TestScan good = scan_of(person(), 0);
    TestScan scan = good;
    scan.request.units = "mm";
    EXPECT_SAYS(refused(scan.mesh, scan.request), "Say units: cm.");

    scan = good;
    scan.request.landmarks.erase("pronasale");
    scan.request.landmarks["pronasal"] = {};
    EXPECT_SAYS(refused(scan.mesh, scan.request), "missing and needed: pronasale.");
    EXPECT_SAYS(refused(scan.mesh, scan.request), "no landmark called \"pronasal\"");

    scan = good;
    std::swap(scan.request.landmarks["cheilion_l"], scan.request.landmarks["cheilion_r"]);
    EXPECT_SAYS(refused(scan.mesh, scan.request), "cheilion_l and cheilion_r seem to be exchanged");

    scan = good;
    for (const auto& [name, landmark] : good.request.landmarks)
        if (name.size() > 2 && name.substr(name.size() - 2) == "_l") {
            const std::string other = name.substr(0, name.size() - 1) + "r";
            std::swap(scan.request.landmarks[name], scan.request.landmarks[other]);
        }
    EXPECT_SAYS(refused(scan.mesh, scan.request), "Left and right are exchanged");

    scan = good;
    scan.request.landmarks["menton"].at = scan.request.landmarks["menton"].at + Vec3{4, 4, 4};
    EXPECT_SAYS(refused(scan.mesh, scan.request), "menton");

    scan = good;
    scan.mesh.triangles.resize(1000);
    EXPECT_SAYS(refused(scan.mesh, scan.request), "at least 3000");

    scan = good;
    scan.request.landmarks["nasion"] = {{}, 99999999u};
    EXPECT_SAYS(refused(scan.mesh, scan.request), "names vertex 99999999");
}

TEST_F(HeadImport, FindsWhatIsWrongWithTheSkin) {
    const TestScan good = scan_of(person(), 0);
    const auto near = [&](Vec3 p, double radius_mm, const std::array<std::uint32_t, 3>& t) {
        return length(good.mesh.positions[t[0]] - good.of(p)) < 0.1 * radius_mm;
    };
    const auto& table = person().body->table;
    Vec3 cheek;
    double count = 0;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell)
        if (table.cell_zone[cell] == *table.zone_index("buccal_l")) {
            const auto& c = table.cell_center_um[cell];
            cheek += Vec3{c[0] / 1000.0, c[1] / 1000.0, c[2] / 1000.0}, count += 1;
        }
    cheek = person().body->surface->closest(cheek / count)->position;

    TestScan scan = good;
    auto& triangles = scan.mesh.triangles;
    triangles.erase(
        std::remove_if(triangles.begin(), triangles.end(), [&](const auto& t) { return near(cheek, 6, t); }),
        triangles.end());
    EXPECT_SAYS(refused(scan.mesh, scan.request), "hole");
    EXPECT_SAYS(refused(scan.mesh, scan.request), "buccal_l");

    // A sheet through the cheek.
    scan = good;
    const auto first = static_cast<std::uint32_t>(scan.mesh.positions.size());
    for (const Vec3 step : {Vec3{-6, -3, 0}, Vec3{6, -3, 0}, Vec3{0, 6, 0}})
        scan.mesh.positions.push_back(scan.of(cheek + Vec3{step.x, 0.4, step.y + 0.3}));
    scan.mesh.triangles.push_back({first, first + 1, first + 2});
    EXPECT_SAYS(refused(scan.mesh, scan.request), "pass through others");

    // An edge with three triangles.
    scan = good;
    for (const auto& t : good.mesh.triangles)
        if (near(cheek, 1.5, t)) {
            scan.mesh.positions.push_back(scan.of(cheek + Vec3{0, 0, 5}));
            scan.mesh.triangles.push_back({t[0], t[1], static_cast<std::uint32_t>(scan.mesh.positions.size() - 1)});
            break;
        }
    EXPECT_SAYS(refused(scan.mesh, scan.request), "more than two triangles");

    // Inside out is mended and said.
    scan = good;
    for (auto& t : scan.mesh.triangles) std::swap(t[0], t[1]);
    const auto made = import_head(*head_for_tests(), scan.mesh, scan.request);
    ASSERT_TRUE(made) << made.error().message;
    ASSERT_FALSE(made->report.notes.empty());
}

}  // namespace
}  // namespace np::anatomy
