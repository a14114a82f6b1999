// Libraries that must be refused before anything of theirs is called.
#include "needlepoint/sdk/plugin.hpp"

namespace {

struct Quiet : np::sdk::Scorer {
    void consume(np::sdk::RecordView) override {}
    void finish(np::sdk::Report& report) const override { report.scored(np::sdk::MarkSheet()); }
};

#if defined(NO_FUNCTION)
constexpr np_scorer without_finish(np_scorer door) {
    door.finish = nullptr;
    return door;
}
constexpr np_scorer kBentDoor = without_finish(np::sdk::PluginEntry<Quiet>::kDoor);
#endif

constexpr np_plugin bent(np_plugin plugin) {
#if defined(OTHER_ABI)
    plugin.abi_minor += 1;
#elif defined(OTHER_SIZE)
    plugin.finding_bytes -= 8;
#elif defined(NO_FUNCTION)
    plugin.door = &kBentDoor;
#elif defined(NO_NAME)
    plugin.name_key = "";
#elif defined(OTHER_KIND)
    plugin.kind = 7;
#endif
    return plugin;
}

#if defined(BAD_ID)
constexpr const char* kId = "Not an id";
#else
constexpr const char* kId = "misfit";
#endif

}  // namespace

#if defined(NO_ENTRY)
extern "C" NP_EXPORT const np_plugin something_else;
constinit const np_plugin something_else = bent(np::sdk::PluginEntry<Quiet>::describe(kId, "1.0.0", "Misfit"));
#else
constinit const np_plugin needlepoint_plugin = bent(np::sdk::PluginEntry<Quiet>::describe(kId, "1.0.0", "Misfit"));
#endif
