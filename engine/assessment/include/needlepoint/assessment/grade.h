// From records to marks: live, or from a file. The same fold both times, so the same bytes.
#pragma once

#include "needlepoint/assessment/marks.h"
#include "needlepoint/core/status.h"
#include "needlepoint/plugin_host/fold.h"
#include "needlepoint/session/record.h"

namespace np::assessment {

// The facts that a record carries: attachments "parameters" and "zones", facts "scenario" and "seed". Keys that the
// record is too old to have are filled in with what they meant then (scenario/earlier_rules.h), so that whoever reads a
// record's parameters reads them here. Who looks at many records gives `patients`, so that a patient is laid out once.
struct RecordFacts : plugin_host::SessionFacts {
    std::vector<std::string> filled_in;  // keys, in order; empty for a record of today
};
Expected<RecordFacts> facts_of(const session::Record& record, plugin_host::PatientSkins* patients = nullptr);

// Live: feed it every event that goes into the session file, in the same order; inputs are stepped over. One thread at
// a time.
class Grader {
  public:
    static Expected<Grader> begin(const plugin_host::Libraries& scorers, plugin_host::SessionFacts facts,
                                  plugin_host::LogLine log = {}, plugin_host::FoldOptions options = {});
    Status consume(sdk::RecordView record) { return fold_.consume(record); }
    Status consume(const sdk::EventBuffer& records) { return fold_.consume(records); }
    // The marks so far, at most 100 ticks behind. Asking changes nothing.
    Marks preview() const;
    // The session is over: hands over what is left. Nothing may be consumed afterwards.
    Marks finish();

  private:
    Grader(plugin_host::Fold fold, Parameters parameters)
        : fold_(std::move(fold)), parameters_(std::move(parameters)) {}
    plugin_host::Fold fold_;
    Parameters parameters_;
};

// Every event of a record, in order, up to where it is damaged.
Status each_event(const session::Record& record, const plugin_host::FoldOptions::Visit& visit);

// A closed or cut record: works on what is there. `rules` replaces the record's parameters (another rule pack, already
// merged with the session's own); null: grade by the rules that the session was held under.
Expected<Marks> grade(const session::Record& record, const plugin_host::Libraries& scorers,
                      const Parameters* rules = nullptr, plugin_host::PatientSkins* patients = nullptr);

}  // namespace np::assessment
