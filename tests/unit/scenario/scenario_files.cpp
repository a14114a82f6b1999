#include "needlepoint/scenario/scenario.h"

#include <filesystem>
#include <vector>

#include "default_pack.h"
#include "needlepoint/core/files.h"
#include "needlepoint/scenario/plan.h"
#include "needlepoint/sdk/math.h"

namespace {

using namespace np::scenario;
namespace fs = std::filesystem;

std::vector<fs::path> shipped() {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::recursive_directory_iterator(std::string(NP_SOURCE_DIR) + "/scenarios"))
        if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
    return paths;
}

std::vector<ZoneFacts> zones_of(const Scenario& scenario) {
    std::vector<ZoneFacts> zones;
    for (const std::string& id : scenario.hands) {
        std::string base = id;
        if (base.size() > 2 && (base.substr(base.size() - 2) == "_l" || base.substr(base.size() - 2) == "_r"))
            base.resize(base.size() - 2);
        zones.push_back({id, base, *mean_layers(default_rules(), base)});
    }
    return zones;
}

Diagnostics complaints(const std::string& text) {
    return parse_scenario(text, "s.yaml", default_rules()).diagnostics;
}
std::string first(const std::string& text) {
    const auto found = complaints(text);
    return found.empty() ? std::string() : found.front().text();
}

const std::string kGood =
    "title: T\nmode: practice\ngoal: fine_lines\nhands: [malar_l]\nscorers: [depth]\npatient: {name: N}\n";

TEST(Scenario, EveryShippedFileIsGood) {
    const auto paths = shipped();
    EXPECT_GE(paths.size(), 4u);
    for (const fs::path& path : paths) {
        const auto scenario = load_scenario(path, default_rules());
        ASSERT_TRUE(scenario) << scenario.error().message;
        EXPECT_EQ(scenario->id, path.parent_path().filename().string() + "/" + path.stem().string());
        EXPECT_EQ(std::string(to_word(scenario->mode)), path.parent_path().filename());
        EXPECT_TRUE(session_parameters(*scenario, default_rules(), zones_of(*scenario)));
    }
}

TEST(Scenario, SessionOfMara) {
    const auto mara =
        load_scenario(std::string(NP_SOURCE_DIR) + "/scenarios/practice/acne-scars-cheeks.yaml", default_rules());
    ASSERT_TRUE(mara) << mara.error().message;
    const auto session = session_parameters(*mara, default_rules(), zones_of(*mara));
    ASSERT_TRUE(session) << session.error().message;
    EXPECT_EQ(session->text("plan.zones"), "malar_l,buccal_l");
    EXPECT_EQ(session->number("plan.malar_l.ideal_mm"), 1.0);
    EXPECT_EQ(session->number("plan.malar_l.rho_ref"), 392);
    EXPECT_EQ(session->number("plan.buccal_l.ideal_mm"), 1.5);
    EXPECT_EQ(session->number("plan.buccal_l.max_mm"), 1.5) << "the label's cap";
    EXPECT_EQ(session->number("plan.buccal_l.goal_grade"), 3);
    EXPECT_EQ(session->text("case.items"), "fit");
    EXPECT_EQ(session->text("case.fit.correct"), "treat");
    EXPECT_EQ(session->text("case.fit.accept"), "modify");
    EXPECT_EQ(session->text("case.fit.safe"), "test,defer,refer");
    EXPECT_EQ(session->text("session.calls_for"),
              "depth,coverage,technique,endpoint,sterility,procedure,contraindication,incidents,communication,outcome");
}

TEST(Scenario, SessionOfJonas) {
    const auto jonas =
        load_scenario(std::string(NP_SOURCE_DIR) + "/scenarios/practice/photo-day.yaml", default_rules());
    ASSERT_TRUE(jonas) << jonas.error().message;
    const auto session = session_parameters(*jonas, default_rules(), zones_of(*jonas));
    EXPECT_EQ(session->text("case.L02.correct"), "defer,stop");
    EXPECT_EQ(session->text("case.L02.unsafe"), "treat,modify");
    EXPECT_EQ(session->text("case.L02.hidden_until"), "cleansed");
    EXPECT_EQ(session->number("case.L02.weight"), 3);
    // Nothing that opens before the first look gives the sore away.
    for (const std::string& word : {jonas->title, jonas->summary, jonas->patient.booking})
        EXPECT_EQ(word.find("sore"), std::string::npos);
}

