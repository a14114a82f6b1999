// What is wrong with the device in the hand: what wears, what breaks at a bone, and what scenario or instructor let
// fail.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/clinic/procedure.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/device/failures.h"
#include "needlepoint/sdk/events.hpp"

namespace np::simulation {

class DeviceHealth {
  public:
    static Expected<DeviceHealth> create(const Parameters& parameters, std::uint64_t seed);

    // `word` as in `failures.order`; false: there is no such failure.
    bool fail(std::string_view word);
    // The failure that belongs to an incident begins with it.
    void follow_incident(std::string_view incident);
    // A new cartridge has new needles, a motor that was switched off has rested, a dial that was turned is right.
    void follow_settings(const clinic::PenSettings& settings);
    // One tick of a motor that should run: `rate_mhz` 0 where the load holds it.
    void follow_motor(bool should_run, std::uint32_t rate_mhz);
    // One strike: how many of the cartridge so far, and whether bone was met. Keyed by the strike's number.
    void count_strike(sdk::Tick tick, std::uint64_t strike, std::uint32_t needles, bool bone);

    bool sound() const { return now_.bits() == 0; }  // all the shares below are 1
    double rate_share() const;
    double depth_share(std::uint32_t needle) const;
    double drag_share(std::uint32_t needle) const;
    std::int64_t length_um(std::int64_t dial_um) const;  // that stands out with the dial there
    std::uint32_t strike_bits() const;
    std::string_view tip_condition() const;  // what a look at the tip shows: "bent", "blunt" or nothing

    // Writes a setting row for each failure that began or ended since the last call.
    void report(sdk::Tick tick, const clinic::PenSettings& settings, sdk::EventBuffer& out);
    // Incidents that these failures bring about, since the last call.
    std::vector<std::string> take_incidents();
    std::vector<std::uint64_t> digest_words() const;

  private:
    DeviceHealth(const device::FailureRules& rules, std::string bone_incident, std::uint32_t bone_quiet_ms,
                 std::uint64_t seed)
        : rules_(rules), bone_incident_(std::move(bone_incident)), bone_quiet_ms_(bone_quiet_ms), seed_(seed) {}
    void begin(device::Failure failure);

    device::FailureRules rules_;
    std::string bone_incident_;
    std::uint32_t bone_quiet_ms_;
    std::uint64_t seed_;
    device::FailureSet now_, told_;
    std::string cartridge_;
    std::uint32_t dial_um_ = 0;
    std::uint64_t strikes_of_cartridge_ = 0;
    std::uint32_t bent_needle_ = 0, stalled_ms_ = 0;
    sdk::Tick last_bone_ = 0;
    bool met_bone_ = false, motor_ran_ = false;
    std::vector<std::string> incidents_, hidden_;
};

}  // namespace np::simulation
