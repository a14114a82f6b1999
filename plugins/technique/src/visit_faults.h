// Faults of a moment: each is counted once when it happens. The event rules of clinical reference 2.4 and the masks
// of 1D.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "needlepoint/sdk/plugin.hpp"
#include "patches.h"
#include "rules.h"

namespace np::technique {

class VisitFaults {
  public:
    // `planned`: indices of planned zones. Everything must outlive this object.
    VisitFaults(const sdk::Host& host, const Rules& rules, const std::vector<sdk::PlannedZone>& planned);

    void consume(sdk::RecordView record);

    // What has happened so far; the last ones are about the visit as a whole.
    std::vector<sdk::Finding> findings() const;

  private:
    void strike(sdk::RecordView record, const np_strike& strike);
    void stroke_end(sdk::RecordView record, const np_stroke_end& end);
    void setting(sdk::RecordView record, const np_setting& setting);
    void observe(sdk::RecordView record, const np_observe& look);

    void watch_gel(sdk::RecordView record, const np_strike& strike);
    void watch_tip(sdk::RecordView record, const np_strike& strike);
    void watch_order(sdk::RecordView record, const np_strike& strike, std::uint32_t zone);
    void watch_masks(sdk::RecordView record, const np_strike& strike);  // of a strike that hit a masked cell
    void watch_drag(sdk::RecordView record, const np_strike& strike, std::uint32_t zone);
    void settle_turn(sdk::RecordView record, const np_stroke_begin& begin);

    sdk::Finding fault(const char* rule, sdk::Severity severity, const char* text, sdk::Tick first, sdk::Tick end,
                       std::uint32_t zone) const;
    sdk::Severity severity(const char* rule) const { return rules_.severity.at(rule); }
    // What the rule pack and the plan say of a zone; looked up once, asked at every strike.
    struct ZoneKind {
        bool planned = false, stamp_only = false, dirty = false, delicate = false;
    };
    void sort_zones();
    ZoneKind kind_of(std::uint32_t zone) const { return zone < kinds_.size() ? kinds_[zone] : ZoneKind{}; }

    // Strikes at one place, such as a zone outside the plan or a mask.
    struct Visits {
        std::uint64_t strikes = 0;
        std::uint32_t zone = NP_NO_ZONE, cell = NP_NO_CELL;
        sdk::Tick first = 0, last = 0;
    };
    static void count(Visits& visits, sdk::Tick tick, std::uint32_t zone, std::uint32_t cell);

    const sdk::Host& host_;
    const Rules& rules_;
    const std::vector<sdk::PlannedZone>& planned_;
    Patches patches_;
    std::vector<ZoneKind> kinds_;  // by zone
    std::vector<sdk::Finding> findings_;

    // Of a stroke that has not ended: treatable cells, each once unless strokes are entangled.
    struct OpenStroke {
        std::uint32_t number = 0;  // counted from 1
        std::vector<std::uint32_t> cells;
    };
    std::map<std::uint32_t, OpenStroke> open_strokes_;
    std::uint32_t opened_ = 0;
    std::vector<std::uint32_t> noted_in_;       // by cell: the stroke that noted it last
    std::map<std::uint32_t, Visits> off_plan_;  // by zone
    std::map<std::string, Visits> masks_;
    std::uint64_t needle_ms_ = 0;
    sdk::Tick last_tick_ = 0;

    // Dry run without a break.
    bool dry_ = false, dry_told_ = false;
    sdk::Tick dry_from_ = 0, dry_last_ = 0;
    std::uint64_t dry_ms_ = 0;
    std::uint32_t dry_stroke_ = 0;
    // The tip in use.
    bool tip_bent_ = false, bent_told_ = false;
    std::uint64_t bent_strikes_ = 0;
    sdk::Tick bent_first_ = 0;
    std::uint64_t dirty_strikes_ = 0, delicate_strikes_ = 0;
    sdk::Tick delicate_first_ = 0;
    // A stroke that ended on the skin: a turn if the next begins in its zone with the same settings.
    bool open_turn_ = false;
    sdk::Tick turn_tick_ = 0, setting_tick_ = 0;
    std::uint32_t turn_zone_ = NP_NO_ZONE;
    std::uint32_t dragged_stroke_ = 0;
};

}  // namespace np::technique
