#include "visit_faults.h"

#include <algorithm>

namespace np::technique {

using sdk::Finding;
using sdk::Severity;

namespace {

// Masks that a lesion or a recent injection made belong to the contraindications.
bool is_of_case(std::string_view mask) {
    return mask.substr(0, 7) == "lesion_" || mask == "filler_recent" || mask == "tox_recent";
}

std::size_t bin_of(std::int64_t direction_mdeg) {
    if (direction_mdeg < 0) return Patches::kStamp;
    return static_cast<std::size_t>((direction_mdeg + 22500) / 45000 % 4);
}

}  // namespace

VisitFaults::VisitFaults(const sdk::Host& host, const Rules& rules, const std::vector<sdk::PlannedZone>& planned)
    : host_(host),
      rules_(rules),
      planned_(planned),
      patches_({rules.patch_mm, rules.pass_share, rules.next_pass_share}, host.zones().cells().size(),
               host.zones().grid_width(), planned),
      noted_in_(host.zones().cells().size()) {
    sort_zones();
}

Finding VisitFaults::fault(const char* rule, Severity severity, const char* text, sdk::Tick first, sdk::Tick end,
                           std::uint32_t zone) const {
    Finding finding;
    finding.rule = rule;
    finding.severity = severity;
    finding.text = text;
    finding.first_tick = first;
    finding.end_tick = end;
    finding.zone = zone;
    finding.limit_key = std::string("technique.rule.") + rule;
    return finding;
}

void VisitFaults::sort_zones() {
    const sdk::Zones zones = host_.zones();
    kinds_.resize(zones.count());
    for (std::uint32_t i = 0; i < kinds_.size(); ++i) {
        const std::string_view base = zones[i].base;
        kinds_[i] = {false, sdk::has_word(rules_.stamp_only, base), sdk::has_word(rules_.dirty, base),
                     sdk::has_word(rules_.delicate, base)};
    }
    for (const sdk::PlannedZone& zone : planned_) kinds_[zone.index].planned = true;
}

void VisitFaults::count(Visits& visits, sdk::Tick tick, std::uint32_t zone, std::uint32_t cell) {
    if (visits.strikes++ == 0) {
        visits.zone = zone;
        visits.cell = cell;
        visits.first = tick;
    }
    visits.last = tick;
}

void VisitFaults::consume(sdk::RecordView record) {
    last_tick_ = record.tick();
    if (const auto* raw = record.raw<sdk::event::strike>()) strike(record, *raw);
    if (const auto* raw = record.raw<sdk::event::stroke_begin>()) settle_turn(record, *raw);
    if (const auto* raw = record.raw<sdk::event::stroke_end>()) stroke_end(record, *raw);
    if (const auto* raw = record.raw<sdk::event::setting>()) setting(record, *raw);
    if (const auto* raw = record.raw<sdk::event::observe>()) observe(record, *raw);
    if (const auto* raw = record.raw<sdk::event::swipe>())
        if (record.text(raw->substance) == "gel") dry_ = dry_told_ = false;
}

void VisitFaults::strike(sdk::RecordView record, const np_strike& strike) {
    const std::uint32_t zone = sdk::zone_of_strike(record, strike);
    const auto cells = record.array<std::uint32_t>(strike.cell);
    const std::span<const np_cell> map = host_.zones().cells();
    OpenStroke& open = open_strokes_[strike.stroke];
    if (open.number == 0) open.number = ++opened_;
    bool masked = false;
    for (const std::uint32_t cell : cells) {
        if (cell >= map.size() || noted_in_[cell] == open.number) continue;
        if (map[cell].treatable == 0) {
            masked = masked || map[cell].mask != 0;
            continue;
        }
        noted_in_[cell] = open.number;
        open.cells.push_back(cell);
    }
    if (zone != NP_NO_ZONE && !kind_of(zone).planned)
        count(off_plan_[zone], record.tick(), zone, cells.empty() ? NP_NO_CELL : cells[0]);
    watch_gel(record, strike);
    watch_tip(record, strike);
    watch_order(record, strike, zone);
    if (masked) watch_masks(record, strike);
    watch_drag(record, strike, zone);
}

void VisitFaults::watch_gel(sdk::RecordView record, const np_strike& strike) {
    if ((strike.state & NP_STRIKE_DRY) == 0) {
        dry_ = dry_told_ = false;
        return;
    }
    if (!dry_) {
        dry_ = true;
        dry_from_ = record.tick();
        dry_ms_ = 0;
    } else if (strike.stroke == dry_stroke_) {
        dry_ms_ += record.tick() - dry_last_;  // the way from stroke to stroke is no needling
    }
    dry_stroke_ = strike.stroke;
    dry_last_ = record.tick();
    if (dry_told_ || static_cast<double>(dry_ms_) <= rules_.dry_ms) return;
    dry_told_ = true;
    Finding finding =
        fault("DRY", severity("DRY"), "Needled for {value} {unit} without gel; {limit} {unit} is one stroke.",
              dry_from_, record.tick() + 1, sdk::zone_of_strike(record, strike));
    finding.value = static_cast<double>(dry_ms_) / 1000.0;
    finding.limit = rules_.dry_ms / 1000.0;
    finding.unit = "s";
    finding.limit_key = "technique.dry.major_s";
    findings_.push_back(finding);
}

void VisitFaults::watch_tip(sdk::RecordView record, const np_strike& strike) {
    if (!tip_bent_ || bent_told_) return;
    if (bent_strikes_++ == 0) bent_first_ = record.tick();
    if (static_cast<double>(bent_strikes_) < rules_.off_plan_strikes) return;
    bent_told_ = true;
    findings_.push_back(fault("BENT_TIP", severity("BENT_TIP"), "A tip that was seen to be bent or blunt was used on.",
                              bent_first_, record.tick() + 1, sdk::zone_of_strike(record, strike)));
}

void VisitFaults::watch_order(sdk::RecordView record, const np_strike&, std::uint32_t zone) {
    const ZoneKind kind = kind_of(zone);
    if (kind.dirty) {
        ++dirty_strikes_;
        delicate_strikes_ = 0;
    }
    if (!kind.delicate || static_cast<double>(dirty_strikes_) < rules_.off_plan_strikes) return;
    if (delicate_strikes_++ == 0) delicate_first_ = record.tick();
    if (static_cast<double>(delicate_strikes_) < rules_.off_plan_strikes) return;
    findings_.push_back(fault("ZONE_ORDER", severity("ZONE_ORDER"),
                              "{zone} was needled after nose or lips with the same tip.", delicate_first_,
                              record.tick() + 1, zone));
    dirty_strikes_ = delicate_strikes_ = 0;
}

void VisitFaults::watch_masks(sdk::RecordView record, const np_strike& strike) {
    const auto cells = record.array<std::uint32_t>(strike.cell);
    const std::span<const np_cell> map = host_.zones().cells();
    const auto is_masked = [&](std::uint32_t cell) { return cell < map.size() && map[cell].mask != 0; };
    std::map<std::uint32_t, std::size_t> needles;  // by mask
    for (const std::uint32_t cell : cells)
        if (is_masked(cell)) ++needles[map[cell].mask];
    for (const auto& [mask, count_of] : needles) {
        if (count_of * 2 < cells.size()) continue;  // the edge of the tip
        const std::string name = host_.zones().mask_name(mask);
        if (is_of_case(name)) continue;
        std::uint32_t at = NP_NO_CELL;
        for (const std::uint32_t cell : cells)
            if (at == NP_NO_CELL && cell < map.size() && map[cell].mask == mask) at = cell;
        count(masks_[name], record.tick(), map[at].zone, at);
    }
}

void VisitFaults::watch_drag(sdk::RecordView record, const np_strike& strike, std::uint32_t zone) {
    if (strike.stroke == dragged_stroke_) return;
    std::int32_t most = 0;
    for (const std::int32_t drag : record.array<std::int32_t>(strike.drag_um)) most = drag > most ? drag : most;
    if (static_cast<double>(most) <= rules_.dragged_um) return;
    dragged_stroke_ = strike.stroke;
    Finding finding = fault("TWIST", severity("TWIST"), "Seated needles were dragged {value} {unit} through the skin.",
                            record.tick(), record.tick() + 1, zone);
    finding.value = most / 1000.0;
    finding.limit = rules_.dragged_um / 1000.0;
    finding.unit = "mm";
    finding.limit_key = "technique.drag.seated_mm";
    findings_.push_back(finding);
}

void VisitFaults::stroke_end(sdk::RecordView record, const np_stroke_end& end) {
    auto touched = open_strokes_.extract(end.stroke);
    if (end.strikes == 0) return;
    needle_ms_ += end.duration_ms;
    const sdk::Tick begin = record.tick() - std::min<sdk::Tick>(end.duration_ms, record.tick());
    if (end.still_ms > rules_.dwell_minor_ms) {
        const bool major = end.still_ms > rules_.dwell_major_ms;
        Finding finding = fault("DWELL", major ? Severity::kMajor : Severity::kMinor,
                                "The needles ran on one spot for {value} {unit}; lift after {limit} {unit}.", begin,
                                record.tick(), end.zone);
        finding.value = end.still_ms / 1000.0;
        finding.limit = (major ? rules_.dwell_major_ms : rules_.dwell_minor_ms) / 1000.0;
        finding.unit = "s";
        finding.limit_key = major ? "technique.dwell.major_s" : "technique.dwell.minor_s";
        findings_.push_back(finding);
    }
    if (end.direction_mdeg >= 0 && kind_of(end.zone).stamp_only)
        findings_.push_back(fault("GLIDE_ON_STAMP_ZONE", severity("GLIDE_ON_STAMP_ZONE"),
                                  "A gliding stroke on {zone}, where one stamps.", begin, record.tick(), end.zone));
    open_turn_ = end.lifted == 0 && setting_tick_ != record.tick();
    turn_tick_ = record.tick();
    turn_zone_ = end.zone;
    if (touched.empty()) return;
    std::vector<Unseen> unseen;
    patches_.stroke(bin_of(end.direction_mdeg), touched.mapped().cells, record.tick(), unseen);
    for (const Unseen& one : unseen) {
        Finding finding =
            fault("PATCH_NOT_LOOKED", severity("PATCH_NOT_LOOKED"),
                  "The next pass over a patch of {zone} began without a look at it.", one.first, one.last, one.zone);
        finding.cell = one.cell;
        findings_.push_back(finding);
    }
}

// Turning on the skin ends a stroke without lifting. So does gliding into the next zone, which is no fault.
void VisitFaults::settle_turn(sdk::RecordView record, const np_stroke_begin& begin) {
    if (open_turn_ && begin.zone == turn_zone_ && record.tick() - turn_tick_ <= 1 && setting_tick_ != record.tick())
        findings_.push_back(fault("TWIST", severity("TWIST"), "The direction was changed on the skin; lift, then turn.",
                                  turn_tick_, record.tick() + 1, begin.zone));
    open_turn_ = false;
}

void VisitFaults::setting(sdk::RecordView record, const np_setting& setting) {
    const std::string_view parameter = record.text(setting.parameter);
    setting_tick_ = record.tick();
    if (parameter == "cartridge") {
        tip_bent_ = bent_told_ = false;
        bent_strikes_ = dirty_strikes_ = delicate_strikes_ = 0;
    }
    if (setting.on_skin == 0) return;
    if (parameter == "needle_length")
        findings_.push_back(fault("DEPTH_ON_SKIN", severity("DEPTH_ON_SKIN"),
                                  "The needle length was changed on the skin.", record.tick(), record.tick() + 1,
                                  setting.zone));
    if (parameter == "motor")
        findings_.push_back(fault("MOTOR_ON_SKIN", severity("MOTOR_ON_SKIN"),
                                  "The motor was started or stopped on the skin.", record.tick(), record.tick() + 1,
                                  setting.zone));
}

void VisitFaults::observe(sdk::RecordView record, const np_observe& look) {
    const std::string_view what = record.text(look.what), seen = record.text(look.seen);
    if (what == "skin" || what == "endpoint") patches_.look(look.zone);
    if (what == "tip" && (seen.find("bent") != std::string_view::npos || seen.find("blunt") != std::string_view::npos))
        tip_bent_ = true;
}

std::vector<Finding> VisitFaults::findings() const {
    std::vector<Finding> all = findings_;
    for (const auto& [zone, visits] : off_plan_) {
        if (static_cast<double>(visits.strikes) < rules_.off_plan_strikes) continue;
        Finding finding = fault("OFF_PLAN", severity("OFF_PLAN"), "{zone} was needled and is not in the plan.",
                                visits.first, visits.last + 1, zone);
        finding.cell = visits.cell;
        finding.value = static_cast<double>(visits.strikes);
        finding.limit = rules_.off_plan_strikes;
        finding.unit = "strikes";
        finding.limit_key = "technique.off_plan_strikes";
        all.push_back(finding);
    }
    for (const auto& [mask, visits] : masks_) {
        const std::string key = "mask." + mask;
        const bool held = static_cast<double>(visits.strikes) >= rules_.mask_strikes;
        const Severity printed = sdk::need_severity(host_, key);
        // The globe allows no contact at all, yet a single strike fails nobody; elsewhere a slip is minor.
        const bool globe = mask == "eye_globe", single = visits.strikes < 2 && printed == Severity::kCritical;
        const Severity grave = held || (globe && !single) || printed == Severity::kInfo ? printed
                               : globe                                                  ? Severity::kMajor
                                                                                        : Severity::kMinor;
        Finding finding = fault("MASK", grave, "{thing} was needled, which must be spared.", visits.first,
                                visits.last + 1, visits.zone);
        finding.thing = mask;
        finding.cell = visits.cell;
        finding.value = static_cast<double>(visits.strikes);
        finding.limit = 0.0;
        finding.unit = "strikes";
        finding.limit_key = key;
        if (held && printed == Severity::kCritical) finding.critical = sdk::critical_entry(host_, mask);
        all.push_back(finding);
    }
    if (static_cast<double>(needle_ms_) > rules_.longest_min * 60000.0) {
        Finding finding = fault("TIME", severity("TIME"), "Needling took {value} {unit}; {limit} {unit} is the most.",
                                last_tick_, last_tick_ + 1, NP_NO_ZONE);
        finding.value = static_cast<double>(needle_ms_) / 60000.0;
        finding.limit = rules_.longest_min;
        finding.unit = "min";
        finding.limit_key = "technique.time.whole_face_max_min";
        all.push_back(finding);
    }
    return all;
}

}  // namespace np::technique
