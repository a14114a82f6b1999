#include "manifest.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace np::plugin_host {
namespace {

std::string named(const std::string& file) {
    return "the plugin '" + file + "'";
}

Status check_versions(const std::string& file, const np_plugin& entry) {
    if (entry.abi_major != NP_ABI_MAJOR || entry.abi_minor != NP_ABI_MINOR)
        return no(named(file) + " is built for plugin interface " + std::to_string(entry.abi_major) + "." +
                  std::to_string(entry.abi_minor) + ", this program has " + std::to_string(NP_ABI_MAJOR) + "." +
                  std::to_string(NP_ABI_MINOR) + "; build it with this program's SDK");
    if (entry.bytes != sizeof(np_plugin) || entry.finding_bytes != sizeof(np_finding) ||
        entry.host_bytes != sizeof(np_host) || entry.parameter_use_bytes != sizeof(np_parameter_use))
        return no(
            named(file) +
            " claims this interface's version but its structs have other sizes; build it with this program's SDK");
    return {};
}

// Every kind's functions, as an array of pointers: all must be there.
template <class Door, class Functions>
Status check_door(const std::string& file, const np_plugin& entry, const Functions& functions) {
    if (entry.door == nullptr) return no(named(file) + " has no functions; let its entry's door point to them");
    const Door& door = *static_cast<const Door*>(entry.door);
    if (entry.door_bytes != sizeof(Door) || door.bytes != sizeof(Door))
        return no(
            named(file) +
            " claims this interface's version but its structs have other sizes; build it with this program's SDK");
    if (!functions(door)) return no(named(file) + " leaves one of its functions out; fill in its entry");
    return {};
}

bool texts_there(std::initializer_list<const char*> texts) {
    return std::all_of(texts.begin(), texts.end(), [](const char* text) { return text != nullptr && *text != 0; });
}

Status check_exporter(const std::string& file, const np_plugin& entry) {
    if (Status status = check_door<np_exporter>(file, entry,
                                                [](const np_exporter& door) {
                                                    return door.create != nullptr && door.begin != nullptr &&
                                                           door.consume != nullptr && door.finish != nullptr &&
                                                           door.destroy != nullptr;
                                                });
        !status)
        return status;
    const auto& door = *static_cast<const np_exporter*>(entry.door);
    if (!texts_there({door.extension, door.media_type}))
        return no(named(file) + " gives no file extension or media type of its format; fill in its entry");
    if ((door.flags & ~std::uint32_t{NP_EXPORTER_TAKES_INPUTS}) != 0)
        return no(named(file) + " sets flags that this program does not know; build it with this program's SDK");
    return {};
}

Status check_device(const std::string& file, const np_plugin& entry) {
    if (Status status = check_door<np_device>(file, entry,
                                              [](const np_device& door) {
                                                  return door.create != nullptr && door.begin != nullptr &&
                                                         door.consume != nullptr && door.destroy != nullptr;
                                              });
        !status)
        return status;
    const auto& door = *static_cast<const np_device*>(entry.door);
    if (door.source < NP_SOURCE_UDP || door.source > NP_SOURCE_SERIAL || !texts_there({door.address}))
        return no(named(file) + " does not say which source it listens to; fill in its entry's source and address");
    constexpr std::uint32_t kKnown =
        NP_PEN_POSITION | NP_PEN_ORIENTATION | NP_PEN_AXIS | NP_PEN_PRESSURE | NP_PEN_TILT | NP_PEN_BUTTONS;
    if (door.observes == 0 || (door.observes & ~kKnown) != 0)
        return no(named(file) + " does not say what its samples hold; fill in its entry's observes");
    // 0 is the mouse and 4 a synthetic trainee, neither of which is a plugin's.
    if (door.device_class < 1 || door.device_class > 6 || door.device_class == 4)
        return no(named(file) + " has the device class " + std::to_string(door.device_class) +
                  "; 1 tablet, 2 tracker, 3 gamepad, 5 3D mouse or 6 a pen of another kind was expected");
    return {};
}

Status check_kind(const std::string& file, const np_plugin& entry) {
    switch (entry.kind) {
        case NP_PLUGIN_SCORER:
            return check_door<np_scorer>(file, entry, [](const np_scorer& door) {
                return door.create != nullptr && door.begin != nullptr && door.consume != nullptr &&
                       door.finish != nullptr && door.destroy != nullptr;
            });
        case NP_PLUGIN_INCIDENTS:
            return check_door<np_incidents>(file, entry, [](const np_incidents& door) {
                return door.create != nullptr && door.begin != nullptr && door.consume != nullptr &&
                       door.ask != nullptr && door.destroy != nullptr;
            });
        case NP_PLUGIN_EXPORTER:
            return check_exporter(file, entry);
        case NP_PLUGIN_DEVICE:
            return check_device(file, entry);
        default:
            return no(named(file) + " is of the unknown kind " + std::to_string(entry.kind) +
                      "; a scorer (1), incidents (2), an exporter (3) or a device (4) was expected");
    }
}

bool good_id(std::string_view id) {
    const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), good);
}

