// A scorer's answers: marks, costs, findings, figures.
#include <algorithm>
#include <functional>
#include <set>

#include "check_table.h"
#include "check_words.h"

namespace np::plugin_host {
namespace {

// Answers to sessions of all sorts: an ordinary one, one with everything, made ones, none.
std::vector<Play> answers(Scene& scene) {
    std::vector<Play> plays = {scene.play(scene.ordinary()), scene.play(scene.rich()), scene.play(sdk::EventBuffer())};
    for (std::uint64_t i = 0; i < 4; ++i) plays.push_back(scene.play(scene.made(100 + i, 700, Taste::kPlausible)));
    return plays;
}

using Rule = std::function<std::string(const Said&)>;

// Holds a rule against all answers; it returns what is wrong, or nothing.
Verdict every_answer(Scene& scene, const Rule& rule) {
    for (const Play& play : answers(scene)) {
        if (play.faulted) continue;
        if (const std::string wrong = rule(play.said); !wrong.empty()) return failed(wrong);
    }
    return passed();
}
Verdict every_finding(Scene& scene, const std::function<std::string(const SaidFinding&)>& rule) {
    return every_answer(scene, [&](const Said& said) -> std::string {
        for (const SaidFinding& finding : said.findings)
            if (const std::string wrong = rule(finding); !wrong.empty())
                return "the finding '" + finding.rule + "' " + wrong;
        return {};
    });
}

Verdict one_mark(Scene& scene) {
    return every_answer(scene, [](const Said& said) -> std::string {
        if (said.marks.size() == 1) return {};
        return "exactly one mark was expected, found " + std::to_string(said.marks.size());
    });
}

Verdict mark_in_range(Scene& scene) {
    return every_answer(scene, [](const Said& said) -> std::string {
        for (const SaidMark& mark : said.marks) {
            if (mark.raw.state != NP_MARK_SCORED) continue;
            if (mark.raw.full <= 0) return "a full mark above 0 was expected, found " + std::to_string(mark.raw.full);
            if (mark.raw.mark < 0 || mark.raw.mark > mark.raw.full)
                return "a mark from 0 to " + std::to_string(mark.raw.full) + " was expected, found " +
                       std::to_string(mark.raw.mark);
        }
        return {};
    });
}

Verdict costs_add_up(Scene& scene) {
    return every_answer(scene, [](const Said& said) -> std::string {
        if (said.marks.size() != 1 || said.marks[0].raw.state != NP_MARK_SCORED) return {};
        const std::int64_t missing = std::int64_t{said.marks[0].raw.full} - said.marks[0].raw.mark;
        if (said.lost() == missing) return {};
        return "findings that cost what is missing from the mark (" + std::to_string(missing) +
               " hundredths) were expected, they cost " + std::to_string(said.lost());
    });
}

Verdict known_state(Scene& scene) {
    return every_answer(scene, [](const Said& said) -> std::string {
        for (const SaidMark& mark : said.marks) {
            if (mark.raw.bytes != sizeof(np_mark))
                return "a mark of " + std::to_string(sizeof(np_mark)) + " bytes was expected, it says " +
                       std::to_string(mark.raw.bytes);
            if (mark.null_reason)
                return "a reason was expected with every mark, empty where it is scored, and it is null";
            if (!is_utf8(mark.reason)) return "a reason in UTF-8 was expected";
            if (mark.raw.state != NP_MARK_SCORED && mark.raw.state != NP_MARK_NOT_ASSESSED)
                return "a mark that is scored or not assessed was expected, found state " +
                       std::to_string(mark.raw.state);
        }
        return {};
    });
}

Verdict reason_for_none(Scene& scene) {
    return every_answer(scene, [](const Said& said) -> std::string {
        for (const SaidMark& mark : said.marks) {
            if (mark.raw.state != NP_MARK_NOT_ASSESSED) continue;
            if (mark.reason.find(' ') == std::string::npos)
                return "a sentence was expected for why nothing was assessed, found '" + mark.reason + "'";
            if (mark.raw.mark != 0)
                return "a mark of 0 was expected where nothing was assessed, found " + std::to_string(mark.raw.mark);
        }
        return {};
    });
}

Verdict findings_whole(Scene& scene) {
    return every_finding(scene, [](const SaidFinding& finding) -> std::string {
        if (finding.raw.bytes != sizeof(np_finding))
            return "says that it has " + std::to_string(finding.raw.bytes) + " bytes; " +
                   std::to_string(sizeof(np_finding)) + " were expected";
        if (!finding.null_text.empty()) return "has a null for its text '" + finding.null_text + "'; use an empty one";
        return {};
    });
}

Verdict findings_utf8(Scene& scene) {
    return every_finding(scene, [](const SaidFinding& f) -> std::string {
        for (const std::string* text :
             {&f.id, &f.rule, &f.thing, &f.unit, &f.source, &f.text, &f.limit_key, &f.critical, &f.better})
            if (!is_utf8(*text)) return "has a text that is not UTF-8";
        return {};
    });
}

Verdict findings_in_time(Scene& scene) {
    for (const auto* events : {&scene.ordinary(), &scene.rich()}) {
        const Play play = scene.play(*events);
        sdk::Tick last = 0;
        for (const sdk::RecordView record : *events) last = record.tick();
        for (const SaidFinding& finding : play.said.findings) {
            if (finding.raw.end_tick < finding.raw.first_tick)
                return failed("the finding '" + finding.rule + "' ends before it begins");
            if (finding.raw.first_tick > last + NP_BATCH_TICKS)
                return failed("the finding '" + finding.rule + "' begins after the last event");
        }
    }
    return passed();
}

Verdict findings_in_place(Scene& scene) {
    const Vocabulary& skin = scene.vocabulary();
    return every_finding(scene, [&](const SaidFinding& finding) -> std::string {
        if (finding.raw.zone != NP_NO_ZONE && finding.raw.zone >= skin.zones)
            return "lies in zone " + std::to_string(finding.raw.zone) +
                   ", which does not exist; use NP_NO_ZONE where there is none";
        if (finding.raw.cell != NP_NO_CELL && finding.raw.cell >= skin.cells)
            return "lies in cell " + std::to_string(finding.raw.cell) +
                   ", which does not exist; use NP_NO_CELL where there is none";
        return {};
    });
}

Verdict findings_priced(Scene& scene) {
    return every_finding(scene, [](const SaidFinding& finding) -> std::string {
        if (finding.raw.cost < 0) return "costs " + std::to_string(finding.raw.cost) + "; 0 or more was expected";
        if (finding.raw.severity > NP_CRITICAL)
            return "has the unknown severity " + std::to_string(finding.raw.severity);
        if (finding.raw.severity == NP_INFO && finding.raw.cost > 0)
            return "is only for information and costs " + std::to_string(finding.raw.cost);
        return {};
    });
}

Verdict findings_numbers(Scene& scene) {
    return every_finding(scene, [](const SaidFinding& finding) -> std::string {
        const auto finite = [](double value) { return value - value == 0; };
        if ((finding.raw.flags & ~3u) != 0) return "has unknown flags";
        if ((finding.raw.flags & NP_FINDING_HAS_VALUE) != 0 && !finite(finding.raw.value))
            return "has a value that is no number";
        if ((finding.raw.flags & NP_FINDING_HAS_LIMIT) != 0 && !finite(finding.raw.limit))
            return "has a limit that is no number";
        return {};
    });
}

Verdict findings_named(Scene& scene) {
    return every_finding(scene, [](const SaidFinding& finding) -> std::string {
        if (finding.rule.empty()) return "names no rule";
        if (finding.text.empty()) return "has no text; say in one sentence what was seen";
        if (!is_printable(finding.rule)) return "has control characters in its rule";
        return {};
    });
}

Verdict ids_unique(Scene& scene) {
    return every_answer(scene, [](const Said& said) -> std::string {
        std::set<std::string> seen;
        for (const SaidFinding& finding : said.findings)
            if (!finding.id.empty() && !seen.insert(finding.id).second)
                return "two findings with the id '" + finding.id + "'; ids were expected to differ";
        return {};
    });
}

Verdict limits_known(Scene& scene) {
    return every_finding(scene, [&](const SaidFinding& finding) -> std::string {
        if (finding.limit_key.empty()) return {};
        if (scene.facts().parameters.find(finding.limit_key) == nullptr)
            return "names the parameter '" + finding.limit_key + "' as its limit, which the session does not have";
        return {};
    });
}

Verdict limits_sourced(Scene& scene) {
    Verdict verdict = every_finding(scene, [](const SaidFinding& finding) -> std::string {
        if (finding.raw.cost > 0 && finding.limit_key.empty() && finding.source.empty())
            return "costs points and names neither limit_key nor source, so that nobody can see why";
        return {};
    });
    if (verdict.outcome == CheckOutcome::kFail) verdict.outcome = CheckOutcome::kWarn;
    return verdict;
}

Verdict texts_keyed(Scene& scene) {
    static const std::set<std::string> kKnown = {"value", "limit", "unit", "zone", "thing"};
    return every_finding(scene, [](const SaidFinding& finding) -> std::string {
        for (const std::string* text : {&finding.text, &finding.better}) {
            bool balanced = true;
            const auto names = braces_of(*text, balanced);
            if (!balanced) return "has a brace in its text that does not close";
            for (const std::string& name : names) {
                if (kKnown.count(name) == 0)
                    return "has {" + name + "} in its text; value, limit, unit, zone and thing are filled in";
                if (name == "value" && (finding.raw.flags & NP_FINDING_HAS_VALUE) == 0)
                    return "has {value} in its text, and no value";
                if (name == "limit" && (finding.raw.flags & NP_FINDING_HAS_LIMIT) == 0)
                    return "has {limit} in its text, and no limit";
                if (name == "zone" && finding.raw.zone == NP_NO_ZONE) return "has {zone} in its text, and no zone";
                if (name == "thing" && finding.thing.empty()) return "has {thing} in its text, and no thing";
            }
        }
        return {};
    });
}

// The text is the key of its translation: numbers and names belong into braces.
Verdict texts_few(Scene& scene) {
    std::set<std::string> texts;
    std::size_t findings = 0;
    for (const Play& play : answers(scene))
        for (const SaidFinding& finding : play.said.findings) {
            texts.insert(finding.text);
            ++findings;
        }
    if (texts.size() < 60 || texts.size() * 4 < findings) return passed();
    return warned("texts that can be translated were expected, found " + std::to_string(texts.size()) +
                  " different ones in " + std::to_string(findings) +
                  " findings; put numbers and names into {value} and {thing}");
}

Verdict figures_formed(Scene& scene) {
    const Vocabulary& skin = scene.vocabulary();
    return every_answer(scene, [&](const Said& said) -> std::string {
        std::set<std::pair<std::string, std::uint32_t>> seen;
        for (const SaidFigure& figure : said.figures) {
            const std::string name = "the figure '" + figure.key + "' ";
            if (figure.raw.bytes != sizeof(np_figure)) return name + "has another size than the interface says";
            if (!figure.null_text.empty() || figure.key.empty()) return name + "has no key or unit; use an empty unit";
            if (!is_utf8(figure.key) || !is_utf8(figure.unit)) return name + "has a text that is not UTF-8";
            if (figure.raw.value - figure.raw.value != 0) return name + "is no number";
            if (figure.raw.zone != NP_NO_ZONE && figure.raw.zone >= skin.zones)
                return name + "lies in a zone that does not exist";
            if (!seen.insert({figure.key, figure.raw.zone}).second) return name + "is given twice for the same zone";
        }
        return {};
    });
}

Verdict few_findings(Scene& scene) {
    // Everything wrong, for very long.
    const sdk::EventBuffer events = made_session(scene.vocabulary(), 55, 30000, Taste::kPlausible);
    const Play play = scene.play(events);
    const std::size_t most = 100000, many = 5000;
    if (play.faulted) return skipped("it gives up on 30000 made events: " + play.fault);
    const std::string found = std::to_string(play.said.findings.size()) + " for 30000 events";
    if (play.said.findings.size() > most)
        return failed("at most " + std::to_string(most) + " findings were expected, found " + found +
                      "; put what belongs together into one");
    if (play.said.findings.size() > many)
        return warned("no more findings than a person reads were expected, found " + found);
    return passed(found);
}

// The host's own fold has the last word; what a check above has found is said there.
Verdict fold_accepts(Scene& scene) {
    for (const auto* events : {&scene.ordinary(), &scene.rich()}) {
        auto fold = Fold::begin({scene.library()}, scene.facts());
        if (!fold) return skipped("the host could not fold the session: " + fold.error().message);
        for (const sdk::RecordView event : *events) (void)fold->consume(event);
        fold->close();
        const auto results = fold->results();
        if (results.empty() || results[0].state != State::kNotScored) continue;
        for (const CheckRow& row : answer_checks())
            if (row.body != fold_accepts && row.body(scene).outcome == CheckOutcome::kFail)
                return skipped(std::string(row.id) + " says why the host refuses the answer");
        return failed("the host refuses the answer: " + results[0].reason);
    }
    return passed();
}

constexpr CheckRow kRows[] = {
    {"mark.one", "Every answer holds exactly one mark.", Needs::kAnswer, kForScorers, one_mark},
    {"mark.state", "A mark is scored or not assessed, and whole.", Needs::kAnswer, kForScorers, known_state},
    {"mark.range", "A mark lies between 0 and its full mark.", Needs::kAnswer, kForScorers, mark_in_range},
    {"mark.costs", "The costs of all findings make up what is missing from the mark.", Needs::kAnswer, kForScorers,
     costs_add_up},
    {"mark.reason", "Where nothing is assessed a sentence says why.", Needs::kAnswer, kForScorers, reason_for_none},
    {"findings.whole", "Findings have the interface's size and no null texts.", Needs::kAnswer, kForScorers,
     findings_whole},
    {"findings.utf8", "All texts are UTF-8.", Needs::kAnswer, kForScorers, findings_utf8},
    {"findings.named", "Every finding names its rule and says what was seen.", Needs::kAnswer, kForScorers,
     findings_named},
    {"findings.time", "A finding ends after it begins and does not begin after the last event.", Needs::kAnswer,
     kForScorers, findings_in_time},
    {"findings.place", "Zones and cells of findings exist.", Needs::kAnswer, kForScorers, findings_in_place},
    {"findings.price", "Costs are not negative, severities known, and information costs nothing.", Needs::kAnswer,
     kForScorers, findings_priced},
    {"findings.numbers", "Values and limits are numbers.", Needs::kAnswer, kForScorers, findings_numbers},
    {"findings.ids", "No two findings have the same id.", Needs::kAnswer, kForScorers, ids_unique},
    {"findings.limit_keys", "The parameters that findings name as their limits exist.", Needs::kAnswer, kForScorers,
     limits_known},
    {"findings.sources", "What costs points names its limit or its source.", Needs::kAnswer, kForScorers,
     limits_sourced},
    {"findings.braces", "Braces in texts are those that the host fills in, and there is something to fill in.",
     Needs::kAnswer, kForScorers, texts_keyed},
    {"findings.texts", "Texts can be translated: numbers and names are in braces.", Needs::kAnswer, kForScorers,
     texts_few},
    {"findings.number", "Nobody is given more findings than can be read.", Needs::kAnswer, kForScorers, few_findings,
     60},
    {"figures.formed", "Figures are numbers with a key, once for each zone.", Needs::kAnswer, kForScorers,
     figures_formed},
    {"mark.accepted", "The host takes the answer.", Needs::kAnswer, kForScorers, fold_accepts, 60},
};

}  // namespace

std::span<const CheckRow> answer_checks() {
    return kRows;
}

}  // namespace np::plugin_host
