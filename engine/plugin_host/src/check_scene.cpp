#include "check_scene.h"

#include <algorithm>

#include "needlepoint/core/files.h"

namespace np::plugin_host {

namespace {

// Its own parameters are always there: with their defaults, where the session does not say otherwise.
void add_defaults(const Manifest& manifest, Parameters& parameters) {
    for (const ParameterUse& use : manifest.parameters) {
        if (!use.own || parameters.find(use.key) != nullptr) continue;
        if (use.type == ParameterUse::Type::kText)
            parameters.set(use.key, use.default_text);
        else
            parameters.set(use.key, Parameter{use.default_number, use.unit, {}});
    }
}

}  // namespace

Scene::Scene(std::filesystem::path library, CheckMaterial material, CheckProgram how)
    : path_(std::move(library)), material_(std::move(material)), how_(std::move(how)) {
    ordinary_ = without_inputs(material_.events);
}

const std::vector<std::byte>& Scene::bytes() {
    if (!bytes_) {
        auto read = read_file(path_);
        bytes_ = read ? std::move(*read) : std::vector<std::byte>();
    }
    return *bytes_;
}

const Expected<ElfFile>& Scene::elf() {
    if (!elf_) elf_ = ElfFile::parse(bytes());
    return *elf_;
}

const std::shared_ptr<const Library>& Scene::library() {
    if (!library_) {
        auto loaded = Library::load(path_);
        library_ = loaded ? *loaded : nullptr;
        if (*library_) add_defaults((*library_)->manifest(), material_.facts.parameters);
    }
    return *library_;
}

const Vocabulary& Scene::vocabulary() {
    if (!vocabulary_) {
        const auto patient = facts().laid_out();
        const auto zones = patient ? (*patient)->zones().size() : 0, cells = patient ? (*patient)->cells().size() : 0;
        vocabulary_ =
            Vocabulary::of(facts().parameters, static_cast<std::uint32_t>(zones), static_cast<std::uint32_t>(cells));
    }
    return *vocabulary_;
}

sdk::EventBuffer Scene::made(std::uint64_t number, std::size_t count, Taste taste) {
    return made_session(vocabulary(), 0x5eed0000u + number, count, taste);
}

const sdk::EventBuffer& Scene::rich() {
    if (rich_) return *rich_;
    rich_ = ordinary_;
    sdk::Tick last = 0;
    for (const sdk::RecordView record : ordinary_) last = record.tick();
    const auto more = made_session(vocabulary(), 0x21c4, 800, Taste::kPlausible, last + 1);
    rich_->append(more);
    // A plugin may give up on names that the rule pack does not know; then only the ordinary session tells differences.
    if (library() != nullptr && play(*rich_).faulted) rich_ = ordinary_;
    return *rich_;
}

PlayPlan Scene::plan(const sdk::EventBuffer& events) const {
    PlayPlan plan;
    plan.skin = &material_.facts;
    plan.events = &events;
    // Other sessions are, to a device, other bytes.
    if (&events == &ordinary_ && !material_.chunks.empty()) plan.chunks = &material_.chunks;
    if (rich_ && &events == &*rich_ && !material_.chunks.empty()) plan.chunks = &material_.chunks;
    return plan;
}

std::string difference(const std::string& expected, const std::string& found) {
    const auto line_at = [](const std::string& text, std::size_t begin) {
        std::string line = begin < text.size() ? text.substr(begin, text.find('\n', begin) - begin) : "nothing";
        if (line.size() > 160) line = line.substr(0, 160) + "...";
        return line;
    };
    std::size_t begin = 0;
    for (std::size_t i = 0; i < std::min(expected.size(), found.size()) && expected[i] == found[i]; ++i)
        if (expected[i] == '\n') begin = i + 1;
    return "expected \"" + line_at(expected, begin) + "\", found \"" + line_at(found, begin) + "\"";
}

Verdict same_answer(const Play& expected, const Play& found, const std::string& what) {
    if (expected.text == found.text) return passed();
    return failed(what + ": " + difference(expected.text, found.text));
}

std::string told(const Play& play) {
    return (play.escaped ? "let an exception escape at tick " : "gave up at tick ") + std::to_string(play.tick) + ": " +
           (play.fault.empty() ? "without a sentence" : play.fault);
}

}  // namespace np::plugin_host
