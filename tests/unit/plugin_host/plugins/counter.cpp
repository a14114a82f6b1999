// A well-behaved scorer: each strike with the dial above 1.5 mm costs a point.
#include "needlepoint/sdk/plugin.hpp"

#ifndef COUNTER_VERSION
#define COUNTER_VERSION "1.0.0"
#endif

namespace {

struct Counter : np::sdk::Scorer {
    static constexpr np_parameter_use kParameters[] = {
        {"test.limit_mm", "mm", "dial above which a strike costs a point", 0}};

    void begin(const np_session&) override { limit_um = host().number("test.limit_mm").value_or(1.5) * 1000; }
    void consume(np::sdk::RecordView record) override {
        ++records;
        const auto* strike = record.raw<np::sdk::event::strike>();
        if (strike == nullptr) return;
        ++strikes;
        if (strike->set_depth_um > limit_um) deep.push_back(record.tick());
    }
    void batch_end(np::sdk::Tick end_tick) override { ends.push_back(end_tick); }
    void finish(np::sdk::Report& report) const override {
        np::sdk::MarkSheet sheet;
        for (const np::sdk::Tick tick : deep) {
            np::sdk::Finding finding;
            finding.rule = "DEEP";
            finding.severity = np::sdk::Severity::kMinor;
            finding.text = "The dial stood above {limit} {unit}.";
            finding.first_tick = tick;
            finding.limit = limit_um / 1000;
            finding.limit_key = "test.limit_mm";
            sheet.penalty(finding, 100);
        }
        report.figure("strikes", strikes);
        report.figure("records", records);
        report.figure("batches", static_cast<double>(ends.size()));
        report.figure("last_end", ends.empty() ? 0 : static_cast<double>(ends.back()));
        report.scored(sheet);
    }

    double limit_um = 0;
    int strikes = 0, records = 0;
    std::vector<np::sdk::Tick> deep, ends;
};

}  // namespace

NP_SCORER(Counter, "counter", COUNTER_VERSION, "Counter")
