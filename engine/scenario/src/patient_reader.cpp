#include "patient_reader.h"

#include <algorithm>
#include <charconv>

#include "needlepoint/sdk/math.h"
#include "rule_words.h"

namespace np::scenario {

namespace {

const Words kEyeColours = {"brown", "dark_brown", "hazel", "green", "blue", "grey"};
const Words kHairColours = {"black", "dark_brown", "brown", "light_brown", "blond", "red", "grey", "white"};
const Words kBeards = {"none", "stubble", "sideburns", "full"};
const Words kBlood = {"none", "aspirin", "anticoagulant", "disorder"};
constexpr int kMostLesions = 60;                      // a mask each
constexpr std::uint64_t kSideStream = 0x6173796dULL;  // which way a face leans, among all random numbers of a seed

class PatientReader {
  public:
    PatientReader(const PatientContext& context, PatientSheet& patient, Diagnostics& diagnostics)
        : context_(context), patient_(patient), diagnostics_(diagnostics) {}

    void read(const yaml::Node& node) {
        MapReader map(node, "patient", context_.file, diagnostics_);
        map.need("name");
        map.text("taken_from", patient_.id, 60);
        map.text("name", patient_.name, 60);
        map.number("age", patient_.age_years, 16, 95);
        std::string sex;
        if (map.word("sex", sex, {"female", "male"})) patient_.male = sex == "male" ? 1 : 0;
        map.number("male", patient_.male, 0, 1);
        map.truth("makeup", patient_.makeup);
        map.truth("first_session", patient_.first_session);
        map.word("blood", patient_.blood, kBlood);
        map.text("booking", patient_.booking, 600);
        int seed = static_cast<int>(patient_.seed);
        if (map.whole("seed", seed, 0, 1000000)) patient_.seed = static_cast<std::uint64_t>(seed);
        read_looks(map);
        for (const yaml::Node* item : map.maps("chart", 30)) read_chart(*item);
        for (const yaml::Node* item : map.maps("history", 40)) read_history(*item);
        for (const yaml::Node* item : map.maps("lesions", 40)) read_lesion(*item);
    }

  private:
    void read_looks(MapReader& map) {
        map.whole("fitzpatrick", patient_.fitzpatrick, 1, 6);
        map.word("eye_colour", patient_.eye_colour, kEyeColours);
        if (map.word("hair_colour", patient_.hair_colour, kHairColours)) patient_.brow_colour = patient_.hair_colour;
        map.word("brow_colour", patient_.brow_colour, kHairColours);
        map.word("beard", patient_.beard, kBeards);
        map.truth("eyes_closed", patient_.eyes_closed);
        std::string head;
        if (map.text("head", head, 400)) patient_.head = head;
        if (const yaml::Node* ancestry = map.take("ancestry")) {
            MapReader reader(*ancestry, "ancestry", context_.file, diagnostics_);
            patient_.african = patient_.asian = patient_.caucasian = 0;
            reader.number("african", patient_.african, 0, 1);
            reader.number("asian", patient_.asian, 0, 1);
            reader.number("caucasian", patient_.caucasian, 0, 1);
            if (patient_.african + patient_.asian + patient_.caucasian <= 0)
                reader.complain(*ancestry, "ancestry: at least one share must be above 0");
        }
        if (const yaml::Node* build = map.take("build")) {
            MapReader reader(*build, "build", context_.file, diagnostics_);
            reader.number("muscle", patient_.muscle, 0, 1);
            reader.number("weight", patient_.weight, 0, 1);
        }
        read_shapes(map, "shape", patient_.shape);
        read_shapes(map, "sided", patient_.sided);
    }

    // Shape names belong to the head; anatomy refuses unknown ones when the patient is built.
    void read_shapes(MapReader& map, const char* key, std::map<std::string, double>& shapes) {
        const yaml::Node* node = map.take(key);
        if (!node) return;
        if (node->entries.size() > 80) map.complain(*node, std::string(key) + ": at most 80 entries");
        MapReader reader(*node, key, context_.file, diagnostics_);
        for (const auto& [name, value] : node->entries) {
            double weight = 0;
            if (reader.number(name.text, weight, 0, 1)) shapes[name.text] = weight;
        }
    }

    void read_chart(const yaml::Node& node) {
        MapReader reader(node, "chart", context_.file, diagnostics_);
        ChartItem line;
        reader.need("label");
        reader.text("label", line.label, 60);
        reader.need("text");
        reader.text("text", line.text, 600);
        patient_.chart.push_back(line);
    }

    Words known(const char* list) const { return context_.rules ? rule_words(*context_.rules, list) : Words{}; }

