// What the fold remembers. Split by use: a strike writes only ChannelRecord and NeedleRecord, the neighbourhood of a
// cell is read from ChannelRecord alone (one cache line each), films lie apart.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "ground.h"
#include "needlepoint/skin/skin_state.h"

namespace np::skin {

inline constexpr std::int64_t kNever = -1;

// Times are clinical milliseconds.
struct alignas(64) ChannelRecord {
    double density = 0;             // effective, per cm2, not smoothed
    double settled_density = 0;     // of it, what had time to bleed before the present burst
    std::int64_t depth_sum_um = 0;  // over channels
    std::int64_t first_ms = kNever, burst_ms = kNever, last_ms = kNever;
    std::uint32_t channels = 0;
};

struct NeedleRecord {
    std::int64_t nominal_sum_um = 0;  // over hits
    double stroke_density = 0;        // what the stroke under way added
    double stand_density = 0;         // what it added standing still, as if spread over the tip
    std::uint32_t hits = 0;
    std::uint32_t stroke = 0;   // that last made channels here
    std::uint32_t worn_by = 0;  // that last took gel off
    // Of the film that lies here, as far as every needle asks for it: from when on needles go through clean skin, and
    // whether something lies here that must not be worked in.
    std::int64_t clean_from_ms = 0;
    bool foreign = false;
    bool changed = false, touched = false;  // since the last question; ever
};

// What a stroke that ends added to the density around a cell.
struct ReachRecord {
    double stroke_density = 0;              // sum over the neighbours
    std::uint32_t reached_by = NP_NO_CELL;  // the stroke that this is of
    std::uint32_t neighbours = 0;           // of the cell
};

struct FilmRecord {
    double gel = 0, cream = 0, residue = 0, serum = 0;
    double wiped_pinpoints = 0;  // pinpoints whose blood was wiped off
    double cool_left = 1;        // of the redness, as of cool_ms
    std::int64_t gel_ms = kNever, cream_on_ms = kNever, cream_off_ms = kNever;
    std::int64_t antiseptic_ms = kNever, soiled_ms = kNever;
    std::int64_t cream_dwell_ms = 0;
    std::int64_t cool_ms = kNever, cooled_ms = 0;  // since when it is cooled or warms again; all time under a mask
    bool cool_on = false;
    bool foreign = false;  // something lies here that must not be worked in
};

// Needles that were drawn sideways while they sat in the skin: how many, and the sum of their ways.
struct DragRecord {
    std::array<std::int32_t, 3> way_um{};
    std::uint32_t needles = 0;
};

struct ZoneRecord {
    double peak_pain = 0, felt_peak = 0;  // without and with what numbs it
    std::int64_t last_ms = kNever;
    std::int64_t first_ms = kNever;
    std::uint64_t hits = 0, forced = 0, deep = 0, dragged = 0, channels = 0, dirty = 0;
    double heat_mj = 0;  // of the shots, over channels
    std::int32_t peak_force_mn = 0;
    bool reused = false;   // a contaminated or used cartridge made channels here
    bool foreign = false;  // something foreign was worked in
    bool burnt = false;    // shots whitened it
};

// A radio-frequency shot that has not cooled yet.
struct WarmShot {
    std::array<std::int32_t, 3> tip_um{};
    std::int64_t at_ms = 0;
    double surface_mj = 0;
};

struct SkinState::Data {
    std::shared_ptr<const Ground> ground;  // never changes; copies share it
    // A cell has a slot, its place in the lists below, from the moment on when something happens to it or near it.
    // Every other cell has slot 0, which stays as skin is at the start.
    std::vector<std::uint32_t> slot_of;      // by cell
    std::vector<std::uint32_t> cell_of;      // by slot
    std::vector<std::uint8_t> near_channel;  // by cell: whether its smoothed density has a channel in it
    std::vector<ChannelRecord> channels;
    std::vector<NeedleRecord> needles;
    std::vector<ReachRecord> reach;
    std::vector<FilmRecord> films;
    std::vector<std::array<std::uint8_t, kDirectionBins>> visits;
    std::vector<ZoneRecord> zones;
    sdk::Tick tick = 0;
    std::int64_t skipped_ms = 0;
    double share = 1;  // eta
    double tip_area_cm2 = 0;
    std::uint32_t stroke = 0;
    std::array<std::int32_t, 3> stroke_tip_um{};  // where its last strike was
    std::vector<DragRecord> drags;                // by slot, as far as needles were drawn through the skin
    std::vector<std::uint32_t> stroke_cells;      // that the stroke under way gave channels
    std::vector<std::uint32_t> reached;           // slots, while a stroke ends
    double pain_level = 0, pain_peak = 0;         // pain_level as of pain_ms
    std::int64_t pain_ms = kNever;
    std::vector<std::uint32_t> changed;
    // Radio frequency only: what the next shot gives, the warm ones in their order, and where the surface has whitened.
    double shot_mj = 0;
    bool shot_insulated = false;
    std::vector<WarmShot> warm;
    std::vector<std::uint8_t> white;
    std::uint64_t whitened = 0;
    // The needles' cleanness, and what the patient was told.
    std::vector<std::string> spoiled;  // cartridges
    bool tip_spoiled = false;
    bool told_aftercare = false, told_sun = false, patch_tested = false, antiviral = false;

