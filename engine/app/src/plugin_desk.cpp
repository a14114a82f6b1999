#include "plugin_desk.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "needlepoint/plugin_host/own_parameters.h"

namespace np::app {

using plugin_host::Library;
using plugin_host::Manifest;
using plugin_host::ParameterUse;
using Type = ParameterUse::Type;

namespace {

std::string number_text(double number) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

std::string with_unit(std::string text, const std::string& unit) {
    return unit.empty() ? text : text + " " + unit;
}

// A twentieth of the range, as 1, 2 or 5 times a power of ten; whole numbers where the range is whole and wide enough.
double step_of(const ParameterUse& use) {
    const double range = use.maximum > use.minimum ? use.maximum - use.minimum : std::abs(use.default_number) * 2;
    const double rough = range > 0 ? range / 20 : 1;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double digit : {1.0, 2.0, 5.0})
        if (digit * power >= rough * 0.999) return digit * power;
    return 10 * power;
}

std::string sentence_of(const plugin_host::Watch::News& news) {
    std::string text;
    for (const std::string& id : news.reloaded) text += (text.empty() ? "" : ", ") + id;
    if (!text.empty()) text += news.reloaded.size() == 1 ? " was built anew." : " were built anew.";
    for (const std::string& problem : news.problems) text += (text.empty() ? "" : " ") + problem + ".";
    if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

}  // namespace

bool is_assessment(const session::Record& record) {
    const auto mode = record.meta().facts.find("mode");
    return mode != record.meta().facts.end() && mode->second == scenario::to_word(scenario::Mode::kAssessment);
}

PluginDesk::PluginDesk(const cli::Places& places, const Words& words) : places_(places), words_(words) {
    if (auto pins = plugin_host::load_pins(places.plugins / plugin_host::kPinsFile)) pins_ = std::move(*pins);
    if (const auto listings = cli::list_installed(places)) {
        for (const plugin_host::Listing& listing : *listings) {
            if (listing.library)
                libraries_.push_back(listing.library);
            else
                broken_.push_back(
                    {"", listing.file.filename().string(), "", "", listing.problem, ui::Severity::kMajor, {}});
        }
    } else {
        notice_ = listings.error().message;
    }
    if (auto chosen = cli::load_plugin_settings(places))
        chosen_ = std::move(*chosen);
    else
        notice_ = chosen.error().message;
    as_opened_ = libraries_;
    watch_.emplace(places.plugins, libraries_);
}

const plugin_host::Libraries& PluginDesk::graders_of(const session::Record& record) {
    if (!is_assessment(record)) return libraries_;
    if (!examiners_) examiners_ = load_examiners();
    return *examiners_;
}

// One that was built anew since the window opened goes on as it was loaded then.
plugin_host::Libraries PluginDesk::load_examiners() const {
    const auto trusted = plugin_host::load_pins(places_.pins);
    const auto apart = plugin_host::list_plugins(places_.plugins, {nullptr, trusted ? &*trusted : nullptr, true});
    plugin_host::Libraries examiners;
    for (const auto& opened : plugin_host::of_kind(as_opened_, plugin_host::Kind::kScorer)) {
        auto examiner = opened;
        if (apart)
            for (const plugin_host::Listing& listing : *apart)
                if (listing.library && listing.library->digest() == opened->digest()) examiner = listing.library;
        examiners.push_back(std::move(examiner));
    }
    return examiners;
}

const ParameterUse* PluginDesk::find(const std::string& key) const {
    for (const auto& library : libraries_)
        for (const ParameterUse& use : library->manifest().parameters)
            if (use.own && use.key == key) return &use;
    return nullptr;
}

// A choice that the declaration no longer allows counts for nothing.
Parameter PluginDesk::value_of(const ParameterUse& use, const Manifest& manifest) const {
    const Parameter* found = chosen_.find(use.key);
    if (found != nullptr && plugin_host::problem_of_value(use, *found).empty()) return *found;
    return plugin_host::default_of(use, manifest);
}

ui::PluginParameter PluginDesk::shown(const ParameterUse& use, const Manifest& manifest) const {
    using Sort = ui::PluginParameter::Sort;
    const Parameter value = value_of(use, manifest);
    ui::PluginParameter row;
    row.key = use.key;
    row.text = words_(use.text);
    row.changed = value.value != plugin_host::default_of(use, manifest).value;
    if (use.type == Type::kText) {
        row.sort = use.choices.empty() ? Sort::kText : Sort::kChoice;
        row.value = std::get<std::string>(value.value);
        for (const std::string& choice : use.choices) row.range += (row.range.empty() ? "" : ", ") + choice;
        if (use.choices.empty()) row.range = "a text; " + use.key;
        return row;
    }
    const double number = std::get<double>(value.value);
    row.on = number != 0;
    row.sort = use.type == Type::kFlag ? Sort::kSwitch : Sort::kNumber;
    row.value = use.type == Type::kFlag ? (row.on ? "on" : "off") : with_unit(number_text(number), use.unit);
    if (use.type == Type::kNumber && use.minimum < use.maximum)
        row.range = number_text(use.minimum) + " to " + with_unit(number_text(use.maximum), use.unit);
    if (row.changed)
        row.range += (row.range.empty() ? "" : "; ") +
                     (use.type == Type::kFlag ? std::string(use.default_number != 0 ? "on" : "off")
                                              : number_text(use.default_number)) +
                     " unless changed";
    return row;
}

ui::PluginsView PluginDesk::view() const {
    ui::PluginsView view;
    view.notice = notice_;
    view.file = (places_.user / "plugin-settings.txt").string();
    for (const auto& library : libraries_) {
        const Manifest& manifest = library->manifest();
        ui::PluginRow row;
        row.id = manifest.id;
        row.name = words_(manifest.name_key);
        row.kind = plugin_host::to_word(manifest.kind);
        row.version = manifest.version;
        const plugin_host::Pin* pin = pins_ ? pins_->find(library->file()) : nullptr;
        const bool same = pin != nullptr && pin->sha256 == to_hex(library->digest());
        row.state = same ? "pinned" : pin != nullptr ? "changed since installed" : "not pinned";
        row.severity = same ? ui::Severity::kGood : ui::Severity::kMinor;
        for (const ParameterUse& use : manifest.parameters)
            if (use.own) row.parameters.push_back(shown(use, manifest));
        view.plugins.push_back(std::move(row));
    }
    // Those that can be told something come first: that is what one comes here for.
    std::stable_sort(view.plugins.begin(), view.plugins.end(), [](const ui::PluginRow& a, const ui::PluginRow& b) {
        return !a.parameters.empty() && b.parameters.empty();
    });
    view.plugins.insert(view.plugins.begin(), broken_.begin(), broken_.end());
    return view;
}

bool PluginDesk::change(const std::string& id, double by) {
    const bool to_default = id.rfind("default:", 0) == 0, step = id.rfind("step:", 0) == 0;
    const std::string key = to_default ? id.substr(8) : step ? id.substr(5) : id;
    const ParameterUse* use = find(key);
    if (use == nullptr || !(to_default || step)) return false;
    const Manifest* manifest = nullptr;
    for (const auto& library : libraries_)
        for (const ParameterUse& one : library->manifest().parameters)
            if (&one == use) manifest = &library->manifest();
    Parameter value = to_default ? plugin_host::default_of(*use, *manifest) : value_of(*use, *manifest);
    if (!to_default && use->type == Type::kFlag) {
        value.value = std::get<double>(value.value) != 0 ? 0.0 : 1.0;
    } else if (!to_default && use->type == Type::kNumber) {
        // On whole steps, so that going there and back ends where it began.
        const double width = step_of(*use);
        double number = (std::round(std::get<double>(value.value) / width) + by) * width;
        if (use->minimum < use->maximum) number = std::clamp(number, use->minimum, use->maximum);
        value.value = std::round(number * 1e9) / 1e9;
    } else if (!to_default && !use->choices.empty()) {
        const auto at = std::find(use->choices.begin(), use->choices.end(), std::get<std::string>(value.value));
        const auto count = static_cast<std::ptrdiff_t>(use->choices.size());
        const std::ptrdiff_t next = (at - use->choices.begin() + (by < 0 ? count - 1 : 1)) % count;
        value.value = use->choices[static_cast<std::size_t>(next)];
    }
    value.unit = use->unit;
    value.provenance = {"EA", "chosen in the settings", "", ""};
    if (!plugin_host::problem_of_value(*use, value).empty()) return true;
    // What equals the default is no choice: it follows the plugin when that gets another default.
    Parameters kept;
    for (const auto& [name, one] : chosen_.entries())
        if (name != key) kept.set(name, one);
    if (value.value != plugin_host::default_of(*use, *manifest).value) kept.set(key, std::move(value));
    chosen_ = std::move(kept);
    if (const Status saved = cli::save_plugin_settings(places_, chosen_); !saved) notice_ = saved.error().message;
    return true;
}

std::optional<PluginDesk::News> PluginDesk::poll() {
    auto news = watch_->poll(plugin_host::Watch::Clock::now());
    if (!news) return std::nullopt;
    libraries_ = news->libraries;
    notice_ = sentence_of(*news);
    return News{!news->reloaded.empty(), notice_};
}

}  // namespace np::app