    // As `map.word`, but any word will do where the known ones are not known.
    static bool checked_word(MapReader& map, const char* key, std::string& out, const Words& words) {
        return words.empty() ? map.text(key, out, 60) : map.word(key, out, words);
    }

    void read_history(const yaml::Node& node) {
        MapReader map(node, "history", context_.file, diagnostics_);
        HistoryItem item;
        map.need("topic");
        checked_word(map, "topic", item.topic, known("topics.ask"));
        map.need("answer");
        map.text("answer", item.answer, 400);
        checked_word(map, "reveals", item.reveals, known("contras.order"));
        const auto& history = patient_.history;
        if (std::any_of(history.begin(), history.end(),
                        [&](const HistoryItem& other) { return other.topic == item.topic; }))
            map.complain(node, "history answers '" + item.topic + "' twice");
        patient_.history.push_back(item);
    }

    Words lesion_kinds() const {
        Words kinds;
        if (context_.book)
            for (const auto& [id, kind] : context_.book->lesions()) kinds.push_back(id);
        return kinds;
    }

    void take_defaults(Lesion& lesion) const {
        if (!context_.book) return;
        const auto kind = context_.book->lesions().find(lesion.kind);
        if (kind == context_.book->lesions().end()) return;
        lesion.radius_mm = kind->second.radius_mm;
        lesion.margin_mm = kind->second.margin_mm;
    }

    void read_lesion(const yaml::Node& node) {
        MapReader map(node, "lesions", context_.file, diagnostics_);
        Lesion lesion;
        for (const char* key : {"id", "kind", "zone"}) map.need(key);
        map.text("id", lesion.id, 40);
        const bool plain = std::all_of(lesion.id.begin(), lesion.id.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        });
        if (!plain) map.complain(node, "'id': small letters, digits and '_' were expected, found '" + lesion.id + "'");
        checked_word(map, "kind", lesion.kind, lesion_kinds());
        take_defaults(lesion);
        checked_word(map, "zone", lesion.zone, context_.zones);
        map.number("u_mm", lesion.u_mm, -80, 80);
        map.number("v_mm", lesion.v_mm, -80, 80);
        map.number("radius_mm", lesion.radius_mm, 0.2, 30);
        map.number("margin_mm", lesion.margin_mm, 0, 30);
        map.number("strength", lesion.strength, 0, 1);
        map.number("turn_deg", lesion.turn_deg, -180, 180);
        map.word("hidden_by", lesion.hidden_by, {"makeup"});
        checked_word(map, "case", lesion.case_item, known("contras.order"));
        int seed = 0, count = 1;
        if (map.whole("seed", seed, 0, 1000000)) lesion.placed = static_cast<std::uint64_t>(seed);
        if (map.whole("count", count, 1, 40) && count > 1 && !lesion.placed)
            map.complain(node, "'count' needs a 'seed', by which the places are chosen");
        if (lesion.placed && (map.take("u_mm") || map.take("v_mm")))
            map.complain(node, "a lesion lies at u_mm, v_mm or where a seed puts it; give one of them");
        for (int i = 0; i < count; ++i) {
            Lesion one = lesion;
            if (count > 1) one.id += "_" + std::to_string(i + 1);
            if (one.placed) one.placed = *lesion.placed * 1000 + static_cast<std::uint64_t>(i);
            add(map, node, std::move(one));
        }
    }

    void add(MapReader& map, const yaml::Node& node, Lesion lesion) {
        auto& lesions = patient_.lesions;
        if (std::any_of(lesions.begin(), lesions.end(), [&](const Lesion& other) { return other.id == lesion.id; }))
            map.complain(node, "two lesions have the id '" + lesion.id + "'");
        if (lesions.size() == kMostLesions)
            map.complain(node, "a patient has at most " + std::to_string(kMostLesions) + " lesions, 'count' included");
        if (lesions.size() < kMostLesions) lesions.push_back(std::move(lesion));
    }

    const PatientContext& context_;
    PatientSheet& patient_;
    Diagnostics& diagnostics_;
};

yaml::Node scalar(std::string text, bool quoted = false) {
    yaml::Node node;
    node.kind = yaml::Node::Kind::kScalar;
    node.text = std::move(text);
    node.quoted = quoted;
    return node;
}

// Six digits after the point: what a file may say and `strict_number` reads.
yaml::Node number_node(double value) {
    // Not printf: that writes a comma where the locale has one.
    char text[32];
    return scalar(std::string(text, std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, 6).ptr));
}

