// Cloths and fluids: what is stroked over the skin leaves something on the cells that it covers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "needlepoint/anatomy/body.h"
#include "needlepoint/clinic/procedure.h"
#include "needlepoint/sdk/events.hpp"
#include "needling.h"

namespace np::simulation {

class Swiping {
  public:
    explicit Swiping(const anatomy::Body& body);

    // One tick with `thing` in the hand, pressed on the skin at `under`. Writes a swipe for cells that this movement
    // has not covered yet.
    void on_skin(sdk::Tick tick, const clinic::ThingState& thing, const SkinUnderTip& under, sdk::EventBuffer& out);
    void off_skin();

    bool active() const { return active_; }
    void hash_into(Sha256& hash) const;

  private:
    void begin();

    const anatomy::Body* body_;
    bool active_ = false;
    std::string thing_;
    geometry::Vec3 last_;
    std::uint32_t movement_ = 0;
    std::vector<std::uint32_t> covered_in_;  // per cell: the movement that covered it last
    // Cells by a coarse grid over space, so that a cloth finds those below it.
    std::vector<std::uint32_t> cells_;  // sorted by bucket
    std::vector<std::uint32_t> bucket_start_;
    geometry::Vec3 low_;
    int nx_ = 1, ny_ = 1, nz_ = 1;
    int bucket(int x, int y, int z) const { return (z * ny_ + y) * nx_ + x; }
};

}  // namespace np::simulation
