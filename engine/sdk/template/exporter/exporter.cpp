// New plugin: the strokes of a session as a table. Change it into the format that you need.
#include <needlepoint/sdk/exporter.hpp>
#include <string>

namespace {

using np::sdk::event::stroke_end;

struct NewPlugin : np::sdk::Exporter {
    static constexpr const char* kExtension = "csv";
    static constexpr const char* kMediaType = "text/csv";

    void begin(const np_export_session&, np::sdk::Bytes& out) override {
        out.write("tick,zone,length_um,duration_ms,mean_speed_um_s,strikes\n");
    }

    void consume(np::sdk::RecordView record, np::sdk::Bytes& out) override {
        const np_stroke_end* stroke = record.raw<stroke_end>();
        if (stroke == nullptr) return;
        std::string line = std::to_string(record.tick());
        for (const std::uint32_t number :
             {stroke->zone, stroke->length_um, stroke->duration_ms, stroke->mean_speed_um_s, stroke->strikes})
            line += "," + std::to_string(number);
        out.write(line + "\n");
    }
};

}  // namespace

NP_EXPORTER(NewPlugin, "new_plugin", "0.1.0", "New plugin")
