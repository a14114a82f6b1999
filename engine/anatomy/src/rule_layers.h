// Reads the skin's layers of a zone from a rule pack.
#pragma once

#include <string>

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/core/parameters.h"

namespace np::anatomy {

// What of a person changes the skin.
struct Person {
    double male = 0.5;  // 0 woman ... 1 man
    double age_years = 40;
    double dermis_deviation = 0;  // standard deviations from the mean of such people
};

// Fails when a layer of the zone is missing, naming the key.
Expected<Layers> person_layers(const Parameters& rules, const std::string& base, const Person& person);

}  // namespace np::anatomy
