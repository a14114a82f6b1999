#include "needlepoint/render/skin_maps.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace np::render {

namespace {
std::uint8_t to_byte(float value) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(std::isnan(value) ? 0.0F : value, 0.0F, 1.0F) * 255.0F));
}
}  // namespace

SkinMaps::SkinMaps(std::uint32_t width, std::uint32_t height) : width_(width), height_(height) {
    const std::size_t bytes = std::size_t{width} * height * 4;
    for (auto& map : packed_) map.assign(bytes, 0);
    overlay_.assign(bytes, 0);
    zones_.assign(std::size_t{width} * height, 255);
}

void SkinMaps::mark(PixelRect& dirty, std::uint32_t cell) const {
    dirty = united(dirty, {static_cast<int>(cell % width_), static_cast<int>(cell / width_), 1, 1});
}

void SkinMaps::set(SkinLayer layer, std::uint32_t cell, float value) {
    if (cell >= width_ * height_) return;
    const auto k = static_cast<std::size_t>(layer);
    auto& byte = packed_[k / 4][std::size_t{cell} * 4 + k % 4];
    const std::uint8_t now = to_byte(value);
    if (byte == now) return;
    used_ += (now > 0 ? 1U : 0U);
    used_ -= (byte > 0 ? 1U : 0U);
    byte = now;
    mark(dirty_[k / 4], cell);
}

float SkinMaps::value(SkinLayer layer, std::uint32_t cell) const {
    if (cell >= width_ * height_) return 0;
    const auto k = static_cast<std::size_t>(layer);
    return static_cast<float>(packed_[k / 4][std::size_t{cell} * 4 + k % 4]) / 255.0F;
}

void SkinMaps::clear() {
    for (auto& map : packed_) std::fill(map.begin(), map.end(), std::uint8_t{0});
    used_ = 0;
    scratches_.clear();
    dirty_.fill({0, 0, static_cast<int>(width_), static_cast<int>(height_)});
}

void SkinMaps::set_overlay(std::uint32_t cell, Rgb color, float alpha) {
    if (cell >= width_ * height_) return;
    // Multiplied by alpha already: filtered between cells, a clear neighbour must not darken the edge.
    const std::uint8_t a = to_byte(alpha);
    const auto times_alpha = [a](std::uint8_t c) { return static_cast<std::uint8_t>((c * a + 127) / 255); };
    const std::array<std::uint8_t, 4> now{times_alpha(color.r), times_alpha(color.g), times_alpha(color.b), a};
    auto* bytes = overlay_.data() + std::size_t{cell} * 4;
    if (std::equal(now.begin(), now.end(), bytes)) return;
    std::copy(now.begin(), now.end(), bytes);
    mark(dirty_overlay_, cell);
}

void SkinMaps::clear_overlay() {
    std::fill(overlay_.begin(), overlay_.end(), std::uint8_t{0});
    dirty_overlay_ = {0, 0, static_cast<int>(width_), static_cast<int>(height_)};
}

void SkinMaps::set_zones(std::vector<std::uint8_t> zones) {
    if (zones.size() != zones_.size() || zones == zones_) return;
    zones_ = std::move(zones);
    zones_changed_ = true;
}

PixelRect SkinMaps::take_dirty(int k) {
    return std::exchange(dirty_[static_cast<std::size_t>(k)], PixelRect{});
}
PixelRect SkinMaps::take_dirty() {
    const PixelRect all = dirty();
    dirty_.fill({});
    return all;
}
PixelRect SkinMaps::take_dirty_overlay() {
    return std::exchange(dirty_overlay_, PixelRect{});
}
bool SkinMaps::take_zones_changed() {
    return std::exchange(zones_changed_, false);
}

}  // namespace np::render
