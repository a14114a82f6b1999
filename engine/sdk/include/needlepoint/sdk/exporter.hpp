// Writing an exporter in C++: derive from np::sdk::Exporter, then name it with NP_EXPORTER. Header-only.
//
//     struct Strokes : np::sdk::Exporter {
//         static constexpr const char* kExtension = "csv";
//         static constexpr const char* kMediaType = "text/csv";
//         void consume(np::sdk::RecordView record, np::sdk::Bytes& out) override { ... out.write(line); }
//     };
//     NP_EXPORTER(Strokes, "strokes", "1.0.0", "Strokes as a table")
//
// With `static constexpr bool kTakesInputs = true` the records hold inputs too.
#pragma once

#include "needlepoint/sdk/entry.hpp"

namespace np::sdk {

// Where the bytes go.
class Bytes {
  public:
    explicit Bytes(const np_byte_sink* sink) : sink_(sink) {}
    void write(std::string_view bytes) {
        if (sink_->write(sink_, bytes.data(), bytes.size()) != NP_OK)
            throw Fault("the host has no room for more bytes");
    }

  private:
    const np_byte_sink* sink_;
};

class Exporter : public Plugin {
  public:
    virtual void begin(const np_export_session&, Bytes&) {}
    // Every record, in order.
    virtual void consume(RecordView, Bytes&) {}
    // After the last record of each batch: now host().tissue() shows the skin after that record.
    virtual void batch_end(Tick /*end_tick*/, Bytes&) {}
    virtual void finish(const np_export_marks&, Bytes&) {}
};

template <class Type>
struct ExporterEntry {
    static std::int32_t begin(void* instance, const np_export_session* session, const np_byte_sink* sink) {
        return guarded<Exporter>(instance, [&](Exporter& self) {
            Bytes bytes(sink);
            self.begin(*session, bytes);
        });
    }
    static std::int32_t consume(void* instance, const np_batch* batch, const np_byte_sink* sink) {
        return guarded<Exporter>(instance, [&](Exporter& self) {
            Bytes bytes(sink);
            each_record(*batch, [&](RecordView record) { self.consume(record, bytes); });
            self.batch_end(batch->end_tick, bytes);
        });
    }
    static std::int32_t finish(void* instance, const np_export_marks* marks, const np_byte_sink* sink) {
        return guarded<Exporter>(instance, [&](Exporter& self) {
            Bytes bytes(sink);
            self.finish(*marks, bytes);
        });
    }
    static void destroy(void* instance) { delete static_cast<Exporter*>(instance); }

    static constexpr std::uint32_t flags() {
        if constexpr (requires { Type::kTakesInputs; })
            return Type::kTakesInputs ? std::uint32_t{NP_EXPORTER_TAKES_INPUTS} : 0u;
        else
            return 0;
    }
    static constexpr np_exporter kDoor = {sizeof(np_exporter),
                                          flags(),
                                          Type::kExtension,
                                          Type::kMediaType,
                                          create_guarded<Exporter, Type>,
                                          begin,
                                          consume,
                                          finish,
                                          destroy};

    static constexpr np_plugin describe(const char* id, const char* version, const char* name_key) {
        return manifest_of<Type>(NP_PLUGIN_EXPORTER, &kDoor, id, version, name_key);
    }
};

}  // namespace np::sdk

// Once per library, outside any namespace.
#define NP_EXPORTER(Type, id, version, name_key) \
    constinit const np_plugin needlepoint_plugin = np::sdk::ExporterEntry<Type>::describe(id, version, name_key);
