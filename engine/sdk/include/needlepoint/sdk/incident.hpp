// Writing an incident plugin in C++: derive from np::sdk::Incidents, then name it with NP_INCIDENTS. Header-only.
//
//     struct Fainting : np::sdk::Incidents {
//         void consume(np::sdk::RecordView record) override { ... }
//         void ask(np::sdk::Tick now, np::sdk::Wishes& wishes) override { if (...) wishes.add(now, "E08"); }
//     };
//     NP_INCIDENTS(Fainting, "fainting", "1.0.0", "Fainting")
#pragma once

#include "needlepoint/sdk/entry.hpp"

namespace np::sdk {

// Where `ask` puts what is to happen.
class Wishes {
  public:
    explicit Wishes(const np_wish_sink* sink) : sink_(sink) {}
    // At `tick`, not before now. `cue`: what the trainee perceives, or empty for the rule pack's words.
    void add(Tick tick, const std::string& id, const std::string& cue = "") {
        const np_wish wish = {sizeof(np_wish), 0, tick, id.c_str(), cue.c_str()};
        if (sink_->wish(sink_, &wish) != NP_OK) throw Fault("the host refused the incident '" + id + "'");
    }

  private:
    const np_wish_sink* sink_;
};

class Incidents : public Plugin {
  public:
    virtual void begin(const np_session&) {}
    // Every record, in order.
    virtual void consume(RecordView record) = 0;
    // After the last record of each batch: now host().tissue() shows the skin after that record.
    virtual void batch_end(Tick /*end_tick*/) {}
    // Once for each whole multiple of NP_ASK_TICKS.
    virtual void ask(Tick now, Wishes& wishes) = 0;
};

template <class Type>
struct IncidentsEntry {
    static std::int32_t begin(void* instance, const np_session* session) {
        return guarded<Incidents>(instance, [&](Incidents& self) { self.begin(*session); });
    }
    static std::int32_t consume(void* instance, const np_batch* batch) {
        return guarded<Incidents>(instance, [&](Incidents& self) {
            each_record(*batch, [&](RecordView record) { self.consume(record); });
            self.batch_end(batch->end_tick);
        });
    }
    static std::int32_t ask(void* instance, std::uint64_t now, const np_wish_sink* sink) {
        return guarded<Incidents>(instance, [&](Incidents& self) {
            Wishes wishes(sink);
            self.ask(now, wishes);
        });
    }
    static void destroy(void* instance) { delete static_cast<Incidents*>(instance); }

    static constexpr np_incidents kDoor = {
        sizeof(np_incidents), 0, create_guarded<Incidents, Type>, begin, consume, ask, destroy};

    static constexpr np_plugin describe(const char* id, const char* version, const char* name_key) {
        return manifest_of<Type>(NP_PLUGIN_INCIDENTS, &kDoor, id, version, name_key);
    }
};

}  // namespace np::sdk

// Once per library, outside any namespace.
#define NP_INCIDENTS(Type, id, version, name_key) \
    constinit const np_plugin needlepoint_plugin = np::sdk::IncidentsEntry<Type>::describe(id, version, name_key);
