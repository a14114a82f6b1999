// The skin at a time of the follow-up.
#include "needlepoint/skin/follow_up.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "data.h"
#include "needlepoint/sdk/math.h"
#include "session_gain.h"

namespace np::skin {
namespace {

constexpr double kHoursPerDay = 24;

double level_of(const HealingRules& rules, const Fate& fate, double hours) {
    return fate.happens
               ? complication_level(rules.course_ramp_share, fate.onset_days, fate.length_days, hours / kHoursPerDay)
               : 0;
}

std::int64_t to_ms(double hours) {
    return np_round(hours * 3'600'000);
}

}  // namespace

FollowUp FollowUp::create(SkinState at_end, Aftercare aftercare, Course course) {
    course.sessions = std::clamp(course.sessions, 1, 12);
    FollowUp made(std::move(at_end), std::move(aftercare), course);
    made.zone_of_cell_.assign(made.skin_.cell_count(), anatomy::kNoZone);
    for (std::uint32_t zone = 0; zone < made.skin_.zone_count(); ++zone) {
        made.zones_.push_back(skin::outlook(made.skin_, zone, made.aftercare_, course));
        for (const std::uint32_t cell : made.skin_.cells_of(zone))
            made.zone_of_cell_[cell] = static_cast<std::uint8_t>(zone);
    }
    return made;
}

std::vector<std::uint32_t> FollowUp::needled() const {
    std::vector<std::uint32_t> zones;
    for (std::uint32_t zone = 0; zone < zones_.size(); ++zone)
        if (zones_[zone].needled) zones.push_back(zone);
    return zones;
}

FollowUp::FollowUp(SkinState skin, Aftercare aftercare, Course course)
    : skin_(std::move(skin)),
      aftercare_(std::move(aftercare)),
      course_(course),
      care_(home_care(aftercare_, skin_.healing(), skin_.tissue())) {}

Later::Later(const FollowUp& of, double hours)
    : of_(of),
      hours_(hours),
      home_(home_effect(of.aftercare_, of.skin_.healing(), of.skin_.tissue(), hours)),
      weeks_(hours / (7 * kHoursPerDay)),
      course_share_(course_share(of.skin_.healing().collagen, weeks_, of.course_)) {}

// How a complication that happens looks on a cell. They are patchy: not every spot takes part.
void Later::show(Complication which, double level, std::uint32_t at, double reddened, CellLater& later) const {
    const SkinState& skin = of_.skin_;
    const HealingRules& rules = skin.healing();
    const double here = np_random_uniform(skin.patient().seed, kPigmentPlace, at);
    const bool spot = here < rules.spot_share;
    const double stain = rules.pih.depth * level * reddened * (0.5 + 0.5 * here);
    switch (which) {
        case Complication::kPih:
            later.pigment += stain;
            return;
        case Complication::kHypopigment:
            later.pigment -= stain;
            return;
        case Complication::kPersistentRedness:
        case Complication::kAllergicDermatitis:
            later.erythema += rules.persistent_level * level;
            return;
        case Complication::kTramTrack: {
            // Lines of papules along the strokes' two main directions; a cell is a millimetre wide.
            const auto every = static_cast<std::uint32_t>(np_max(1, static_cast<double>(np_round(rules.track_mm))));
            const std::uint32_t width = skin.grid_width();
            if (width != 0 && here < 0.5 && (at / width % every == 0 || at % width % every == 0))
                later.spots = np_max(later.spots, level), later.raised = np_max(later.raised, level);
            return;
        }
        case Complication::kMilia:
            if (spot) later.milia = np_max(later.milia, level);
            return;
        case Complication::kNerveOrFatLoss:
            return;  // felt, and seen as a hollow in months; told, not drawn
        case Complication::kInfection:
            later.erythema += rules.persistent_level * level;
            if (spot) later.spots = np_max(later.spots, level);
            return;
        case Complication::kGranuloma:
        case Complication::kScarKeloid:
            if (spot) later.raised = np_max(later.raised, level);
            [[fallthrough]];
        case Complication::kHsvReactivation:
        case Complication::kAcneFlare:
            if (spot) later.spots = np_max(later.spots, level);
            return;
    }
}

void Later::burn(CellLater& later) const {
    const BurnLook look = burn_look(of_.skin_.healing().heat_after, hours_);
    later.white = look.white;
    later.flake = np_max(later.flake, look.crust);
    later.erythema = np_max(later.erythema, look.red);
    later.pigment -= look.pale;
}

CellLater Later::cell(std::uint32_t at) const {
    const SkinState& skin = of_.skin_;
    const HealingRules& rules = skin.healing();
    const TissueRules& tissue = skin.tissue();
    const CellState state = skin.cell(at, to_ms(hours_));
    CellLater later;
    if (state.rho_per_cm2 <= 0) return later;
    const double reddened = erythema_peak(tissue, state.dose);
    later.erythema = state.erythema * home_.cool_left + home_.redness * np_min(1, reddened / 0.5);
    later.swelling = state.swelling;
    later.barrier_open = np_clamp(np_max(state.barrier_open * home_.barrier_factor, home_.reopened), 0, 1);
    later.flake = state.flake;
    later.petechiae = state.petechiae;
    later.bruise = state.bruise;
    later.blood = state.blood;
    later.bleeding_per_cm2 = state.bleeding_per_cm2;
    later.channels = static_cast<std::uint32_t>(state.channels * later.barrier_open + 0.5);
    later.dragged = state.dragged;
    later.drag_mm = state.drag_mm;
    later.drag_mark = state.dragged > 0 ? np_max(0, 1 - hours_ / kHoursPerDay / rules.drag_fade_days) : 0;
    const std::uint8_t zone = of_.zone_of_cell_[at];
    if (zone < of_.zones_.size()) {
        for (const Fate& fate : of_.zones_[zone].fates)
            if (const double level = level_of(rules, fate, hours_); level > 0)
                show(fate.which, level, at, reddened, later);
        const double r = state.r > 0 ? state.r : state.rho_per_cm2 / tissue.dose_rho_per_cm2;
        const double heat = skin.heat(zone);
        const SessionDose given{state.depth_mm, r, heat, state.overdose > rules.over_dose, state.white};
        later.collagen = session_gain(skin, zone, given, of_.care_, of_.course_) * course_share_;
        later.texture = later.collagen * scar_weight(rules.collagen, skin.patient().goal);
        if (heat > 0 && !state.white)
            later.contraction = contraction_left(
                rules.heat_after, heat,
                heat_in_dermis(rules.heat_after, skin.layers(zone), state.depth_mm, skin.insulated()), weeks_);
    }
    if (state.white) burn(later);
    later.erythema = np_min(1, later.erythema);
    later.erythema_visible = later.erythema * skin.tone_gain();
    return later;
}

ZoneLater Later::zone(std::uint32_t zone) const {
    ZoneLater later;
    const auto cells = of_.skin_.cells_of(zone);
    if (zone >= of_.zones_.size() || cells.empty()) return later;
    const double n = static_cast<double>(cells.size());
    for (const std::uint32_t at : cells) {
        const CellLater c = cell(at);
        later.erythema += c.erythema / n;
        later.erythema_visible += c.erythema_visible / n;
        later.swelling += c.swelling / n;
        later.barrier_open += c.barrier_open / n;
        later.flake += c.flake / n;
        later.pigment += c.pigment / n;
        later.collagen += c.collagen / n;
        later.texture += c.texture / n;
        later.contraction += c.contraction / n;
    }
    later.tenderness = of_.skin_.tenderness(zone, to_ms(hours_));
    for (const Fate& fate : of_.zones_[zone].fates)
        if (level_of(of_.skin_.healing(), fate, hours_) > 0) later.showing.push_back(fate.which);
    return later;
}

Expected<double> parse_hours(std::string_view text) {
    double number = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    const struct {
        std::string_view name;
        double hours;
    } units[] = {{"", 1}, {"min", 1.0 / 60}, {"h", 1}, {"d", 24}, {"w", 168}, {"mo", 730}, {"y", 8760}};
    if (trouble == std::errc{})
        for (const auto& [name, hours] : units)
            if (name == unit && number >= 0 && number * hours <= kLastHour) return number * hours;
    return usage("'" + std::string(text) +
                 "': a time after the visit up to 12 months was expected, such as 30min, 24h, 3d, 4w or 6mo");
}

std::string hours_text(double hours) {
    const struct {
        double from, hours;
        const char *one, *many;
    } units[] = {{8760, 8760, "year", "years"},
                 {1460, 730, "month", "months"},
                 {336, 168, "week", "weeks"},
                 {48, 24, "day", "days"},
                 {1, 1, "h", "h"}};
    for (const auto& unit : units) {
        if (hours < unit.from - 1e-9) continue;
        char text[40];
        const double count = hours / unit.hours;
        const bool whole = np_abs(count - np_floor(count + 0.5)) < 0.05;
        std::snprintf(text, sizeof text, whole ? "%.0f %s" : "%.1f %s", count, count < 1.05 ? unit.one : unit.many);
        return text;
    }
    return std::to_string(np_round(hours * 60)) + " min";
}

std::vector<double> curve_hours() {
    std::vector<double> hours;
    for (const double minutes : {0.0, 5.0, 10.0, 20.0, 30.0, 45.0}) hours.push_back(minutes / 60);
    for (const double h : {1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0}) hours.push_back(h);
    for (const double d : {1.0, 1.25, 1.5, 2.0, 2.25, 2.5, 2.75, 3.0, 3.25, 3.5, 4.0, 4.5, 5.0, 6.0, 7.0, 9.0, 11.0})
        hours.push_back(d * kHoursPerDay);
    for (const double w : {2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 24.0, 32.0, 40.0})
        hours.push_back(w * 7 * kHoursPerDay);
    hours.push_back(kLastHour);
    return hours;
}

}  // namespace np::skin
