// When each step of the visit was done, and whether what should come first had been done by then.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/sdk/plugin.hpp"

namespace np::procedure {

// A step that this scorer marks.
struct Step {
    std::string id;     // T30
    std::string name;   // for findings
    std::string phase;  // consult, prepare, needle, after, close, follow
    double weight = 0;
    std::vector<std::string> after;  // steps that come first, as far as this visit calls for them
};

// One time that a step was done.
struct Doing {
    sdk::Tick tick = 0;
    std::vector<std::string> missing;  // of Step::after
    bool silent = false;               // a setting that was not read aloud
};

class StepLog {
  public:
    // `done_before`: steps that count as done when the visit begins.
    void begin(const std::vector<std::string>& done_before) {
        for (const std::string& id : done_before) done_[id].push_back({});
    }
    void consume(sdk::RecordView record) {
        const np_action* action = record.raw<sdk::event::action>();
        if (action == nullptr || action->step.count == 0) return;
        const bool silent = record.text(action->detail).find("silent") != std::string_view::npos;
        done_[std::string(record.text(action->step))].push_back({record.tick(), {}, silent});
    }
    bool done(std::string_view id) const { return done_.find(id) != done_.end(); }

    // All times that `step` was done, with what was missing each time.
    std::vector<Doing> doings(const Step& step) const {
        std::vector<Doing> found;
        const auto at = done_.find(step.id);
        if (at == done_.end()) return found;
        for (Doing doing : at->second) {
            for (const std::string& first : step.after)
                if (!done_by(first, doing.tick)) doing.missing.push_back(first);
            found.push_back(doing);
        }
        return found;
    }

  private:
    bool done_by(const std::string& id, sdk::Tick tick) const {
        const auto at = done_.find(id);
        return at != done_.end() && at->second.front().tick <= tick;
    }

    std::map<std::string, std::vector<Doing>, std::less<>> done_;  // in the order of time
};

}  // namespace np::procedure
