#include "texts.h"

#include "needlepoint/sdk/math.h"

namespace np::assessment {

std::string fixed(double value, int decimals) {
    std::int64_t scale = 1;
    for (int i = 0; i < decimals; ++i) scale *= 10;
    if (!(np_abs(value) < 1e12)) return value < 0 ? "-1000000000000" : "1000000000000";
    const std::int64_t scaled = np_round(value * static_cast<double>(scale));
    const std::int64_t size = scaled < 0 ? -scaled : scaled;
    std::string text = (scaled < 0 ? "-" : "") + std::to_string(size / scale);
    if (decimals == 0) return text;
    const std::string rest = std::to_string(size % scale);
    return text + "." + std::string(static_cast<std::size_t>(decimals) - rest.size(), '0') + rest;
}

std::string number(double value, int decimals) {
    std::string text = fixed(value, decimals);
    if (text.find('.') == std::string::npos) return text;
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
}

std::string readable(std::string_view word) {
    std::string text(word);
    for (char& c : text)
        if (c == '_') c = ' ';
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

std::string zone_name(std::string_view zone_id, const Parameters* parameters) {
    std::string_view base = zone_id, side;
    if (zone_id.size() > 2 && zone_id.substr(zone_id.size() - 2) == "_l") side = "left ";
    if (zone_id.size() > 2 && zone_id.substr(zone_id.size() - 2) == "_r") side = "right ";
    if (!side.empty()) base.remove_suffix(2);
    std::string name(base);
    for (char& c : name)
        if (c == '_') c = ' ';
    if (parameters != nullptr) name = parameters->text("zone." + std::string(base) + ".name").value_or(name);
    return std::string(side) + name;
}

namespace {

// Ids of things that a scorer put into a sentence: "glove_l touched bare_skin" -> "left glove touched bare skin".
std::string without_underscores(const std::string& sentence) {
    const auto in_id = [](char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    std::string result;
    for (std::size_t at = 0; at < sentence.size();) {
        std::size_t end = at;
        while (end < sentence.size() && in_id(sentence[end])) ++end;
        if (end == at) ++end;
        const std::string word = sentence.substr(at, end - at);
        result += word.find('_') == std::string::npos ? word : zone_name(word);
        at = end;
    }
    return result;
}

}  // namespace

std::string fill_in(const sdk::Finding& finding, std::string_view unit, std::string_view zone) {
    const std::pair<std::string_view, std::string> holes[] = {
        {"{value}", finding.value ? number(*finding.value) : "?"},
        {"{limit}", finding.limit ? number(*finding.limit) : "?"},
        {"{unit}", std::string(unit)},
        {"{zone}", std::string(zone)},
        {"{thing}", finding.thing},
    };
    std::string result;
    std::string_view rest = finding.text;
    while (!rest.empty()) {
        bool filled = false;
        for (const auto& [hole, with] : holes) {
            if (rest.substr(0, hole.size()) != hole) continue;
            result += with;
            rest.remove_prefix(hole.size());
            filled = true;
            break;
        }
        if (filled) continue;
        result += rest.front();
        rest.remove_prefix(1);
    }
    result = without_underscores(result);
    if (!result.empty() && result[0] >= 'a' && result[0] <= 'z') result[0] = static_cast<char>(result[0] - 'a' + 'A');
    return result;
}

std::string minutes(sdk::Tick ticks) {
    const std::uint64_t seconds = ticks / 1000;
    const std::uint64_t rest = seconds % 60;
    return std::to_string(seconds / 60) + (rest < 10 ? ":0" : ":") + std::to_string(rest);
}

}  // namespace np::assessment
