// Marks and record as the debrief shows them.
#pragma once

#include "finding_place.h"
#include "needlepoint/assessment/marks.h"
#include "needlepoint/assessment/report.h"
#include "needlepoint/scenario/scenario.h"
#include "needlepoint/session/record.h"
#include "needlepoint/ui/debrief.h"
#include "words.h"

namespace np::app {

// Everything that does not change while the debrief is open. `places[i]`: of the view's finding i.
struct DebriefContents {
    ui::DebriefView view;
    std::vector<FindingPlace> places;
};
DebriefContents debrief_contents(const assessment::Marks& marks, const scenario::Scenario& scenario, sdk::Tick duration,
                                 bool force_observed, const Words& words);
// Whether the device could feel the hand's force; true where nothing was needled.
bool force_observed(const session::Record& record);
// From where the zones of the hands are seen best.
ui::Action best_view(const scenario::Scenario& scenario);

// Where the phases of the visit begin, from the events.
std::vector<ui::Row> phases_of(const session::Record& record, const Parameters& rules);

}  // namespace np::app
