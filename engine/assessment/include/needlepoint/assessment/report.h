// The report of a session: one HTML file that opens offline and prints on A4, and its data as JSON.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "needlepoint/assessment/marks.h"
#include "needlepoint/core/status.h"
#include "needlepoint/scenario/rule_pack.h"
#include "needlepoint/session/record.h"

namespace np::assessment {

// A picture made by the caller. `png` may be empty: then only the caption's place is left out.
struct Picture {
    std::string name;     // "front", "left", "right", "three-quarter", "debrief"
    std::string caption;  // what it shows
    std::string file;     // name of the file beside report.json, or empty
    std::vector<std::byte> png;
    int width = 0, height = 0;  // pixels
};

// Depth in one zone: shares of hits by d_nom, and the band of the plan.
struct DepthHistogram {
    std::string zone, name;                                       // id, and as a reader calls it
    double min_mm = 0, ideal_mm = 0, max_mm = 0, abs_max_mm = 0;  // 0 where nothing was planned
    double bin_mm = 0.05;
    std::vector<std::uint64_t> hits;  // per bin from 0
    double mean_mm = 0;
};

struct ZoneResult {
    std::string zone, name;
    bool planned = false;
    double area_cm2 = 0;
    std::uint64_t hits = 0;
    double share[5] = {0, 0, 0, 0, 0};  // untreated, light, on target, heavy, overtreated; 0..1 of the area's cells
    std::uint32_t passes = 0, passes_lo = 0, passes_hi = 0;
    std::uint32_t bleeding_grade = 0;
};

// A stretch of the visit for the time line.
struct Span {
    std::string lane;   // "phase" or "needling"
    std::string label;  // phase, or the zone's name
    sdk::Tick first_tick = 0, end_tick = 0;
};

struct SessionStory {
    std::string scenario, title, patient, mode, trainee;  // `trainee`: pseudonymous id or kind
    std::string goal, device;
    std::string date;  // as the record tells, or empty
    std::uint64_t seed = 0;
    sdk::Tick duration_ticks = 0;
    std::string input;                      // class of the input device, such as mouse
    std::vector<std::string> not_observed;  // what it can't tell, and what therefore was not assessed
    std::string cut;                        // empty: the record is whole; otherwise where and why it ends
    std::vector<DepthHistogram> depths;     // zones that were planned or needled, in the order of the zone table
    std::vector<ZoneResult> zones;          // the same zones
    std::vector<Span> spans;                // by lane, then by time
    std::vector<std::pair<std::string, std::string>> hashes;  // name, hex: what the record was made with
};

// Reads the story out of a record: one pass over it.
Expected<SessionStory> story_of(const session::Record& record);

// What a report may show besides the marks.
struct ReportExtras {
    const scenario::Texts* texts = nullptr;  // `better.<rule>`: what would have been right; null: left out
    std::vector<Marks> under;                // the same record under other rule packs, shown beside each other
};

// A valid HTML5 document. No script, nothing from outside.
std::string report_html(const Marks& marks, const SessionStory& story, const std::vector<Picture>& pictures,
                        const ReportExtras& extras = {});
// {schema, marks, session, pictures}; `marks` is to_json(marks) word for word.
std::string report_json(const Marks& marks, const SessionStory& story, const std::vector<Picture>& pictures);

// What to work on next, at most three sentences, the dearest first.
std::vector<std::string> next_steps(const Marks& marks);

}  // namespace np::assessment
