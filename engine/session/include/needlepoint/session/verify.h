// Is a record exactly what was written? Every byte of the file is accounted for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "needlepoint/core/status.h"
#include "needlepoint/session/record.h"
#include "needlepoint/session/seal.h"

namespace np::session {

enum class SealState : std::uint8_t { kUnsealed, kUnknownKey, kKnownStation, kBroken };
// "unsealed", "unknown key", "known station", "broken".
std::string_view name_of(SealState state);

// Block 0 is the head (facts, attachments), blocks 1 to n are the stretches of time, the last block is the end
// (seal, index, footer).
struct Problem {
    std::int64_t block = 0;
    std::string what;
};

struct Verification {
    bool whole = false;  // complete, canonical and unbroken chain; a foreign seal does not change this
    SealState seal = SealState::kUnsealed;
    std::string station;      // name of the known station
    std::int64_t blocks = 0;  // as far as they are intact
    std::optional<Problem> problem;

    bool good() const { return whole && !problem; }
};

// An error only if the file cannot be read at all; otherwise the answer. A record whose mode is "assessment" has a
// problem unless a trusted station sealed it.
Expected<Verification> verify(const std::filesystem::path& file, const TrustedStations& trusted);
Verification verify_bytes(std::span<const std::byte> file_bytes, const TrustedStations& trusted);

}  // namespace np::session
