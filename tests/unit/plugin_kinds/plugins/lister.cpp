// An exporter that writes one line for each record, then one for each mark.
#include <stdexcept>

#include "needlepoint/sdk/exporter.hpp"

namespace {

struct Lister : np::sdk::Exporter {
    static constexpr const char* kExtension = "txt";
    static constexpr const char* kMediaType = "text/plain";
#if defined(TAKES_INPUTS)
    static constexpr bool kTakesInputs = true;
#endif
    void begin(const np_export_session& session, np::sdk::Bytes& out) override {
        out.write(std::string(session.scenario) + "|" + session.trainee + "|" + session.session + "|" +
                  std::to_string(session.end_tick) + "|" + host().translated("greeting") +
                  host().translated("no_such_key") + "\n");
    }
    void consume(np::sdk::RecordView record, np::sdk::Bytes& out) override {
#if defined(THROWS)
        throw std::runtime_error("not today");
#endif
        out.write(std::to_string(record.tick()) + " " + std::to_string(record.kind()) + "\n");
    }
    void finish(const np_export_marks& marks, np::sdk::Bytes& out) override {
        for (std::uint64_t i = 0; i < marks.mark_count; ++i) {
            const np_export_mark& mark = marks.marks[i];
            out.write(std::string(mark.id) + " " + std::to_string(mark.state) + " " + std::to_string(mark.mark) + "\n");
            for (std::uint64_t k = 0; k < mark.finding_count; ++k)
                out.write(std::string("  ") + mark.findings[k].text + "\n");
            for (std::uint64_t k = 0; k < mark.figure_count; ++k)
                out.write(std::string("  ") + mark.figures[k].key + "\n");
        }
        out.write(std::string(marks.verdict) + "\n");
    }
};

using Entry = np::sdk::ExporterEntry<Lister>;

#if defined(KEEPS_SINK)
const np_byte_sink* kept_sink = nullptr;
std::int32_t keeping_begin(void*, const np_export_session*, const np_byte_sink* sink) {
    kept_sink = sink;
    return NP_OK;
}
void late_destroy(void* instance) {
    kept_sink->write(kept_sink, "late", 4);
    Entry::destroy(instance);
}
#endif
[[maybe_unused]] std::int32_t bent_consume(void*, const np_batch*, [[maybe_unused]] const np_byte_sink* sink) {
#if defined(NULL_BYTES)
    sink->write(sink, nullptr, 100);
    return NP_OK;
#else
    return NP_FAULT;
#endif
}
[[maybe_unused]] void* no_instance(const np_host* host) {
    host->fault(host, "there is no room");
    return nullptr;
}

constexpr np_exporter bent() {
    np_exporter door = Entry::kDoor;
#if defined(KEEPS_SINK)
    door.begin = keeping_begin;
    door.destroy = late_destroy;
#elif defined(NULL_BYTES) || defined(GIVES_UP)
    door.consume = bent_consume;
#elif defined(NO_INSTANCE)
    door.create = no_instance;
#endif
    return door;
}
constexpr np_exporter kDoor = bent();

constexpr np_plugin manifest() {
    np_plugin plugin = Entry::describe(FAULT_ID, "1.0.0", "Lister");
    plugin.door = &kDoor;
    return plugin;
}

}  // namespace

constinit const np_plugin needlepoint_plugin = manifest();
