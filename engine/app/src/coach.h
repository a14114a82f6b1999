// Hints: one sentence, near the place it is about, once. A hint goes as soon as the skill shows; it never comes twice.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "needlepoint/simulation/world.h"
#include "needlepoint/ui/room.h"

namespace np::app {

class Coach {
  public:
    // Looks at the world once per frame. Returns a hint that begins now and has to be noted in the record.
    std::optional<std::string> look(const simulation::World& world, double seconds);
    // Takes in what happened (turns without lifting, sideways drag).
    void see(const sdk::EventBuffer& events);
    const std::optional<ui::HintView>& hint() const { return hint_; }

  private:
    static constexpr std::size_t kHints = 15;
    bool due(std::size_t index, const simulation::World& world) const;
    std::array<bool, kHints> said_{};
    std::optional<std::size_t> now_;
    std::optional<ui::HintView> hint_;
    double shown_s_ = 0, tilted_s_ = 0, dry_s_ = 0, weak_s_ = 0, quiet_s_ = 0;
    bool turned_ = false, stroked_ = false;
};

}  // namespace np::app
