// The skin from minutes to a year after a session: a pure function of what the session left (SkinState), of what the
// patient does afterwards (Aftercare), and of time. Clinical reference 5.3-5.7.
//
// Chance is drawn by counters from the session's seed, per zone and complication: the same session has the same fate on
// every machine, and worse care can only add complications to those that better care had.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/skin/aftercare.h"
#include "needlepoint/skin/healing.h"
#include "needlepoint/skin/skin_state.h"

namespace np::skin {

// A course of sessions like this one. The recorded session is the last; times count from its end.
struct Course {
    int sessions = 1;
    double every_days = 28;
};

struct Fate {
    Complication which{};
    double probability = 0;
    bool happens = false;
    double onset_days = 0, length_days = 0;  // length 0: it stays
};

// What a zone's session leads to, in figures that need no time.
struct ZoneOutlook {
    bool needled = false;
    std::array<Fate, kComplications> fates{};
    std::array<double, kComplications> planned_risk{};  // the same patient and care after faultless work by the plan
    double burden = 0, planned_burden = 0;              // probabilities weighed by how bad each complication is
    double collagen = 0, planned_collagen = 0;          // A: what the session adds in the end, 0..1 of full improvement
    double texture = 0, planned_texture = 0;            // the same, weighed by how the goal's kind of scar responds
    double erythema_peak = 0, swelling_peak = 0;        // E0 and G0, means over the zone
    double downtime_days = 0, planned_downtime_days = 0;  // until redness is below tissue.erythema.visible_from
    double overdose_share = 0;  // of the treatable cells, with Dz above tissue.erythema.over_dose
    bool overtreated = false;
};
// Skin as it is at the end of the visit, or at any moment of it. Zones without a plan have planned figures of 0.
ZoneOutlook outlook(const SkinState& skin, std::uint32_t zone, const Aftercare& aftercare, const Course& course = {});
// The same for whoever has SkinState::cells of the zone.
ZoneOutlook outlook(const SkinState& skin, std::uint32_t zone, std::span<const CellState> cells,
                    const Aftercare& aftercare, const Course& course = {});
// Improvement of the zone so many weeks after the session, of all sessions of the course together, 0..1; `planned`:
// what faultless work would have brought.
double collagen_after(const SkinState& skin, std::uint32_t zone, double weeks, const Aftercare& aftercare,
                      const Course& course = {}, bool planned = false);
// The same from an outlook of that zone and course, for whoever asks about several weeks.
double collagen_after(const SkinState& skin, const ZoneOutlook& outlook, double weeks, const Course& course = {},
                      bool planned = false);

// A cell at a time of the follow-up. Shares are 0..1.
struct CellLater {
    double erythema = 0, erythema_visible = 0, swelling = 0, barrier_open = 0, flake = 0;
    double petechiae = 0, bruise = 0, blood = 0, bleeding_per_cm2 = 0;
    double pigment = 0;  // darker (above 0) or lighter (below 0) than the skin around
    double white = 0;    // burnt by radio-frequency shots, not yet crusted
    double spots = 0;    // red: blisters, pustules, nodules
    double milia = 0;    // white pinheads
    double raised = 0;   // nodules and scars stand above the skin around
    double collagen = 0, texture = 0;
    double contraction = 0;      // tightening by heat
    std::uint32_t channels = 0;  // still open enough to be seen
    // Needles that were drawn sideways, their mean way, and how much of their marks is left.
    std::uint32_t dragged = 0;
    std::array<double, 3> drag_mm{};
    double drag_mark = 0;
};

// Means over a zone's treatable cells.
struct ZoneLater {
    double erythema = 0, erythema_visible = 0, swelling = 0, barrier_open = 0, flake = 0;
    double pigment = 0, collagen = 0, texture = 0, contraction = 0, tenderness = 0;
    std::vector<Complication> showing;  // that can be seen or felt now
};

// The follow-up at one time: what is the same for the whole face is worked out once.
class FollowUp;
class Later {
  public:
    CellLater cell(std::uint32_t cell) const;
    ZoneLater zone(std::uint32_t zone) const;
    double hours() const { return hours_; }

  private:
    friend class FollowUp;
    Later(const FollowUp& of, double hours);
    void show(Complication which, double level, std::uint32_t at, double reddened, CellLater& later) const;
    void burn(CellLater& later) const;
    const FollowUp& of_;  // must outlive this
    double hours_;
    HomeEffect home_;
    double weeks_;
    double course_share_;
};

// A value type; keeps its own copy of the skin. Const use from any thread.
class FollowUp {
  public:
    // `at_end`: the skin when the visit is over.
    static FollowUp create(SkinState at_end, Aftercare aftercare, Course course = {});

    const SkinState& at_end() const { return skin_; }
    const Aftercare& aftercare() const { return aftercare_; }
    const Course& course() const { return course_; }
    const ZoneOutlook& outlook(std::uint32_t zone) const { return zones_[zone]; }
    // Zones that were needled, ascending.
    std::vector<std::uint32_t> needled() const;

    // So many hours after the end of the visit.
    Later at(double hours) const { return Later(*this, hours); }

  private:
    friend class Later;
    FollowUp(SkinState skin, Aftercare aftercare, Course course);
    SkinState skin_;
    Aftercare aftercare_;
    Course course_;
    HomeCare care_;
    std::vector<ZoneOutlook> zones_;
    std::vector<std::uint8_t> zone_of_cell_;
};

// Hours from the patient's words: "90min", "24h", "3d", "4w", "6mo"; a bare number is hours.
Expected<double> parse_hours(std::string_view text);
// Hours as people say them: "20 min", "24 h", "3 days", "4 weeks", "6 months".
std::string hours_text(double hours);
// Times from minutes to 12 months that show every curve's bends, ascending.
std::vector<double> curve_hours();

inline constexpr double kLastHour = 365 * 24;

}  // namespace np::skin
