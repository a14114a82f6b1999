// What a session's skin is made of and what the fold knows of the device: everything that no event changes.
#pragma once

#include <cstdint>
#include <memory>
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
#include "needlepoint/skin/skin_map.h"

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

struct ZoneGround {
    anatomy::Layers layers;
    double pain_add = 0;
    double swelling_factor = 1;
    double rho_ref = 0, ideal_mm = 0, max_mm = 0;  // of the plan; 0 where nothing is planned
    bool bony = false, infraorbital = false, cold_sore_prone = false;
    std::span<const std::uint32_t> cells;  // treatable, ascending
    double area_cm2 = 0;                   // of these
    std::vector<std::uint32_t> bruise;     // where a bruise of this zone would lie, ascending; only of who bruises
};

struct DeviceGround {
    double needles = 1, swath_mm = 1, rate_hz = 1;
    double energy_mj = 0;  // of a shot, usually; 0 without radio frequency
    bool insulated = false;
    bool by_hand = false;  // no motor: every needle that enters makes a channel of its own
    bool rolls = false;    // a drum stands nowhere
};

struct Ground {
    std::shared_ptr<const SkinMap> map;
    DensityRules density{};
    NominalRules nominal{};
    TissueRules tissue{};
    HealingRules healing{};
    Patient patient;
    std::string bland_substances;
    std::int64_t bleed_onset_ms = 0;
    std::int64_t antiseptic_dry_ms = 0;  // the first whole one at which it is dry
    DeviceGround device;
    double tone_gain = 1;                     // of the patient's skin on visible redness
    double bleed_more = 1, bleed_longer = 1;  // what the patient's medicines do
    double depth_factor = 1;                  // k_n of the session's device
    std::vector<double> pain_left;            // by milliseconds since it was felt, for the next moments
    std::span<const SkinMap::Cell> cells;     // of the map
    std::vector<ZoneGround> zones;

    double stiffness(std::uint32_t zone) const { return zone < zones.size() ? zones[zone].layers.stiffness : 1; }
    bool bland(std::string_view substance) const { return holds_word(bland_substances, substance); }
    std::span<const std::uint32_t> neighbours(std::uint32_t cell) const { return map->neighbours(cell); }
};

// What is left of a pain felt so many milliseconds ago.
double pain_left(const TissueRules& rules, std::int64_t ms);

// A map that was laid for another smoothing radius is laid anew.
Expected<Ground> lay_ground(std::shared_ptr<const SkinMap> map, const Parameters& parameters);

}  // namespace np::skin
