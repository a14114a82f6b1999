#include "print.h"

#include <array>
#include <cmath>

namespace np::render {

using geometry::Vec3;

namespace {

// Each stroke is four digits, from (x, y) to (x, y), on a grid 4 wide and 6 tall.
std::string_view strokes(char letter) {
    switch (letter) {
        case 'A':
            return "0026 2640 1232";
        case 'B':
            return "0006 0636 3645 4533 0333 3341 4130 3000";
        case 'C':
            return "4536 3616 1605 0501 0110 1030 3041";
        case 'E':
            return "0006 0646 0333 0040";
        case 'F':
            return "0006 0646 0333";
        case 'G':
            return "4536 3616 1605 0501 0110 1030 3041 4143 4323";
        case 'H':
            return "0006 4046 0343";
        case 'I':
            return "2026";
        case 'K':
            return "0006 0246 1340";
        case 'L':
            return "0600 0040";
        case 'M':
            return "0006 0623 2346 4640";
        case 'N':
            return "0006 0640 4046";
        case 'O':
            return "1030 3041 4145 4536 3616 1605 0501 0110";
        case 'P':
            return "0006 0636 3645 4544 4433 3303";
        case 'R':
            return "0006 0636 3645 4544 4433 3303 2340";
        case 'S':
            return "4536 3616 1605 0504 0413 1333 3342 4241 4130 3010 1001";
        case 'T':
            return "2026 0646";
        case 'U':
            return "0601 0110 1030 3041 4146";
        case 'V':
            return "0620 2046";
        default:
            return {};
    }
}

}  // namespace

void print_words(ShapeBuilder& b, std::string_view words, double height_mm, const Material& ink,
                 const std::function<PrintSpot(double, double)>& spot) {
    const double unit = height_mm / 6, advance = 5.6 * unit, weight = 0.52 * unit;
    double left = -0.5 * (advance * static_cast<double>(words.size()) - 1.6 * unit);
    for (const char letter : words) {
        const std::string_view all = strokes(letter);
        for (std::size_t i = 0; i + 3 < all.size(); i += 5) {
            const auto at = [&](std::size_t k) { return static_cast<double>(all[i + k] - '0') * unit; };
            const Vec3 from = spot(left + at(0), at(1)).position_mm, to = spot(left + at(2), at(3)).position_mm;
            const Vec3 normal = spot(left + 0.5 * (at(0) + at(2)), 0.5 * (at(1) + at(3))).normal;
            const Vec3 along = normalized(to - from);
            b.panel(0.5 * (from + to) + 0.12 * normal, 0.5 * (to - from) + weight * along,
                    weight * cross(normal, along), ink);
        }
        left += advance;
    }
}

void print_words(ShapeBuilder& b, std::string_view words, double height_mm, const Material& ink, Vec3 foot, Vec3 right,
                 Vec3 up) {
    const Vec3 normal = normalized(cross(right, up));
    print_words(b, words, height_mm, ink, [&](double x, double y) {
        return PrintSpot{foot + x * right + y * up, normal};
    });
}

void print_round(ShapeBuilder& b, std::string_view words, double height_mm, const Material& ink, double radius_mm,
                 double foot_z) {
    print_words(b, words, height_mm, ink, [&](double x, double y) {
        const double angle = x / radius_mm;
        const Vec3 out{std::sin(angle), -std::cos(angle), 0};
        return PrintSpot{radius_mm * out + Vec3{0, 0, foot_z + y}, out};
    });
}

}  // namespace np::render
