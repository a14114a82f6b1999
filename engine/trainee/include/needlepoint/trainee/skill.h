// What tells an expert from a novice: how steady the hand is, how well the plan is followed, what is forgotten.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace np::trainee {

struct Skill {
    // The hand
    double tilt_sd_deg;    // in each axis, slowly wandering
    double force_ratio;    // of the force that seats the needles
    double force_sd;       // relative
    double speed_share;    // of the device's reference speed, in a glide
    double speed_sd;       // relative, from stroke to stroke
    double aim_sd_mm;      // where a stroke starts and how far it drifts
    double tremor_mm;      // amplitude at 9 Hz
    double stretch_share;  // of strokes made with the free hand planted well
    double lift_share;     // of strokes ended by lifting; the rest turn on the skin
    double reaction_s;     // until an incident is answered
    double think_s;        // between two acts

    // The plan
    double depth_error_mm;   // added to the ideal depth, one draw per zone
    double pass_error;       // passes too few (-) or too many (+), one draw per zone
    double edge_mm;          // how far the middle of the tip keeps from the edge of a zone
    double strip_error;      // relative widening of the distance between strips
    double forget_share;     // of the steps of the visit
    double asepsis_slips;    // share of chances to touch something that one should not
    bool one_direction;      // all passes the same way
    bool looks_after_patch;  // wipes and looks between passes
    bool reads_back;         // says the dial's value aloud

    // The decision
    bool asks;            // takes the history and examines
    bool heeds_findings;  // acts on what was found
    bool always_defers;
    bool zero_depth;  // goes through the motions with the needles in

    // What those do who are after the mark and not after the patient
    double depth_share = 1;          // of the depth that the plan asks for
    double depth_more_mm = 0;        // added to it
    double passes_more = 0;          // added to the passes of the plan
    double hover_mm = 0;             // keeps the tip so far above the skin
    double pause_s = 0;              // stands still with running needles at the end of each stroke
    double stamps_apart_mm = 0;      // instead of strokes: one stamp every so often
    bool first_spot_only = false;    // all the needling on one spot
    bool first_zone_only = false;    // leaves the other zones out
    bool needles_only = false;       // no step but what the needling can't do without
    bool never_needles = false;      // every step but the needling
    bool ignores_incidents = false;  // goes on whatever happens
    bool left_handed = false;        // strokes the other way round, the free hand on the other side; no fault
    std::string_view skips;          // steps that are left out on purpose: "T15,T24"
    std::string_view cartridge_to;   // where the cartridge lies before it is fitted, such as the floor
};

// Null for a kind that is not known.
std::optional<Skill> skill_of(std::string_view kind);
// The kinds that only look for marks: none of them may pass. Each with what it does, in a few words.
struct Exploit {
    std::string_view kind, what;
};
std::span<const Exploit> exploits();

}  // namespace np::trainee