std::vector<std::string> split_choices(std::string_view text) {
    std::vector<std::string> choices;
    while (!text.empty()) {
        const std::size_t end = text.find('|');
        choices.emplace_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return choices;
}

bool finite(double x) {
    return x - x == 0;
}

// What is wrong with the declaration of an own parameter; empty if nothing.
std::string problem_of_own(const ParameterUse& use, std::string_view prefix) {
    if (!good_id(std::string_view(use.key).substr(prefix.size())))
        return "needs a name of lower-case letters, digits and _ after '" + std::string(prefix) + "'";
    if (use.text.empty()) return "needs a sentence that says what it does";
    if (use.type == ParameterUse::Type::kText) {
        const auto& choices = use.choices;
        if (!choices.empty() && std::find(choices.begin(), choices.end(), use.default_text) == choices.end())
            return "has the default '" + use.default_text + "', which is not among its choices";
        return {};
    }
    if (!finite(use.default_number) || !finite(use.minimum) || !finite(use.maximum) || use.minimum > use.maximum)
        return "has a default or a range that is no number";
    if (use.minimum < use.maximum && (use.default_number < use.minimum || use.default_number > use.maximum))
        return "has a default outside its range";
    return {};
}

Expected<ParameterUse> read_use(const std::string& file, const std::string& id, const np_parameter_use& raw,
                                std::uint64_t index) {
    const std::string which = named(file) + ": its parameter " + std::to_string(index);
    if (raw.key == nullptr || raw.unit == nullptr || raw.text == nullptr)
        return no(named(file) + " leaves a text of its parameter " + std::to_string(index) + " out; use an empty one");
    if (raw.type > NP_USE_FLAG)
        return no(which + " has the unknown type " + std::to_string(raw.type) + "; build it with this program's SDK");
    ParameterUse use;
    use.key = raw.key;
    use.unit = raw.unit;
    use.text = raw.text;
    use.needed = raw.needed != 0;
    use.type = static_cast<ParameterUse::Type>(raw.type);
    use.default_number = raw.default_number;
    use.minimum = use.type == ParameterUse::Type::kFlag ? 0 : raw.minimum;
    use.maximum = use.type == ParameterUse::Type::kFlag ? 1 : raw.maximum;
    use.default_text = raw.default_text == nullptr ? "" : raw.default_text;
    use.choices = split_choices(raw.choices == nullptr ? "" : raw.choices);
    if (use.key.rfind("plugin.", 0) != 0) return use;
    const std::string prefix = "plugin." + id + ".";
    use.own = use.key.rfind(prefix, 0) == 0;
    if (!use.own) return use;  // another plugin's; it may look
    if (const std::string problem = problem_of_own(use, prefix); !problem.empty())
        return no(named(file) + ": its parameter '" + use.key + "' " + problem);
    return use;
}

}  // namespace

const char* to_word(Kind kind) {
    constexpr std::array kWords = {"scorer", "incidents", "exporter", "device"};
    return kWords[static_cast<std::size_t>(kind) - 1];
}

Expected<Manifest> read_manifest(const std::string& file, const np_plugin& entry) {
    if (Status fits = check_versions(file, entry); !fits) return tl::unexpected(fits.error());
    if (!texts_there({entry.id, entry.version, entry.name_key}))
        return no(named(file) + " gives no id, version or name; fill in its entry");
    if (!good_id(entry.id))
        return no(named(file) + " has the id '" + entry.id + "'; lower-case letters, digits and _ were expected");
    if (Status fits = check_kind(file, entry); !fits) return tl::unexpected(fits.error());
    if (entry.parameter_count > 100000 || (entry.parameter_count > 0 && entry.parameters == nullptr))
        return no(named(file) + " has a broken list of parameters; fill in its entry");
    Manifest manifest{entry.id, entry.version, entry.name_key, entry.abi_major, entry.abi_minor, {}, Kind::kScorer};
    manifest.kind = static_cast<Kind>(entry.kind);
    for (std::uint64_t i = 0; i < entry.parameter_count; ++i) {
        auto use = read_use(file, manifest.id, entry.parameters[i], i);
        if (!use) return tl::unexpected(use.error());
        const auto same = [&](const ParameterUse& other) { return use->own && other.key == use->key; };
        if (std::any_of(manifest.parameters.begin(), manifest.parameters.end(), same))
            return no(named(file) + " declares its parameter '" + use->key + "' twice");
        manifest.parameters.push_back(std::move(*use));
    }
    return manifest;
}

}  // namespace np::plugin_host
