#include "needlepoint/input/calibration_file.h"

#include <yaml-cpp/yaml.h>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <set>

#include "needlepoint/core/files.h"

namespace np::input {

using geometry::Vec3;

namespace {

constexpr std::size_t kMostBytes = 1 << 18;
constexpr std::size_t kMostSources = 200;

// Thrown inside this file only, and caught at its border.
struct Wrong {
    YAML::Mark at;
    std::string what;
};

[[noreturn]] void wrong(const YAML::Node& node, const std::string& what) {
    throw Wrong{node.Mark(), what};
}

// A map whose keys are known and stand there once.
void check_keys(const YAML::Node& node, const std::set<std::string>& known, const std::string& what) {
    if (!node.IsMap()) wrong(node, what + " should be a list of keys and values");
    std::set<std::string> seen;
    for (const auto& entry : node) {
        if (!entry.first.IsScalar()) wrong(entry.first, "a word was expected as a key of " + what);
        const std::string key = entry.first.Scalar();
        if (!known.empty() && !known.count(key)) wrong(entry.first, "'" + key + "' is not a key of " + what);
        if (!seen.insert(key).second) wrong(entry.first, "'" + key + "' stands twice in " + what);
    }
}

double number(const YAML::Node& node, double low, double high, const std::string& what) {
    double value = 0;
    if (!node.IsScalar() || !YAML::convert<double>::decode(node, value) || !std::isfinite(value))
        wrong(node, what + " should be a number");
    if (value < low || value > high) {
        char range[80];
        std::snprintf(range, sizeof range, " should lie between %g and %g", low, high);
        wrong(node, what + range);
    }
    return value;
}

std::vector<double> numbers(const YAML::Node& node, std::size_t count, double most, const std::string& what) {
    if (!node.IsSequence() || node.size() != count)
        wrong(node, what + " should be " + std::to_string(count) + " numbers in brackets");
    std::vector<double> values;
    for (const auto& entry : node) values.push_back(number(entry, -most, most, what));
    return values;
}

Vec3 vector(const YAML::Node& node, const std::string& what) {
    const auto v = numbers(node, 3, 1e5, what);
    return {v[0], v[1], v[2]};
}

Turn turn(const YAML::Node& node, const std::string& what) {
    const auto v = numbers(node, 4, 1.1, what);
    const double size = std::sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2] + v[3] * v[3]);
    if (std::abs(size - 1) > 0.01) wrong(node, what + " should be a unit quaternion w, x, y, z");
    return {v[0] / size, v[1] / size, v[2] / size, v[3] / size};
}

Pivot pivot(const YAML::Node& node) {
    check_keys(node, {"tip_mm", "residual_mm", "swayed_deg"}, "pivot");
    if (!node["tip_mm"]) wrong(node, "pivot needs tip_mm");
    Pivot pivot;
    pivot.tip_mm = vector(node["tip_mm"], "tip_mm");
    if (node["residual_mm"]) pivot.residual_mm = number(node["residual_mm"], 0, 1e4, "residual_mm");
    if (node["swayed_deg"]) pivot.swayed_deg = number(node["swayed_deg"], 0, 360, "swayed_deg");
    return pivot;
}

Registration registration(const YAML::Node& node) {
    check_keys(node, {"turn", "shift_mm", "residual_mm"}, "registration");
    if (!node["turn"] || !node["shift_mm"]) wrong(node, "registration needs turn and shift_mm");
    Registration found;
    found.turn = turn(node["turn"], "turn");
    found.shift_mm = vector(node["shift_mm"], "shift_mm");
    if (node["residual_mm"]) found.residual_mm = number(node["residual_mm"], 0, 1e4, "residual_mm");
    return found;
}

PressureCurve pressure(const YAML::Node& node) {
    if (!node.IsSequence()) wrong(node, "pressure_mn should be pairs of pressure and millinewtons");
    std::vector<std::pair<double, double>> points;
    for (const auto& entry : node) {
        const auto pair = numbers(entry, 2, 1e6, "a point of pressure_mn");
        points.emplace_back(pair[0], pair[1]);
    }
    auto curve = PressureCurve::create(std::move(points));
    if (!curve) wrong(node, curve.error().message);
    return *curve;
}

Upright upright(const YAML::Node& node) {
    check_keys(node, {"tilt_deg", "residual_deg"}, "upright");
    if (!node["tilt_deg"]) wrong(node, "upright needs tilt_deg");
    const auto tilt = numbers(node["tilt_deg"], 2, 90, "tilt_deg");
    Upright found;
    found.tilt_deg = {tilt[0], tilt[1]};
    if (node["residual_deg"]) found.residual_deg = number(node["residual_deg"], 0, 90, "residual_deg");
    return found;
}

Calibration calibration(const YAML::Node& node) {
    check_keys(node, {"pivot", "axis", "registration", "pressure_mn", "upright"}, "a source's calibration");
    Calibration found;
    if (node["pivot"]) found.pivot = pivot(node["pivot"]);
    if (node["axis"]) {
        const Vec3 axis = vector(node["axis"], "axis");
        if (length(axis) < 1e-6) wrong(node["axis"], "axis should have a length");
        found.axis = normalized(axis);
    }
    if (node["registration"]) found.registration = registration(node["registration"]);
    if (node["pressure_mn"]) found.pressure = pressure(node["pressure_mn"]);
    if (node["upright"]) found.upright = upright(node["upright"]);
    return found;
}

