// A flat pad of 1 mm cells and a tireless hand that needles it in straight strokes.
#pragma once

#include <string>
#include <vector>

#include "clinical_parameters.h"
#include "needlepoint/device/motor.h"
#include "needlepoint/device/pen.h"
#include "needlepoint/sdk/math.h"
#include "needlepoint/skin/skin_state.h"

namespace np::test {

inline constexpr std::uint32_t kSide = 60;  // cells

// One zone in the middle 40 x 40 cells; a masked square inside it; skin without a zone around.
inline anatomy::ZoneTable flat_table(const std::string& base = "buccal") {
    anatomy::ZoneTable table;
    table.grid_width = table.grid_height = kSide;
    anatomy::Zone zone;
    zone.id = base + "_l";
    zone.base = base;
    zone.long_axis = {1, 0, 0};
    zone.layers = {0.08, 1.40, 15, 0.7};
    table.zones = {zone};
    table.masks = {"", "lesion_1"};
    for (std::uint32_t row = 0; row < kSide; ++row)
        for (std::uint32_t column = 0; column < kSide; ++column) {
            const bool inside = row >= 10 && row < 50 && column >= 10 && column < 50;
            const bool masked = row >= 30 && row < 33 && column >= 30 && column < 33;
            table.cell_zone.push_back(inside ? 0 : anatomy::kNoZone);
            table.cell_mask.push_back(inside && masked ? 1 : 0);
            table.cell_area_um2.push_back(1'000'000);
            table.cell_center_um.push_back(
                {static_cast<std::int32_t>(column * 1000 + 500), static_cast<std::int32_t>(row * 1000 + 500), 0});
            table.cell_normal_q30.push_back({0, 0, 1 << 30});
        }
    return table;
}

inline std::uint32_t cell_at(double x_mm, double y_mm) {
    if (!(x_mm >= 0 && y_mm >= 0 && x_mm < kSide && y_mm < kSide)) return NP_NO_CELL;
    return static_cast<std::uint32_t>(y_mm) * kSide + static_cast<std::uint32_t>(x_mm);
}

inline Parameters pad_parameters(double rho_ref = 294, double max_mm = 1.5, const std::string& zone = "buccal_l") {
    Parameters p = clinical_parameters();
    p.set("plan." + zone + ".rho_ref", rho_ref);
    p.set("plan." + zone + ".max_mm", max_mm);
    return p;
}

// Writes the events of a pen with the motor running.
class Hand {
  public:
    explicit Hand(const Parameters& p) : pen_(*device::load_pen(p, *p.text("session.device"))) {
        motor_.start(pen_.rate_mhz);
    }

    double depth_mm = 0.9;  // d_eff of every needle
    double force_n = 0.6;
    std::int32_t drag_um = 0;
    std::uint32_t strike_state = NP_STRIKE_STRETCHED;  // the free hand does its work
    sdk::EventBuffer events;
    std::uint64_t tick = 0;

    // One straight movement at constant speed.
    void stroke(double x, double y, double to_x, double to_y, double speed_mm_s) {
        const double length = np_sqrt((to_x - x) * (to_x - x) + (to_y - y) * (to_y - y));
        const auto ticks = static_cast<std::uint64_t>(length / speed_mm_s * 1000);
        const double angle = np_atan2(to_y - y, to_x - x) * 180 / NP_PI;
        const double direction = angle < 0 ? angle + 180 : angle;
        contact(ticks, speed_mm_s, direction >= 180 ? 0 : direction, length, [&](double share) {
            return geometry::Vec2{x + share * (to_x - x), y + share * (to_y - y)};
        });
    }
    void stamp(double x, double y, std::uint64_t ms) {
        contact(ms, 0, -1, 0, [&](double) { return geometry::Vec2{x, y}; });
    }
    // Parallel strips over the zone and a margin, `pitch` apart; the angle 0 runs along x, 90 along y.
    void pass(bool along_y, double speed_mm_s, double pitch_mm) {
        for (double at = 7; at < 53; at += pitch_mm)
            along_y ? stroke(at, 5, at, 55, speed_mm_s) : stroke(5, at, 55, at, speed_mm_s);
    }
    template <class Event>
    void emit(Event event) {
        event.tick = tick;
        events.append(event);
    }
    void skip(std::int64_t seconds) {
        sdk::event::skip event;
        event.seconds = seconds;
        emit(event);
    }
    void swipe(const std::string& substance, std::uint32_t state = 0) {
        sdk::event::swipe event;
        event.substance = substance;
        event.state = state;
        for (std::uint32_t cell = 0; cell < kSide * kSide; ++cell) event.cell.push_back(cell);
        emit(event);
    }

  private:
    template <class Where>
    void contact(std::uint64_t ticks, double speed_mm_s, double direction_deg, double length_mm, Where&& where) {
        ++stroke_;
        for (std::uint64_t t = 0; t < ticks; ++t, ++tick)
            motor_.tick([&](std::uint32_t part) {
                strike(where((static_cast<double>(t) + part * 1e-6) / static_cast<double>(ticks)), speed_mm_s);
            });
        sdk::event::stroke_end end;
        end.stroke = stroke_;
        end.length_um = static_cast<std::uint32_t>(length_mm * 1000);
        end.direction_mdeg = direction_deg < 0 ? -1 : static_cast<std::int64_t>(direction_deg * 1000);
        emit(end);
    }
    void strike(geometry::Vec2 at, double speed_mm_s) {
        sdk::event::strike s;
        s.stroke = stroke_;
        s.speed_um_s = static_cast<std::uint32_t>(speed_mm_s * 1000);
        s.force_mn = static_cast<std::int32_t>(force_n * 1000);
        s.state = strike_state;
        for (const geometry::Vec2& needle : pen_.needles) {
            const std::uint32_t cell = cell_at(at.x + needle.x, at.y + needle.y);
            s.cell.push_back(cell);
            s.zone.push_back(cell == NP_NO_CELL ? 255 : 0);
            s.depth_um.push_back(cell == NP_NO_CELL ? 0 : static_cast<std::int32_t>(np_round(depth_mm * 1000)));
            s.drag_um.push_back(drag_um);
        }
        emit(s);
    }

    device::PenPreset pen_;
    device::Motor motor_;
    std::uint32_t stroke_ = 0;
};

inline skin::SkinState skin_of(const anatomy::ZoneTable& table, const Parameters& p) {
    return *skin::SkinState::create(table, p);
}

}  // namespace np::test
