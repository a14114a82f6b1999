// What happens in the skin: channels, density, bleeding, redness, swelling, films, pain. A fold over event records: the
// same records give the same state, however they were cut into batches. Clinical reference 2.3 and 5.2-5.5.
//
// Time is clinical: ticks (ms) plus whatever `skip` events passed. Values that change with time are computed when
// asked for, at the time reached by `consume` and `advance_to`, or so long afterwards (`later_ms`) if nothing else
// happens. What chance decides (petechiae, bruises) follows from the session's seed and the zone or cell alone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/core/hash.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/skin/healing.h"
#include "needlepoint/skin/patient.h"
#include "needlepoint/skin/response.h"
#include "needlepoint/skin/skin_map.h"

namespace np::skin {

inline constexpr int kDirectionBins = 5;  // 0, 45, 90, 135 degrees against the zone's long axis, and stamps
inline constexpr int kStampBin = 4;

// Reached density against the plan's (r of 2.3).
enum class Band : std::uint8_t { kUntreated, kLight, kOnTarget, kHeavy, kOvertreated };
inline constexpr int kBands = 5;

// One cell at the current time. Shares are 0..1.
struct CellState {
    std::uint32_t channels = 0, hits = 0;
    double rho_per_cm2 = 0;        // effective density, smoothed
    double r = 0;                  // against rho_ref of the plan; 0 where nothing is planned
    double depth_mm = 0;           // mean d_eff of the channels in and around the cell
    double nominal_mm = 0;         // mean d_nom of the cell's own hits
    double pinpoints_per_cm2 = 0;  // points that have bled so far (grade)
    double bleeding_per_cm2 = 0;   // of these, still bleeding
    double blood = 0;              // film on the skin, until wiped off
    double erythema = 0;           // E(t) with cooling, before the tone's gain
    double erythema_visible = 0;   // with the gain of the patient's skin tone
    double swelling = 0;           // G(t)
    double barrier_open = 0;       // 0.5^(t/12 h); 0 where no channel is
    double flake = 0;              // days later
    double overdose = 0;           // Dz: dose against the plan's; over 1.5 is overtreated
    double dose = 0;               // D
    double petechiae = 0;          // a dot, fading over days
    double bruise = 0;             // fading over days
    double gel = 0;                // 1 = fresh film
    double cream = 0;              // anaesthetic on the skin
    double numbness = 0;           // N(t), points of pain it takes away
    double antiseptic_wet = 0;     // 1 just applied, 0 dry
    double residue = 0;            // make-up and grease not yet cleansed off
    double serum = 0;
    std::uint32_t dragged = 0;        // needles that were drawn sideways while seated
    std::array<double, 3> drag_mm{};  // their mean way
    bool prepped = false;             // antiseptic had its contact time and nothing soiled the cell since
    bool contaminated = false;
    bool cooled = false;  // a cool mask lies on it
    bool white = false;   // burnt by radio-frequency shots
};

// One zone at the current time, over its treatable cells (means are plain means over cells, shares are of cells).
struct ZoneState {
    std::uint32_t cells = 0;  // treatable
    double area_cm2 = 0;
    std::uint64_t hits = 0, channels = 0;
    double mean_rho_per_cm2 = 0, rho_cv = 0;  // coefficient of variation: population sd / mean
    double mean_r = 0;
    std::array<double, kBands> band_share{};
    double mean_depth_mm = 0;    // d_eff of the channels
    double mean_nominal_mm = 0;  // d_nom of the hits
    int passes = 0;              // 2.3
    std::array<int, kDirectionBins> passes_by_direction{};
    int directions = 0;  // bins with at least one pass, stamps left out
    double pinpoints_per_cm2 = 0;
    int bleeding_grade = 0;  // B0..B4
    double erythema = 0, swelling = 0, barrier_open = 0, overdose = 0;
    double gel = 0, cream = 0, numbness = 0, residue = 0;
    double prepped_share = 0, wet_share = 0, contaminated_share = 0;
    double cream_minutes = 0;  // dwell so far, longest of its cells
    double tenderness = 0;     // pain 0..10 on palpation
    double peak_pain = 0;      // 0..10, as it was felt
    bool petechiae = false, bruise = false;
};

// What a zone was put through: the causes of complications.
struct ZoneHarm {
    std::uint64_t hits = 0, channels = 0;
    double peak_force_n = 0;
    double forced_share = 0;   // of the hits: with more force than tissue.tram_track.force_n
    double deep_share = 0;     // of the hits: beyond the plan's maximum by tissue.tram_track.over_mm
    double dragged_share = 0;  // of the hits: seated needles dragged sideways
    double dirty_share = 0;    // of the channels: through skin that was soiled or not prepared
    double cooled_share = 0;   // of the needled cells: cooled for at least tissue.pih.cooling_min
    double mean_over_mm = 0;   // d_nom beyond the plan's maximum, mean over the needled cells
    bool bony = false, cold_sore_prone = false;
    bool reused = false;   // a used or soiled cartridge made channels
    bool foreign = false;  // something that is not bland and sterile was worked in
    bool burnt = false;    // radio-frequency shots whitened it somewhere
};

// A value type: a copy is a snapshot. Const use from any thread; `consume` from one at a time.
class SkinState {
  public:
    // Fails when a key of README's table is missing; the sentence names it. The map is shared, not copied.
    static Expected<SkinState> create(std::shared_ptr<const SkinMap> map, const Parameters& parameters);
    // The same with a map of its own: for one session of a patient.
    static Expected<SkinState> create(const anatomy::ZoneTable& table, const Parameters& parameters);
    // From the bytes attached to a record (anatomy::ZoneTable::encode).
    static Expected<SkinState> create(std::span<const std::byte> zone_table, const Parameters& parameters);