// `over` on top of `under`.
yaml::Node laid_over(const yaml::Node& under, const yaml::Node& over) {
    using Kind = yaml::Node::Kind;
    if (under.kind == Kind::kList && over.kind == Kind::kList) {
        yaml::Node both = under;
        both.items.insert(both.items.end(), over.items.begin(), over.items.end());
        return both;
    }
    if (under.kind != Kind::kMap || over.kind != Kind::kMap) return over;
    yaml::Node both = under;
    both.line = over.line, both.column = over.column;
    for (const auto& [key, value] : over.entries) {
        const auto same = std::find_if(both.entries.begin(), both.entries.end(),
                                       [&, name = key.text](const yaml::Entry& e) { return e.first.text == name; });
        if (same == both.entries.end())
            both.entries.push_back({key, value});
        else if (key.text == "ancestry")
            same->second = value;
        else
            same->second = laid_over(same->second, value);
    }
    return both;
}

void remove(yaml::Node& map, std::string_view key) {
    auto& entries = map.entries;
    entries.erase(std::remove_if(entries.begin(), entries.end(), [&](const auto& e) { return e.first.text == key; }),
                  entries.end());
}

void add_shapes(yaml::Node& patient, const char* key, const std::map<std::string, double>& shapes) {
    if (shapes.empty()) return;
    yaml::Node map;
    map.kind = yaml::Node::Kind::kMap;
    for (const auto& [name, weight] : shapes) map.entries.push_back({scalar(name), number_node(weight)});
    yaml::Node block;
    block.kind = yaml::Node::Kind::kMap;
    block.entries.push_back({scalar(key), map});
    patient = laid_over(block, patient);  // a shape that the file weighs itself wins
}

// Replaces `face` and `asymmetry` by the shapes that they stand for.
void resolve_face(yaml::Node& patient, const PatientContext& context, Diagnostics& diagnostics) {
    std::map<std::string, double> shapes, sided;
    if (const yaml::Node* face = patient.find("face")) {
        MapReader map(*face, "face", context.file, diagnostics);
        for (const auto& [id, word] : context.book->faces()) {
            double value = 0;
            if (!map.number(id, value, -1, 1)) continue;
            for (const auto& [shape, weight] : value < 0 ? word.less : word.more)
                shapes[shape] += np_abs(value) * weight;
        }
    }
    double asymmetry = 0;
    int seed = 1;
    {
        // Only to look at these two; the reader of the whole block complains about the rest.
        Diagnostics ignored;
        MapReader map(patient, "patient", context.file, ignored);
        map.whole("seed", seed, 0, 1000000);
        Diagnostics before = ignored;
        if (patient.find("asymmetry") && !map.number("asymmetry", asymmetry, 0, 1))
            diagnostics.insert(diagnostics.end(), ignored.begin() + static_cast<std::ptrdiff_t>(before.size()),
                               ignored.end());
    }
    std::uint64_t number = 0;
    for (const auto& [shape, weight] : context.book->asymmetry()) {
        const double lean = np_random_uniform(static_cast<std::uint64_t>(seed), kSideStream, number++);
        if (asymmetry * lean * weight > 0.000001) sided[shape] = asymmetry * lean * weight;
    }
    for (auto& [name, weight] : shapes) weight = np_min(weight, 1);
    add_shapes(patient, "shape", shapes);
    add_shapes(patient, "sided", sided);
    remove(patient, "face");
    remove(patient, "asymmetry");
}

}  // namespace

void read_patient(const yaml::Node& node, const PatientContext& context, PatientSheet& patient,
                  Diagnostics& diagnostics) {
    PatientReader(context, patient, diagnostics).read(node);
}

yaml::Node merged_patient(const yaml::Node& over, const PatientContext& context, Diagnostics& diagnostics) {
    const auto complain = [&](const yaml::Node& at, std::string message, std::string near = {}) {
        diagnostics.push_back({std::string(context.file), at.line, at.column, std::move(message), std::move(near)});
    };
    yaml::Node merged = over;
    if (!context.book) {
        complain(over, "'id', 'face' and 'asymmetry' of a patient need assets/patients, which is not at hand here");
        for (const char* key : {"id", "face", "asymmetry"}) remove(merged, key);
        return merged;
    }
    if (const yaml::Node* id = over.find("id")) {
        const std::string name = id->text;
        const std::string* text = context.book->text(name);
        yaml::Node under;
        if (!text)
            complain(*id, "'id': a patient of assets/patients was expected, found '" + name + "'",
                     nearest_word(name, context.book->ids()));
        else if (yaml::parse(*text, name + ".yaml", {}, under, diagnostics)) {
            merged = laid_over(under, over);
            merged.entries.push_back({scalar("taken_from"), scalar(name)});
        }
        remove(merged, "id");
    }
    resolve_face(merged, context, diagnostics);
    return merged;
}

}  // namespace np::scenario
