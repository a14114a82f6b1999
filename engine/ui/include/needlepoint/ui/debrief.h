// After the visit: the face as it is now, the replay, the mark and what it came from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "needlepoint/ui/commands.h"
#include "needlepoint/ui/follow_up.h"
#include "needlepoint/ui/theme.h"

namespace np::ui {

struct FindingView {
    Severity severity = Severity::kMinor;
    std::string scorer, rule, text;           // `text`: one sentence
    std::string value, limit, source, right;  // with units; `right`: what would have been right
    std::string zone;
    double cost = 0;  // points of the total
    std::uint64_t first_tick = 0, end_tick = 0;
    bool has_place = false;
};

struct ScorerView {
    std::string name, state;  // `state`: why there is no mark; empty when there is one
    double mark = 0, full = 100, weight = 0;
    Severity worst = Severity::kGood;
};

struct NextStep {
    std::string text, scenario;  // a scenario that trains it, or empty
};

struct DebriefView {
    std::string title, subtitle;
    double total = 0;
    bool graded = false, passed = false;
    std::string decided_by;  // what made it pass or fail, one sentence
    std::vector<ScorerView> scorers;
    std::vector<FindingView> findings;  // worst first
    std::vector<NextStep> next;
    std::vector<std::string> not_assessed;  // with the reason
    int selected = -1;
    std::uint64_t duration_ticks = 1, tick = 0;
    bool playing = false;
    MapMode map = MapMode::kDepth;
    std::optional<Legend> legend;
    std::vector<MapLabel> labels;       // names on the face, most important first
    std::optional<FollowUpView> later;  // shown while map is kLater
    std::string notice;                 // such as that the record was cut
    std::vector<Row> phases;            // label and starting tick in digits, for the time line
    bool picture = false;               // drawn for a file: no key hints
};

class DebriefScreen {
  public:
    void draw(const DebriefView& view, const Theme& theme, Commands& out);
    bool key(KeyPress press, const DebriefView& view, Commands& out);
    // Where the face belongs.
    Rect face_area() const { return face_; }

  private:
    Rect face_;
    int shown_selected_ = -1;
    bool help_ = false;
};

const char* map_name(MapMode mode);

}  // namespace np::ui