    SkinState(SkinState&&) noexcept;
    SkinState& operator=(SkinState&&) noexcept;
    SkinState(const SkinState&);
    SkinState& operator=(const SkinState&);
    ~SkinState();

    // Inputs and kinds that do not concern the skin change nothing but the time.
    void consume(sdk::RecordView record);
    void consume(const sdk::EventBuffer& records);
    // Time passes without an event; going back is ignored.
    void advance_to(sdk::Tick tick);

    sdk::Tick tick() const;            // last time seen
    std::int64_t clinical_ms() const;  // tick and what was skipped

    std::uint32_t cell_count() const;
    std::uint32_t grid_width() const;
    std::size_t zone_count() const;
    // A cell outside the grid, or without surface, reads as untouched.
    CellState cell(std::uint32_t cell, std::int64_t later_ms = 0) const;
    ZoneState zone(std::uint32_t zone, std::int64_t later_ms = 0) const;
    // All cells of a zone now, in the order of cells_of; and the zone as made up of them, for whoever asks for both:
    // most of the work is to look around each cell.
    std::vector<CellState> cells(std::uint32_t zone) const;
    ZoneState zone(std::uint32_t zone, std::span<const CellState> cells) const;
    ZoneHarm harm(std::uint32_t zone) const;
    // Bleeding grade that the plan of the zone should end at on this patient: pinpoints at the depth and density that
    // faultless work reaches; -1 where nothing is planned.
    int goal_grade(std::uint32_t zone) const;
    // What the plan of the zone asks for: depth reached (d_eff) and density; zeros where nothing is planned.
    struct Planned {
        double depth_mm = 0, rho_per_cm2 = 0, r = 0, overdose = 0;
        double heat = 0;  // of a shot with the device's usual energy, over the reference energy
    };
    Planned planned(std::uint32_t zone) const;
    // Cells of a zone that may be needled, ascending.
    std::span<const std::uint32_t> cells_of(std::uint32_t zone) const;
    double swelling_factor(std::uint32_t zone) const;
    // Mean energy of the zone's shots over the reference energy; 0 without radio frequency.
    double heat(std::uint32_t zone) const;
    bool insulated() const;  // the device's needles heat at their tips alone
    const anatomy::Layers& layers(std::uint32_t zone) const;
    // How many shots so far have whitened the skin.
    std::uint64_t whitened() const;
    double tone_gain() const;  // of the patient's skin on visible redness
    // Pain 0..10 on palpation of the zone, so long after now.
    double tenderness(std::uint32_t zone, std::int64_t later_ms = 0) const;
    // d_nom in mm of each needle of a strike, with the session's device; `out` takes as many numbers as it has cells.
    void nominal_depths(const sdk::RecordView& strike, double* out) const;
    const TissueRules& tissue() const;
    const HealingRules& healing() const;
    const Patient& patient() const;
    // Whether the visit's advice was given, a patch tested, antivirals arranged.
    struct Told {
        bool aftercare = false, sun = false, patch_tested = false, antiviral = false;
    };
    Told told() const;
    // What the step asks at every strike, cheap.
    double gel(std::uint32_t cell) const;
    bool dry(std::uint32_t cell) const;  // too little gel to glide
    double smoothed_rho(std::uint32_t cell) const;
    std::uint32_t visits(std::uint32_t cell, int bin) const;
    // Sums behind the means, for scorers: d_nom in micrometres over the cell's hits.
    std::int64_t nominal_sum_um(std::uint32_t cell) const;
    std::uint32_t hits(std::uint32_t cell) const;

    // Pain 0..10 that a strike of this depth and force gives on that cell now (5.5).
    double pain_of(std::uint32_t cell, double depth_mm, double force_n) const;
    // What the patient feels now: the latest strikes, fading within seconds.
    double pain() const;
    double peak_pain() const;

    // Share of strikes that make a channel of their own, as the settings stand (eta of 2.3).
    double independent_share() const;

    // Cells whose own record changed since the last call, and those within smoothing reach of a new channel; ascending.
    std::vector<std::uint32_t> take_changed();

    // Adds everything that later states depend on.
    void hash_into(Sha256& hash) const;

  private:
    struct Data;
    explicit SkinState(std::unique_ptr<Data> data);
    std::unique_ptr<Data> data_;
};

}  // namespace np::skin
