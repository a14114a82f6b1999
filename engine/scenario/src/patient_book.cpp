#include "needlepoint/scenario/patient_book.h"

#include <algorithm>

#include "map_reader.h"
#include "needlepoint/core/files.h"
#include "patient_reader.h"
#include "yaml_tree.h"

namespace np::scenario {

namespace fs = std::filesystem;

namespace {

const Words kShapes = {"disc", "oval", "ragged", "ring", "cluster", "line", "brow", "lip"};
const Words kProfiles = {"flat", "dome", "plateau", "bowl", "pit", "rim", "rough", "ridge"};
const Words kPatterns = {"even", "mottled", "vessels", "ink", "strokes"};
const Words kSeverities = {"critical", "major", "minor", "none"};

std::map<std::string, double> weights(MapReader& word, const char* key, std::string_view file, Diagnostics& found) {
    std::map<std::string, double> shapes;
    if (const yaml::Node* node = word.take(key)) {
        MapReader map(*node, key, file, found);
        // Above a half most shapes leave the range in which a face is believed.
        for (const auto& [name, value] : node->entries) map.number(name.text, shapes[name.text], 0, 0.5);
    }
    return shapes;
}

// "#a0b1c2"
bool read_tint(MapReader& map, std::array<std::uint8_t, 3>& tint) {
    std::string text;
    if (!map.text("tint", text, 7)) return false;
    const bool sane =
        text.size() == 7 && text[0] == '#' && text.find_first_not_of("0123456789abcdef", 1) == std::string::npos;
    if (!sane) {
        map.complain(*map.take("tint"), "'tint': a colour such as \"#a0b1c2\" was expected, found '" + text + "'");
        return false;
    }
    const auto digit = [&](std::size_t i) { return text[i] <= '9' ? text[i] - '0' : text[i] - 'a' + 10; };
    for (std::size_t i = 0; i < 3; ++i) tint[i] = static_cast<std::uint8_t>(16 * digit(1 + 2 * i) + digit(2 + 2 * i));
    return true;
}

LesionKind read_kind(const std::string& id, const yaml::Node& node, std::string_view file, Diagnostics& found) {
    LesionKind kind;
    kind.id = id;
    MapReader map(node, "the kind '" + id + "'", file, found);
    for (const char* key : {"name", "shape", "radius_mm", "severity"}) map.need(key);
    map.text("name", kind.name, 60);
    map.text("row", kind.row, 8);
    map.text("looks_like", kind.looks_like, 40);
    map.text("basis", kind.basis, 200);
    map.word("shape", kind.shape, kShapes);
    map.number("radius_mm", kind.radius_mm, 0.2, 30);
    map.number("aspect", kind.aspect, 1, 40);
    map.number("ragged", kind.ragged, 0, 1);
    map.whole("parts", kind.parts, 1, 40);
    map.number("part_mm", kind.part_mm, 0, 10);
    map.truth("spared", kind.spared);
    map.number("margin_mm", kind.margin_mm, 0, 30);
    map.word("severity", kind.severity, kSeverities);
    map.word("profile", kind.profile, kProfiles);
    map.number("height_mm", kind.height_mm, -3, 6);
    map.number("grain_mm", kind.grain_mm, 0, 5);
    map.number("edge_mm", kind.edge_mm, 0.05, 10);
    map.word("pattern", kind.pattern, kPatterns);
    map.number("melanin", kind.melanin, -1, 6);
    map.number("haemoglobin", kind.haemoglobin, -1, 12);
    map.number("scatter", kind.scatter, -1, 3);
    map.number("gloss", kind.gloss, -1, 1);
    if (read_tint(map, kind.tint)) map.need("tint_share");
    map.number("tint_share", kind.tint_share, 0, 1);
    return kind;
}

bool plain_word(const std::string& text) {
    return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

}  // namespace

Diagnostics PatientBook::read_words(const fs::path& folder) {
    Diagnostics found;
    const auto parse = [&](const char* name, yaml::Node& root) {
        const fs::path path = folder / name;
        const auto text = read_text(path);
        if (!text) found.push_back({path.string(), 1, 1, text.error().message, {}});
        return text && yaml::parse(*text, path.string(), {}, root, found);
    };
    yaml::Node faces, lesions;
    if (parse("face.yaml", faces)) {
        const std::string file = (folder / "face.yaml").string();
        MapReader map(faces, "face.yaml", file, found);
        if (const yaml::Node* words = map.take("words"))
            for (const auto& [key, value] : words->entries) {
                FaceWord word;
                word.id = key.text;
                MapReader reader(value, "the word '" + key.text + "'", file, found);
                reader.need("text");
                reader.text("text", word.text, 200);
                word.less = weights(reader, "less", file, found);
                word.more = weights(reader, "more", file, found);
                faces_[word.id] = std::move(word);
            }
        asymmetry_ = weights(map, "asymmetry", file, found);
    }
    if (parse("lesions.yaml", lesions)) {
        const std::string file = (folder / "lesions.yaml").string();
        MapReader map(lesions, "lesions.yaml", file, found);
        if (const yaml::Node* kinds = map.take("kinds"))
            for (const auto& [key, value] : kinds->entries)
                lesions_[key.text] = read_kind(key.text, value, file, found);
        for (const auto& [id, kind] : lesions_)
            if (!kind.looks_like.empty() && lesions_.count(kind.looks_like) == 0)
                map.complain(lesions, "'" + id + "' looks like '" + kind.looks_like + "', which is no kind");
    }
    return found;
}

Expected<PatientBook> PatientBook::load(const fs::path& folder) {
    PatientBook book;
    Diagnostics found = book.read_words(folder);
    std::error_code trouble;
    for (fs::directory_iterator at(folder, trouble), end; !trouble && at != end; at.increment(trouble)) {
        const std::string id = at->path().stem().string();
        if (at->path().extension() != ".yaml" || id == "face" || id == "lesions" || !plain_word(id)) continue;
        auto text = read_text(at->path());
        if (!text) return tl::unexpected(text.error());
        book.texts_[id] = std::move(*text);
        book.ids_.push_back(id);
    }
    if (trouble) return cannot("the patients were expected in " + folder.string() + ": " + trouble.message());
    std::sort(book.ids_.begin(), book.ids_.end());
    if (!found.empty()) return no(to_text(found));
    for (const std::string& id : book.ids_)
        if (const auto sheet = book.sheet(id); !sheet) return tl::unexpected(sheet.error());
    return book;
}

const std::string* PatientBook::text(std::string_view id) const {
    const auto found = texts_.find(id);
    return found == texts_.end() ? nullptr : &found->second;
}

Expected<PatientSheet> PatientBook::sheet(std::string_view id) const {
    if (!text(id)) {
        const std::string near = nearest_word(id, ids_);
        return cannot("a patient called '" + std::string(id) + "' was expected in assets/patients and is not there" +
                      (near.empty() ? "" : "; did you mean '" + near + "'?"));
    }
    const std::string name(id), file = name + ".yaml";
    Diagnostics found;
    yaml::Node node;
    PatientSheet sheet;
    if (yaml::parse(*text(id), file, {}, node, found)) {
        const PatientContext context{file, nullptr, this, {}};
        yaml::Node over;
        over.kind = yaml::Node::Kind::kMap;
        yaml::Node value;
        value.kind = yaml::Node::Kind::kScalar;
        value.text = name;
        yaml::Node key = value;
        key.text = "id";
        over.entries.push_back({key, value});
        read_patient(merged_patient(over, context, found), context, sheet, found);
    }
    if (!found.empty()) return no(to_text(found));
    return sheet;
}

}  // namespace np::scenario
