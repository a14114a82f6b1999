// Synthetic trainees: they look at the world, plan strokes, move a hand that trembles, and forget things. They know
// the rule pack, as a student who has read the book does; they never see a scorer.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "needlepoint/core/status.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/simulation/world.h"
#include "needlepoint/trainee/skill.h"

namespace np::trainee {

// What somebody asked the trainee to do otherwise than it would.
struct Wishes {
    std::optional<std::int64_t> energy_mj;  // of a radio-frequency shot, instead of the hand-piece's usual one
};

class Trainee {
  public:
    // Equal kind, seed, world and wishes give equal inputs, on every machine. Fails, with what can be asked for, on a
    // kind that is not known or an energy that the device does not give.
    static Expected<Trainee> create(std::string_view kind, std::uint64_t seed, const simulation::World& world,
                                    const Wishes& wishes = {});
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