TEST(Scenario, PolicyChangesTheRow) {
    Scenario scenario = parse_scenario(kGood + "policy: label_us\ncase: [{id: C01}]\n", "s", default_rules()).scenario;
    const auto strict = session_parameters(scenario, default_rules(), zones_of(scenario));
    EXPECT_EQ(strict->text("case.C01.class"), "ABS");
    EXPECT_EQ(strict->text("case.C01.severity"), "C");
    scenario.policy = "cautious";
    EXPECT_EQ(session_parameters(scenario, default_rules(), zones_of(scenario))->text("case.C01.class"), "DEFER");
}

TEST(Scenario, SpellingDoesNotChangeTheDigestButContentsDo) {
    const auto a = parse_scenario(kGood, "a", default_rules());
    const auto b = parse_scenario(
        "# note\nscorers: [ depth ]\n" + kGood.substr(0, kGood.find("scorers")) + "patient:\n  name: N\n", "b",
        default_rules());
    const auto c = parse_scenario(kGood + "minutes: 7\n", "c", default_rules());
    EXPECT_TRUE(a.ok() && b.ok() && c.ok());
    EXPECT_EQ(a.scenario.digest, b.scenario.digest);
    EXPECT_NE(a.scenario.digest, c.scenario.digest);
}

TEST(Scenario, ErrorsNameThePlaceAndTheWordThatWasMeant) {
    EXPECT_EQ(first(kGood + "gaol: glow\n"), "s.yaml:7:1: the scenario has no key 'gaol' (did you mean 'goal'?)");
    const std::string zone =
        "title: T\nmode: practice\ngoal: fine_lines\nhands: [malar_1]\nscorers: [depth]\npatient: {name: N}\n";
    const auto found = complaints(zone);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].line, 4);
    EXPECT_EQ(found[0].column, 9);
    EXPECT_EQ(found[0].suggestion, "malar_l");
    EXPECT_NE(first(kGood + "device: skinpen_precison\n").find("did you mean 'skinpen_precision'"), std::string::npos);
    EXPECT_EQ(first(kGood + "hints: yes\n"),
              "s.yaml:7:8: 'hints': true or false was expected, found 'yes' (did you mean 'true'?)");
}

TEST(Scenario, RefusesWrongTypesAndRanges) {
    for (const char* line : {"minutes: 010",
                             "minutes: -1",
                             "minutes: 1e2",
                             "minutes: \"5\"",
                             "minutes: [5]",
                             "minutes: ",
                             "minutes: .inf",
                             "minutes: 0x10",
                             "time_limit_s: 5",
                             "hints: no",
                             "hands: malar_l",
                             "title: [a]",
                             "title: \"\"",
                             "steps: [T99]",
                             "steps: [T07, T07]",
                             "weights: {depth: 2000}",
                             "weights: {dept: 1}",
                             "incidents: [{id: E11}]",
                             "failures: [{id: gremlins, at_seconds: 3}]",
                             "failures: [{id: blunt}]",
                             "failures: [{id: blunt, at_seconds: 3, pain_from: 4}]",
                             "incidents: [{id: E11, at_seconds: 1, pain_from: 7}]",
                             "case: [{id: L02, correct: [cure]}]",
                             "case: [{id: L02}, {id: L02}]",
                             "case: {id: L02}",
                             "calls: [chin]"}) {
        // A key that the good text has already is replaced.
        std::string text = kGood;
        const std::string key(line, std::string(line).find(':') + 1);
        const std::size_t at = text.find(key);
        if (at != std::string::npos) text.erase(at, text.find('\n', at) + 1 - at);
        EXPECT_FALSE(complaints(text + line + "\n").empty()) << line;
    }
    for (const char* patient :
         {"{name: N, fitzpatrick: 7}", "{name: N, fitzpatrick: 2.5}", "{name: N, age: 3}", "{age: 30}",
          "{name: N, sex: x}", "[]", "N", "{name: N, history: [{topic: weather, answer: a}]}",
          "{name: N, lesions: [{id: a b, kind: mole, zone: chin}]}"}) {
        std::string text = kGood.substr(0, kGood.find("patient"));
        EXPECT_FALSE(complaints(text + "patient: " + patient + "\n").empty()) << patient;
    }
}