    std::int64_t now_ms() const { return static_cast<std::int64_t>(tick) + skipped_ms; }
    bool has_surface(std::uint32_t cell) const { return cell < slot_of.size() && ground->cells[cell].area_cm2 != 0; }
    // References into the lists hold until the next cell gets its slot.
    std::uint32_t slot(std::uint32_t cell) { return slot_of[cell] != 0 ? slot_of[cell] : add_slot(cell); }
    std::uint32_t add_slot(std::uint32_t cell);
    const ChannelRecord& channels_at(std::uint32_t cell) const { return channels[slot_of[cell]]; }
    const NeedleRecord& needles_at(std::uint32_t cell) const { return needles[slot_of[cell]]; }
    const FilmRecord& film_at(std::uint32_t cell) const { return films[slot_of[cell]]; }
    // None where no needle was drawn through the skin.
    const DragRecord* drag_at(std::uint32_t cell) const {
        const std::uint32_t slot = slot_of[cell];
        return slot < drags.size() && drags[slot].needles > 0 ? &drags[slot] : nullptr;
    }
    void change(std::uint32_t slot);  // notes that it did

    void strike(sdk::RecordView record);
    struct Blow;     // one strike while it is taken in
    struct Needles;  // some of its needles
    void gather(Blow& blow, std::size_t from, Needles& some) const;
    void sink(const Blow& blow, const Needles& some);
    void needle(const Blow& blow, const Needles& some, std::size_t i, ZoneRecord* zoned);
    void reach_around(std::uint32_t cell);
    void count_in_zone(const Blow& blow, const Needles& some, std::size_t from, std::size_t end,
                       ZoneRecord& zone) const;
    void draw_through(const Blow& blow, std::uint32_t slot, std::int32_t drag_um);
    void wear_gel(FilmRecord& film, std::int64_t now) const;
    double standing_share(const Blow& blow, std::uint32_t at, NeedleRecord& own) const;
    // What is left of a pain felt so long ago.
    double pain_left(std::int64_t ms) const;
    void feel(const np_strike& strike, std::uint32_t cell, double depth_mm, double surface_mj);
    double heat(const Blow& blow, double depth_mm);
    double zone_heat(std::uint8_t zone) const;
    void stroke_end(sdk::RecordView record);
    void setting(sdk::RecordView record);
    void swipe(sdk::RecordView record);
    void action(sdk::RecordView record);
    void touch(sdk::RecordView record);
    void wipe(std::uint32_t at, FilmRecord& film) const;
    void take_cream_off(FilmRecord& film) const;
    void start_cooling(FilmRecord& film) const;
    void stop_cooling(FilmRecord& film) const;

    // The neighbourhood of a cell, gathered once per question. `now` is the time asked for: the present, or later.
    struct Around {
        double rho = 0;       // smoothed density
        double bled = 0;      // smoothed density of channels that have had time to bleed
        double depth_mm = 0;  // mean of the channels
        std::int64_t first_ms = kNever, last_ms = kNever;
    };
    Around around(std::uint32_t cell, std::int64_t now) const;
    double bled_density(const ChannelRecord& cell, std::int64_t now) const;
    double gel(const FilmRecord& film, std::int64_t now) const;
    double numb(const FilmRecord& film, std::int64_t now) const;
    double cool_left(const FilmRecord& film, std::int64_t now) const;
    double pinpoints(std::uint32_t cell, const Around& near) const;
    bool prepped(const FilmRecord& film, std::int64_t now) const;
    bool soiled(const FilmRecord& film, std::int64_t now) const;
    std::int64_t clean_from_ms(const FilmRecord& film) const;
    void note_film(std::uint32_t slot);  // after it changed
    // What the channels in and around a cell make of it; the second only adds what is seen, not what is summed.
    void describe_channels(std::uint32_t at, const Around& near, std::int64_t now, CellState& state) const;
    void describe_looks(std::uint32_t at, const Around& near, std::int64_t now, CellState& state) const;
    void describe_films(std::uint32_t at, std::int64_t now, CellState& state) const;
    template <class StateOf>
    ZoneState add_up(std::uint32_t zone, std::int64_t later_ms, const StateOf& state_of) const;
    void count_passes(const ZoneGround& zone, ZoneState& state) const;
    double tenderness(std::uint32_t zone, std::int64_t later_ms) const;
    bool has_petechiae(std::uint32_t zone) const;
    bool has_bruise(std::uint32_t zone) const;
};

}  // namespace np::skin
