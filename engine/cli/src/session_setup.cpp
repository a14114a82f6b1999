#include "needlepoint/cli/session_setup.h"

#include <algorithm>
#include <sstream>

#include "needlepoint/anatomy/bake.h"
#include "needlepoint/anatomy/head_import.h"
#include "needlepoint/anatomy/practice_pad.h"
#include "needlepoint/assessment/grade.h"
#include "needlepoint/core/files.h"
#include "needlepoint/scenario/plan.h"
#include "needlepoint/scenario/rule_pack.h"

namespace np::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kHeadAttachment = "patient.nphead";
constexpr std::uintmax_t kMaxHeadBytes = 16u << 20;

fs::path head_file(const Places& places) {
    return places.cache / anatomy::baked_head_file_name();
}

anatomy::LesionLook look_of(const scenario::LesionKind& kind) {
    anatomy::LesionLook look;
    look.shape = kind.shape;
    look.aspect = kind.aspect;
    look.ragged = kind.ragged;
    look.parts = kind.parts;
    look.part_mm = kind.part_mm;
    look.profile = kind.profile;
    look.height_mm = kind.height_mm;
    look.grain_mm = kind.grain_mm;
    look.edge_mm = kind.edge_mm;
    look.pattern = kind.pattern;
    look.melanin = kind.melanin;
    look.haemoglobin = kind.haemoglobin;
    look.scatter = kind.scatter;
    look.gloss = kind.gloss;
    look.tint = kind.tint;
    look.tint_share = kind.tint_share;
    return look;
}

anatomy::LesionRequest lesion_of(const scenario::Lesion& lesion, const scenario::PatientBook& book) {
    anatomy::LesionRequest request;
    request.id = lesion.id;
    request.kind = lesion.kind;
    request.zone = lesion.zone;
    request.u_mm = lesion.u_mm, request.v_mm = lesion.v_mm;
    request.radius_mm = lesion.radius_mm;
    request.margin_mm = lesion.margin_mm;
    request.hidden = !lesion.hidden_by.empty();
    request.strength = lesion.strength;
    request.turn_deg = lesion.turn_deg;
    request.placed = lesion.placed;
    const auto kind = book.lesions().find(lesion.kind);
    if (kind != book.lesions().end()) {
        request.look = look_of(kind->second);
        request.spared = kind->second.spared;
    }
    return request;
}

}  // namespace

anatomy::PatientRequest request_of(const scenario::PatientSheet& sheet, const scenario::PatientBook& book) {
    anatomy::PatientRequest request;
    request.male = sheet.male;
    request.age_years = sheet.age_years;
    request.african = sheet.african;
    request.asian = sheet.asian;
    request.caucasian = sheet.caucasian;
    request.muscle = sheet.muscle;
    request.weight = sheet.weight;
    request.shape = sheet.shape;
    request.sided = sheet.sided;
    request.hair_colour = sheet.hair_colour;
    request.beard = sheet.beard;
    request.eyes_closed = sheet.eyes_closed;
    request.fitzpatrick = sheet.fitzpatrick;
    request.eye_colour = sheet.eye_colour;
    request.brow_colour = sheet.brow_colour;
    request.seed = sheet.seed;
    for (const scenario::Lesion& lesion : sheet.lesions) request.lesions.push_back(lesion_of(lesion, book));
    return request;
}

