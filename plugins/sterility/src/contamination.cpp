#include "contamination.h"

#include "needlepoint/sdk/session_plan.hpp"

namespace np::sterility {

namespace {

bool is_tip(std::string_view thing) {
    return thing == "needle_tip" || thing.substr(0, 9) == "cartridge";
}

bool is_cloth(std::string_view thing) {
    return thing == "gauze" || thing == "saline";
}

// Things whose state matters to the patient.
bool matters(std::string_view thing) {
    return is_tip(thing) || is_cloth(thing) || thing == "glove_l" || thing == "glove_r" || thing == "gel" ||
           thing == "serum" || thing == "cool_mask" || thing == "skin" || thing == "pen" || thing == "hand";
}

}  // namespace

std::string family_of(std::string_view thing) {
    if (thing == "glove_l" || thing == "glove_r") return "glove";
    if (is_tip(thing)) return "needle_tip";
    if (thing == "saline") return "gauze";
    return std::string(thing);
}

void Contamination::touch(sdk::RecordView record, const np_touch& touch) {
    const std::string_view thing = record.text(touch.thing), other = record.text(touch.other);
    const std::string_view thing_before = record.text(touch.thing_before),
                           other_before = record.text(touch.other_before);
    // Both sides are judged by what they were before they met.
    worsen(thing, thing_before, record.text(touch.thing_after), other, other_before, record.tick());
    worsen(other, other_before, record.text(touch.other_after), thing, thing_before, record.tick());
}

void Contamination::worsen(std::string_view thing, std::string_view before, std::string_view after,
                           std::string_view other, std::string_view other_before, sdk::Tick tick) {
    if (!matters(thing) || before == after) return;
    const bool dirty = after == "contaminated";
    if (!dirty && !(after == "clean" && before == "sterile" && (is_tip(thing) || is_cloth(thing)))) return;
    const bool skin_as_found = other == "unprepped_skin";
    const std::string_view from = skin_as_found ? std::string_view("skin") : other;
    // Only what was dirty before hands its lapse on; two things spoiled in the same touch are one lapse anyway.
    if (const auto carrier = carried_.find(from);
        carrier != carried_.end() && dirty && (skin_as_found || other_before == "contaminated")) {
        carried_[std::string(thing)] = carrier->second;
        return;
    }
    Lapse lapse;
    lapse.thing = thing;
    lapse.other = other;
    lapse.how = dirty && is_tip(thing) && sdk::has_word(worst_, other) ? Spoilt::kWorst
                : dirty                                                ? Spoilt::kDirty
                                                                       : Spoilt::kClean;
    lapse.tick = tick;
    lapse.as_found = skin_as_found;
    lapse.bare_hand = thing == "hand" || other == "hand";
    lapses_.push_back(lapse);
    carried_[std::string(thing)] = lapses_.size() - 1;
}

void Contamination::renew(const std::string& thing, bool by_change) {
    const auto at = carried_.find(thing);
    if (at == carried_.end()) return;
    if (by_change) lapses_[at->second].corrected = true;
    carried_.erase(at);
}

void Contamination::fit(const std::string& cartridge) {
    const auto at = carried_.find(cartridge);
    if (at != carried_.end()) carried_["needle_tip"] = at->second;
}

void Contamination::use(std::string_view thing, sdk::Tick tick, bool strike) {
    if (carried_.empty()) return;  // as nearly always
    const auto at = carried_.find(thing);
    if (at == carried_.end()) return;
    Lapse& lapse = lapses_[at->second];
    if (!lapse.used) {
        lapse.used = true;
        lapse.used_thing = thing;
        lapse.used_first = tick;
    }
    lapse.used_last = tick;
    if (strike && thing == "needle_tip") ++lapse.strikes;
}

}  // namespace np::sterility
