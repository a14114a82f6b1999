// `plugin list`: what is installed, what each can be told, and whether it is what was installed.
#include <charconv>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "needlepoint/cli/session_setup.h"
#include "needlepoint/plugin_host/library.h"
#include "needlepoint/plugin_host/pen_decoder.h"
#include "needlepoint/plugin_host/worker.h"

namespace np::cli {

using json = nlohmann::ordered_json;
using plugin_host::Kind;
using plugin_host::Library;
using plugin_host::Manifest;
using plugin_host::ParameterUse;

namespace {

std::string number_text(double number) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

const char* type_word(ParameterUse::Type type) {
    return type == ParameterUse::Type::kText ? "text" : type == ParameterUse::Type::kFlag ? "flag" : "number";
}

std::string pin_word(const Library& library, const plugin_host::Pins* pins) {
    if (pins == nullptr) return "no pins";
    const plugin_host::Pin* pin = pins->find(library.file());
    if (pin == nullptr) return "not pinned";
    return pin->sha256 == to_hex(library.digest()) ? "pinned" : "changed";
}

const char* source_word(plugin_host::DeviceSource::Kind kind) {
    constexpr const char* kWords[] = {"", "udp", "tcp", "file", "serial"};
    return kWords[static_cast<std::size_t>(kind)];
}

std::vector<std::string> observed_words(std::uint32_t bits) {
    constexpr const char* kWords[] = {"position", "orientation", "axis", "pressure", "tilt", "buttons"};
    std::vector<std::string> words;
    for (std::size_t i = 0; i < 6; ++i)
        if ((bits >> i & 1u) != 0) words.emplace_back(kWords[i]);
    return words;
}

json json_of(const ParameterUse& use) {
    json row = {{"key", use.key}, {"type", type_word(use.type)}, {"unit", use.unit}, {"text", use.text},
                {"own", use.own}, {"needed", use.needed}};
    if (!use.own) return row;
    if (use.type == ParameterUse::Type::kText) {
        row["default"] = use.default_text;
        if (!use.choices.empty()) row["choices"] = use.choices;
        return row;
    }
    row["default"] = use.default_number;
    if (use.minimum < use.maximum) {
        row["minimum"] = use.minimum;
        row["maximum"] = use.maximum;
    }
    return row;
}

json json_of(const Library& library, const plugin_host::Pins* pins) {
    const Manifest& manifest = library.manifest();
    json row = {{"file", library.file()},
                {"id", manifest.id},
                {"version", manifest.version},
                {"sha256", to_hex(library.digest())},
                {"kind", plugin_host::to_word(manifest.kind)},
                {"interface", std::to_string(manifest.abi_major) + "." + std::to_string(manifest.abi_minor)},
                {"pin", pin_word(library, pins)},
                {"parameters", json::array()}};
    for (const ParameterUse& use : manifest.parameters) row["parameters"].push_back(json_of(use));
    if (manifest.kind == Kind::kExporter && !library.apart()) {
        row["extension"] = library.exporter().extension;
        row["media_type"] = library.exporter().media_type;
    }
    if (manifest.kind == Kind::kDevice && !library.apart()) {
        const auto source = plugin_host::source_of(library);
        row["source"] = source_word(source.kind);
        row["address"] = source.address;
        row["observes"] = observed_words(source.observes);
    }
    return row;
}

// "plugin.unforeseen.most = 3 (0 to 20): At most so many."
void print(const ParameterUse& use) {
    std::string value = use.default_text, range;
    if (use.type != ParameterUse::Type::kText) value = number_text(use.default_number);
    if (!use.unit.empty()) value += " " + use.unit;
    if (use.type == ParameterUse::Type::kFlag)
        range = " (0 or 1)";
    else if (use.minimum < use.maximum)
        range = " (" + number_text(use.minimum) + " to " + number_text(use.maximum) + ")";
    for (const std::string& choice : use.choices) range += (range.empty() ? " (" : ", ") + choice;
    if (!use.choices.empty()) range += ")";
    std::printf("    %s = %s%s: %s\n", use.key.c_str(), value.c_str(), range.c_str(), use.text.c_str());
}

void print(const Library& library, const plugin_host::Pins* pins) {
    const Manifest& manifest = library.manifest();
    std::printf("%-20s %-16s %-9s %-8s %-10s %s\n", library.file().c_str(), manifest.id.c_str(),
                plugin_host::to_word(manifest.kind), manifest.version.c_str(), pin_word(library, pins).c_str(),
                to_hex(library.digest()).c_str());
    std::size_t read = 0;
    for (const ParameterUse& use : manifest.parameters) {
        if (use.own)
            print(use);
        else
            ++read;
    }
    if (read > 0) std::printf("    reads %zu parameters of the rules and the plan (--json names them)\n", read);
    if (library.apart()) return;
    if (manifest.kind == Kind::kExporter) std::printf("    writes %s\n", library.exporter().media_type);
    if (manifest.kind == Kind::kDevice)
        std::printf("    listens to %s %s\n", source_word(plugin_host::source_of(library).kind),
                    library.device().address);
}

}  // namespace

Status list_plugins(const Places& places, bool as_json) {
    const auto listings = list_installed(places);
    if (!listings) return tl::unexpected(listings.error());
    const auto loaded_pins = plugin_host::load_pins(places.plugins / plugin_host::kPinsFile);
    const plugin_host::Pins* pins = loaded_pins ? &*loaded_pins : nullptr;
    json document = json::array();
    for (const plugin_host::Listing& listing : *listings) {
        const std::string file = listing.file.filename().string();
        if (listing.library == nullptr) {
            document.push_back({{"file", file}, {"problem", listing.problem}});
            if (!as_json) std::printf("%-20s %s\n", file.c_str(), listing.problem.c_str());
            continue;
        }
        if (as_json)
            document.push_back(json_of(*listing.library, pins));
        else
            print(*listing.library, pins);
    }
    const auto sandbox = plugin_host::sandbox_sentences();
    if (!as_json) {
        std::printf(
            "\nWhat is not pinned, and all scorers of an assessment, run apart in a worker process. On this "
            "machine:\n");
        for (const std::string& sentence : sandbox) std::printf("  %s\n", sentence.c_str());
    }
    if (as_json)
        std::printf("%s\n", json{{"plugins", document}, {"sandbox", sandbox}}
                                .dump(2, ' ', false, json::error_handler_t::replace)
                                .c_str());
    return {};
}

}  // namespace np::cli
