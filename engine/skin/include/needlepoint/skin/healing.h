// What comes of a session in days and weeks: complications with their odds, collagen, texture. The formulas stand alone
// here, with their constants as data (`tissue.*` of the rule pack, which names the source of each). Clinical reference
// 5.6 and 5.7. Pure; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"

namespace np::skin {

enum class Complication : std::uint8_t {
    kPih,  // post-inflammatory hyperpigmentation
    kTramTrack,
    kInfection,
    kGranuloma,
    kAllergicDermatitis,
    kHsvReactivation,
    kAcneFlare,
    kMilia,
    kHypopigment,
    kScarKeloid,
    kNerveOrFatLoss,
    kPersistentRedness,
};
inline constexpr std::size_t kComplications = 12;
std::string_view to_word(Complication complication);  // "pih", "tram_track" ...: the rule pack's word

// When a complication shows and for how long; a length of 0 stays. `burden` weighs it against the others.
struct ComplicationCourse {
    double onset_lo_days, onset_hi_days, length_lo_days, length_hi_days, burden;
};

struct PigmentRules {
    std::array<double, 6> base;  // shares, Fitzpatrick I..VI
    double dense, dense_from_r, per_step_over, over_step_mm, overtreated, active_acne, tan, no_spf, retinoid,
        retinoid_days;
    double cooling, cooling_min, cooling_share, pre_care, spf_days, spf_share, spf_shortens, ramp_days, depth;
};

struct CollagenRules {
    double scale_weeks, power, a0, fade_per_session;
    std::array<double, 7> depth_mm, depth_gain;
    double full_from_r, over_from_r, over_r_gain;
    double spacing_short_days, spacing_early_days, spacing_late_days, spacing_short, spacing_early, spacing_late;
    double care_floor, care_sun, care_picking, care_actives, smoking, ageing_from_years, ageing_per_year, overtreated;
    double scar_rolling, scar_boxcar, scar_icepick;
};

// Radio frequency over weeks (2.6): what heat adds to the collagen that needles bring, and what becomes of a burn.
struct HeatAfterRules {
    double collagen_gain;                   // of a session's gain, at the reference energy, in dermis
    double zone_mm;                         // height of what one insulated tip heats
    double contraction, contraction_weeks;  // tightening at once, at the reference energy; gone by half in so long
    double burn_white_h, burn_heal_days;    // whitened skin stays white, then crusts and reddens until it has healed
    double burn_pale;                       // how much paler than the skin around the scar is
};

struct HealingRules {
    double over_dose;  // Dz above which a zone is overtreated
    PigmentRules pih;
    double tram_base, tram_bony, tram_drag, tram_force_n, tram_over_mm, tram_share, drag_mm;
    double infection_base, infection_reuse, infection_dirty, infection_dirty_share, infection_picking;
    double granuloma_base, granuloma_foreign;
    double allergy_base, allergy_metal;
    double hsv_base, hsv_covered;
    double acne_base, milia_base;
    double hypopigment_base, hypopigment_from_type;
    double keloid_base, nerve_base, burn_odds, redness_base, redness_over;
    std::array<ComplicationCourse, kComplications> course;
    double course_ramp_share;
    CollagenRules collagen;
    HeatAfterRules heat_after;
    // Aftercare that shows on the skin.
    double heat_gain, heat_window_h, heat_h, sun_gain, irritant_gain, aggravated_h, persistent_level;
    double occlusion_factor, pick_reopens;
    double visible_from;    // redness below it is not seen
    double zone_share;      // of the planned density, from which on a zone counts as treated
    double spot_share;      // of a zone's cells, that show what a complication raises
    double track_mm;        // between the lines of tram tracks
    double drag_fade_days;  // until the mark of a needle that was drawn sideways is gone
};
Expected<HealingRules> load_healing_rules(const Parameters& parameters);

// A probability whose odds are multiplied by `factor`.
double with_odds(double probability, double factor);

// ---- 5.6

struct PihCase {
    int fitzpatrick = 2;
    double r = 1;        // reached density against the plan's
    double over_mm = 0;  // mean depth beyond the plan's maximum
    bool overtreated = false, active_acne = false, tanned = false, retinoid = false, cooled = false, pre_care = false;
    bool sun_screen = true;
};
double pih_probability(const HealingRules& rules, const PihCase& facts);

struct TramCase {
    bool bony_fault = false;  // too much force or depth in a bony zone
    bool dragged = false;
};
double tram_track_probability(const HealingRules& rules, const TramCase& facts);

struct InfectionCase {
    bool reused = false;  // a contaminated cartridge was worked with
    bool dirty_field = false;
    bool picked = false;
    double later_dirt = 0;  // what came onto open skin afterwards: share of the barrier that was open then, 0..1
};
double infection_probability(const HealingRules& rules, const InfectionCase& facts);

// `worked_in`: 1 where a foreign fluid or product was worked in; less where it came onto a barrier only partly open.
double granuloma_probability(const HealingRules& rules, double worked_in);

// How strongly a complication shows, 0..1, so many days after the session. `length_days` 0: it stays.
double complication_level(double ramp_share, double onset_days, double length_days, double days);

// ---- 5.7

double depth_gain(const CollagenRules& rules, double depth_mm);  // fd
double density_gain(const CollagenRules& rules, double r);       // fr
double spacing_gain(const CollagenRules& rules, double days);    // fs
double age_gain(const CollagenRules& rules, double age_years);   // fage
// Share of what a tip at this depth heats that lies between epidermis and fat; without insulation the whole needle
// heats.
double heat_in_dermis(const HeatAfterRules& rules, const anatomy::Layers& layers, double depth_mm, bool insulated);
// Factor that heat puts on a session's gain. `heat`: energy over the reference energy.
double heat_on_collagen(const HeatAfterRules& rules, double heat, double in_dermis);
// Tightening so many weeks after, 0..1.
double contraction_left(const HeatAfterRules& rules, double heat, double in_dermis, double weeks);
// What a burn looks like so many hours after: each 0..1.
struct BurnLook {
    double white = 0, crust = 0, red = 0, pale = 0;
};
BurnLook burn_look(const HeatAfterRules& rules, double hours);
// Share of a session's gain that is there so many weeks later, 0..1.
double collagen_share(const CollagenRules& rules, double weeks);
// What is left of a0 for the session of this number, counted from 1: each adds a tenth less.
double session_share(const CollagenRules& rules, int session);
// Weight of the goal's kind of scar on texture; 1 for every goal that is no scar.
double scar_weight(const CollagenRules& rules, std::string_view goal);

}  // namespace np::skin
