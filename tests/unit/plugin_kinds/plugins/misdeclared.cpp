// Plugins whose manifest must be refused before anything of theirs is called.
#include "needlepoint/sdk/plugin.hpp"

namespace {

struct Quiet : np::sdk::Incidents {
#if defined(OWN_OUT_OF_RANGE)
    static constexpr np_parameter_use kParameters[] = {np::sdk::own_number("plugin.wrong.x", "", "Text.", 5, 0, 1)};
#elif defined(OWN_TWICE)
    static constexpr np_parameter_use kParameters[] = {np::sdk::own_flag("plugin.wrong.x", "Text.", true),
                                                       np::sdk::own_flag("plugin.wrong.x", "Text.", true)};
#elif defined(OWN_NO_TEXT)
    static constexpr np_parameter_use kParameters[] = {np::sdk::own_flag("plugin.wrong.x", "", true)};
#elif defined(OWN_NO_CHOICE)
    static constexpr np_parameter_use kParameters[] = {
        np::sdk::own_text("plugin.wrong.x", "Text.", "red", "blue|green")};
#endif
    void consume(np::sdk::RecordView) override {}
    void ask(np::sdk::Tick, np::sdk::Wishes&) override {}
};

struct Pen : np::sdk::Device {
#if defined(NO_SOURCE)
    static constexpr auto kSource = static_cast<np_source>(0);
#else
    static constexpr np_source kSource = NP_SOURCE_FILE;
#endif
    static constexpr const char* kAddress = "/dev/null";
#if defined(NO_OBSERVES)
    static constexpr std::uint32_t kObserves = 0;
#else
    static constexpr std::uint32_t kObserves = NP_PEN_PRESSURE;
#endif
    static constexpr std::uint32_t kDeviceClass = 1;
    void consume(const np_chunk&, np::sdk::PenSamples&) override {}
};

struct Nothing : np::sdk::Exporter {
    static constexpr const char* kExtension = "";
    static constexpr const char* kMediaType = "text/plain";
};

#if defined(NO_ASK)
constexpr np_incidents without_ask() {
    np_incidents door = np::sdk::IncidentsEntry<Quiet>::kDoor;
    door.ask = nullptr;
    return door;
}
constexpr np_incidents kWithoutAsk = without_ask();
#endif

constexpr np_plugin manifest() {
#if defined(NO_SOURCE) || defined(NO_OBSERVES)
    return np::sdk::DeviceEntry<Pen>::describe("wrong", "1.0.0", "Wrong");
#elif defined(NO_EXTENSION)
    return np::sdk::ExporterEntry<Nothing>::describe("wrong", "1.0.0", "Wrong");
#else
    np_plugin plugin = np::sdk::IncidentsEntry<Quiet>::describe("wrong", "1.0.0", "Wrong");
#if defined(NO_ASK)
    plugin.door = &kWithoutAsk;
#endif
    return plugin;
#endif
}

}  // namespace

constinit const np_plugin needlepoint_plugin = manifest();
