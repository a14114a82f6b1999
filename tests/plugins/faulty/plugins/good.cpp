// In order. What the others must not harm: counts strikes, reads the skin, logs once.
#include "needlepoint/sdk/plugin.hpp"

struct Good : np::sdk::Scorer {
    int strikes = 0;
    void begin(const np_session&) override { host().log("begun"); }
    void consume(np::sdk::RecordView record) override { strikes += record.kind() == NP_KIND_strike ? 1 : 0; }
    void finish(np::sdk::Report& report) const override {
        np::sdk::MarkSheet sheet;
        report.figure("strikes", strikes);
        report.scored(sheet);
    }
};
NP_SCORER(Good, FAULT_ID, "1.0.0", "Good")
