// A hand that is told where to go and gets there as hands do: smooth moves, wandering angle and force, tremor.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "needlepoint/anatomy/body.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/skin/skin_state.h"
#include "needlepoint/trainee/skill.h"
#include "strips.h"

namespace np::trainee {

// One movement on the skin.
struct Glide {
    StrokePath path;
    double speed_mm_s = 30;
    double force_n = 0.5;
    double force_sd = 0;     // relative
    double stamp_s = 0.35;   // how long a stamp stays
    double stay_s = 0;       // stands still at the end, needles running
    bool stretched = false;  // plant the free hand first
    bool lift_after = true;
};

// A process that wanders around 0 and forgets within `memory_s` (Ornstein and Uhlenbeck, 1930).
class Wander {
  public:
    Wander(std::uint64_t seed, std::uint64_t stream, double sd, double memory_s)
        : seed_(seed), stream_(stream), sd_(sd), memory_s_(memory_s) {}
    double next(double dt_s);

  private:
    std::uint64_t seed_, stream_, count_ = 0;
    double sd_, memory_s_, value_ = 0;
};

class Hand {
  public:
    Hand(const Skill& skill, std::uint64_t seed, const anatomy::Body& body);

    void glide(Glide glide) { queue_.push_back(std::move(glide)); }
    void rest(double seconds) { rest_s_ += seconds; }
    // Drops everything planned and lifts.
    void lift_now();
    bool idle() const { return queue_.empty() && stage_ == Stage::kHover && rest_s_ <= 0; }

    // The next sample; call every 4 ms of simulated time. The free hand looks at `skin` for a dry place.
    sdk::event::hand sample(sdk::Tick tick, const skin::SkinState& skin);

  private:
    enum class Stage { kHover, kTravel, kLower, kOnSkin, kLift };

    void advance(double dt_s, const skin::SkinState& skin);
    void begin_next(const skin::SkinState& skin);
    void plant_free_hand(const Glide& glide, const skin::SkinState& skin);
    geometry::Vec3 on_path(double way_mm, geometry::Vec3* normal) const;
    bool plant_at(const geometry::Vec3& wish, const geometry::Vec3& start, const geometry::Vec3& end,
                  const skin::SkinState& skin);
    double pace_at(double way_mm) const;
    double path_length() const;
    void enter(Stage stage, double duration_s);

    const anatomy::Body* body_;
    Skill skill_;
    std::uint64_t seed_, glides_ = 0;
    std::deque<Glide> queue_;
    Glide now_;
    Stage stage_ = Stage::kHover;
    double stage_s_ = 0, duration_s_ = 0, rest_s_ = 0, way_mm_ = 0, clock_s_ = 0;
    geometry::Vec3 from_, to_, position_, normal_{0, 0, 1};
    geometry::Vec3 wrist_{1, 0, 0};  // across the pen: turns with it, and never jumps as the axes of a fixed frame do
    geometry::Vec3 over_;            // how far a long way through the air leads around the face, at its middle
    geometry::Vec3 free_hand_, stretch_;
    bool planted_ = false;
    Wander tilt_u_, tilt_v_, force_, aim_u_, aim_v_;
};

}  // namespace np::trainee