TEST(Scenario, RefusesWhatIsNotPlainYaml) {
    EXPECT_NE(first("").find("empty"), std::string::npos);
    EXPECT_NE(first("just words"), "");
    EXPECT_NE(first(std::string("title: a\0b", 10)).find("NUL"), std::string::npos);
    EXPECT_NE(first("\xff\xfet\0i\0").find("UTF-16"), std::string::npos);
    EXPECT_NE(first("title: \xc3\x28").find("UTF-8"), std::string::npos);
    EXPECT_NE(first("title: \xed\xa0\x80").find("UTF-8"), std::string::npos);
    EXPECT_NE(first("title: a\ntitle: b").find("twice"), std::string::npos);
    EXPECT_NE(first("a: &x [1]\nb: *x").find("anchor"), std::string::npos);
    EXPECT_NE(first("a: !!python/object x").find("tag"), std::string::npos);
    EXPECT_NE(first("--- \na: 1\n---\nb: 2").find("document"), std::string::npos);
    EXPECT_NE(first("? [a, b]\n: c").find("key"), std::string::npos);
    EXPECT_NE(first("a: [1, 2"), "");
    EXPECT_NE(first("a: \"b"), "");
    EXPECT_NE(first("\ta: b"), "");
    EXPECT_NE(first(std::string(300000, ' ')).find("bytes"), std::string::npos);
    EXPECT_NE(first("a: " + std::string(200000, '[')), "");
    EXPECT_NE(first("a: " + std::string(100000, '{')), "");
    std::string deep;
    for (int i = 0; i < 400; ++i) deep += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
    EXPECT_NE(first(deep), "");
    std::string dashes;
    for (int i = 0; i < 50000; ++i) dashes += "- ";
    EXPECT_NE(first(dashes), "");
    std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n";
    for (char c = 'b'; c < 'k'; ++c)
        bomb +=
            std::string(1, c) + ": &" + c + " [*" + static_cast<char>(c - 1) + ",*" + static_cast<char>(c - 1) + "]\n";
    EXPECT_NE(first(bomb).find("anchor"), std::string::npos);
}

// Seeded noise, and good files with a few bytes changed, cut or doubled: any answer will do, but it has to be one.
TEST(Scenario, NoiseNeverCrashes) {
    std::vector<std::string> seeds = {kGood};
    for (const fs::path& path : shipped()) seeds.push_back(*np::read_text(path));
    std::size_t refused = 0;
    for (std::uint64_t round = 0; round < 1500; ++round) {
        const auto random = [&](std::uint64_t index, std::uint64_t below) {
            return np_random_bits(42, round, index) % below;
        };
        std::string text = seeds[round % seeds.size()];
        if (round % 5 == 0) text.assign(random(0, 400), ' ');
        const std::uint64_t edits = round % 5 == 0 ? text.size() : 1 + random(1, 6);
        for (std::uint64_t edit = 0; edit < edits && !text.empty(); ++edit) {
            const std::size_t at = random(10 + edit * 3, text.size());
            const char byte = static_cast<char>(random(11 + edit * 3, 256));
            static constexpr char kStructure[] = ":-[]{}&*!|>'\"%@`#,?\n\t 0";
            switch (random(12 + edit * 3, 4)) {
                case 0:
                    text[at] = byte;
                    break;
                case 1:
                    text[at] = kStructure[static_cast<unsigned char>(byte) % (sizeof kStructure - 1)];
                    break;
                case 2:
                    text.erase(at, 1 + static_cast<unsigned char>(byte) % 20);
                    break;
                default:
                    text.insert(at, text.substr(0, 1 + static_cast<unsigned char>(byte) % 40));
                    break;
            }
        }
        const auto parsed = parse_scenario(text, "noise", default_rules());
        if (!parsed.ok()) ++refused;
        for (const auto& diagnostic : parsed.diagnostics) {
            EXPECT_GE(diagnostic.line, 1);
            EXPECT_GE(diagnostic.column, 1);
            EXPECT_FALSE(diagnostic.message.empty());
        }
        parse_rules(text, "noise");
    }
    EXPECT_GT(refused, 1000u);
}

TEST(NearestWord, FindsTypingErrorsAndNothingElse) {
    const std::vector<std::string> words = {"forehead", "chin", "malar_l", "malar_r"};
    EXPECT_EQ(nearest_word("forhead", words), "forehead");
    EXPECT_EQ(nearest_word("hcin", words), "chin");
    EXPECT_EQ(nearest_word("elbow", words), "");
    EXPECT_EQ(nearest_word("", words), "");
}

}  // namespace
