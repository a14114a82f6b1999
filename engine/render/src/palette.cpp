#include "needlepoint/render/palette.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace np::render {

namespace {

// Places of each map; the way between them is walked evenly in CIELAB.
constexpr std::array<Rgb, 8> kCividisSteps{{{0, 32, 77},
                                            {58, 75, 107},
                                            {87, 98, 109},
                                            {113, 121, 117},
                                            {141, 145, 119},
                                            {174, 170, 110},
                                            {211, 198, 91},
                                            {255, 233, 69}}};
constexpr std::array<Rgb, 9> kViridisSteps{{{68, 1, 84},
                                            {71, 45, 123},
                                            {59, 82, 139},
                                            {44, 114, 142},
                                            {33, 144, 141},
                                            {39, 173, 129},
                                            {93, 200, 99},
                                            {170, 220, 50},
                                            {253, 231, 37}}};
constexpr std::array<Rgb, 5> kTooShallow{
    {{24, 84, 152}, {58, 122, 186}, {122, 174, 216}, {190, 215, 234}, {246, 246, 243}}};
constexpr std::array<Rgb, 5> kTooDeep{{{246, 246, 243}, {250, 214, 172}, {243, 164, 92}, {217, 108, 33}, {166, 70, 8}}};

// In the order of the zone table. Found by annealing over which zones touch; right sides are a
// shade lighter than left, except where both touch.
constexpr std::array<Rgb, kZoneColors> kZones{{
    {217, 96, 90},                     // forehead
    {116, 203, 186},                   // glabella
    {225, 191, 244}, {231, 197, 250},  // temple
    {229, 196, 95},  {235, 202, 101},  // crow's feet
    {107, 107, 40},  {113, 113, 46},   // below the eye
    {97, 137, 186},                    // bridge of the nose
    {143, 189, 126}, {216, 215, 108},  // side of the nose
    {107, 106, 68},                    // tip of the nose
    {43, 114, 122},  {49, 120, 128},   // cheekbone
    {104, 187, 223}, {110, 193, 229},  // cheek
    {141, 108, 65},  {147, 114, 71},   // cheek before the ear
    {101, 92, 182},  {107, 98, 188},   // nasolabial fold
    {155, 103, 14},                    // upper lip
    {188, 222, 118},                   // below the lower lip
    {183, 78, 116},                    // chin
    {90, 131, 225},  {96, 137, 231},   // jaw line
    {137, 139, 34},                    // under the chin
    {192, 189, 148},                   // front of the neck
    {188, 197, 238}, {194, 203, 244},  // side of the neck
}};

struct Lab {
    double l = 0, a = 0, b = 0;
};

double linear(std::uint8_t value) {
    const double c = value / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

std::uint8_t encoded(double c) {
    c = std::clamp(c, 0.0, 1.0);
    return static_cast<std::uint8_t>(
        std::lround(255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055)));
}

// CIE 1976 L*a*b* with the white of sRGB, D65.
constexpr double kWhiteX = 0.95047, kWhiteZ = 1.08883, kBend = 6.0 / 29;

Lab lab_of(Rgb color) {
    const double r = linear(color.r), g = linear(color.g), b = linear(color.b);
    const auto f = [](double t) {
        return t > kBend * kBend * kBend ? std::cbrt(t) : t / (3 * kBend * kBend) + 4.0 / 29;
    };
    const double x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / kWhiteX),
                 y = f(0.2126729 * r + 0.7151522 * g + 0.0721750 * b),
                 z = f((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / kWhiteZ);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

Rgb rgb_of(const Lab& lab) {
    const auto f = [](double t) { return t > kBend ? t * t * t : 3 * kBend * kBend * (t - 4.0 / 29); };
    const double fy = (lab.l + 16) / 116, x = kWhiteX * f(fy + lab.a / 500), y = f(fy),
                 z = kWhiteZ * f(fy - lab.b / 200);
    return {encoded(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
            encoded(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
            encoded(0.0556434 * x - 0.2040259 * y + 1.0572252 * z)};
}

double apart(const Lab& a, const Lab& b) {
    return std::hypot(a.l - b.l, a.a - b.a, a.b - b.b);
}

// The way through the steps, at part t of its length.
Rgb along(std::span<const Rgb> steps, double t) {
    double whole = 0;
    for (std::size_t i = 1; i < steps.size(); ++i) whole += apart(lab_of(steps[i - 1]), lab_of(steps[i]));
    double left = t * whole;
    for (std::size_t i = 1; i < steps.size(); ++i) {
        const Lab from = lab_of(steps[i - 1]), to = lab_of(steps[i]);
        const double piece = apart(from, to);
        if (left > piece && i + 1 < steps.size()) {
            left -= piece;
            continue;
        }
        const double f = std::min(1.0, left / piece);
        return rgb_of({from.l + f * (to.l - from.l), from.a + f * (to.a - from.a), from.b + f * (to.b - from.b)});
    }
    return steps.back();
}

constexpr std::size_t kShades = 257;  // an odd number: the middle is one of them
using Ramp = std::array<Rgb, kShades>;

Rgb made(Palette palette, double t) {
    switch (palette) {
        case Palette::kCividis:
            return along(kCividisSteps, t);
        case Palette::kViridis:
            return along(kViridisSteps, t);
        case Palette::kDiverging:
            break;
    }
    return t < 0.5 ? along(kTooShallow, 2 * t) : along(kTooDeep, 2 * t - 1);
}

Ramp ramp_of(Palette palette) {
    Ramp ramp;
    for (std::size_t i = 0; i < kShades; ++i) ramp[i] = made(palette, static_cast<double>(i) / (kShades - 1));
    return ramp;
}

}  // namespace

Rgb palette_color(Palette palette, double t) {
    static const Ramp cividis = ramp_of(Palette::kCividis), viridis = ramp_of(Palette::kViridis),
                      diverging = ramp_of(Palette::kDiverging);
    const Ramp& ramp = palette == Palette::kCividis ? cividis : palette == Palette::kViridis ? viridis : diverging;
    return ramp[static_cast<std::size_t>(std::lround(std::clamp(t, 0.0, 1.0) * (kShades - 1)))];
}

Rgb zone_color(std::size_t zone_index) {
    return kZones[zone_index % kZones.size()];
}

double luminance(Rgb color) {
    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
}

}  // namespace np::render