namespace {

// A head that somebody brought, from the record that it travels in or from its own file.
Expected<std::shared_ptr<const anatomy::ImportedHead>> brought_head(const anatomy::BakedHead& head,
                                                                    const fs::path& file,
                                                                    std::vector<std::byte>& bytes) {
    if (bytes.empty()) {
        std::error_code trouble;
        const auto size = fs::file_size(file, trouble);
        if (!trouble && size > kMaxHeadBytes) return no(file.string() + " is too large for an imported head (.nphead)");
        auto contents = read_file(file);
        if (!contents) return tl::unexpected(contents.error());
        bytes = std::move(*contents);
    }
    auto made = anatomy::decode_imported_head(head, bytes);
    if (!made) return tl::unexpected(Error{made.error().kind, file.string() + ": " + made.error().message});
    return made;
}

struct Treated {
    std::vector<std::byte> brought;  // the imported head's file, to travel in the record
    std::shared_ptr<const anatomy::Body> body;
    std::shared_ptr<const anatomy::Patient> patient;
    std::string head_digest;
};

Expected<Treated> make_body(const Places& places, const scenario::Scenario& scenario, const scenario::PatientBook& book,
                            const Parameters& rules, std::vector<std::byte> brought) {
    Treated treated;
    treated.brought = std::move(brought);
    if (scenario.body == scenario::BodyKind::kPracticePad) {
        treated.body = std::make_shared<const anatomy::Body>(anatomy::make_practice_pad(rules));
        return treated;
    }
    const auto head = load_head(places);
    if (!head) return tl::unexpected(head.error());
    anatomy::PatientRequest request = request_of(scenario.patient, book);
    if (!scenario.patient.head.empty()) {
        auto own = brought_head(*head, scenario.patient.head, treated.brought);
        if (!own) return tl::unexpected(own.error());
        request.head = std::move(*own);
    }
    auto patient = anatomy::build_patient(*head, request, rules);
    if (!patient) return tl::unexpected(patient.error());
    treated.head_digest = to_hex(head->digest());
    treated.patient = std::make_shared<const anatomy::Patient>(std::move(*patient));
    treated.body = treated.patient->body;
    return treated;
}

std::vector<std::byte> bytes_of(std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
    return {bytes.begin(), bytes.end()};
}

// Everything after scenario and rules are known. `parameters`: already merged for the session, or null to merge now.
Expected<Prepared> assemble(const Places& places, scenario::Scenario scenario, const scenario::PatientBook& book,
                            const Parameters& rules, const Parameters* session_parameters, std::uint64_t seed,
                            std::vector<std::byte> brought = {}) {
    auto treated = make_body(places, scenario, book, rules, std::move(brought));
    if (!treated) return tl::unexpected(treated.error());
    Prepared prepared;
    Parameters parameters = rules;
    if (session_parameters == nullptr) {
        std::vector<scenario::ZoneFacts> zones;
        for (const anatomy::Zone& zone : treated->body->table.zones)
            zones.push_back({zone.id, zone.base, {zone.layers.epidermis_mm, zone.layers.dermis_mm}});
        auto session = scenario::session_parameters(scenario, rules, zones);
        if (!session) return tl::unexpected(session.error());
        parameters.merge(*session);
        // What happens to whom afterwards is drawn from it.
        parameters.set("session.seed", std::to_string(seed));
    }
    prepared.patient = treated->patient;
    prepared.assessment = scenario.mode == scenario::Mode::kAssessment;

    auto& facts = prepared.meta.facts;
    facts["program"] = std::string("needlepoint ") + NP_VERSION;
    facts["scenario"] = scenario.id;
    facts["scenario_sha256"] = to_hex(scenario.digest);
    facts["rules"] = scenario.rules;
    facts["mode"] = scenario::to_word(scenario.mode);
    facts["patient"] = scenario.patient.name;
    facts["seed"] = std::to_string(seed);
    facts["body"] = treated->body->id;
    facts["body_sha256"] = to_hex(treated->body->hash);
    if (!treated->head_digest.empty()) facts["head_sha256"] = treated->head_digest;
    auto& attachments = prepared.meta.attachments;
    attachments[std::string(session::kScenarioAttachment)] = bytes_of(scenario.source);
    attachments[std::string(session::kParametersAttachment)] = bytes_of(parameters.canonical());
    attachments[std::string(session::kZonesAttachment)] = treated->body->table.encode();
    if (!treated->brought.empty()) attachments[std::string(kHeadAttachment)] = std::move(treated->brought);

    auto skin = plugin_host::PatientSkin::create(attachments[std::string(session::kZonesAttachment)], parameters);
    if (!skin) return tl::unexpected(skin.error());
    prepared.facts = {scenario.id, seed, parameters, *skin};
    prepared.setup = {treated->body, std::move(scenario), std::move(parameters), seed, (*skin)->map()};
    return prepared;
}

Expected<Parameters> load_rules(const Places& places, const std::string& name) {
    auto pack = scenario::load_rule_pack(places.data / "assets" / "rules" / (name + ".yaml"));
    if (!pack) return tl::unexpected(pack.error());
    return std::move(pack->parameters);
}

}  // namespace

Expected<scenario::PatientBook> load_patients(const Places& places) {
    return scenario::PatientBook::load(places.data / "assets" / "patients");
}