InputSettings settings_of(const YAML::Node& root) {
    InputSettings settings;
    if (root.IsNull()) return settings;
    check_keys(root, {"source", "calibration"}, "the input settings");
    if (root["source"]) {
        if (!root["source"].IsScalar() || root["source"].Scalar().size() > 500)
            wrong(root["source"], "source should be a name");
        settings.source = root["source"].Scalar();
    }
    if (const YAML::Node all = root["calibration"]) {
        check_keys(all, {}, "calibration");
        if (all.size() > kMostSources) wrong(all, "more than 200 sources");
        for (const auto& entry : all) settings.calibration[entry.first.Scalar()] = calibration(entry.second);
    }
    return settings;
}

std::string number_text(double value) {
    // Not printf: that writes a comma where the locale has one.
    char text[40];
    return {text, std::to_chars(text, text + sizeof text, value, std::chars_format::general, 10).ptr};
}
std::string text_of(Vec3 v) {
    return "[" + number_text(v.x) + ", " + number_text(v.y) + ", " + number_text(v.z) + "]";
}

std::string quoted(const std::string& text) {
    YAML::Emitter out;
    out << YAML::DoubleQuoted << text;
    return out.c_str();
}

// Text without NUL and in UTF-8: the parser takes anything.
bool is_plain_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == 0) return false;
        const std::size_t more = c < 0x80                ? 0
                                 : c >= 0xC2 && c < 0xE0 ? 1
                                 : c >= 0xE0 && c < 0xF0 ? 2
                                 : c >= 0xF0 && c < 0xF5 ? 3
                                                         : 9;
        if (more == 9 || i + more >= text.size() + (more == 0 ? 1 : 0)) return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
        i += more + 1;
    }
    return true;
}

}  // namespace

const Calibration& InputSettings::of(const std::string& name) const {
    static const Calibration kNone;
    const auto found = calibration.find(name);
    return found == calibration.end() ? kNone : found->second;
}

Expected<InputSettings> parse_input_settings(std::string_view text, const std::string& name) {
    const std::string remedy = "; mend the file or delete it to begin anew";
    if (text.size() > kMostBytes) return no(name + " is larger than input settings can be" + remedy);
    if (!is_plain_utf8(text)) return no(name + " is not text in UTF-8" + remedy);
    try {
        return settings_of(YAML::Load(std::string(text)));
    } catch (const Wrong& stop) {
        return no(name + ":" + std::to_string(stop.at.line + 1) + ":" + std::to_string(stop.at.column + 1) + ": " +
                  stop.what + remedy);
    } catch (const YAML::Exception& stop) {
        return no(name + ":" + std::to_string(stop.mark.line + 1) + ": this is not YAML (" + stop.msg + ")" + remedy);
    }
}

Expected<InputSettings> load_input_settings(const std::filesystem::path& file) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return InputSettings{};
    const auto text = read_text(file);
    if (!text) return tl::unexpected(text.error());
    return parse_input_settings(*text, file.string());
}

std::string to_yaml(const InputSettings& settings) {
    std::string text =
        "# What is in the hand, and how it was calibrated. Written by needlepoint input and the settings.\n";
    text += "source: " + quoted(settings.source) + "\n";
    if (!settings.calibration.empty()) text += "calibration:\n";
    for (const auto& [name, c] : settings.calibration) {
        text += "  " + quoted(name) + ":\n";
        std::string inside;
        if (c.pivot)
            inside += "    pivot: {tip_mm: " + text_of(c.pivot->tip_mm) +
                      ", residual_mm: " + number_text(c.pivot->residual_mm) +
                      ", swayed_deg: " + number_text(c.pivot->swayed_deg) + "}\n";
        if (c.axis) inside += "    axis: " + text_of(*c.axis) + "\n";
        if (c.registration) {
            const Turn& t = c.registration->turn;
            inside += "    registration: {turn: [" + number_text(t.w) + ", " + number_text(t.x) + ", " +
                      number_text(t.y) + ", " + number_text(t.z) + "], shift_mm: " + text_of(c.registration->shift_mm) +
                      ", residual_mm: " + number_text(c.registration->residual_mm) + "}\n";
        }
        if (c.pressure.measured()) {
            inside += "    pressure_mn: [";
            for (const auto& [pressure, mn] : c.pressure.points())
                inside += (inside.back() == '[' ? "[" : ", [") + number_text(pressure) + ", " + number_text(mn) + "]";
            inside += "]\n";
        }
        if (c.upright)
            inside += "    upright: {tilt_deg: [" + number_text(c.upright->tilt_deg[0]) + ", " +
                      number_text(c.upright->tilt_deg[1]) + "], residual_deg: " + number_text(c.upright->residual_deg) +
                      "}\n";
        text += inside.empty() ? "    {}\n" : inside;
    }
    return text;
}

Status save_input_settings(const std::filesystem::path& file, const InputSettings& settings) {
    std::error_code trouble;
    std::filesystem::create_directories(file.parent_path(), trouble);
    if (trouble)
        return cannot("The folder " + file.parent_path().string() + " could not be made: " + trouble.message());
    return write_text(file, to_yaml(settings));
}

}  // namespace np::input
