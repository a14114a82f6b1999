// Writing a scorer in C++: derive from np::sdk::Scorer, then name it with NP_SCORER. Header-only.
//
//     struct Quick : np::sdk::Scorer {
//         void consume(np::sdk::RecordView record) override { ... }
//         void finish(np::sdk::Report& report) const override { report.scored(sheet); }
//     };
//     NP_SCORER(Quick, "quick", "1.0.0", "Quick hands")
//
// Exceptions that leave a member function end at the wrapper and make the mark "not scored: what()".
#pragma once

#include "needlepoint/sdk/entry.hpp"
#include "needlepoint/sdk/mark_sheet.hpp"

namespace np::sdk {

// Where `finish` puts its answer. Give exactly one of scored() or not_assessed().
class Report {
  public:
    explicit Report(const np_sink* sink) : sink_(sink) {}

    void scored(const MarkSheet& sheet) {
        const MarkSheet::Settled settled = sheet.settle();
        for (const Finding& finding : settled.findings) {
            const np_finding raw = to_c(finding);
            check(sink_->finding(sink_, &raw), "finding");
        }
        give({sizeof(np_mark), NP_MARK_SCORED, settled.mark, sheet.full(), ""});
    }
    // `reason` is a sentence.
    void not_assessed(const std::string& reason) {
        give({sizeof(np_mark), NP_MARK_NOT_ASSESSED, 0, 10000, reason.c_str()});
    }
    // A number worth showing that costs nothing.
    void figure(const std::string& key, double value, const std::string& unit = "", std::uint32_t zone = NP_NO_ZONE) {
        const np_figure raw = {sizeof(np_figure), zone, value, key.c_str(), unit.c_str()};
        check(sink_->figure(sink_, &raw), "figure");
    }

  private:
    void give(const np_mark& mark) { check(sink_->mark(sink_, &mark), "mark"); }
    static void check(std::int32_t result, const char* what) {
        if (result != NP_OK) throw Fault(std::string("the host refused a ") + what);
    }
    const np_sink* sink_;
};

class Scorer : public Plugin {
  public:
    virtual void begin(const np_session&) {}
    // Every record, in order.
    virtual void consume(RecordView record) = 0;
    // After the last record of each batch: now host().tissue() shows the skin after that record.
    virtual void batch_end(Tick /*end_tick*/) {}
    // Asked after any batch and as often as the host likes; depends only on what was consumed.
    virtual void finish(Report& report) const = 0;
};

// The C functions for one scorer type. The instance that the host holds is a Scorer*.
template <class Type>
struct PluginEntry {
    static std::int32_t begin(void* instance, const np_session* session) {
        return guarded<Scorer>(instance, [&](Scorer& scorer) { scorer.begin(*session); });
    }
    static std::int32_t consume(void* instance, const np_batch* batch) {
        return guarded<Scorer>(instance, [&](Scorer& scorer) {
            each_record(*batch, [&](RecordView record) { scorer.consume(record); });
            scorer.batch_end(batch->end_tick);
        });
    }
    static std::int32_t finish(void* instance, const np_sink* sink) {
        return guarded<Scorer>(instance, [&](const Scorer& scorer) {
            Report report(sink);
            scorer.finish(report);
        });
    }
    static void destroy(void* instance) { delete static_cast<Scorer*>(instance); }

    static constexpr np_scorer kDoor = {
        sizeof(np_scorer), 0, create_guarded<Scorer, Type>, begin, consume, finish, destroy};

    static constexpr np_plugin describe(const char* id, const char* version, const char* name_key) {
        return manifest_of<Type>(NP_PLUGIN_SCORER, &kDoor, id, version, name_key);
    }
};

}  // namespace np::sdk

// Once per library, outside any namespace. The constant is ready before any code of the plugin runs.
#define NP_SCORER(Type, id, version, name_key) \
    constinit const np_plugin needlepoint_plugin = np::sdk::PluginEntry<Type>::describe(id, version, name_key);