Expected<anatomy::BakedHead> load_head(const Places& places) {
    if (!head_available(places))
        return cannot("the baked face " + head_file(places).string() +
                      " was expected and is missing; run ./bootstrap build with a connection to npm, or use the "
                      "practice pad: tutorial/first-strokes");
    return anatomy::load_baked_head(head_file(places));
}

bool head_available(const Places& places) {
    std::error_code ignored;
    return fs::is_regular_file(head_file(places), ignored);
}

std::vector<std::string> list_scenarios(const Places& places) {
    std::vector<std::string> ids;
    const fs::path root = places.data / "scenarios";
    std::error_code trouble;
    for (fs::recursive_directory_iterator at(root, trouble), end; !trouble && at != end; at.increment(trouble))
        if (at->path().extension() == ".yaml")
            ids.push_back(fs::relative(at->path(), root).replace_extension().generic_string());
    std::sort(ids.begin(), ids.end());
    return ids;
}

Expected<ScenarioFile> find_scenario(const Places& places, std::string_view reference) {
    const std::string name(reference);
    fs::path file = name;
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored)) file = places.data / "scenarios" / (name + ".yaml");
    if (!fs::is_regular_file(file, ignored)) {
        const std::string near = scenario::nearest_word(name, list_scenarios(places));
        return cannot("a scenario named '" + name + "' was expected as a file or below " +
                      (places.data / "scenarios").string() + " and is not there" +
                      (near.empty() ? "" : "; did you mean '" + near + "'?"));
    }
    auto rules = load_rules(places, "default_v1");
    if (!rules) return tl::unexpected(rules.error());
    auto book = load_patients(places);
    if (!book) return tl::unexpected(book.error());
    const auto text = read_text(file);
    if (!text) return tl::unexpected(text.error());
    // The pack that a scenario names says which words it may use; it can know scorers that the default does not.
    const std::string pack = scenario::parse_scenario(*text, file.string(), *rules, &*book).scenario.rules;
    if (pack != "default_v1") {
        rules = load_rules(places, pack);
        if (!rules) return tl::unexpected(rules.error());
    }
    auto loaded = scenario::load_scenario(file, *rules, &*book);
    if (!loaded) return tl::unexpected(loaded.error());
    return ScenarioFile{std::move(*loaded), std::move(*rules), std::move(*book)};
}

Expected<Prepared> prepare_session(const Places& places, std::string_view reference, std::uint64_t seed) {
    auto found = find_scenario(places, reference);
    if (!found) return tl::unexpected(found.error());
    return assemble(places, std::move(found->scenario), found->book, found->rules, nullptr, seed);
}

Expected<Prepared> prepare_session(const Places& places, std::string_view reference, std::uint64_t seed,
                                   const OtherDevice& device) {
    auto found = find_scenario(places, reference);
    if (!found) return tl::unexpected(found.error());
    // In the scenario's text, so that a record of the session carries it.
    std::string text = "device: " + device.id + "\n";
    std::istringstream lines(found->scenario.source);
    for (std::string line; std::getline(lines, line);)
        if (line.rfind("device:", 0) != 0) text += line + "\n";
    auto parsed = scenario::parse_scenario(text, found->scenario.id, found->rules, &found->book);
    if (!parsed.ok()) return no(scenario::to_text(parsed.diagnostics));
    parsed.scenario.id = found->scenario.id;
    found->rules.set("device." + device.id + ".rate_hz", device.rate_hz);
    return assemble(places, std::move(parsed.scenario), found->book, found->rules, nullptr, seed);
}

Expected<Prepared> prepare_patient(const Places& places, const std::string& id, std::optional<bool> eyes_closed) {
    auto rules = load_rules(places, "default_v1");
    if (!rules) return tl::unexpected(rules.error());
    auto book = load_patients(places);
    if (!book) return tl::unexpected(book.error());
    const bool brought = fs::path(id).extension() == ".nphead";
    if (!brought && !book->text(id)) return tl::unexpected(book->sheet(id).error());
    // Nothing is to be done; the visit is there for the skin to be looked at.
    std::string text = "title: Portrait\nmode: practice\ngoal: fine_lines\nhands: [malar_l]\nscorers: [depth]\n";
    text += "patient:\n";
    text += brought ? "  name: Somebody\n" : "  id: " + id + "\n";
    if (eyes_closed) text += std::string("  eyes_closed: ") + (*eyes_closed ? "true" : "false") + "\n";
    auto parsed = scenario::parse_scenario(text, id, *rules, &*book);
    if (!parsed.ok()) return no(scenario::to_text(parsed.diagnostics));
    if (brought) parsed.scenario.patient.head = id;
    parsed.scenario.id = "patient/" + id;
    return assemble(places, std::move(parsed.scenario), *book, *rules, nullptr, 1);
}

