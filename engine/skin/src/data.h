// What the fold remembers.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "ground.h"
#include "needlepoint/skin/skin_state.h"

namespace np::skin {

inline constexpr std::int64_t kNever = -1;

// Times are clinical milliseconds.
struct CellRecord {
    std::uint32_t hits = 0, channels = 0;
    std::int64_t nominal_sum_um = 0;  // over hits
    std::int64_t depth_sum_um = 0;    // over channels
    double density = 0;               // effective, per cm2, not smoothed
    double settled_density = 0;       // of it, what had time to bleed before the present burst
    std::int64_t first_ms = kNever, burst_ms = kNever, last_ms = kNever;  // channels
    double wiped_pinpoints = 0;                                           // pinpoints whose blood was wiped off
    // The stroke under way.
    std::uint32_t stroke = 0;
    std::uint32_t worn_by = 0;  // stroke that last took gel off
    double stroke_density = 0;  // what it added
    double stand_density = 0;   // what it added standing still, as if spread over the tip
    // Films.
    double gel = 0, cream = 0, residue = 0, serum = 0;
    std::int64_t gel_ms = kNever, cream_on_ms = kNever, cream_off_ms = kNever;
    std::int64_t antiseptic_ms = kNever, soiled_ms = kNever;
    std::int64_t cream_dwell_ms = 0;
    std::int64_t cool_from_ms = kNever, cooled_ms = 0;
    std::array<std::uint8_t, kDirectionBins> visits{};
    bool changed = false;  // since take_changed
    bool touched = false;  // ever
    std::uint8_t unused = 0;
};

struct SkinState::Data {
    std::shared_ptr<const Ground> ground;  // never changes; copies share it
    std::vector<CellRecord> cells;
    std::vector<double> zone_peak_pain;
    std::vector<std::int64_t> zone_last_ms;
    sdk::Tick tick = 0;
    std::int64_t skipped_ms = 0;
    double share = 1;  // eta
    double tip_area_cm2 = 0;
    std::uint32_t stroke = 0;
    std::vector<std::uint32_t> stroke_cells;  // that the stroke under way gave channels
    double pain_level = 0, pain_peak = 0;     // pain_level as of pain_ms
    std::int64_t pain_ms = kNever;
    std::vector<std::uint32_t> changed;

    std::int64_t now_ms() const { return static_cast<std::int64_t>(tick) + skipped_ms; }
    void change(std::uint32_t cell);

    void strike(sdk::RecordView record);
    void needle(std::uint32_t cell, double depth_mm, double press, const np_strike& strike, double channels_in_cell);
    void feel(const np_strike& strike, std::uint32_t cell, double depth_mm);
    void stroke_end(sdk::RecordView record);
    void setting(sdk::RecordView record);
    void swipe(sdk::RecordView record);
    void action(sdk::RecordView record);
    void wipe(CellRecord& cell, std::uint32_t at);
    void take_cream_off(CellRecord& cell) const;
    void stop_cooling(CellRecord& cell) const;

    // The neighbourhood of a cell, gathered once per question.
    struct Around {
        double rho = 0;       // smoothed density
        double bled = 0;      // smoothed density of channels that have had time to bleed
        double depth_mm = 0;  // mean of the channels
        std::int64_t first_ms = kNever, last_ms = kNever;
    };
    Around around(std::uint32_t cell) const;
    double bled_density(const CellRecord& cell) const;
    double gel(const CellRecord& cell) const;
    double numb(const CellRecord& cell) const;
    double pinpoints(std::uint32_t cell, const Around& near) const;
    bool prepped(const CellRecord& cell) const;
    bool soiled(const CellRecord& cell) const;
    void describe_channels(std::uint32_t at, const CellRecord& record, CellState& state) const;
};

}  // namespace np::skin
