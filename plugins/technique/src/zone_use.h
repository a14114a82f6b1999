// What was done in one zone, counted, and what it costs: the share rules of clinical reference 2.4. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace np::technique {

enum class Fault { kNone, kMinor, kMajor };

// A share rule: more than `minor` percent is a minor fault, more than `major` percent a major one.
struct ShareLimits {
    double minor_percent = 0, major_percent = 0;

    Fault judge(double percent) const {
        if (percent > major_percent) return Fault::kMajor;
        return percent > minor_percent ? Fault::kMinor : Fault::kNone;
    }
};

// First and last moment at which something was seen.
struct Span {
    std::uint64_t first = 0, end = 0;
    bool seen = false;

    void see(std::uint64_t from, std::uint64_t to) {
        if (!seen || from < first) first = from;
        if (!seen || to > end) end = to;
        seen = true;
    }
};

struct Count {
    std::uint64_t all = 0, bad = 0;
    Span when;                        // of the bad ones
    std::uint32_t cell = UINT32_MAX;  // of the first bad one

    void add(std::uint64_t amount, bool is_bad, std::uint64_t tick, std::uint32_t at) {
        all += amount;
        if (!is_bad || amount == 0) return;
        if (bad == 0) cell = at;
        bad += amount;
        when.see(tick, tick + 1);
    }
    double percent() const { return all == 0 ? 0.0 : 100.0 * static_cast<double>(bad) / static_cast<double>(all); }
};

// Of a zone, its treatable cells only.
struct ZoneUse {
    bool planned = false;
    double most_passes = 0;              // of the plan
    Count leaning, leaning_far;          // hits whose tilt was observed
    Count pressing;                      // hits whose force was observed
    Count off_speed;                     // milliseconds of gliding
    Count unstretched;                   // gliding strokes
    std::uint64_t longest_crush_ms = 0;  // without a break above the force that nothing excuses
    Span crush;
    std::uint64_t hits = 0;
    Span when;
};

// Passes done in a zone, by direction: 0, 45, 90, 135 degrees, and stamps.
struct PassesByDirection {
    std::array<std::uint32_t, 4> gliding{};
    std::uint32_t stamped = 0;

    std::uint32_t glided() const { return gliding[0] + gliding[1] + gliding[2] + gliding[3]; }
    std::uint32_t directions() const {
        std::uint32_t count = 0;
        for (const std::uint32_t passes : gliding) count += passes > 0 ? 1 : 0;
        return count;
    }
};

// One direction per pass up to `most_needed`; stamping needs none. Keeping to one direction is a fault of its own, but
// not where the plan has so few passes.
inline Fault judge_directions(const PassesByDirection& done, std::uint32_t most_needed, double planned_high,
                              double few_passes) {
    const std::uint32_t needed = done.glided() < most_needed ? done.glided() : most_needed;
    if (done.directions() >= needed) return Fault::kNone;
    return done.directions() == 1 && planned_high > few_passes ? Fault::kMajor : Fault::kMinor;
}

}  // namespace np::technique