Expected<Prepared> prepare_replay(const Places& places, const session::Record& record) {
    const session::Meta& meta = record.meta();
    const auto facts = assessment::facts_of(record);
    if (!facts) return tl::unexpected(facts.error());
    const Parameters& parameters = facts->parameters;
    const auto book = load_patients(places);
    if (!book) return tl::unexpected(book.error());
    auto parsed = scenario::parse_scenario(meta.text(session::kScenarioAttachment), "scenario.yaml of the record",
                                           parameters, &*book);
    if (!parsed.ok()) return no("the record's scenario cannot be read:\n" + scenario::to_text(parsed.diagnostics));
    const auto fact = [&](const char* key) {
        const auto found = meta.facts.find(key);
        return found == meta.facts.end() ? std::string() : found->second;
    };
    parsed.scenario.id = fact("scenario");
    const auto own = meta.attachments.find(std::string(kHeadAttachment));
    auto prepared = assemble(places, std::move(parsed.scenario), *book, parameters, &parameters, facts->seed,
                             own == meta.attachments.end() ? std::vector<std::byte>{} : own->second);
    if (!prepared) return prepared;
    const std::string here = to_hex(prepared->setup.body->hash), there = fact("body_sha256");
    if (here != there)
        return cannot("the record was made on the body " + there.substr(0, 16) + " and this program builds " +
                      here.substr(0, 16) + "; replay it with the version that made it (grading works all the same)");
    prepared->meta = meta;
    return prepared;
}

namespace {

// The installation's pins; none where the program was only half built, and then nothing is trusted.
std::optional<plugin_host::Pins> installed_pins(const Places& places) {
    auto pins = plugin_host::load_pins(places.pins);
    return pins ? std::optional(std::move(*pins)) : std::nullopt;
}

}  // namespace

Expected<plugin_host::Libraries> load_scorers(const Places& places, bool assessment) {
    if (!assessment) {
        const auto trusted = installed_pins(places);
        return plugin_host::load_plugins(places.plugins, {nullptr, trusted ? &*trusted : nullptr, false});
    }
    const auto pins = plugin_host::load_pins(places.plugins / plugin_host::kPinsFile);
    if (!pins) return tl::unexpected(pins.error());
    return plugin_host::load_plugins(places.plugins, {&*pins, &*pins, true});
}

Expected<plugin_host::Libraries> load_scorers_for(const Places& places, const session::Record& record) {
    const auto mode = record.meta().facts.find("mode");
    const bool apart = mode != record.meta().facts.end() && mode->second == "assessment";
    const auto trusted = installed_pins(places);
    return plugin_host::load_plugins(places.plugins, {nullptr, trusted ? &*trusted : nullptr, apart});
}

Expected<std::vector<plugin_host::Listing>> list_installed(const Places& places) {
    const auto trusted = installed_pins(places);
    return plugin_host::list_plugins(places.plugins, {nullptr, trusted ? &*trusted : nullptr, false});
}

plugin_host::FoldOptions reading_again(const std::filesystem::path& file) {
    plugin_host::FoldOptions options;
    options.may_wait = true;
    options.read_again = [file](const plugin_host::FoldOptions::Visit& visit) -> Status {
        const auto record = session::Record::open(file);
        if (!record) return tl::unexpected(record.error());
        return assessment::each_event(*record, visit);
    };
    return options;
}

void note_scorers(session::Meta& meta, const plugin_host::Libraries& scorers) {
    for (const auto& library : plugin_host::of_kind(scorers, plugin_host::Kind::kScorer)) {
        const auto& manifest = library->manifest();
        meta.facts["plugin." + manifest.id] = manifest.version + " " + to_hex(library->digest());
    }
}

}  // namespace np::cli
