// The patients that ship, and how scenarios name them.
#include "needlepoint/scenario/patient_book.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "needlepoint/scenario/rule_pack.h"
#include "needlepoint/scenario/scan_notes.h"

namespace np::scenario {
namespace {

const PatientBook& book() {
    static const PatientBook loaded = [] {
        auto made = PatientBook::load(std::string(NP_SOURCE_DIR) + "/assets/patients");
        EXPECT_TRUE(made) << made.error().message;
        return made ? *made : PatientBook{};
    }();
    return loaded;
}
const Parameters& rules() {
    static const Parameters loaded = [] {
        auto pack = load_rule_pack(std::string(NP_SOURCE_DIR) + "/assets/rules/default_v1.yaml");
        return pack ? pack->parameters : Parameters{};
    }();
    return loaded;
}
ParsedScenario scenario(const std::string& patient) {
    return parse_scenario(
        "title: A\nmode: practice\ngoal: fine_lines\nhands: [malar_l]\nscorers: [depth]\npatient:\n" + patient,
        "s.yaml", rules(), &book());
}

TEST(PatientBook, ShipsManyPeopleInBalance) {
    ASSERT_GE(book().ids().size(), 24u);
    std::map<int, int> types;
    int women = 0, young = 0, old = 0;
    std::set<std::string> names;
    for (const std::string& id : book().ids()) {
        const auto sheet = book().sheet(id);
        ASSERT_TRUE(sheet) << sheet.error().message;
        ++types[sheet->fitzpatrick];
        women += sheet->male < 0.5;
        young += sheet->age_years < 36;
        old += sheet->age_years >= 55;
        EXPECT_GE(sheet->age_years, 22);
        EXPECT_LE(sheet->age_years, 80);
        EXPECT_EQ(sheet->id, id);
        EXPECT_TRUE(names.insert(sheet->name).second) << sheet->name << " is there twice";
        EXPECT_FALSE(sheet->shape.empty()) << id;
        for (const auto& [shape, weight] : sheet->shape) EXPECT_LE(weight, 0.6) << id << ": " << shape;
    }
    const int count = static_cast<int>(book().ids().size());
    EXPECT_NEAR(women, count / 2.0, 2);
    EXPECT_GE(young, count / 4);
    EXPECT_GE(old, count / 4);
    for (int type = 1; type <= 6; ++type) EXPECT_GE(types[type], 3) << "skin type " << type;
}

TEST(PatientBook, KnowsTheMarksOfTheTables) {
    std::set<std::string> rows;
    for (const auto& [id, kind] : book().lesions()) rows.insert(kind.row);
    for (int row = 1; row <= 23; ++row) {
        const std::string name = (row < 10 ? "L0" : "L") + std::to_string(row);
        EXPECT_TRUE(rows.count(name)) << name;
    }
    for (const char* kind : {"scar_icepick", "scar_boxcar", "scar_rolling", "scar_hypertrophic", "melasma", "lentigo",
                             "wrinkle", "enlarged_pores", "keloid", "tattoo", "pmu_brow"})
        EXPECT_TRUE(book().lesions().count(kind)) << kind;
    // Margins of the clinical tables: 10 mm around infection and what is suspicious.
    EXPECT_EQ(book().lesions().at("cold_sore").margin_mm, 10);
    EXPECT_EQ(book().lesions().at("mole").margin_mm, 3);
    EXPECT_FALSE(book().lesions().at("scar_boxcar").spared);
}

TEST(PatientBook, AScenarioNamesAPatientAndChangesWhatItLikes) {
    const auto parsed = scenario("  id: mara\n  age: 31\n  eyes_closed: false\n  face: {nose_width: 1}\n");
    ASSERT_TRUE(parsed.ok()) << to_text(parsed.diagnostics);
    const PatientSheet& mara = parsed.scenario.patient;
    EXPECT_EQ(mara.name, "Mara");
    EXPECT_EQ(mara.id, "mara");
    EXPECT_EQ(mara.age_years, 31);
    EXPECT_FALSE(mara.eyes_closed);
    EXPECT_NEAR(mara.shape.at("nose-width3-max"), 0.5, 1e-6);
    EXPECT_EQ(mara.shape.count("nose-width3-min"), 0u) << "the scenario's nose, not that of the file";
    EXPECT_GT(mara.shape.at("l-cheek-bones-out"), 0) << "the rest of the face is hers";
}

TEST(PatientBook, ARecordNeedsNoBook) {
    const auto parsed = scenario("  id: kwame\n  lesions: [{id: a, kind: keloid, zone: jaw_l}]\n");
    ASSERT_TRUE(parsed.ok()) << to_text(parsed.diagnostics);
    const auto again = parse_scenario(parsed.scenario.source, "record", rules());
    ASSERT_TRUE(again.ok()) << to_text(again.diagnostics) << parsed.scenario.source;
    EXPECT_EQ(again.scenario.patient.shape, parsed.scenario.patient.shape);
    EXPECT_EQ(again.scenario.patient.sided, parsed.scenario.patient.sided);
    EXPECT_EQ(again.scenario.patient.id, "kwame");
    EXPECT_EQ(again.scenario.digest, parsed.scenario.digest);
    EXPECT_EQ(again.scenario.source, parsed.scenario.source) << "written once, it stays as it is";
}

TEST(PatientBook, SaysWhatIsNotThere) {
    const auto wrong = scenario("  id: maro\n  name: X\n");
    ASSERT_FALSE(wrong.ok());
    EXPECT_NE(to_text(wrong.diagnostics).find("did you mean 'mara'?"), std::string::npos) << to_text(wrong.diagnostics);
    const auto word = scenario("  name: X\n  face: {nose_widht: 0.3}\n");
    EXPECT_NE(to_text(word.diagnostics).find("nose_width"), std::string::npos) << to_text(word.diagnostics);
    const auto far = scenario("  name: X\n  face: {jaw: 1.5}\n");
    EXPECT_FALSE(far.ok());
    const auto kind = scenario("  name: X\n  lesions: [{id: a, kind: keliod, zone: chin}]\n");
    EXPECT_NE(to_text(kind.diagnostics).find("keloid"), std::string::npos) << to_text(kind.diagnostics);
}

TEST(PatientBook, SowsMarksByASeed) {
    const auto parsed = scenario("  name: X\n  lesions: [{id: spot, kind: papule, zone: chin, seed: 4, count: 5}]\n");
    ASSERT_TRUE(parsed.ok()) << to_text(parsed.diagnostics);
    ASSERT_EQ(parsed.scenario.patient.lesions.size(), 5u);
    EXPECT_EQ(parsed.scenario.patient.lesions[4].id, "spot_5");
    EXPECT_TRUE(parsed.scenario.patient.lesions[4].placed);
    EXPECT_FALSE(scenario("  name: X\n  lesions: [{id: a, kind: papule, zone: chin, count: 5}]\n").ok());
}

TEST(PatientBook, LeansAFaceByItsSeed) {
    const auto even = scenario("  name: X\n  seed: 5\n  asymmetry: 0\n"),
               one = scenario("  name: X\n  seed: 5\n  asymmetry: 0.5\n"),
               other = scenario("  name: X\n  seed: 6\n  asymmetry: 0.5\n");
    ASSERT_TRUE(even.ok() && one.ok() && other.ok());
    EXPECT_TRUE(even.scenario.patient.sided.empty());
    EXPECT_FALSE(one.scenario.patient.sided.empty());
    EXPECT_NE(one.scenario.patient.sided, other.scenario.patient.sided);
    for (const auto& [shape, weight] : one.scenario.patient.sided) EXPECT_LE(weight, 0.25) << shape;
}

TEST(ScanNotes, AreReadAndChecked) {
    const auto good = parse_scan_notes(
        "units: cm\neyes: closed\nperson: {sex: female, age: 34}\nlandmarks:\n  nasion: [0.5, -1.25e1, 3]\n"
        "  menton: {vertex: 12}\n",
        "l.yaml");
    ASSERT_TRUE(good.diagnostics.empty()) << to_text(good.diagnostics);
    EXPECT_EQ(good.notes.units, "cm");
    EXPECT_TRUE(good.notes.eyes_closed);
    EXPECT_EQ(good.notes.male, 0);
    EXPECT_NEAR(good.notes.landmarks.at("nasion").at[1], -12.5, 1e-12);
    EXPECT_EQ(*good.notes.landmarks.at("menton").vertex, 12u);
    for (const char* bad : {"units: cm\n", "landmarks: {nasion: [1, 2]}\n", "landmarks: {nasion: [1, 2, x]}\n",
                            "landmarks: {nasion: {vertex: -1}}\n", "landmarks: [1]\n", "units: yards\nlandmarks: {}\n"})
        EXPECT_FALSE(parse_scan_notes(bad, "l.yaml").diagnostics.empty()) << bad;
}

}  // namespace
}  // namespace np::scenario
