// What a decision is worth for one item of the case. Clinical reference 8.1 (contra) and 4A, 4B. Pure.
#pragma once

#include <string>
#include <vector>

#include "needlepoint/sdk/session_plan.hpp"

namespace np::contraindication {

// A finding of history or skin, or the plain question whether the patient is fit.
struct Item {
    sdk::CaseItem key;
    std::string row_class;  // ABS, DEFER, REFER, MOD, TEST, FREE
    std::vector<std::string> safe, unsafe;
    std::vector<std::string> response;  // what has to be told or arranged
    sdk::Severity severity = sdk::Severity::kMajor;
    double weight = 1;
    std::string hidden_until;      // "asked:<topic>", "cleansed" or empty
    bool equal_treatment = false;  // refusing because of it is discrimination
    bool never_stop_drug = false;  // its drug is the prescriber's to stop
};

// What was done about it, as far as the events tell.
struct Conduct {
    std::vector<sdk::Decision> decisions;  // in the order of time
    bool cue_seen = false;
    sdk::Tick cue = 0;               // from when it could be known
    std::vector<sdk::Tick> strikes;  // of needles on the patient, in the order of time

    std::size_t strikes_after(sdk::Tick tick) const {
        std::size_t count = 0;
        for (const sdk::Tick one : strikes) count += one > tick ? 1 : 0;
        return count;
    }
};

enum class Verdict {
    kRight,         // class and response
    kPartly,        // class right, part of what has to be told or arranged is missing
    kUnexplained,   // a safe alternative without a reason
    kOverCautious,  // safe, and less than the patient could have had
    kUndecided,     // no decision, no treatment
    kUnsafe,        // decided to treat, or treated, what must not be
    kAgainstOwn,    // treated after deciding otherwise
    kDiscriminating,
    kStoppedDrug,  // told the patient to stop a prescribed drug
};

struct Ruling {
    Verdict verdict = Verdict::kUndecided;
    double share = 0;  // of the responses given, for kPartly
    sdk::Tick first = 0, end = 0;
    std::size_t strikes = 0;  // on, after the cue
};

inline bool asks_to_stop_drug(const sdk::Decision& decision) {
    return sdk::has_word(sdk::words_of(decision.response), "stop_drug");
}

inline Ruling judge_decision(const Item& item, const Conduct& conduct, const sdk::Decision& last) {
    Ruling ruling;
    ruling.first = last.tick;
    ruling.end = last.tick + 1;
    const bool for_status =
        item.equal_treatment && last.reason == item.key.id && !last.goes_ahead() && last.decision != "test";
    if (for_status) {
        ruling.verdict = Verdict::kDiscriminating;
    } else if (sdk::has_word(item.unsafe, last.decision)) {
        ruling.verdict = Verdict::kUnsafe;
    } else if (!item.hidden_until.empty() && !last.goes_ahead() && !(conduct.cue_seen && conduct.cue <= last.tick)) {
        ruling.verdict = Verdict::kUnexplained;  // the reason was not known yet
    } else if (sdk::has_word(item.key.correct, last.decision)) {
        std::size_t given = 0;
        for (const std::string& wanted : item.response)
            for (const sdk::Decision& one : conduct.decisions)
                if ((one.reason == item.key.id || &one == &conduct.decisions.back()) &&
                    sdk::has_word(sdk::words_of(one.response), wanted)) {
                    ++given;
                    break;
                }
        ruling.share =
            item.response.empty() ? 1.0 : static_cast<double>(given) / static_cast<double>(item.response.size());
        ruling.verdict = given == item.response.size() ? Verdict::kRight : Verdict::kPartly;
    } else if (sdk::has_word(item.key.accept, last.decision)) {
        ruling.verdict = item.key.takes(last) ? Verdict::kRight : Verdict::kUnexplained;
    } else {
        ruling.verdict = last.goes_ahead() ? Verdict::kUnsafe : Verdict::kOverCautious;
    }
    return ruling;
}

// Needling that settles the matter whatever was decided last: through an item that forbids it, or after a refusal.
inline bool judge_treatment(const Item& item, const Conduct& conduct, std::size_t least_strikes, Ruling& ruling) {
    const std::size_t on = conduct.cue_seen ? conduct.strikes_after(conduct.cue) : conduct.strikes.size();
    std::string word = "treat";              // of the decision to go ahead, if there was one
    const sdk::Decision* refusal = nullptr;  // after which needling went on
    for (const sdk::Decision& one : conduct.decisions) {
        if (one.goes_ahead()) {
            word = one.decision;
            refusal = nullptr;
        } else if (conduct.strikes_after(one.tick) >= least_strikes) {
            refusal = &one;
        }
    }
    if (on >= least_strikes && sdk::has_word(item.unsafe, word)) {
        ruling.verdict = Verdict::kUnsafe;
        ruling.strikes = on;
        ruling.first = conduct.strikes[conduct.strikes.size() - on];
    } else if (refusal != nullptr) {
        ruling.verdict = Verdict::kAgainstOwn;
        ruling.strikes = conduct.strikes_after(refusal->tick);
        ruling.first = refusal->tick;
    } else {
        return false;
    }
    ruling.end = conduct.strikes.back() + 1;
    return true;
}

// `least_strikes`: from which needling counts as treating.
inline Ruling judge(const Item& item, const Conduct& conduct, std::size_t least_strikes) {
    Ruling ruling;
    for (const sdk::Decision& one : conduct.decisions)
        if (item.never_stop_drug && asks_to_stop_drug(one)) {
            ruling.verdict = Verdict::kStoppedDrug;
            ruling.first = one.tick;
            ruling.end = one.tick + 1;
            return ruling;
        }
    const bool treated = conduct.strikes.size() >= least_strikes && !conduct.strikes.empty();
    if (conduct.decisions.empty() && !treated) return ruling;

    if (treated && judge_treatment(item, conduct, least_strikes, ruling)) return ruling;
    if (conduct.decisions.empty()) {
        sdk::Decision implied;
        implied.tick = conduct.strikes.front();
        implied.decision = "treat";
        return judge_decision(item, conduct, implied);
    }
    return judge_decision(item, conduct, conduct.decisions.back());
}

}  // namespace np::contraindication
