#include "hand.h"

#include "needlepoint/sdk/math.h"

namespace np::trainee {

namespace {

using geometry::Vec3;

constexpr double kSampleS = 0.004;
constexpr double kHoverMm = 8.0;
// A face is round: the straight line between two cheeks leads through it. Ways beyond the first length rise by this.
constexpr double kStraightMm = 20, kRiseShare = 0.35;
constexpr double kPressInMm = 0.4;  // the hand aims a little below the skin, so that the tip stays down
// The free hand keeps this far from both ends of the stroke, a little inside what counts as useful.
constexpr double kPlantNearMm = 21, kPlantFarMm = 58;
// Straight in line first, then more and more aside, inside the half-angle of a useful stretch.
constexpr double kPlantAsideDeg[] = {0, 12, -12, 24, -24, 34, -34};
constexpr double kSlipperyGel = 0.4;

// Minimum-jerk way from 0 to 1 (Flash and Hogan, 1985).
double smooth(double t) {
    t = np_clamp(t, 0, 1);
    return t * t * t * (10 + t * (-15 + 6 * t));
}

void to_um(Vec3 v, std::int32_t (&um)[3]) {
    um[0] = static_cast<std::int32_t>(np_round(v.x * 1000));
    um[1] = static_cast<std::int32_t>(np_round(v.y * 1000));
    um[2] = static_cast<std::int32_t>(np_round(v.z * 1000));
}

void to_q30(Vec3 v, std::int32_t (&q)[3]) {
    q[0] = static_cast<std::int32_t>(np_round(v.x * 1073741823.0));
    q[1] = static_cast<std::int32_t>(np_round(v.y * 1073741823.0));
    q[2] = static_cast<std::int32_t>(np_round(v.z * 1073741823.0));
}

}  // namespace

double Wander::next(double dt_s) {
    const double keep = np_exp(-dt_s / memory_s_);
    value_ = keep * value_ + sd_ * np_sqrt(1 - keep * keep) * np_random_normal(seed_, stream_, count_++);
    return value_;
}

Hand::Hand(const Skill& skill, std::uint64_t seed, const anatomy::Body& body)
    : body_(&body),
      skill_(skill),
      seed_(seed),
      position_{0, 0, 200},
      tilt_u_(seed, 11, skill.tilt_sd_deg, 0.8),
      tilt_v_(seed, 12, skill.tilt_sd_deg, 0.8),
      force_(seed, 13, 1.0, 0.6),
      aim_u_(seed, 14, skill.aim_sd_mm, 1.5),
      aim_v_(seed, 15, skill.aim_sd_mm, 1.5) {}

void Hand::lift_now() {
    queue_.clear();
    rest_s_ = 0;
    if (stage_ == Stage::kOnSkin || stage_ == Stage::kLower) enter(Stage::kLift, 0.1);
    if (stage_ == Stage::kTravel) stage_ = Stage::kHover;
}

void Hand::enter(Stage stage, double duration_s) {
    stage_ = stage;
    stage_s_ = 0;
    duration_s_ = duration_s;
    from_ = position_;
    over_ = {};
    if (stage == Stage::kLift) to_ = position_ + kHoverMm * normal_;
}

double Hand::path_length() const {
    double length = 0;
    for (std::size_t i = 1; i < now_.path.spots.size(); ++i)
        length += geometry::length(now_.path.spots[i].position - now_.path.spots[i - 1].position);
    return length;
}

Vec3 Hand::on_path(double way_mm, Vec3* normal) const {
    const auto& spots = now_.path.spots;
    for (std::size_t i = 1; i < spots.size(); ++i) {
        const double step = geometry::length(spots[i].position - spots[i - 1].position);
        if (way_mm <= step && step > 0) {
            const double t = way_mm / step;
            *normal = normalized((1 - t) * spots[i - 1].normal + t * spots[i].normal);
            return (1 - t) * spots[i - 1].position + t * spots[i].position;
        }
        way_mm -= step;
    }
    *normal = spots.back().normal;
    return spots.back().position;
}

double Hand::pace_at(double way_mm) const {
    const auto& spots = now_.path.spots;
    for (std::size_t i = 1; i < spots.size(); ++i) {
        way_mm -= geometry::length(spots[i].position - spots[i - 1].position);
        if (way_mm < 0) return spots[i].pace;
    }
    return 1;
}

void Hand::plant_free_hand(const Glide& glide, const skin::SkinState& skin) {
    planted_ = false;
    if (!glide.stretched) return;
    const auto& spots = glide.path.spots;
    const Vec3 start = spots.front().position, end = spots.back().position;
    const Vec3 along = spots.size() > 1 ? normalized(end - start) : geometry::frame_about(spots.front().normal).u;
    const double way = length(end - start);
    // In line with the stroke, before or behind it, wherever it is not slippery; the nearest place wins. Who minds the
    // sterile field keeps the glove on prepared skin.
    const Vec3 across = cross(spots.front().normal, along);
    for (const double aside : kPlantAsideDeg)
        for (double away = kPlantNearMm; away + way <= kPlantFarMm; away += 4) {
            const double turn = aside * NP_PI / 180;
            const Vec3 before = np_cos(turn) * along + np_sin(turn) * across,
                       behind = np_cos(turn) * along - np_sin(turn) * across;
            if (plant_at(start - away * before, start, end, skin) || plant_at(end + away * behind, start, end, skin))
                return;
        }
}

// Whether the hand holds there; then it is planted.
bool Hand::plant_at(const Vec3& wish, const Vec3& start, const Vec3& end, const skin::SkinState& skin) {
    const auto below = body_->surface->closest(wish);
    if (!below) return false;
    const Vec3 off = wish - below->position;
    const bool beside = length(off - dot(off, below->normal) * below->normal) > 2;  // holds the edge of a pad
    const std::uint32_t cell = beside ? anatomy::kNoCell : body_->cell_at(*below);
    if (cell != anatomy::kNoCell && skin.gel(cell) > kSlipperyGel) return false;
    const bool clean = beside || (cell != anatomy::kNoCell && body_->table.cell_zone[cell] != anatomy::kNoZone &&
                                  skin.cell(cell).prepped);
    if (skill_.asepsis_slips <= 0 && !clean) return false;
    planted_ = true;
    free_hand_ = beside ? wish : below->position;
    stretch_ = 0.7 * normalized(free_hand_ - 0.5 * (start + end));
    return true;
}

void Hand::begin_next(const skin::SkinState& skin) {
    now_ = std::move(queue_.front());
    queue_.pop_front();
    ++glides_;
    now_.speed_mm_s *= np_max(0.3, 1 + skill_.speed_sd * np_random_normal(seed_, 21, glides_));
    way_mm_ = 0;
    plant_free_hand(now_, skin);
    to_ = now_.path.spots.front().position + kHoverMm * now_.path.spots.front().normal;
    const Vec3 start = position_;
    const bool near = geometry::length(position_ - now_.path.spots.front().position) < 6 && stage_ == Stage::kOnSkin;
    if (near) {
        stage_s_ = 0;  // turned without lifting: the tip stays down
        return;
    }
    const double way = geometry::length(to_ - start);
    enter(Stage::kTravel, 0.18 + way / 350);
    const Vec3 next = now_.path.spots.front().normal;
    over_ = (kRiseShare * np_max(0, way - kStraightMm)) * normalized(normal_ + 1.01 * next);
    normal_ = next;
}

void Hand::advance(double dt_s, const skin::SkinState& skin) {
    clock_s_ += dt_s;
    if (stage_ == Stage::kHover) {
        rest_s_ -= dt_s;
        if (rest_s_ <= 0 && !queue_.empty()) begin_next(skin);
        if (stage_ == Stage::kHover) return;
    }
    stage_s_ += dt_s;
    if (stage_ == Stage::kOnSkin) {
        const bool stamp = now_.path.spots.size() < 2;
        way_mm_ += now_.speed_mm_s * pace_at(way_mm_) * dt_s;
        const Vec3 on_skin = on_path(way_mm_, &normal_);  // sets the normal that the next line uses
        position_ = on_skin + (skill_.hover_mm - kPressInMm) * normal_;
        if (stamp ? stage_s_ < now_.stamp_s : way_mm_ < path_length() + now_.stay_s * now_.speed_mm_s) return;
        if (!now_.lift_after && !queue_.empty()) {
            begin_next(skin);
        } else {
            enter(Stage::kLift, 0.12);
        }
        return;
    }
    const double share = smooth(stage_s_ / duration_s_);
    position_ = from_ + share * (to_ - from_) + (4 * share * (1 - share)) * over_;
    if (stage_s_ < duration_s_) return;
    if (stage_ == Stage::kTravel) {
        enter(Stage::kLower, 0.1);
        to_ = now_.path.spots.front().position + (skill_.hover_mm - kPressInMm) * now_.path.spots.front().normal;
    } else if (stage_ == Stage::kLower) {
        enter(Stage::kOnSkin, 0);
    } else {
        stage_ = Stage::kHover;
    }
}

sdk::event::hand Hand::sample(sdk::Tick tick, const skin::SkinState& skin) {
    advance(kSampleS, skin);
    const Vec3 across = wrist_ - dot(wrist_, normal_) * normal_;
    wrist_ = length(across) > 0.01 ? normalized(across) : geometry::frame_about(normal_).u;
    const geometry::Frame frame{wrist_, cross(normal_, wrist_)};
    const double tilt_u = tilt_u_.next(kSampleS) * NP_PI / 180, tilt_v = tilt_v_.next(kSampleS) * NP_PI / 180;
    const double tremor = skill_.tremor_mm * np_sin(2 * NP_PI * 9 * clock_s_);
    const double aim_u = aim_u_.next(kSampleS), aim_v = aim_v_.next(kSampleS);
    const double force = force_.next(kSampleS);
    const bool pressed = stage_ == Stage::kOnSkin || stage_ == Stage::kLower;

    sdk::event::hand sample;
    sample.tick = tick;
    to_um(position_ + (aim_u + tremor) * frame.u + aim_v * frame.v, sample.tip_um);
    to_q30(normalized(-normal_ + tilt_u * frame.u + tilt_v * frame.v), sample.axis_q30);
    sample.press_mn =
        pressed ? static_cast<std::int32_t>(np_round(1000 * now_.force_n * np_max(0.2, 1 + now_.force_sd * force))) : 0;
    sample.buttons = (pressed ? 1u : 0u) | (planted_ ? 2u : 0u);
    if (planted_) {
        to_um(free_hand_, sample.free_hand_um);
        to_q30(stretch_, sample.stretch_q30);
    }
    sample.device_class = 4;
    return sample;
}

}  // namespace np::trainee
