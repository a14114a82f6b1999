// Whether the needle length fitted the plan when a zone was begun: what "depth set" and "depth changed" are about.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "needlepoint/sdk/plugin.hpp"
#include "needlepoint/sdk/session_plan.hpp"

namespace np::procedure {

// The setting with which a planned zone was needled, where it was too far from the plan.
struct WrongDial {
    std::uint32_t zone = NP_NO_ZONE;
    double set_mm = 0, limit_mm = 0;  // limit: the nearer end of the plan
    sdk::Tick first = 0, last = 0;
    std::uint64_t strikes = 0;
    bool first_zone = false;  // of the visit
};

class DialLog {
  public:
    void begin(const sdk::Host& host, double tolerance_mm, double least_strikes) {
        tolerance_mm_ = tolerance_mm;
        least_strikes_ = least_strikes;
        for (const sdk::PlannedZone& zone : sdk::planned_zones(host))
            limits_[zone.index] = {host.need(zone.key("min_mm")), host.need(zone.key("max_mm"))};
    }
    void consume(sdk::RecordView record) {
        const np_strike* strike = record.raw<sdk::event::strike>();
        if (strike == nullptr) return;
        const std::uint32_t zone = sdk::zone_of_strike(record, *strike);
        const auto limits = limits_.find(zone);
        if (limits == limits_.end()) return;
        if (!first_zone_) first_zone_ = zone;
        const double set = strike->set_depth_um / 1000.0;
        // Half a micrometre: settings are whole micrometres.
        const bool low =
            set<limits->second.low - tolerance_mm_ - 0.0005, high = set> limits->second.high + tolerance_mm_ + 0.0005;
        if (!low && !high) return;
        WrongDial& wrong = wrong_[zone];
        if (wrong.strikes++ == 0) {
            wrong.zone = zone;
            wrong.set_mm = set;
            wrong.limit_mm = low ? limits->second.low : limits->second.high;
            wrong.first = record.tick();
            wrong.first_zone = zone == *first_zone_;
        }
        wrong.last = record.tick();
    }
    // Zones that were needled so for more than a slip: the first of the visit, or the first of the others.
    std::optional<WrongDial> wrong(bool first_zone) const {
        for (const auto& [zone, wrong] : wrong_)
            if (wrong.first_zone == first_zone && static_cast<double>(wrong.strikes) >= least_strikes_) return wrong;
        return std::nullopt;
    }

  private:
    struct Limits {
        double low = 0, high = 0;
    };
    double tolerance_mm_ = 0, least_strikes_ = 0;
    std::map<std::uint32_t, Limits> limits_;
    std::map<std::uint32_t, WrongDial> wrong_;
    std::optional<std::uint32_t> first_zone_;
};

}  // namespace np::procedure
