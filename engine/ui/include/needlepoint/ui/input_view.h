// Settings, Input: which device is in the hand, what it says now, and what was refused of it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace np::ui {

struct InputSource {
    std::string id, name, tells, trouble;
};

struct InputView {
    std::vector<InputSource> sources;
    int chosen = 0;
    std::vector<std::string> cannot;  // what this machine or build cannot use, and why
    std::string trouble;              // of the chosen source, with what to do

    bool heard = false;  // anything at all
    double rate_hz = 0;
    std::uint64_t taken = 0;
    std::vector<std::pair<std::string, std::uint64_t>> refused;  // by reason
    std::optional<std::array<double, 2>> place, tilt_deg;
    std::optional<std::array<double, 3>> push, tip_mm;
    std::optional<double> pressure, force_n;
    std::uint32_t buttons = 0;
    bool place_observed = false, angle_observed = false, force_observed = false;

    // From a sample's arrival to the picture that shows it.
    std::size_t latency_frames = 0;
    double latency_median_ms = 0, latency_worst_ms = 0;

    // Calibration.
    bool tracked = false;
    std::optional<double> pivot_residual_mm, registration_residual_mm;
    int pressure_points = 0;  // 0: never weighed
    double weigh_grams = 0;   // the weight that comes next; 0: nothing to weigh
    double pressure_off_line_n = 0;
    // A pose of a tool with its turn is heard: the tip can be looked for here. A tilt is heard: so can upright.
    bool can_pivot = false, can_stand = false;
    double measuring = -1;  // 0..1 while poses are gathered; below 0: nothing is
    std::string asked;      // what to do meanwhile
    std::string result;     // of the latest calibration in this window, or why there is none
    std::optional<double> upright_residual_deg;
    std::string command;  // for what is done at the command line
};

}  // namespace np::ui
