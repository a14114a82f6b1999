#include "needlepoint/trainee/skill.h"

namespace np::trainee {

namespace {

constexpr Skill kExpert{.tilt_sd_deg = 3.0,
                        .force_ratio = 1.3,
                        .force_sd = 0.10,
                        .speed_mm_s = 30,
                        .speed_sd = 0.06,
                        .aim_sd_mm = 0.35,
                        .tremor_mm = 0.05,
                        .stretch_share = 1.0,
                        .lift_share = 1.0,
                        .reaction_s = 1.0,
                        .think_s = 0.8,
                        .depth_error_mm = 0,
                        .pass_error = 0,
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
                        .speed_mm_s = 38,
                        .speed_sd = 0.25,
                        .aim_sd_mm = 1.5,
                        .tremor_mm = 0.15,
                        .stretch_share = 0.7,
                        .lift_share = 0.95,
                        .reaction_s = 4.0,
                        .think_s = 2.0,
                        .depth_error_mm = 0.2,
                        .pass_error = 0.8,
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
                          .speed_mm_s = 75,
                          .speed_sd = 0.4,
                          .aim_sd_mm = 3.5,
                          .tremor_mm = 0.2,
                          .stretch_share = 0.1,
                          .lift_share = 0.6,
                          .reaction_s = 20.0,
                          .think_s = 0.4,
                          .depth_error_mm = 0.6,
                          .pass_error = 2.5,
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

constexpr Skill with(Skill skill, bool Skill::*flag) {
    skill.*flag = true;
    return skill;
}

constexpr Skill treats_anyway() {
    Skill skill = kExpert;
    skill.heeds_findings = false;
    return skill;
}

}  // namespace

std::optional<Skill> skill_of(std::string_view kind) {
    if (kind == "expert") return kExpert;
    if (kind == "novice") return kNovice;
    if (kind == "careless") return kCareless;
    if (kind == "zero_depth") return with(kExpert, &Skill::zero_depth);
    if (kind == "defers") return with(kExpert, &Skill::always_defers);
    if (kind == "treats_anyway") return treats_anyway();
    return std::nullopt;
}

}  // namespace np::trainee
