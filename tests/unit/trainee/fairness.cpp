// The same treatment is worth the same: whatever the skin's colour, the side of the face, the hand, the language and
// the way in which the events arrive. And the costs of all findings add up, whoever was at work.
#include <gtest/gtest.h>

#include <clocale>

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/scenario/plan.h"
#include "play.h"

namespace np::test {
namespace {

const std::string kCheeks = "practice/acne-scars-cheeks";

const plugin_host::Libraries& scorers() {
    static const auto kScorers = cli::load_scorers(places(), false);
    EXPECT_TRUE(kScorers) << kScorers.error().message;
    return *kScorers;
}

assessment::Marks grade_again(plugin_host::SessionFacts facts, const sdk::EventBuffer& events) {
    auto grader = assessment::Grader::begin(scorers(), std::move(facts));
    EXPECT_TRUE(grader) << grader.error().message;
    EXPECT_TRUE(grader->consume(events));
    return grader->finish();
}

const Played& visit(const std::string& kind) {
    return known_visit(kCheeks, kind, 3);
}

std::int32_t difference(const assessment::Marks& a, const assessment::Marks& b, const std::string& scorer) {
    return np_abs(static_cast<double>(mark_of(a, scorer) - mark_of(b, scorer))) > 0
               ? mark_of(a, scorer) - mark_of(b, scorer)
               : 0;
}

struct Fairness : testing::TestWithParam<std::string> {};

// What the plan asks of dark skin is a rule of its own, which the marks name; everything else must not look.
TEST_P(Fairness, the_skin_type_changes_nothing_but_what_its_rules_name) {
    const cli::Prepared session = prepared(kCheeks, 3);
    const Played& played = visit(GetParam());
    for (int type = 1; type <= 6; ++type) {
        plugin_host::SessionFacts facts = session.facts;
        facts.parameters.set("session.fitzpatrick", Parameter{static_cast<double>(type), "type", {}});
        const assessment::Marks marks = grade_again(facts, played.events);
        EXPECT_EQ(marks.skin_type_rules.empty(), type < 4);
        for (const auto& scorer : marks.scorers) {
            if (scorer.id == "outcome") continue;  // named: the odds of dark marks are the patient's
            EXPECT_EQ(scorer.mark, mark_of(played.marks, scorer.id)) << scorer.id << " on type " << type;
        }
        EXPECT_EQ(marks.total, played.marks.total);
        EXPECT_EQ(marks.passed, played.marks.passed);
    }
}

std::string other_side(std::string id) {
    if (id.size() > 2 && (id.substr(id.size() - 2) == "_l" || id.substr(id.size() - 2) == "_r"))
        id.back() = id.back() == 'l' ? 'r' : 'l';
    return id;
}

// The whole patient seen in a mirror: every cell keeps its number and changes its side.
TEST_P(Fairness, a_mirrored_face_scores_the_same) {
    const cli::Prepared session = prepared(kCheeks, 3);
    plugin_host::SessionFacts facts = session.facts;
    auto table = anatomy::ZoneTable::decode(facts.table());
    ASSERT_TRUE(table) << table.error().message;
    for (anatomy::Zone& zone : table->zones) {
        zone.id = other_side(zone.id);
        zone.long_axis.x = -zone.long_axis.x;
    }
    for (auto& center : table->cell_center_um) center[0] = -center[0];
    for (auto& normal : table->cell_normal_q30) normal[0] = -normal[0];
    facts.patient = table->encode();
    Parameters mirrored;
    for (const auto& [key, parameter] : session.facts.parameters.entries()) {
        std::string name = key;
        if (key.rfind("plan.", 0) == 0) {
            const std::size_t dot = key.find('.', 5);
            if (dot != std::string::npos) name = "plan." + other_side(key.substr(5, dot - 5)) + key.substr(dot);
        }
        Parameter value = parameter;
        if (key == "plan.zones" || key == "plan.field" || key == "session.calls") {
            std::string list, word;
            for (const char c : std::get<std::string>(value.value) + ",") {
                if (c != ',') {
                    word += c;
                    continue;
                }
                if (!word.empty()) list += (list.empty() ? "" : ",") + other_side(word);
                word.clear();
            }
            value.value = list;
        }
        mirrored.set(name, value);
    }
    facts.parameters = mirrored;
    const assessment::Marks marks = grade_again(facts, visit(GetParam()).events);
    for (const auto& scorer : marks.scorers)
        EXPECT_LE(np_abs(static_cast<double>(difference(marks, visit(GetParam()).marks, scorer.id))), 1) << scorer.id;
    EXPECT_LE(np_abs(static_cast<double>(marks.total - visit(GetParam()).marks.total)), 1);
}

TEST_P(Fairness, the_language_of_the_machine_changes_nothing) {
    const std::string before = assessment::to_json(grade_again(prepared(kCheeks, 3).facts, visit(GetParam()).events));
    for (const char* locale : {"de_DE.UTF-8", "tr_TR.UTF-8", "C.UTF-8"}) {
        std::setlocale(LC_ALL, locale);  // one that is not installed changes nothing, which is fine as well
        EXPECT_EQ(assessment::to_json(grade_again(prepared(kCheeks, 3).facts, visit(GetParam()).events)), before);
    }
    std::setlocale(LC_ALL, "C");
}

// Costs in hundredths: a scorer's mark is full minus what its findings cost, to the last one.
TEST_P(Fairness, the_costs_of_all_findings_are_the_lost_marks) {
    for (const auto& scorer : visit(GetParam()).marks.scorers) {
        if (scorer.state != plugin_host::State::kScored) continue;
        std::int64_t lost = 0;
        for (const assessment::Finding& finding : scorer.findings) {
            EXPECT_GE(finding.cost, 0) << finding.rule;
            EXPECT_LT(finding.first_tick, finding.end_tick) << finding.rule;
            EXPECT_FALSE(finding.rule.empty() || (finding.cost > 0 && finding.text.empty()))
                << scorer.id << finding.rule;
            EXPECT_FALSE(finding.cost > 0 && finding.limit_key.empty()) << scorer.id << "/" << finding.rule;
            EXPECT_FALSE(finding.cost > 0 && finding.source.empty()) << scorer.id << "/" << finding.rule;
            lost += finding.cost;
        }
        EXPECT_EQ(lost, scorer.full - scorer.mark) << scorer.id;
    }
}

// No scorer may guess at what happened between two frames: batches cut anywhere give the same bytes.
TEST_P(Fairness, how_often_the_marks_are_looked_at_changes_nothing) {
    auto grader = assessment::Grader::begin(scorers(), prepared(kCheeks, 3).facts);
    ASSERT_TRUE(grader);
    std::size_t seen = 0;
    for (const sdk::RecordView record : visit(GetParam()).events) {
        ASSERT_TRUE(grader->consume(record));
        if (++seen % 4000 == 0) (void)grader->preview();
    }
    EXPECT_EQ(assessment::to_json(grader->finish()), assessment::to_json(visit(GetParam()).marks));
}

INSTANTIATE_TEST_SUITE_P(Visit, Fairness, testing::Values("expert", "novice", "careless"),
                         [](const auto& kind) { return kind.param; });

TEST(Handedness, a_left_hander_scores_as_a_right_hander_does) {
    double right = 0, left = 0;
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
        right += known_visit(kCheeks, "expert", seed).marks.total;
        const Played other = play(kCheeks, "left_handed", seed);
        EXPECT_TRUE(other.marks.passed) << explain(other.marks);
        left += other.marks.total;
    }
    EXPECT_NEAR(left / 2, right / 2, 150) << "hundredths of the total";
}

TEST(ASingleStrike, fails_nobody_wherever_it_lands) {
    const cli::Prepared session = prepared(kCheeks, 3);
    const Played& played = visit("expert");
    const auto table = anatomy::ZoneTable::decode(session.facts.table());
    ASSERT_TRUE(table);
    // One strike at the deepest setting into each kind of skin that must be spared, at the end of the visit.
    std::map<std::uint8_t, std::uint32_t> by_mask;
    for (std::uint32_t cell = 0; cell < table->cell_count(); ++cell)
        if (table->cell_area_um2[cell] > 0) by_mask.emplace(table->cell_mask[cell], cell);
    ASSERT_GE(by_mask.size(), 5u);
    for (const auto& [mask, cell] : by_mask) {
        sdk::event::strike strike;
        strike.tick = played.ticks;
        strike.set_depth_um = 2500;
        strike.force_mn = 1000;
        strike.cell.assign(14, cell);
        strike.zone.assign(14, table->cell_zone[cell]);
        strike.depth_um.assign(14, 2000);
        strike.drag_um.assign(14, 0);
        sdk::EventBuffer events;
        events.append(played.events);
        events.append(strike);
        const assessment::Marks marks = grade_again(session.facts, events);
        EXPECT_TRUE(marks.passed) << table->masks[mask] << "\n" << explain(marks);
    }
}

}  // namespace
}  // namespace np::test
