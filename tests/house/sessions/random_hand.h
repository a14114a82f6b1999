// A hand and a will that follow nothing but numbers drawn from a seed: they glide, hover, jump, stop, send nonsense,
// and do whatever the visit offers in any order. What they do depends on seed and world alone, with every compiler.
#pragma once

#include <cstdint>
#include <string>

#include "needlepoint/geometry/vec3.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/simulation/world.h"

namespace np::test {

// Counter-based numbers; the order of calls is the key.
class Draw {
  public:
    explicit Draw(std::uint64_t seed) : seed_(seed) {}
    std::uint64_t bits();
    double between(double low, double high);
    std::uint32_t below(std::uint32_t count) { return static_cast<std::uint32_t>(bits() % count); }
    bool chance(double share) { return between(0, 1) < share; }

  private:
    std::uint64_t seed_, drawn_ = 0;
};

class RandomHand {
  public:
    explicit RandomHand(std::uint64_t seed) : draw_(seed) {}
    // Appends this tick's inputs, in the order in which a session takes them.
    void act(const simulation::World& world, sdk::EventBuffer& inputs);

  private:
    enum class Way : std::uint8_t { kGlide, kHover, kStill, kJump, kWild, kSilent };

    void choose_way(const simulation::World& world);
    void settle_on_skin(const simulation::World& world);
    void move(const simulation::World& world);
    sdk::event::hand sample(sdk::Tick tick);
    sdk::event::hand wild(sdk::Tick tick);
    void plant(const simulation::World& world, sdk::event::hand& hand);
    void prepare(const simulation::World& world, sdk::EventBuffer& inputs);
    void command(const simulation::World& world, sdk::EventBuffer& inputs);
    void disturb(sdk::Tick tick, sdk::EventBuffer& inputs);
    std::string word();

    Draw draw_;
    Way way_ = Way::kSilent;
    std::uint32_t left_ = 0, device_ = 0, every_ = 4;
    bool pressed_ = false, planted_ = false, placed_ = false;
    double speed_mm_s_ = 20, height_mm_ = 0, force_n_ = 1;
    geometry::Vec3 at_, normal_{0, 0, 1}, heading_{1, 0, 0}, lean_;
    std::int32_t free_hand_um_[3] = {0, 0, 0}, stretch_q30_[3] = {0, 0, 0};
};

}  // namespace np::test
