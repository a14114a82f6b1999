// Patches of skin of about 5 x 5 cm: was each looked at before its next pass began? Clinical reference 2.4, T35.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "needlepoint/sdk/host.hpp"
#include "needlepoint/sdk/session_plan.hpp"

namespace np::technique {

struct PatchRule {
    double side_mm = 0;          // of a patch
    double pass_share = 0;       // of its cells in one direction: a pass is done
    double next_pass_share = 0;  // of its cells touched in another direction afterwards: the next pass has begun
};

// A pass that began unseen.
struct Unseen {
    std::uint32_t zone = NP_NO_ZONE, cell = NP_NO_CELL;
    sdk::Tick first = 0, last = 0;
};

// Follows the strokes over the planned zones. Each zone is divided into equal patches near the wanted size.
class Patches {
  public:
    static constexpr std::size_t kStamp = 4;  // direction bin, after 0, 45, 90, 135 degrees

    Patches() = default;
    // `cells`: of the whole map; `width`: of its rows.
    Patches(const PatchRule& rule, std::size_t cells, std::uint32_t width,
            const std::vector<sdk::PlannedZone>& planned);

    // A finished stroke and the treatable cells that it touched, in any order and as often as they like.
    void stroke(std::size_t bin, const std::vector<std::uint32_t>& cells, sdk::Tick tick, std::vector<Unseen>& unseen);
    // The trainee looked at a zone, or at all (NP_NO_ZONE).
    void look(std::uint32_t zone);

  private:
    struct Patch {
        std::uint32_t zone = 0;
        std::vector<std::uint32_t> members;      // its cells
        std::array<std::uint32_t, 5> covered{};  // cells by direction since the last look
        std::optional<std::size_t> done;         // direction of the pass that is done
        std::uint32_t other = 0, same = 0;       // cells touched since then
        std::uint32_t first_cell = NP_NO_CELL;   // the lowest of its first stroke
        std::uint32_t first_stroke = 0, last_stroke = 0;
        sdk::Tick first = 0;
    };
    void divide(const sdk::PlannedZone& zone, std::uint32_t width);
    void touch(Patch& patch, std::uint32_t cell, std::size_t bin, sdk::Tick tick);
    bool began_next(const Patch& patch) const;
    void forget(std::size_t patch);

    PatchRule rule_;
    std::vector<Patch> patches_;
    static constexpr std::uint32_t kNone = UINT32_MAX;
    std::vector<std::uint32_t> patch_of_cell_;  // kNone: not planned
    std::vector<std::uint16_t> bits_of_cell_;   // 1 << bin: covered; kOther, kSame: touched after a pass
    std::vector<std::size_t> met_;              // patches of the stroke at hand
    std::uint32_t strokes_ = 0;
};

}  // namespace np::technique
