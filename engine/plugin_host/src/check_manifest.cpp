// Loading a library, and what it says of itself.
#include <set>

#include "check_raw.h"
#include "check_surroundings.h"
#include "check_table.h"
#include "check_words.h"

namespace np::plugin_host {
namespace {

std::string in_quotes(std::string_view text) {
    return "'" + std::string(text.substr(0, 80)) + "'";
}

// ---- loading

Verdict opens(Scene& scene) {
    if (!scene.elf()) return skipped("the file can't be read as a library; see file.elf");
    const RawLibrary raw(scene.path());
    if (raw.loaded()) return passed();
    return failed("a library that can be loaded was expected: " + raw.problem() +
                  "; link everything that it calls, and nothing with a main program");
}

Verdict loads_quietly(Scene& scene) {
    if (!scene.elf()) return skipped("the file can't be read as a library; see file.elf");
    const unsigned descriptors = open_descriptors(), threads = running_threads();
    const std::uint64_t modes = floating_point_modes();
    std::uint64_t written = 0;
    std::string problem;
    {
        OutputTrap trap;
        const RawLibrary raw(scene.path());
        if (!raw.loaded()) return skipped("it can't be loaded; see load.opens");
        if (open_descriptors() != descriptors + 3) problem = "it opens or closes descriptors";  // the trap's own
        if (running_threads() != threads) problem = "it starts a thread";
        if (floating_point_modes() != modes)
            problem = "it changes how floating-point numbers are computed; link without -ffast-math";
        if (has_children()) problem = "it starts a process";
        written = trap.bytes();
    }
    if (written > 0) problem = "it writes " + std::to_string(written) + " bytes to standard output or error";
    return problem.empty() ? passed() : failed("nothing was expected to happen while it is loaded, and " + problem);
}

Verdict loads_again(Scene& scene) {
    std::string first;
    for (int i = 0; i < 3; ++i) {
        const RawLibrary raw(scene.path());
        if (!raw.readable()) return skipped("it can't be loaded or read; see load.opens and manifest.version");
        std::string id;
        if (!RawLibrary::text_at(raw.entry()->id, id)) return skipped("it has no id; see manifest.id");
        if (i == 0) first = id;
        if (id != first)
            return failed("the same id was expected each time it is loaded, found " + in_quotes(first) + " and " +
                          in_quotes(id));
    }
    return passed();
}

Verdict loads_fast(Scene& scene) {
    const std::uint64_t began = processor_time_us();
    const RawLibrary raw(scene.path());
    const std::uint64_t spent = processor_time_us() - began;
    if (!raw.loaded()) return skipped("it can't be loaded; see load.opens");
    if (spent <= 200'000) return passed();
    return warned("at most 0.2 s of processor time were expected for loading, it took " + std::to_string(spent / 1000) +
                  " ms");
}

// ---- the manifest

// Runs `body` on a manifest that can be read.
template <class Body>
Verdict on_manifest(Scene& scene, Body&& body) {
    const RawLibrary raw(scene.path());
    if (!raw.loaded()) return skipped("it can't be loaded; see load.opens");
    if (raw.entry() == nullptr) return skipped("it exports no manifest; see file.exports_one");
    if (!raw.readable()) return skipped("its manifest is of another version; see manifest.version and manifest.sizes");
    return body(raw, *raw.entry());
}

Verdict has_version(Scene& scene) {
    const RawLibrary raw(scene.path());
    if (raw.entry() == nullptr)
        return skipped("it can't be loaded or exports no manifest; see load.opens and file.exports_one");
    if (!RawLibrary::can_read(raw.entry(), 4 * sizeof(std::uint32_t)))
        return failed("the manifest lies outside of the library");
    const np_plugin& entry = *raw.entry();
    if (entry.abi_major == NP_ABI_MAJOR && entry.abi_minor == NP_ABI_MINOR) return passed();
    return failed("the plugin interface " + std::to_string(NP_ABI_MAJOR) + "." + std::to_string(NP_ABI_MINOR) +
                  " was expected, found " + std::to_string(entry.abi_major) + "." + std::to_string(entry.abi_minor) +
                  "; build it with this program's SDK");
}

std::size_t door_bytes(std::uint32_t kind) {
    switch (kind) {
        case NP_PLUGIN_SCORER:
            return sizeof(np_scorer);
        case NP_PLUGIN_INCIDENTS:
            return sizeof(np_incidents);
        case NP_PLUGIN_EXPORTER:
            return sizeof(np_exporter);
        case NP_PLUGIN_DEVICE:
            return sizeof(np_device);
        default:
            return 0;
    }
}

Verdict has_sizes(Scene& scene) {
    const RawLibrary raw(scene.path());
    if (raw.entry() == nullptr || !RawLibrary::can_read(raw.entry(), sizeof(np_plugin)))
        return skipped("it can't be loaded or exports no manifest; see load.opens and file.exports_one");
    const np_plugin& entry = *raw.entry();
    if (entry.abi_major != NP_ABI_MAJOR || entry.abi_minor != NP_ABI_MINOR)
        return skipped("it is of another version; see manifest.version");
    const struct {
        const char* name;
        std::size_t expected, found;
    } sizes[] = {{"np_plugin", sizeof(np_plugin), entry.bytes},
                 {"np_finding", sizeof(np_finding), entry.finding_bytes},
                 {"np_host", sizeof(np_host), entry.host_bytes},
                 {"np_parameter_use", sizeof(np_parameter_use), entry.parameter_use_bytes},
                 {"the door of its kind", door_bytes(entry.kind), entry.door_bytes}};
    for (const auto& size : sizes)
        if (size.expected != 0 && size.expected != size.found)
            return failed(std::to_string(size.expected) + " bytes were expected for " + size.name + ", found " +
                          std::to_string(size.found) + "; build it with this program's SDK");
    return passed();
}

Verdict has_kind(Scene& scene) {
    return on_manifest(scene, [](const RawLibrary&, const np_plugin& entry) {
        if (door_bytes(entry.kind) != 0) return passed();
        return failed("a kind from 1 to 4 was expected (scorer, incidents, exporter, device), found " +
                      std::to_string(entry.kind));
    });
}

Verdict is_constant(Scene& scene) {
    return on_manifest(scene, [](const RawLibrary& raw, const np_plugin& entry) {
        if (RawLibrary::writable(raw.entry()))
            return warned(
                "a manifest in memory that can't be written to was expected; declare it const and initialise it with "
                "constants");
        if (entry.parameters != nullptr && RawLibrary::writable(entry.parameters))
            return warned("a list of parameters in memory that can't be written to was expected; declare it const");
        return passed();
    });
}

Verdict has_id(Scene& scene) {
    return on_manifest(scene, [](const RawLibrary&, const np_plugin& entry) {
        std::string id;
        if (!RawLibrary::text_at(entry.id, id)) return failed("an id was expected, found none");
        if (is_plugin_id(id)) return passed();
        return failed("an id of 1 to 64 lower-case letters, digits and _ was expected, found " + in_quotes(id));
    });
}

Verdict has_own_version(Scene& scene) {
    return on_manifest(scene, [](const RawLibrary&, const np_plugin& entry) {
        std::string version;
        if (!RawLibrary::text_at(entry.version, version)) return failed("a version was expected, found none");
        if (is_version(version)) return passed();
        return failed("a version such as 1.0.2 was expected, found " + in_quotes(version));
    });
}

Verdict has_name(Scene& scene) {
    return on_manifest(scene, [](const RawLibrary&, const np_plugin& entry) {
        std::string name;
        if (!RawLibrary::text_at(entry.name_key, name) || name.empty())
            return failed("a name was expected, found none");
        if (!is_utf8(name) || !is_printable(name))
            return failed("a name in UTF-8 without control characters was expected");
        if (name.size() > 80)
            return warned("a name that fits on a line was expected, found " + std::to_string(name.size()) + " bytes");
        return passed();
    });
}

// The functions of a kind, in the order of its door.
std::vector<std::pair<const char*, const void*>> functions_of(const np_plugin& entry) {
    const auto at = [](auto function) { return reinterpret_cast<const void*>(function); };
    switch (entry.kind) {
        case NP_PLUGIN_SCORER: {
            const auto& door = *static_cast<const np_scorer*>(entry.door);
            return {{"create", at(door.create)},
                    {"begin", at(door.begin)},
                    {"consume", at(door.consume)},
                    {"finish", at(door.finish)},
                    {"destroy", at(door.destroy)}};
        }
        case NP_PLUGIN_INCIDENTS: {
            const auto& door = *static_cast<const np_incidents*>(entry.door);
            return {{"create", at(door.create)},
                    {"begin", at(door.begin)},
                    {"consume", at(door.consume)},
                    {"ask", at(door.ask)},
                    {"destroy", at(door.destroy)}};
        }
        case NP_PLUGIN_EXPORTER: {
            const auto& door = *static_cast<const np_exporter*>(entry.door);
            return {{"create", at(door.create)},
                    {"begin", at(door.begin)},
                    {"consume", at(door.consume)},
                    {"finish", at(door.finish)},
                    {"destroy", at(door.destroy)}};
        }
        case NP_PLUGIN_DEVICE: {
            const auto& door = *static_cast<const np_device*>(entry.door);
            return {{"create", at(door.create)},
                    {"begin", at(door.begin)},
                    {"consume", at(door.consume)},
                    {"destroy", at(door.destroy)}};
        }
        default:
            return {};
    }
}

Verdict has_functions(Scene& scene) {
    return on_manifest(scene, [](const RawLibrary& raw, const np_plugin& entry) {
        if (door_bytes(entry.kind) == 0) return skipped("it is of an unknown kind; see manifest.kind");
        if (entry.door == nullptr || !RawLibrary::can_read(entry.door, door_bytes(entry.kind)))
            return failed("a door with the functions of its kind was expected, found none");
        if (*static_cast<const std::uint32_t*>(entry.door) != door_bytes(entry.kind))
            return failed("a door of " + std::to_string(door_bytes(entry.kind)) + " bytes was expected, it says " +
                          std::to_string(*static_cast<const std::uint32_t*>(entry.door)));
        for (const auto& [name, address] : functions_of(entry)) {
            if (address == nullptr) return failed(std::string("a function was expected for ") + name + ", found none");
            if (!raw.holds(address))
                return failed(std::string("a function of its own was expected for ") + name +
                              ", found an address elsewhere");
        }
        return passed();
    });
}

Verdict accepted(Scene& scene) {
    const auto loaded = Library::load(scene.path());
    if (loaded) return passed();
    // Whoever names the fault better speaks.
    for (const CheckRow& row : manifest_checks())
        if (row.id.substr(0, 9) == "manifest." && row.body(scene).outcome == CheckOutcome::kFail)
            return skipped(std::string(row.id) + " says why the host refuses it");
    if (opens(scene).outcome != CheckOutcome::kPass || !scene.elf())
        return skipped("load.opens says why the host refuses it");
    const RawLibrary raw(scene.path());
    if (raw.entry() == nullptr) return skipped("file.exports_one says why the host refuses it");
    return failed("the host refuses it: " + loaded.error().message);
}

// ---- the list of parameters

template <class Body>
Verdict on_parameters(Scene& scene, Body&& body) {
    return on_manifest(scene, [&](const RawLibrary&, const np_plugin& entry) {
        if (entry.parameter_count == 0) return passed();
        if (entry.parameter_count > 100000 || entry.parameters == nullptr ||
            !RawLibrary::can_read(entry.parameters, sizeof(np_parameter_use)) ||
            !RawLibrary::can_read(entry.parameters + (entry.parameter_count - 1), sizeof(np_parameter_use)))
            return failed("a list of " + std::to_string(entry.parameter_count) +
                          " parameters was announced, and it can't be read");
        std::string id;
        RawLibrary::text_at(entry.id, id);
        for (std::uint64_t i = 0; i < entry.parameter_count; ++i) {
            const np_parameter_use& use = entry.parameters[i];
            std::string key;
            if (!RawLibrary::text_at(use.key, key)) return failed("parameter " + std::to_string(i) + " has no key");
            const bool own = key.rfind("plugin." + id + ".", 0) == 0;
            if (std::string problem = body(use, key, own); !problem.empty())
                return failed("the parameter " + in_quotes(key) + " " + problem);
        }
        return passed();
    });
}

Verdict parameters_formed(Scene& scene) {
    std::set<std::string> seen;
    return on_parameters(scene, [&](const np_parameter_use& use, const std::string& key, bool) -> std::string {
        std::string unit, text;
        if (!is_parameter_key(key))
            return "has a key that is no words between dots; write it like rule.limit_mm or plan.<zone>.max_mm";
        if (!seen.insert(key).second) return "is declared twice; remove one";
        if (!RawLibrary::text_at(use.unit, unit) || !RawLibrary::text_at(use.text, text))
            return "leaves its unit or text out; use an empty one";
        if (!is_utf8(unit) || !is_utf8(text) || !is_printable(unit)) return "has a unit or text that is not UTF-8";
        if (text.empty()) return "has no text; say in one sentence what it does";
        if (use.needed > 1) return "is needed " + std::to_string(use.needed) + " times; 0 or 1 was expected";
        if (use.type > NP_USE_FLAG) return "is of the unknown type " + std::to_string(use.type);
        return {};
    });
}

Verdict parameters_own(Scene& scene) {
    return on_parameters(scene, [](const np_parameter_use&, const std::string& key, bool own) -> std::string {
        if (key.rfind("plugin.", 0) == 0 && !own) return "belongs to another plugin; own keys begin with plugin.<id>.";
        return {};
    });
}

Verdict parameters_ranged(Scene& scene) {
    return on_parameters(scene, [](const np_parameter_use& use, const std::string&, bool own) -> std::string {
        if (!own) return {};
        const auto finite = [](double value) { return value - value == 0; };
        if (use.type == NP_USE_TEXT) {
            std::string text, choices;
            if (use.default_text != nullptr && !RawLibrary::text_at(use.default_text, text))
                return "has a default that can't be read";
            if (use.choices != nullptr && !RawLibrary::text_at(use.choices, choices))
                return "has choices that can't be read";
            if (!is_utf8(text) || !is_utf8(choices)) return "has a default or choices that are not UTF-8";
            if (!choices.empty() && ("|" + choices + "|").find("|" + text + "|") == std::string::npos)
                return "has a default that is none of its choices";
            return {};
        }
        if (!finite(use.default_number) || !finite(use.minimum) || !finite(use.maximum))
            return "has a default or range that is no number";
        if (use.minimum > use.maximum) return "has a range whose least is above its most";
        if (use.minimum < use.maximum && (use.default_number < use.minimum || use.default_number > use.maximum))
            return "has a default outside of its range";
        if (use.type == NP_USE_FLAG && use.default_number != 0 && use.default_number != 1)
            return "is a flag, and its default is neither 0 nor 1";
        return {};
    });
}

constexpr CheckRow kRows[] = {
    {"load.opens", "It can be loaded: everything that it calls is there.", Needs::kFile, kForAll, opens},
    {"load.quiet", "Loading it writes, opens, starts and switches nothing.", Needs::kFile, kForAll, loads_quietly},
    {"load.again", "It can be loaded, unloaded and loaded again.", Needs::kFile, kForAll, loads_again},
    {"load.fast", "It loads within 0.2 s.", Needs::kFile, kForAll, loads_fast},
    {"manifest.version", "It is built for this version of the plugin interface.", Needs::kFile, kForAll, has_version},
    {"manifest.sizes", "Its structs have the sizes of this version.", Needs::kFile, kForAll, has_sizes},
    {"manifest.kind", "It is of a kind that the host knows.", Needs::kFile, kForAll, has_kind},
    {"manifest.constant", "Its manifest can't be changed while it runs.", Needs::kFile, kForAll, is_constant},
    {"manifest.id", "Its id is of lower-case letters, digits and _.", Needs::kFile, kForAll, has_id},
    {"manifest.own_version", "Its version is of the form 1.0.2.", Needs::kFile, kForAll, has_own_version},
    {"manifest.name", "It has a name that can be shown.", Needs::kFile, kForAll, has_name},
    {"manifest.functions", "All functions of its kind are there and its own.", Needs::kFile, kForAll, has_functions},
    {"manifest.parameters", "Each parameter that it declares has a key, a unit and a text, once.", Needs::kFile,
     kForAll, parameters_formed},
    {"manifest.own_parameters", "It declares no parameter of another plugin.", Needs::kFile, kForAll, parameters_own},
    {"manifest.parameter_ranges", "The defaults of its own parameters lie in their ranges.", Needs::kFile, kForAll,
     parameters_ranged},
    {"load.accepted", "The host takes it.", Needs::kFile, kForAll, accepted},
};

}  // namespace

std::span<const CheckRow> manifest_checks() {
    return kRows;
}

}  // namespace np::plugin_host
