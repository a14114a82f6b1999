#include "visit_log.h"

namespace np::sterility {

void VisitLog::consume(sdk::RecordView record) {
    last_tick_ = record.tick();
    if (const auto* raw = record.raw<sdk::event::action>()) action(record, *raw);
    if (const auto* raw = record.raw<sdk::event::skip>())
        skipped_ms_ += raw->seconds > 0 ? static_cast<std::uint64_t>(raw->seconds) * 1000 : 0;
    if (record.raw<sdk::event::strike>() == nullptr) return;
    if (strikes_++ == 0) first_strike_ = record.tick();
    last_strike_ = record.tick();
    if (fitted_.empty()) return;
    Cartridge& used = cartridge(fitted_);
    if (used.strikes++ == 0) used.first_ms = clock_ms();
    used.last_ms = clock_ms();
    if (used.refit) ++used.refit_strikes;
}

Cartridge& VisitLog::cartridge(const std::string& id) {
    for (Cartridge& one : cartridges_)
        if (one.id == id) return one;
    cartridges_.push_back({});
    cartridges_.back().id = id;
    return cartridges_.back();
}

void VisitLog::action(sdk::RecordView record, const np_action& action) {
    const std::string_view verb = record.text(action.verb);
    const std::string thing(record.text(action.thing)), detail(record.text(action.detail));
    if (action.step.count > 0) steps_[std::string(record.text(action.step))].push_back({record.tick(), detail});
    if (verb == "fit") {
        Cartridge& one = cartridge(thing);
        fitted_ = thing;
        one.fitted = record.tick();
        one.place.clear();
        if (detail.find("refit") != std::string::npos) {
            one.refit = true;
            one.refitted = record.tick();
        }
    } else if (verb == "detach") {
        fitted_.clear();
    } else if (verb == "put" && thing.substr(0, 9) == "cartridge") {
        Cartridge& one = cartridge(thing);
        one.place = detail.substr(0, detail.find(' '));
        one.placed = record.tick();
        if (fitted_ == thing) fitted_.clear();
    } else if (verb == "recap") {
        cartridge(thing).recapped = true;
    }
}

std::optional<StepDone> VisitLog::done_by(const std::string& step, sdk::Tick tick) const {
    std::optional<StepDone> found;
    if (const auto* all = done(step))
        for (const StepDone& one : *all)
            if (one.tick <= tick) found = one;
    return found;
}

std::optional<StepDone> VisitLog::done_after(const std::string& step, sdk::Tick tick) const {
    if (const auto* all = done(step))
        for (const StepDone& one : *all)
            if (one.tick > tick) return one;
    return std::nullopt;
}

}  // namespace np::sterility
