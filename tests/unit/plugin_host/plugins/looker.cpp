// Looks at everything the host offers and reports it as figures.
#include "needlepoint/sdk/plugin.hpp"

namespace {

struct Looker : np::sdk::Scorer {
    void begin(const np_session& session) override {
        mode = session.mode;
        host().log("begun in " + std::string(session.scenario));
    }
    void consume(np::sdk::RecordView record) override {
        if (const auto* strike = record.raw<np::sdk::event::strike>())
            nominal = host().tissue().nominal_depths(*strike);
    }
    void batch_end(np::sdk::Tick) override {
        const auto zone = host().tissue().zone(0);
        hits = static_cast<double>(zone.hits);
        rho = zone.mean_rho_per_cm2;
    }
    void finish(np::sdk::Report& report) const override {
        const auto zones = host().zones();
        report.figure("mode", mode);
        report.figure("zones", zones.count());
        report.figure("cells", static_cast<double>(zones.cells().size()));
        report.figure("zone_area_cm2", static_cast<double>(zones[0].treatable_area_um2) / 1e8, "cm2", 0);
        report.figure("zone_cells", static_cast<double>(host().treatable_cells(0).size()), "", 0);
        report.figure("cells_of_no_zone", static_cast<double>(host().treatable_cells(77).size()));
        report.figure("near", static_cast<double>(zones.neighbours(zones.grid_width() * 50 + 50, 2.5).size()));
        report.figure("unknown_zone", zones.find("nowhere") == nullptr && zones.find(77u) == nullptr);
        report.figure("nominal", nominal.empty() ? -1 : nominal[0]);
        report.figure("hits", hits);
        report.figure("rho", rho);
        report.figure("seat_mn", host().tissue().seating_force_mn(0, 10));
        report.figure("prefixed", static_cast<double>(host().with_prefix("test.").size()));
        const np_parameter* one = host().find("test.one");
        report.figure("assumed", one != nullptr && one->assumed == 1 && std::string_view(one->unit) == "mm");
        report.figure("text", host().text("test.word") == "hello");
        report.figure("random", static_cast<double>(host().random_bits(1, 2) >> 12));
        report.figure("no_such_extension", host().raw()->extension(host().raw(), "needlepoint.moon", 1) == nullptr &&
                                               host().raw()->extension(host().raw(), NP_EXT_LOG, 2) == nullptr);
        report.not_assessed("It only looks.");
    }

    double mode = -1, hits = 0, rho = 0;
    std::vector<double> nominal;
};

}  // namespace

NP_SCORER(Looker, "looker", "0.1.0", "Looker")
