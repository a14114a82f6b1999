// What was asked, told and looked at, and whether it was more than a click. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/sdk/plugin.hpp"

namespace np::communication {

struct Said {
    sdk::Tick tick = 0;
    std::string detail;
    bool rushed = false;  // followed by something else sooner than one can say or hear it
};

// Everything said and done in the consultation, by "ask:topic", "tell:topic", "look:what" and "step:T10".
class Talk {
  public:
    // Sooner than this after the one before, an exchange was only clicked.
    explicit Talk(double least_s = 0) : least_ms_(least_s * 1000.0) {}

    void consume(sdk::RecordView record) {
        const sdk::Tick tick = record.tick();
        if (const auto* ask = record.raw<sdk::event::ask>())
            spoken("ask:" + std::string(record.text(ask->topic)), tick);
        if (const auto* look = record.raw<sdk::event::observe>())
            add("look:" + std::string(record.text(look->what)), {tick, "", false});
        if (const auto* action = record.raw<sdk::event::action>()) {
            const std::string_view verb = record.text(action->verb), step = record.text(action->step);
            if (verb == "tell") spoken("tell:" + std::string(record.text(action->thing)), tick);
            if (!step.empty())
                add("step:" + std::string(step), {tick, std::string(record.text(action->detail)), false});
        }
        if (record.raw<sdk::event::skip>() != nullptr) last_.clear();
    }

    const std::vector<Said>* find(const std::string& what) const {
        const auto at = all_.find(what);
        return at == all_.end() ? nullptr : &at->second;
    }
    // The first time that it was said with enough time to say it.
    const Said* properly(const std::string& what) const {
        if (const auto* times = find(what))
            for (const Said& one : *times)
                if (!one.rushed) return &one;
        return nullptr;
    }

  private:
    void add(const std::string& what, Said said) { all_[what].push_back(std::move(said)); }

    // The exchange before this one is over now.
    void spoken(const std::string& what, sdk::Tick tick) {
        if (!last_.empty() && static_cast<double>(tick - last_tick_) < least_ms_) all_[last_].back().rushed = true;
        add(what, {tick, "", false});
        last_ = what;
        last_tick_ = tick;
    }

    double least_ms_;
    std::map<std::string, std::vector<Said>> all_;
    std::string last_;
    sdk::Tick last_tick_ = 0;
};

}  // namespace np::communication
