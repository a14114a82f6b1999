// Synthetic trainees: they look at the world, plan strokes, move a hand that trembles, and forget things. They know
// the rule pack, as a student who has read the book does; they never see a scorer.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "needlepoint/core/status.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/simulation/world.h"
#include "needlepoint/trainee/skill.h"

namespace np::trainee {

class Trainee {
  public:
    // Equal kind, seed and world give equal inputs, on every machine.
    static Expected<Trainee> create(std::string_view kind, std::uint64_t seed, const simulation::World& world);
    Trainee(Trainee&&) noexcept;
    Trainee& operator=(Trainee&&) noexcept;
    ~Trainee();

    // Appends the inputs for the world's next tick. Call once per tick, before World::step.
    void act(const simulation::World& world, sdk::EventBuffer& inputs);
    // The trainee has nothing left to do; the world may go on (a time limit) or be finished.
    bool done() const;

  private:
    struct State;
    explicit Trainee(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// "expert", "left_handed", "novice", "careless", "treats_anyway", and the exploits of skill.h.
std::vector<std::string_view> kinds();

}  // namespace np::trainee
