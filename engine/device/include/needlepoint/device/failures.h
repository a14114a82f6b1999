// What can go wrong with a device, as data, and what comes of it.
// Pure functions of Parameters; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"

namespace np::device {

enum class Failure : std::uint8_t { kBlunt, kBent, kLooseCartridge, kLowBattery, kStalled, kDialDrift };
constexpr std::size_t kFailures = 6;
std::string_view to_word(Failure failure);  // "blunt", "bent", "loose_cartridge", ... as in `failures.order`

// While a failure lasts its shares multiply depth, drag and rate, and its length is added to what the dial says.
struct FailureEffect {
    double depth_share = 1, drag_share = 1, rate_share = 1;
    std::int32_t length_um = 0;
    std::string incident;  // the incident that belongs to it, or empty
};

struct FailureRules {
    std::array<FailureEffect, kFailures> effects;
    std::uint64_t blunt_after_strikes = 0;  // of a cartridge; 0: never
    double bent_odds_per_bone_strike = 0;
    std::uint32_t stalled_after_ms = 0;  // of standing still under load before it counts as an incident

    const FailureEffect& of(Failure failure) const { return effects[static_cast<std::size_t>(failure)]; }
};
// Reads `failure.*` (keys: README). What is missing has no effect; the error names a value that cannot be.
Expected<FailureRules> load_failures(const Parameters& parameters);

// The failures that hold at a moment.
class FailureSet {
  public:
    bool has(Failure failure) const { return (bits_ >> static_cast<unsigned>(failure) & 1u) != 0; }
    void set(Failure failure, bool on) {
        const auto bit = static_cast<std::uint8_t>(1u << static_cast<unsigned>(failure));
        bits_ = static_cast<std::uint8_t>(on ? bits_ | bit : bits_ & ~bit);
    }
    std::uint8_t bits() const { return bits_; }

  private:
    std::uint8_t bits_ = 0;
};

}  // namespace np::device
