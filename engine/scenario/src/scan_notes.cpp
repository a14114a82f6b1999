#include "needlepoint/scenario/scan_notes.h"

#include "map_reader.h"
#include "needlepoint/core/files.h"
#include "yaml_tree.h"

namespace np::scenario {

namespace {

void read_person(const yaml::Node& node, std::string_view file, ScanNotes& notes, Diagnostics& found) {
    MapReader map(node, "person", file, found);
    std::string sex;
    if (map.word("sex", sex, {"female", "male"})) notes.male = sex == "male" ? 1 : 0;
    map.number("male", notes.male, 0, 1);
    map.number("age", notes.age_years, 22, 90);
    if (const yaml::Node* ancestry = map.take("ancestry")) {
        MapReader reader(*ancestry, "ancestry", file, found);
        notes.african = notes.asian = notes.caucasian = 0;
        reader.number("african", notes.african, 0, 1);
        reader.number("asian", notes.asian, 0, 1);
        reader.number("caucasian", notes.caucasian, 0, 1);
        if (notes.african + notes.asian + notes.caucasian <= 0)
            reader.complain(*ancestry, "ancestry: at least one share must be above 0");
    }
}

// Scanners write 1.2e-05 as well.
std::optional<double> coordinate(const yaml::Node& node) {
    if (node.kind != yaml::Node::Kind::kScalar || node.quoted) return std::nullopt;
    std::string digits = node.text;
    int exponent = 0;
    if (const auto e = digits.find_first_of("eE"); e != std::string::npos) {
        std::string power = digits.substr(e + 1);
        if (!power.empty() && power[0] == '+') power.erase(0, 1);
        bool minus = false;
        if (!power.empty() && power[0] == '-') minus = true, power.erase(0, 1);
        while (power.size() > 1 && power[0] == '0') power.erase(0, 1);
        const auto whole = strict_number(power);
        if (!whole || *whole > 30) return std::nullopt;
        exponent = minus ? -static_cast<int>(*whole) : static_cast<int>(*whole);
        digits.resize(e);
    }
    auto value = strict_number(digits);
    for (; value && exponent > 0; --exponent) *value *= 10;
    for (; value && exponent < 0; ++exponent) *value /= 10;
    return value;
}

void read_landmark(const std::string& name, const yaml::Node& node, MapReader& map, std::string_view file,
                   ScanNotes& notes, Diagnostics& found) {
    ScanNotes::Landmark landmark;
    if (node.kind == yaml::Node::Kind::kMap) {
        MapReader reader(node, name, file, found);
        reader.need("vertex");
        int vertex = 0;
        if (reader.whole("vertex", vertex, 0, 100'000'000)) landmark.vertex = static_cast<std::uint32_t>(vertex);
    } else {
        const bool three = node.kind == yaml::Node::Kind::kList && node.items.size() == 3;
        for (std::size_t k = 0; k < 3; ++k) {
            const auto value = three ? coordinate(node.items[k]) : std::nullopt;
            if (!value) {
                map.complain(node,
                             name + ": [x, y, z] or {vertex: NUMBER} was expected, found " + yaml::describe(node));
                return;
            }
            landmark.at[k] = *value;
        }
    }
    notes.landmarks[name] = landmark;
}

}  // namespace

ParsedScanNotes parse_scan_notes(std::string_view text, std::string_view file_name) {
    ParsedScanNotes result;
    yaml::Node root;
    if (!yaml::parse(text, file_name, {}, root, result.diagnostics)) return result;
    ScanNotes& notes = result.notes;
    MapReader map(root, "the landmarks file", file_name, result.diagnostics);
    map.need("landmarks");
    map.word("units", notes.units, {"mm", "cm", "dm", "m", "inch", "auto"});
    std::string eyes;
    if (map.word("eyes", eyes, {"open", "closed"})) notes.eyes_closed = eyes == "closed";
    if (const yaml::Node* person = map.take("person")) read_person(*person, file_name, notes, result.diagnostics);
    if (const yaml::Node* landmarks = map.take("landmarks")) {
        if (landmarks->kind != yaml::Node::Kind::kMap)
            map.complain(*landmarks,
                         "landmarks: a map (name: place) was expected, found " + yaml::describe(*landmarks));
        for (const auto& [name, place] : landmarks->entries)
            read_landmark(name.text, place, map, file_name, notes, result.diagnostics);
    }
    return result;
}

Expected<ScanNotes> load_scan_notes(const std::filesystem::path& path) {
    const auto text = read_text(path);
    if (!text) return tl::unexpected(text.error());
    ParsedScanNotes parsed = parse_scan_notes(*text, path.string());
    if (!parsed.diagnostics.empty()) return no(to_text(parsed.diagnostics));
    return std::move(parsed.notes);
}

}  // namespace np::scenario
