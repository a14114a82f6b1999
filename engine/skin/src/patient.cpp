#include "needlepoint/skin/patient.h"

#include <charconv>

#include "needlepoint/sdk/math.h"

namespace np::skin {

bool holds_word(std::string_view list, std::string_view word) {
    while (!list.empty()) {
        const std::size_t end = list.find(',');
        if (list.substr(0, end) == word) return true;
        if (end == std::string_view::npos) return false;
        list.remove_prefix(end + 1);
    }
    return false;
}

namespace {

bool share_a_word(std::string_view a, std::string_view b) {
    while (!a.empty()) {
        const std::size_t end = a.find(',');
        if (holds_word(b, a.substr(0, end))) return true;
        if (end == std::string_view::npos) return false;
        a.remove_prefix(end + 1);
    }
    return false;
}

}  // namespace

bool Patient::is_antiviral(std::string_view step) const {
    return holds_word(antiviral_steps, step);
}
bool Patient::is_patch_test(std::string_view step) const {
    return holds_word(patch_test_steps, step);
}

Patient read_patient(const Parameters& parameters) {
    Patient patient;
    const auto list = [&](const char* key) { return parameters.text(key).value_or(""); };
    const auto number = [&](const char* key, double fallback) { return parameters.number_or(key, fallback); };
    patient.fitzpatrick = static_cast<int>(np_clamp(number("session.fitzpatrick", 2), 1, 6));
    patient.age_years = number("session.age_years", 35);
    patient.goal = list("session.goal");
    const std::string items = list("case.items"), done = list("steps.accepted_without");
    const auto has = [&](const char* what) {
        return share_a_word(list((std::string("tissue.history.") + what).c_str()), items);
    };
    patient.keloid = has("keloid");
    patient.cold_sores = has("cold_sores");
    patient.metal_allergy = has("metal_allergy");
    patient.retinoid = has("retinoid");
    patient.tanned = has("tanned");
    patient.acne = has("acne");
    patient.anticoagulant = number("session.m_drug", 1) >= number("tissue.history.anticoagulant_from", 2);
    patient.antiviral_steps = list("tissue.history.antiviral_step");
    patient.patch_test_steps = list("tissue.history.patch_test_step");
    patient.antiviral = share_a_word(patient.antiviral_steps, done);
    patient.patch_tested = share_a_word(patient.patch_test_steps, done);
    patient.antiseptic_before = share_a_word(list("tissue.history.antiseptic_step"), done);
    patient.radiofrequency = list(("device." + list("session.device") + ".kind").c_str()) == "rf";
    const std::string seed = list("session.seed");
    std::uint64_t parsed = 1;
    const auto [end, trouble] = std::from_chars(seed.data(), seed.data() + seed.size(), parsed);
    patient.seed = trouble == std::errc{} && end == seed.data() + seed.size() ? parsed : 1;
    return patient;
}

}  // namespace np::skin
