// Every strike of the motor as a row of a table, with units in the column names; see README.md.
#include "needlepoint/sdk/exporter.hpp"
#include "needlepoint/sdk/math.h"
#include "rows.h"

namespace np::strikes {

class Strikes : public sdk::Exporter {
  public:
    static constexpr const char* kExtension = "csv";
    static constexpr const char* kMediaType = "text/csv";
    static constexpr np_parameter_use kParameters[] = {
        sdk::own_text("plugin.strikes.separator", "What stands between two columns.", "comma", "comma|semicolon|tab"),
    };

    void begin(const np_export_session&, sdk::Bytes& out) override {
        const std::string separator = host().text("plugin.strikes.separator").value_or("comma");
        row_ = Row(separator == "tab" ? '\t' : separator == "semicolon" ? ';' : ',');
        const auto zones = host().zones();
        for (std::uint32_t i = 0; i < zones.count(); ++i) zones_.emplace_back(zones[i].id);
        for (const char* column : kColumns) row_.text(column);
        out.write(row_.take());
    }

    void consume(sdk::RecordView record, sdk::Bytes& out) override {
        const auto* strike = record.raw<sdk::event::strike>();
        if (strike == nullptr) return;
        const auto depths = record.array<std::int32_t>(strike->depth_um);
        const auto drags = record.array<std::int32_t>(strike->drag_um);
        const auto zones = record.array<std::uint8_t>(strike->zone);
        const Spread depth = spread_of(depths), drag = spread_of(drags);
        std::vector<std::int32_t> nominal;
        for (const double mm : host().tissue().nominal_depths(*strike))
            nominal.push_back(static_cast<std::int32_t>(np_round(mm * 1000.0)));
        const Spread wanted = spread_of(nominal);

        row_.number(static_cast<std::int64_t>(record.tick()), 3);
        row_.text(zones.empty() || zones[0] >= zones_.size() ? "" : zones_[zones[0]]);
        for (const std::int32_t um : strike->tip_um) row_.number(um, 3);
        row_.number(strike->tilt_mdeg, 3);
        if (strike->force_mn < 0)
            row_.text("");
        else
            row_.number(strike->force_mn, 3);
        row_.number(strike->set_depth_um, 3);
        row_.number(strike->speed_um_s, 3);
        row_.number(strike->stroke, 0);
        row_.number(strike->cell.count, 0);
        for (const std::int64_t um : {depth.mean, depth.least, depth.most, wanted.mean, drag.most}) row_.number(um, 3);
        for (const std::uint32_t bit : {NP_STRIKE_STRETCHED, NP_STRIKE_DRY, NP_STRIKE_FORCE_OBSERVED, NP_STRIKE_BONE})
            row_.number((strike->state & bit) != 0 ? 1 : 0, 0);
        out.write(row_.take());
    }

  private:
    static constexpr const char* kColumns[] = {"time_s",         "zone",          "x_mm",
                                               "y_mm",           "z_mm",          "tilt_deg",
                                               "force_n",        "set_depth_mm",  "speed_mm_s",
                                               "stroke",         "needles",       "depth_mean_mm",
                                               "depth_least_mm", "depth_most_mm", "scored_depth_mm",
                                               "drag_most_mm",   "stretched",     "dry",
                                               "force_observed", "bone"};

    Row row_;
    std::vector<std::string> zones_;
};

}  // namespace np::strikes

NP_EXPORTER(np::strikes::Strikes, "strikes", "1.0.0", "plugin.strikes")
