#include "needlepoint/trainee/skill.h"

#include <vector>

namespace np::trainee {

namespace {

constexpr Skill kExpert{.tilt_sd_deg = 3.0,
                        .force_ratio = 1.3,
                        .force_sd = 0.10,
                        .speed_share = 1,
                        .speed_sd = 0.06,
                        .aim_sd_mm = 0.35,
                        .tremor_mm = 0.05,
                        .stretch_share = 1.0,
                        .lift_share = 1.0,
                        .reaction_s = 1.0,
                        .think_s = 0.8,
                        .depth_error_mm = 0,
                        .pass_error = 0,
                        .edge_mm = 1.0,
                        .strip_error = 0,
                        .forget_share = 0,
                        .asepsis_slips = 0,
                        .one_direction = false,
                        .looks_after_patch = true,
                        .reads_back = true,
                        .asks = true,
                        .heeds_findings = true,
                        .always_defers = false,
                        .zero_depth = false};

constexpr Skill kNovice{.tilt_sd_deg = 7.5,
                        .force_ratio = 1.1,
                        .force_sd = 0.30,
                        .speed_share = 1.27,
                        .speed_sd = 0.25,
                        .aim_sd_mm = 1.5,
                        .tremor_mm = 0.15,
                        .stretch_share = 0.7,
                        .lift_share = 0.95,
                        .reaction_s = 4.0,
                        .think_s = 2.0,
                        .depth_error_mm = 0.2,
                        .pass_error = 0.8,
                        .edge_mm = 1.5,
                        .strip_error = 0.15,
                        .forget_share = 0.12,
                        .asepsis_slips = 0.15,
                        .one_direction = false,
                        .looks_after_patch = false,
                        .reads_back = false,
                        .asks = true,
                        .heeds_findings = true,
                        .always_defers = false,
                        .zero_depth = false};

constexpr Skill kCareless{.tilt_sd_deg = 13.0,
                          .force_ratio = 2.4,
                          .force_sd = 0.45,
                          .speed_share = 2.5,
                          .speed_sd = 0.4,
                          .aim_sd_mm = 3.5,
                          .tremor_mm = 0.2,
                          .stretch_share = 0.1,
                          .lift_share = 0.6,
                          .reaction_s = 20.0,
                          .think_s = 0.4,
                          .depth_error_mm = 0.6,
                          .pass_error = 2.5,
                          .edge_mm = 1.5,
                          .strip_error = 0.5,
                          .forget_share = 0.5,
                          .asepsis_slips = 0.6,
                          .one_direction = true,
                          .looks_after_patch = false,
                          .reads_back = false,
                          .asks = false,
                          .heeds_findings = false,
                          .always_defers = false,
                          .zero_depth = false};

template <class Change>
constexpr Skill expert_but(Change change) {
    Skill skill = kExpert;
    change(skill);
    return skill;
}

struct Kind {
    Exploit name;
    Skill skill;
};

// A good hand and a good memory, and one thing that is no treatment.
const Kind kExploits[] = {
    {{"zero_depth", "strokes with the needles in"}, expert_but([](Skill& s) { s.zero_depth = true; })},
    {{"defers", "sends every patient away"}, expert_but([](Skill& s) { s.always_defers = true; })},
    {{"hovers", "moves above the skin"}, expert_but([](Skill& s) { s.hover_mm = 3; })},
    {{"spams", "runs all strokes over one spot"}, expert_but([](Skill& s) { s.first_spot_only = true; })},
    {{"stamps_once", "one stamp here and there"}, expert_but([](Skill& s) { s.stamps_apart_mm = 15; })},
    {{"pauses", "stands still with running needles"}, expert_but([](Skill& s) { s.pause_s = 4; })},
    {{"needles_only", "needles and does nothing else"}, expert_but([](Skill& s) { s.needles_only = true; })},
    {{"never_needles", "does everything but the treatment"}, expert_but([](Skill& s) { s.never_needles = true; })},
    {{"clicks_through", "clicks through every talk"}, expert_but([](Skill& s) {
         s.think_s = 0.01;
         s.needles_only = true;
         s.asks = false;
     })},
    {{"breaches", "leaves out five steps of asepsis"}, expert_but([](Skill& s) { s.skips = "T15,T17,T24,T26,T28"; })},
    {{"skims", "dials a third of the depth"}, expert_but([](Skill& s) { s.depth_share = 0.34; })},
    {{"too_deep", "dials a millimetre more"}, expert_but([](Skill& s) { s.depth_more_mm = 1.0; })},
    {{"one_pass", "one quick pass each"}, expert_but([](Skill& s) {
         s.passes_more = -9;
         s.speed_share = 1.8;
         s.looks_after_patch = false;
     })},
    {{"scrubs", "three times the passes"}, expert_but([](Skill& s) {
         s.passes_more = 9;
         s.looks_after_patch = false;
     })},
    {{"first_zone_only", "leaves the second zone out"}, expert_but([](Skill& s) { s.first_zone_only = true; })},
    {{"ignores_patient", "goes on whatever happens"}, expert_but([](Skill& s) {
         s.ignores_incidents = true;
         s.heeds_findings = false;
         s.asks = false;
     })},
    {{"from_the_floor", "fits a cartridge from the floor"}, expert_but([](Skill& s) { s.cartridge_to = "floor"; })},
    {{"no_consent", "needles without asking for consent"},
     expert_but([](Skill& s) { s.skips = "T06,T07,T08,T09,T10,T11,T39,T51"; })},
};

}  // namespace

std::optional<Skill> skill_of(std::string_view kind) {
    if (kind == "expert") return kExpert;
    if (kind == "novice") return kNovice;
    if (kind == "careless") return kCareless;
    if (kind == "left_handed") return expert_but([](Skill& skill) { skill.left_handed = true; });
    if (kind == "treats_anyway") return expert_but([](Skill& skill) { skill.heeds_findings = false; });
    for (const Kind& one : kExploits)
        if (one.name.kind == kind) return one.skill;
    return std::nullopt;
}

std::span<const Exploit> exploits() {
    static const std::vector<Exploit> kNames = [] {
        std::vector<Exploit> names;
        for (const Kind& one : kExploits) names.push_back(one.name);
        return names;
    }();
    return kNames;
}

}  // namespace np::trainee
