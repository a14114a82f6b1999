// What of the patient and the session matters to healing, as the session's parameters tell it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "needlepoint/core/parameters.h"

namespace np::skin {

// A value type.
struct Patient {
    int fitzpatrick = 2;
    double age_years = 35;
    bool keloid = false, cold_sores = false, metal_allergy = false, retinoid = false, tanned = false, acne = false;
    bool anticoagulant = false;
    bool patch_tested = false, antiviral = false, antiseptic_before = false;  // done before the session began
    bool radiofrequency = false;
    std::string goal;        // "scar_boxcar"
    std::uint64_t seed = 1;  // of the session: what happens to whom

    std::string antiviral_steps, patch_test_steps;  // words with commas between
    bool is_antiviral(std::string_view step) const;
    bool is_patch_test(std::string_view step) const;
};

// Keys: session.{fitzpatrick,age_years,goal,seed,m_drug,device}, case.items, steps.accepted_without, device.<id>.kind
// and the lists tissue.history.*. What is missing reads as a healthy patient.
Patient read_patient(const Parameters& parameters);

// Whether a list such as "C06,L12" holds a word.
bool holds_word(std::string_view list, std::string_view word);

}  // namespace np::skin
