// An incident plugin that wishes for one thing whenever it is asked, and says in its cue how many strikes it has seen.
#include <stdexcept>

#include "needlepoint/sdk/incident.hpp"

namespace {

[[maybe_unused]] np_wish plain(std::uint64_t tick, const char* id, const char* cue) {
    return {sizeof(np_wish), 0, tick, id, cue};
}

struct Teller : np::sdk::Incidents {
    static constexpr np_parameter_use kParameters[] = {
        np::sdk::own_number("plugin.teller.delay_ms", "ms", "How long after the asking it happens.", 20, 0, 5000)};

    void consume(np::sdk::RecordView record) override { strikes += record.kind() == NP_KIND_strike ? 1 : 0; }
    void batch_end(np::sdk::Tick end) override { seen_until = end; }
    void ask(np::sdk::Tick now, np::sdk::Wishes& wishes) override {
        if (seen_until > now) throw std::runtime_error("it was shown the future");
        const double delay = host().number("plugin.teller.delay_ms").value_or(0);
        wishes.add(now + static_cast<np::sdk::Tick>(delay), "E25", std::to_string(strikes));
    }
    int strikes = 0;
    np::sdk::Tick seen_until = 0;
};

// The same door with one function bent.
using Entry = np::sdk::IncidentsEntry<Teller>;

[[maybe_unused]] std::int32_t bent_ask([[maybe_unused]] void* instance, [[maybe_unused]] std::uint64_t now,
                                       [[maybe_unused]] const np_wish_sink* sink) {
#if defined(PAST)
    const np_wish wish = plain(now - 1, "E25", "");
    sink->wish(sink, &wish);
#elif defined(FAR)
    const np_wish wish = plain(now + NP_WISH_AHEAD_TICKS + 1, "E25", "");
    sink->wish(sink, &wish);
#elif defined(NO_ID)
    const np_wish wish = plain(now, "", "");
    sink->wish(sink, &wish);
#elif defined(NULL_CUE)
    const np_wish wish = plain(now, "E25", nullptr);
    sink->wish(sink, &wish);
#elif defined(FLOOD)
    const np_wish wish = plain(now + 1000, "E25", "");
    for (int i = 0; i < 5000; ++i) sink->wish(sink, &wish);
#elif defined(THROWS)
    throw std::runtime_error("not today");
#elif defined(GIVES_UP)
    return NP_FAULT;
#endif
    return NP_OK;
}

#if defined(KEEPS_SINK)
const np_wish_sink* kept_sink = nullptr;
std::int32_t keeping_ask(void*, std::uint64_t, const np_wish_sink* sink) {
    kept_sink = sink;
    return NP_OK;
}
std::int32_t late_consume(void*, const np_batch* batch) {
    const np_wish wish = plain(batch->end_tick, "E25", "");
    if (kept_sink != nullptr) kept_sink->wish(kept_sink, &wish);
    return NP_OK;
}
#endif

[[maybe_unused]] void* no_instance(const np_host* host) {
    host->fault(host, "there is no room");
    return nullptr;
}

constexpr np_incidents bent() {
    np_incidents door = Entry::kDoor;
#if defined(PAST) || defined(FAR) || defined(NO_ID) || defined(NULL_CUE) || defined(FLOOD) || defined(THROWS) || \
    defined(GIVES_UP)
    door.ask = bent_ask;
#elif defined(KEEPS_SINK)
    door.ask = keeping_ask;
    door.consume = late_consume;
#elif defined(NO_INSTANCE)
    door.create = no_instance;
#endif
    return door;
}
constexpr np_incidents kDoor = bent();

constexpr np_plugin manifest() {
    np_plugin plugin = Entry::describe(FAULT_ID, "1.0.0", "Teller");
    plugin.door = &kDoor;
    return plugin;
}

}  // namespace

constinit const np_plugin needlepoint_plugin = manifest();
