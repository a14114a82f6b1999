// Writing a device plugin in C++: derive from np::sdk::Device, then name it with NP_DEVICE. Header-only.
//
//     struct Stylus : np::sdk::Device {
//         static constexpr np_source kSource = NP_SOURCE_UDP;
//         static constexpr const char* kAddress = "127.0.0.1:9000";
//         static constexpr std::uint32_t kObserves = NP_PEN_POSITION | NP_PEN_PRESSURE;
//         static constexpr std::uint32_t kDeviceClass = 1;
//         void consume(const np_chunk& chunk, np::sdk::PenSamples& samples) override { ... samples.add(sample); }
//     };
//     NP_DEVICE(Stylus, "stylus", "1.0.0", "Stylus over UDP")
#pragma once

#include <span>

#include "needlepoint/sdk/entry.hpp"

namespace np::sdk {

// Where samples go.
class PenSamples {
  public:
    explicit PenSamples(const np_pen_sink* sink) : sink_(sink) {}
    // `bytes` is filled in. False: the host dropped it.
    bool add(np_pen_sample sample) {
        sample.bytes = sizeof sample;
        return sink_->sample(sink_, &sample) == NP_OK;
    }
    // For input that could not be read: why, in one sentence.
    void malformed(const std::string& sentence) { sink_->malformed(sink_, sentence.c_str()); }

  private:
    const np_pen_sink* sink_;
};

class Device : public Plugin {
  public:
    // Once, and again after the source was opened anew: forget what was half read.
    virtual void begin() {}
    virtual void consume(const np_chunk& chunk, PenSamples& samples) = 0;
};

template <class Type>
struct DeviceEntry {
    static std::int32_t begin(void* instance) {
        return guarded<Device>(instance, [](Device& self) { self.begin(); });
    }
    static std::int32_t consume(void* instance, const np_chunk* chunk, const np_pen_sink* sink) {
        return guarded<Device>(instance, [&](Device& self) {
            PenSamples samples(sink);
            self.consume(*chunk, samples);
        });
    }
    static void destroy(void* instance) { delete static_cast<Device*>(instance); }

    static constexpr np_device kDoor = {sizeof(np_device),
                                        Type::kSource,
                                        Type::kObserves,
                                        Type::kDeviceClass,
                                        Type::kAddress,
                                        create_guarded<Device, Type>,
                                        begin,
                                        consume,
                                        destroy};

    static constexpr np_plugin describe(const char* id, const char* version, const char* name_key) {
        return manifest_of<Type>(NP_PLUGIN_DEVICE, &kDoor, id, version, name_key);
    }
};

}  // namespace np::sdk

// Once per library, outside any namespace.
#define NP_DEVICE(Type, id, version, name_key) \
    constinit const np_plugin needlepoint_plugin = np::sdk::DeviceEntry<Type>::describe(id, version, name_key);
