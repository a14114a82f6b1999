// Layers for every zone, so that the tests of the anatomy need no rule pack.
#pragma once

#include <string>

#include "needlepoint/core/parameters.h"

namespace np::anatomy {

inline Parameters rules_for_tests() {
    Parameters rules;
    for (const char* base : {"pad_flat",  "forehead", "glabella", "temple",    "crow",       "infraorb", "nose_dorsum",
                             "nose_side", "nose_tip", "malar",    "buccal",    "lateral",    "nlf",      "upper_lip",
                             "lower_lip", "chin",     "jaw",      "submental", "neck_front", "neck_side"}) {
        const std::string zone = std::string("zone.") + base + ".";
        rules.set(zone + "epidermis_mm", 0.08);
        rules.set(zone + "dermis_female_mm", 1.2);
        rules.set(zone + "dermis_male_mm", 1.6);
        rules.set(zone + "to_firm_mm", 15);
        rules.set(zone + "stiffness", 0.7);
        rules.set(zone + "bony", std::string(base) == "malar" || std::string(base) == "forehead" ? 1.0 : 0.0);
    }
    rules.set("tissue.dermis_sd_mm", 0.18);
    rules.set("tissue.ageing_from_years", 40);
    rules.set("tissue.ageing_per_year", 0.003);
    rules.set("tissue.ageing_in_women", std::string("forehead,glabella,malar,submental,jaw"));
    rules.set("tissue.ageing_in_men", std::string("malar"));
    return rules;
}

}  // namespace np::anatomy
