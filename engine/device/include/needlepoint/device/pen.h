// A needling device as its data sheet describes it, and the numbers that follow from the sheet: motor pens, rollers,
// stamps, radio-frequency hand-pieces.
// Pure functions of Parameters; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/geometry/vec2.h"
#include "needlepoint/sdk/math.h"

namespace np::device {

// How a device makes its strikes.
enum class Rhythm : std::uint8_t {
    kMotor,   // by itself, at a rate
    kTravel,  // a row of needles for each pitch of the hand's way
    kPress,   // one for each press
    kShot     // one for each press, but no sooner than the hand-piece has charged
};

struct PenPreset {
    std::string id;    // "skinpen_precision"
    std::string name;  // as people call it
    std::string kind;  // "pen", "roller", "stamp", "rf"
    Rhythm rhythm = Rhythm::kMotor;
    double swath_mm = 0;  // width that one stroke needles; a tip's guide rim has this diameter
    double needle_diameter_mm = 0;
    std::uint32_t rate_mhz = 0;  // strikes per 1000 seconds; what the motor starts with
    std::uint32_t rate_min_mhz = 0, rate_max_mhz = 0;
    std::uint32_t depth_min_um = 0, depth_max_um = 0, depth_step_um = 0;
    std::uint32_t tolerance_um = 0;
    std::uint32_t label_depth_cap_um = 0;  // deeper was not evaluated by the regulator; 0: no such label
    // Places in the guide plane, on the axes of geometry::frame_about(axis). A roller's row lies along the first axis;
    // whoever rolls it turns the row across the way.
    std::vector<geometry::Vec2> needles;
    std::uint32_t needles_in_all = 0;  // of the cartridge or drum; a roller's row is a part of them
    std::uint32_t at_once = 0;         // needles that bear the hand's force together

    // Motor under load: the share of its rate that each F_seat beyond the first costs, and the force at which it stands
    // still; 0 without a motor.
    double load_share_per_seat = 0, stall_n = 0;
    // Roller: the way between two rows, from drum and rows.
    std::uint32_t row_pitch_um = 0;
    // Radio frequency: between two shots; energy of a shot per needle; whether only the tips heat.
    std::uint32_t shot_every_ms = 0, energy_mj = 0, energy_min_mj = 0, energy_max_mj = 0;
    bool insulated = false;
    // What CFR asks a maker to declare besides.
    std::string sterility, fluid_ingress, cleaning;

    std::uint32_t needle_count() const { return needles_in_all; }
    // A drum rests on its row, not on a rim.
    double rim_radius_mm() const { return rhythm == Rhythm::kTravel ? 0 : swath_mm / 2; }
};

// Reads `device.<id>.*` (keys: README). The error names the key that is missing or impossible.
Expected<PenPreset> load_pen(const Parameters& parameters, std::string_view id);

// "0:2,2.2:12": two needles in the middle, twelve evenly on a circle of 2.2 mm. A middle of several needles is a small
// circle that the needles share; neighbouring rings are turned against each other so that no spoke stays empty.
Expected<std::vector<geometry::Vec2>> needle_layout(std::string_view rings);

// Needle lengths that the dial has: 0, step, 2*step, ... up to depth_max. Lengths below depth_min are not on sale.
bool dial_has(const PenPreset& pen, std::int64_t length_um);
// Rates that the motor has.
bool motor_has(const PenPreset& pen, std::int64_t rate_mhz);

// All that clinical reference 2.1 and 2.3 derive from a pen's sheet at a given rate.
struct PenFigures {
    double depth_factor = 1;          // k_n: more needles share the motor's force
    double raw_speed_cm_s = 0;        // v_raw
    double reference_speed_cm_s = 0;  // v_ref = v_raw kept within what a hand can do
    double independent_share = 0;     // eta: share of strikes that make a channel of their own
    double raw_density_per_cm2 = 0;   // one pass at v_ref, every strike counted
    double pass_density_per_cm2 = 0;  // the same, effective
    double seat_force_n = 0;          // F_seat on skin of stiffness 1
};
// Needs `density.*` and `contact.*` (keys: README). The error names the missing key.
Expected<PenFigures> pen_figures(const PenPreset& pen, std::uint32_t rate_mhz, const Parameters& parameters);

// Strokes of a loaded motor per 1000 seconds: `rate_mhz` as set, less what the hand's force costs, 0 when it stands
// still. `seat_n` is F_seat on the skin underneath. EA: no measurement of pens under load was found.
inline std::uint32_t rate_under_load(const PenPreset& pen, std::uint32_t rate_mhz, double force_n, double seat_n) {
    if (pen.stall_n > 0 && force_n >= pen.stall_n) return 0;
    const double beyond = seat_n > 0 ? np_max(0, force_n / seat_n - 1) : 0;
    return static_cast<std::uint32_t>(np_round(rate_mhz * np_max(0, 1 - pen.load_share_per_seat * beyond)));
}

// k_n alone, for any number of needles.
Expected<double> depth_factor(std::uint32_t needles, const Parameters& parameters);

}  // namespace np::device
