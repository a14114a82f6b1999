// What the patient does at home: habits with the hours in which they hold, as data. Clinical reference 7.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/skin/healing.h"
#include "needlepoint/skin/response.h"

namespace np::skin {

enum class Habit : std::uint8_t {
    kSpf,
    kSun,   // out in it
    kHeat,  // hot shower, sauna, sport
    kCool,
    kOcclusion,  // greasy cream
    kMoisturiser,
    kRetinoid,
    kVitaminC,
    kAcid,
    kMakeup,
    kPicking,
    kTouching,  // with unwashed hands
    kSwimming,
    kSmoking,
    kAntiviral,
};
std::string_view to_word(Habit habit);  // "spf", "vitamin_c" ...

// Hours count from the end of the visit.
struct HabitSpan {
    Habit habit{};
    double from_h = 0, until_h = 0;
    std::string advice;  // topic of the visit that teaches it; empty: none
};

struct Aftercare {
    std::string name;
    std::vector<HabitSpan> spans;

    bool ever(Habit habit) const;
    // Begun before that hour.
    bool before(Habit habit, double hours) const;
    // Share of the first hours in which it holds, 0..1.
    double share(Habit habit, double hours) const;
};

// Reads `aftercare.<name>.<habit>.{from_h,until_h,advice}`; a habit that comes twice has a number behind it
// (picking_2). Fails on an unknown name, habit or span that ends before it begins.
Expected<Aftercare> read_aftercare(const Parameters& parameters, std::string_view name);
// Names in the order of the pack, and "as_told".
std::vector<std::string> aftercare_names(const Parameters& parameters);
// Good where the advice was given, careless where it was not.
Aftercare as_told(const Aftercare& good, const Aftercare& careless, bool told_aftercare, bool told_sun);

// What the habits amount to for the formulas of healing, without regard to time.
struct HomeCare {
    bool sun_screen = true, cooled = false, early_retinoid = false, picked = false, new_product = false;
    bool occluded = false, heated = false, antiviral = false;
    double later_dirt = 0;       // how open the barrier was when dirt came onto it
    double worked_in = 0;        // how open it was when an unsuitable product came onto it
    double collagen_factor = 1;  // fa, smoking included
};
HomeCare home_care(const Aftercare& aftercare, const HealingRules& rules, const TissueRules& tissue);

// At a time of the follow-up; the same for the whole face.
struct HomeEffect {
    double cool_left = 1;       // factor on redness
    double redness = 0;         // added where the skin was needled
    double barrier_factor = 1;  // on how open the barrier is: occlusion
    double reopened = 0;        // by picking
};
HomeEffect home_effect(const Aftercare& aftercare, const HealingRules& rules, const TissueRules& tissue, double hours);

}  // namespace np::skin
