// What the C++ wrappers of all kinds share: an instance with its host, the guard at the border, the manifest.
#pragma once

#include <exception>
#include <memory>

#include "needlepoint/sdk/host.hpp"
#include "needlepoint/sdk/plugin.h"
#include "needlepoint/sdk/sound_record.h"

namespace np::sdk {

// Base of every kind's class: knows its host.
class Plugin {
  public:
    virtual ~Plugin() = default;
    // Extensions may be asked for from `begin` on.
    const Host& host() const { return *host_; }
    void attach(const np_host* host) { host_ = std::make_unique<Host>(host); }

  private:
    std::unique_ptr<Host> host_;
};

// Makes an instance of Type as the Base that the host will hold; null, with a fault, if its constructor throws.
template <class Base, class Type>
void* create_guarded(const np_host* host) {
    try {
        std::unique_ptr<Base> made = std::make_unique<Type>();
        made->attach(host);
        return made.release();
    } catch (const std::exception& problem) {
        host->fault(host, problem.what());
    } catch (...) {
        host->fault(host, "it could not be created");
    }
    return nullptr;
}

// Runs body(Base&); an exception becomes a fault with its sentence.
template <class Base, class Body>
std::int32_t guarded(void* instance, Body&& body) {
    Base& self = *static_cast<Base*>(instance);
    const np_host* host = self.host().raw();
    try {
        body(self);
        return NP_OK;
    } catch (const std::exception& problem) {
        host->fault(host, problem.what());
    } catch (...) {
        host->fault(host, "it threw something that is no std::exception");
    }
    return NP_FAULT;
}

// Calls body(RecordView) for each record of a batch. A record that runs past its end, which no host hands out, is a
// Fault instead of a crash.
template <class Body>
void each_record(const np_batch& batch, Body&& body) {
    const auto* at = reinterpret_cast<const std::byte*>(batch.first);
    std::uint64_t left = batch.size;
    for (std::uint32_t i = 0; i < batch.count; ++i) {
        const auto* header = reinterpret_cast<const np_event_header*>(at);
        if (np_record_is_sound(header, left) == 0) throw Fault("the batch holds a record that is cut or damaged");
        body(RecordView(header));
        at += header->bytes;
        left -= header->bytes;
    }
}

// The manifest of a plugin. A Type may list what it reads: static constexpr np_parameter_use kParameters[] = {...};
template <class Type, class Door>
constexpr np_plugin manifest_of(np_plugin_kind kind, const Door* door, const char* id, const char* version,
                                const char* name_key) {
    np_plugin plugin = {};
    plugin.bytes = sizeof(np_plugin);
    plugin.abi_major = NP_ABI_MAJOR;
    plugin.abi_minor = NP_ABI_MINOR;
    plugin.kind = kind;
    plugin.finding_bytes = sizeof(np_finding);
    plugin.host_bytes = sizeof(np_host);
    plugin.parameter_use_bytes = sizeof(np_parameter_use);
    plugin.door_bytes = sizeof(Door);
    plugin.id = id;
    plugin.version = version;
    plugin.name_key = name_key;
    if constexpr (requires { Type::kParameters[0].key; }) {
        plugin.parameters = Type::kParameters;
        plugin.parameter_count = sizeof(Type::kParameters) / sizeof(np_parameter_use);
    }
    plugin.door = door;
    return plugin;
}

// Parameters of the plugin's own, for kParameters. The key is `plugin.<id>.<name>`.
constexpr np_parameter_use own_number(const char* key, const char* unit, const char* text, double value, double minimum,
                                      double maximum) {
    return {key, unit, text, 0, NP_USE_NUMBER, value, minimum, maximum, nullptr, nullptr};
}
constexpr np_parameter_use own_flag(const char* key, const char* text, bool value) {
    return {key, "", text, 0, NP_USE_FLAG, value ? 1.0 : 0.0, 0, 1, nullptr, nullptr};
}
// `choices`: the allowed texts, separated by |, or empty for any.
constexpr np_parameter_use own_text(const char* key, const char* text, const char* value, const char* choices = "") {
    return {key, "", text, 0, NP_USE_TEXT, 0, 0, 0, value, choices};
}

}  // namespace np::sdk
