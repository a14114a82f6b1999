#include "needlepoint/device/failures.h"

#include "needlepoint/sdk/math.h"

namespace np::device {
namespace {

constexpr std::array<std::string_view, kFailures> kWords{"blunt",       "bent",    "loose_cartridge",
                                                         "low_battery", "stalled", "dial_drift"};

}  // namespace

std::string_view to_word(Failure failure) {
    return kWords[static_cast<std::size_t>(failure)];
}

Expected<FailureRules> load_failures(const Parameters& parameters) {
    FailureRules rules;
    for (std::size_t i = 0; i < kFailures; ++i) {
        const std::string base = "failure." + std::string(kWords[i]) + ".";
        FailureEffect& effect = rules.effects[i];
        effect.depth_share = parameters.number_or(base + "depth_share", 1);
        effect.drag_share = parameters.number_or(base + "drag_share", 1);
        effect.rate_share = parameters.number_or(base + "rate_share", 1);
        for (const double share : {effect.depth_share, effect.rate_share})
            if (!(share >= 0 && share <= 1))
                return no(base + "depth_share, rate_share: expected shares from 0 to 1; correct the failures file");
        if (!(effect.drag_share >= 0 && effect.drag_share <= 100))
            return no(base + "drag_share: expected a share from 0 to 100; correct the failures file");
        const double length_mm = parameters.number_or(base + "length_mm", 0);
        if (!(length_mm >= -5 && length_mm <= 5))
            return no(base + "length_mm: expected a length from -5 to 5 mm; correct the failures file");
        effect.length_um = static_cast<std::int32_t>(np_round(length_mm * 1000));
        effect.incident = parameters.text(base + "incident").value_or("");
    }
    rules.blunt_after_strikes =
        static_cast<std::uint64_t>(np_clamp(parameters.number_or("failure.blunt.after_strikes", 0), 0, 1e12));
    rules.bent_odds_per_bone_strike = np_clamp(parameters.number_or("failure.bent.odds_per_bone_strike", 0), 0, 1);
    rules.stalled_after_ms =
        static_cast<std::uint32_t>(np_clamp(parameters.number_or("failure.stalled.after_s", 0.2), 0, 1000) * 1000);
    return rules;
}

}  // namespace np::device
