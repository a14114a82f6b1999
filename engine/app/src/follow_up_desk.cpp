#include "follow_up_desk.h"

#include <algorithm>
#include <cstdio>

namespace np::app {

namespace {

struct Shown {
    const char* key;
    double least_top;  // the scale ends here, or above where the curve is higher
    bool percent;
    double (*value)(const skin::ZoneLater&);
};
constexpr Shown kShown[] = {
    {"redness", 0.5, true, [](const skin::ZoneLater& z) { return z.erythema_visible; }},
    {"swelling", 0.1, true, [](const skin::ZoneLater& z) { return z.swelling; }},
    {"barrier", 1.0, true, [](const skin::ZoneLater& z) { return z.barrier_open; }},
    {"flaking", 0.5, true, [](const skin::ZoneLater& z) { return z.flake; }},
    {"tenderness", 3.0, false, [](const skin::ZoneLater& z) { return z.tenderness; }},
    {"collagen", 0.1, true, [](const skin::ZoneLater& z) { return z.collagen; }},
    {"texture", 0.1, true, [](const skin::ZoneLater& z) { return z.texture; }},
    {"pigment", 0.2, true, [](const skin::ZoneLater& z) { return z.pigment; }},
    {"contraction", 0.1, true, [](const skin::ZoneLater& z) { return z.contraction; }},
};
constexpr std::size_t kFatesShown = 5;

std::string figure(double value, const char* format) {
    char text[40];
    std::snprintf(text, sizeof text, format, value);
    return text;
}
std::string percent(double share) {
    return figure(100 * share, share < 0.0995 ? "%.1f %%" : "%.0f %%");
}

}  // namespace

Expected<FollowUpDesk> FollowUpDesk::create(const skin::SkinState& at_end, const anatomy::ZoneTable& table,
                                            const Parameters& rules, const Words& words) {
    FollowUpDesk desk(table, words);
    auto good = skin::read_aftercare(rules, "good");
    if (!good) return tl::unexpected(good.error());
    auto careless = skin::read_aftercare(rules, "careless");
    if (!careless) return tl::unexpected(careless.error());
    const auto told = at_end.told();
    desk.follow_.push_back(skin::FollowUp::create(at_end, skin::as_told(*good, *careless, told.aftercare, told.sun)));
    desk.follow_.push_back(skin::FollowUp::create(at_end, std::move(*good)));
    desk.follow_.push_back(skin::FollowUp::create(at_end, std::move(*careless)));
    desk.zones_ = desk.follow_.front().needled();
    if (desk.zones_.empty()) return no("No zone was needled enough to be followed up.");
    for (const char* care : {"as_told", "good", "careless"})
        desk.view_.cares.push_back(words(std::string("aftercare.") + care));
    for (const std::uint32_t zone : desk.zones_) desk.view_.zones.push_back(words.zone(table.zones[zone].id));
    // The zone that the visit did most for is looked at first.
    const auto gain = [&](std::uint32_t zone) { return desk.follow_.front().outlook(zone).collagen; };
    const auto most = std::max_element(desk.zones_.begin(), desk.zones_.end(),
                                       [&](std::uint32_t a, std::uint32_t b) { return gain(a) < gain(b); });
    desk.view_.zone = static_cast<int>(most - desk.zones_.begin());
    desk.draw_curves();
    return desk;
}

void FollowUpDesk::look_ahead(double hours) {
    view_.hours = std::clamp(hours, 0.0, skin::kLastHour);
    read_now();
}

void FollowUpDesk::choose_care(int index) {
    view_.care = std::clamp(index, 0, static_cast<int>(follow_.size()) - 1);
    draw_curves();
}

void FollowUpDesk::choose_zone(int index) {
    view_.zone = std::clamp(index, 0, static_cast<int>(zones_.size()) - 1);
    draw_curves();
}

void FollowUpDesk::draw_curves() {
    view_.curves.clear();
    std::vector<std::pair<double, skin::ZoneLater>> later;
    for (const double hours : skin::curve_hours()) later.emplace_back(hours, follow().at(hours).zone(zone()));
    for (const Shown& shown : kShown) {
        ui::FollowUpCurve curve;
        curve.name = (*words_)(std::string("follow_up.") + shown.key);
        curve.top = shown.least_top;
        for (const auto& [hours, state] : later) {
            curve.points.emplace_back(hours, shown.value(state));
            curve.top = std::max(curve.top, shown.value(state));
        }
        // Only heat tightens: of a pen there is nothing to draw. It is the last, so the others keep their places.
        const bool of_heat = &shown == std::end(kShown) - 1;
        if (!of_heat || later.front().second.contraction > 0) view_.curves.push_back(std::move(curve));
    }
    const skin::ZoneOutlook& out = follow().outlook(zone());
    view_.facts = {{(*words_)("follow_up.downtime"), figure(out.downtime_days, "%.1f days")},
                   {(*words_)("follow_up.gain"), percent(out.texture)}};
    if (out.planned_texture > 0)
        view_.facts.push_back({(*words_)("follow_up.planned_gain"), percent(out.planned_texture)});
    view_.fates.clear();
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < out.fates.size(); ++i)
        if (out.fates[i].probability > 0) order.push_back(i);
    // What happens comes first, then what is most probable.
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (out.fates[a].happens != out.fates[b].happens) return out.fates[a].happens;
        return out.fates[a].probability > out.fates[b].probability;
    });
    for (std::size_t i = 0; i < std::min(order.size(), kFatesShown); ++i) {
        const skin::Fate& fate = out.fates[order[i]];
        ui::FollowUpView::Fate row;
        row.text = words_->of("complication", std::string(skin::to_word(fate.which)));
        row.when = fate.happens ? "from " + skin::hours_text(24 * fate.onset_days) : percent(fate.probability);
        const bool raised = fate.probability > 1.5 * out.planned_risk[order[i]];
        row.severity = fate.happens ? ui::Severity::kMajor : raised ? ui::Severity::kMinor : ui::Severity::kGood;
        view_.fates.push_back(std::move(row));
    }
    read_now();
}

void FollowUpDesk::read_now() {
    view_.when = skin::hours_text(view_.hours);
    const skin::ZoneLater state = now().zone(zone());
    for (std::size_t i = 0; i < view_.curves.size(); ++i) {
        const double value = kShown[i].value(state);
        view_.curves[i].now = kShown[i].percent ? percent(value) : figure(value, "%.1f of 10");
    }
}

}  // namespace np::app
