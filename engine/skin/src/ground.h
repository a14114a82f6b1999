// What a session's skin is made of and what the fold knows of the device: everything that no event changes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/skin/healing.h"
#include "needlepoint/skin/patient.h"
#include "needlepoint/skin/response.h"

namespace np::skin {

// Streams of random numbers: each question of chance has its own, counted by zone or cell.
enum RandomStream : std::uint64_t {
    kPetechiaeHappen = 0x5301,
    kPetechiaePlace,
    kBruiseHappen,
    kBruisePlace,
    kComplicationHappens = 0x5310,  // and the next kComplications
    kComplicationOnset = 0x5330,
    kComplicationLength = 0x5350,
    kPigmentPlace = 0x5370,
};

struct CellGround {
    double area_cm2 = 0;  // 0: no surface
    std::uint8_t zone = anatomy::kNoZone;
    bool treatable = false;
};

struct ZoneGround {
    anatomy::Layers layers;
    double pain_add = 0;
    double swelling_factor = 1;
    double rho_ref = 0, ideal_mm = 0, max_mm = 0;  // of the plan; 0 where nothing is planned
    double area_cm2 = 0;                           // of the treatable cells
    bool bony = false, infraorbital = false, cold_sore_prone = false;
    std::vector<std::uint32_t> cells;   // treatable, ascending
    std::vector<std::uint32_t> bruise;  // where a bruise of this zone would lie, ascending
};

struct DeviceGround {
    double needles = 1, swath_mm = 1, rate_hz = 1;
    double energy_mj = 0;  // of a shot, usually; 0 without radio frequency
    bool insulated = false;
    bool by_hand = false;  // no motor: every needle that enters makes a channel of its own
    bool rolls = false;    // a drum stands nowhere
};

struct Ground {
    DensityRules density{};
    NominalRules nominal{};
    TissueRules tissue{};
    HealingRules healing{};
    Patient patient;
    std::string bland_substances;
    std::int64_t bleed_onset_ms = 0;
    DeviceGround device;
    std::uint32_t grid_width = 0;
    double tone_gain = 1;                     // of the patient's skin on visible redness
    double bleed_more = 1, bleed_longer = 1;  // what the patient's medicines do
    double depth_factor = 1;                  // k_n of the session's device
    std::vector<double> pain_left;            // by milliseconds since it was felt, for the next moments
    std::vector<CellGround> cells;
    std::vector<ZoneGround> zones;
    // Cells within the smoothing radius, the cell itself among them, ascending: of a treatable cell the treatable ones,
    // of any other the ones that are like it.
    std::vector<std::uint32_t> neighbour_start, neighbour;

    double stiffness(std::uint32_t zone) const { return zone < zones.size() ? zones[zone].layers.stiffness : 1; }
    bool bland(std::string_view substance) const { return holds_word(bland_substances, substance); }
    std::span<const std::uint32_t> neighbours(std::uint32_t cell) const {
        return {neighbour.data() + neighbour_start[cell], neighbour.data() + neighbour_start[cell + 1]};
    }
};

// What is left of a pain felt so many milliseconds ago.
double pain_left(const TissueRules& rules, std::int64_t ms);

Expected<Ground> lay_ground(const anatomy::ZoneTable& table, const Parameters& parameters);

}  // namespace np::skin
