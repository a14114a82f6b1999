// The measure itself: published answers, and what an eye would say of made-up pictures.
#include <gtest/gtest.h>

#include <cmath>

#include "color_difference.h"
#include "perceived_difference.h"

namespace np::test {
namespace {

using render::Image;

Image plain(std::uint8_t r, std::uint8_t g, std::uint8_t b, int width = 160, int height = 120) {
    Image image{width, height, {}};
    for (int i = 0; i < width * height; ++i) image.rgba.insert(image.rgba.end(), {r, g, b, 255});
    return image;
}

// Numbers that are the same on every machine.
struct Dice {
    std::uint32_t state = 7;
    int roll(int sides) {
        state = state * 1664525U + 1013904223U;
        return static_cast<int>((state >> 16) % static_cast<std::uint32_t>(sides));
    }
};

TEST(color_difference, gives_the_published_values) {
    // Sharma, Wu and Dalal 2005, table 1: pairs that lie where implementations go wrong.
    const struct {
        Lab one, other;
        double value;
    } pairs[] = {
        {{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
        {{50, -1.3802, -84.2814}, {50, 0, -82.7485}, 1.0000},
        {{50, 0, 0}, {50, -1, 2}, 2.3669},
        {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0009}, 7.1792},
        {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0011}, 7.2195},
        {{50, -0.0010, 2.4900}, {50, 0.0011, -2.4900}, 4.7461},
        {{50, 2.5, 0}, {50, 0, -2.5}, 4.3065},
        {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
        {{50, 2.5, 0}, {58, 24, 15}, 19.4535},
        {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
        {{63.0109, -31.0961, -5.8663}, {62.8187, -29.7946, -4.0864}, 1.2630},
        {{22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619}, 2.0373},
        {{90.8027, -2.0831, 1.4410}, {91.1528, -1.6435, 0.0447}, 1.4441},
        {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082},
    };
    for (const auto& pair : pairs) {
        EXPECT_NEAR(ciede2000(pair.one, pair.other), pair.value, 5e-5);
        EXPECT_NEAR(ciede2000(pair.other, pair.one), pair.value, 5e-5);
        EXPECT_EQ(ciede2000(pair.one, pair.one), 0);
    }
}

TEST(color_difference, knows_white_black_and_the_primary_red) {
    const std::uint8_t white[] = {255, 255, 255}, black[] = {0, 0, 0}, red[] = {255, 0, 0};
    EXPECT_NEAR(lab_of_xyz(xyz_of_srgb(white)).l, 100, 1e-3);
    EXPECT_NEAR(lab_of_xyz(xyz_of_srgb(white)).a, 0, 0.02);
    EXPECT_NEAR(lab_of_xyz(xyz_of_srgb(black)).l, 0, 1e-6);
    const Lab lab = lab_of_xyz(xyz_of_srgb(red));
    EXPECT_NEAR(lab.l, 53.24, 0.02);
    EXPECT_NEAR(lab.a, 80.09, 0.05);
    EXPECT_NEAR(lab.b, 67.20, 0.05);
}

TEST(perceived_difference, of_even_pictures_is_that_of_their_colours) {
    const Image one = plain(200, 150, 130), other = plain(205, 146, 128);
    const auto lab = [](const Image& image) { return lab_of_xyz(xyz_of_srgb(image.rgba.data())); };
    const double between = ciede2000(lab(one), lab(other));
    for (const int side : {1, 24, 500}) EXPECT_NEAR(worst_patch(seen(one), seen(other), side), between, 0.01);
    EXPECT_EQ(worst_patch(seen(one), seen(one), 1), 0);
}

TEST(perceived_difference, forgives_the_noise_of_rounding) {
    Image one = plain(170, 120, 100), other = one;
    Dice dice;
    for (std::size_t i = 0; i < other.rgba.size(); ++i)
        if (i % 4 != 3) other.rgba[i] = static_cast<std::uint8_t>(other.rgba[i] + dice.roll(5) - 2);
    const Verdict verdict = compare(one, other);
    EXPECT_TRUE(verdict.same) << verdict.words;
    EXPECT_LT(verdict.share_of_limit, 0.6) << verdict.words;
}

TEST(perceived_difference, blurs_fine_colour_more_than_coarse) {
    const auto checked = [](int side) {
        Image image = plain(150, 120, 110);
        for (int y = 0; y < image.height; ++y)
            for (int x = 0; x < image.width; ++x)
                if ((x / side + y / side) % 2 == 0)
                    image.rgba[static_cast<std::size_t>(y * image.width + x) * 4 + 1] = 150;
        return image;
    };
    const Image even = plain(150, 135, 110);
    const double fine = worst_patch(seen(even), seen(checked(1)), 5),
                 coarse = worst_patch(seen(even), seen(checked(16)), 5);
    EXPECT_LT(fine, 0.25 * coarse) << fine << " " << coarse;
    EXPECT_GT(coarse, 5);
}

TEST(perceived_difference, finds_a_spot_a_line_and_a_faint_patch) {
    const Image even = plain(170, 120, 100);
    const auto with = [&](int x0, int y0, int width, int height, std::array<int, 3> change) {
        Image image = even;
        for (int y = y0; y < y0 + height; ++y)
            for (int x = x0; x < x0 + width; ++x)
                for (std::size_t c = 0; c < 3; ++c) {
                    auto& byte = image.rgba[static_cast<std::size_t>(y * image.width + x) * 4 + c];
                    byte = static_cast<std::uint8_t>(byte + change[c]);
                }
        return image;
    };
    EXPECT_FALSE(compare(even, with(80, 60, 4, 4, {-60, -60, -60})).same) << "a dark spot of four pixels";
    EXPECT_FALSE(compare(even, with(80, 20, 1, 80, {-40, -40, -40})).same) << "a dark line, one pixel wide";
    EXPECT_FALSE(compare(even, with(40, 30, 60, 60, {2, -3, -2})).same) << "a patch a little redder";
    EXPECT_FALSE(compare(even, plain(172, 121, 101, 160, 121)).same) << "another size";
    EXPECT_TRUE(compare(even, with(80, 60, 1, 1, {6, 6, 6})).same) << "one pixel that nobody sees";
}

}  // namespace
}  // namespace np::test
