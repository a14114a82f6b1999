// How it looks: colours, type and the scale. One Theme per ImGui context; the window's thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "needlepoint/core/status.h"
#include "needlepoint/ui/types.h"

struct ImFont;

namespace np::ui {

// 0xRRGGBB with opacity beside it, because that is how designers write it.
struct Colour {
    std::uint32_t rgb = 0;
    float alpha = 1.0f;
    constexpr Colour with(float a) const { return {rgb, alpha * a}; }
};

namespace colour {
inline constexpr Colour kBackdropTop{0x1B2026}, kBackdropBottom{0x0F1317};
inline constexpr Colour kSurface{0x171C22, 0.92f}, kRaised{0x20272F}, kLine{0x2C3640};
inline constexpr Colour kText{0xE8EDF2}, kQuiet{0x9AA7B4}, kAccent{0x4FD1C5};
inline constexpr Colour kGood{0x7BC47F}, kMinor{0xE8C468}, kMajor{0xF08A4B}, kCritical{0xE5484D};
}  // namespace colour

Colour colour_of(Severity severity);
// WCAG contrast ratio, 1..21.
double contrast(Colour text, Colour background);

enum class Type : std::uint8_t { kCaption, kBody, kStrong, kTitle, kValue, kNumber, kCount };

struct Theme {
    double scale = 1.0;  // 1.0..2.5
    bool reduce_motion = false;
    bool mirrored = false;  // left-handed: the pen's panels change sides
    std::array<ImFont*, static_cast<std::size_t>(Type::kCount)> fonts{};
    std::vector<std::string>* cut = nullptr;  // where given: texts that had to be shortened (tests look here)
};

// Builds the font atlas of the current ImGui context at the theme's scale and sets the style. Looks for Inter in the
// given folders, in order; call again after a change of scale, before the next frame, and then renew the atlas texture.
// An error says where Inter was looked for; the toolkit's own font is loaded then, so that the program stays usable.
Status build_theme(Theme& theme, std::span<const std::filesystem::path> font_folders);

// The scale to start with: what the display says, but never so large that a 853x480 layout doesn't fit.
double fitting_scale(double wanted, double window_width, double window_height);

}  // namespace np::ui
