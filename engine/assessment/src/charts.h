// The report's drawings, as inline SVG. Each is readable without colour: shapes, patterns and words say the same.
#pragma once

#include <string>
#include <vector>

#include "needlepoint/assessment/report.h"

namespace np::assessment {

// Patterns that the drawings refer to; put once at the start of the document.
std::string chart_patterns();
// Shares of hits by depth, with the band of the plan.
std::string depth_chart(const DepthHistogram& depth);
// One bar per zone: untreated, light, on target, heavy, overtreated.
std::string coverage_chart(const std::vector<ZoneResult>& zones);
// Phases, needling per zone, and the numbered findings over the visit.
std::string time_line(const SessionStory& story, const std::vector<const Finding*>& findings);
// A mark as a bar from 0 to full.
std::string mark_bar(double percent);
// The severity's shape: dot, triangle, octagon, ring.
std::string severity_shape(sdk::Severity severity, bool critical);

inline constexpr const char* kBandNames[5] = {"untreated", "light", "on target", "heavy", "overtreated"};

}  // namespace np::assessment
