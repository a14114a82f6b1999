#include "rule_layers.h"

namespace np::anatomy {

namespace {

// "forehead,glabella" holds "glabella".
bool list_holds(const std::string& list, const std::string& word) {
    std::string item;
    for (const char c : list + ",") {
        if (c == ',') {
            if (item == word) return true;
            item.clear();
        } else if (c != ' ') {
            item += c;
        }
    }
    return false;
}

// The part by which the dermis of ageing skin is thinner, where the rule pack says that it thins.
double age_loss(const Parameters& rules, const std::string& base, const Person& person) {
    const double years = person.age_years - rules.number_or("tissue.ageing_from_years", 40);
    if (years <= 0) return 0;
    const double per_year = rules.number_or("tissue.ageing_per_year", 0);
    const double in_women = list_holds(rules.text("tissue.ageing_in_women").value_or(""), base) ? 1.0 : 0.0;
    const double in_men = list_holds(rules.text("tissue.ageing_in_men").value_or(""), base) ? 1.0 : 0.0;
    return per_year * years * (person.male * in_men + (1.0 - person.male) * in_women);
}

}  // namespace

Expected<Layers> person_layers(const Parameters& rules, const std::string& base, const Person& person) {
    const std::string zone = "zone." + base + ".";
    const auto epidermis = rules.need(zone + "epidermis_mm");
    const auto female = rules.need(zone + "dermis_female_mm");
    const auto male = rules.need(zone + "dermis_male_mm");
    const auto to_firm = rules.need(zone + "to_firm_mm");
    const auto stiffness = rules.need(zone + "stiffness");
    for (const auto* value : {&epidermis, &female, &male, &to_firm, &stiffness})
        if (!*value) return tl::unexpected(value->error());
    const double mean = (*female + person.male * (*male - *female)) * (1.0 - age_loss(rules, base, person));
    const double varied = mean + person.dermis_deviation * rules.number_or("tissue.dermis_sd_mm", 0);
    // However the draw falls, skin stays skin: never under half the mean.
    const double dermis = varied < 0.5 * mean ? 0.5 * mean : varied;
    return Layers{*epidermis, dermis, *to_firm, *stiffness};
}

}  // namespace np::anatomy
