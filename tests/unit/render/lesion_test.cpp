// What a painted mark does to the light and the colour of the skin.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "needlepoint/render/offscreen.h"
#include "needlepoint/render/renderer.h"

namespace np::render {
namespace {

constexpr Size kSize{240, 240};
constexpr int kCorners = 121;
constexpr double kDome_mm = 10, kHeight_mm = 1.6;

// 60 x 60 mm at z = 0, with a real dome in its middle or without.
HeadModel plate(bool with_dome) {
    HeadModel model;
    const double bend = (kDome_mm * kDome_mm / kHeight_mm + kHeight_mm) / 2;  // radius of the sphere
    for (int row = 0; row < kCorners; ++row) {
        for (int column = 0; column < kCorners; ++column) {
            SkinVertex v;
            v.u = static_cast<float>(column) / (kCorners - 1);
            v.v = static_cast<float>(row) / (kCorners - 1);
            const double x = 60 * (static_cast<double>(v.u) - 0.5), y = 60 * (static_cast<double>(v.v) - 0.5);
            v.position_mm = {static_cast<float>(x), static_cast<float>(y), 0};
            if (with_dome && x * x + y * y < kDome_mm * kDome_mm) {
                const double z = std::sqrt(bend * bend - x * x - y * y);
                v.position_mm[2] = static_cast<float>(z - bend + kHeight_mm);
                v.normal = {static_cast<float>(x / bend), static_cast<float>(y / bend), static_cast<float>(z / bend)};
            }
            model.skin.vertices.push_back(v);
        }
    }
    const auto at = [](int row, int column) { return static_cast<std::uint32_t>(row * kCorners + column); };
    for (int r = 0; r + 1 < kCorners; ++r)
        for (int c = 0; c + 1 < kCorners; ++c)
            for (const std::uint32_t corner :
                 {at(r, c), at(r, c + 1), at(r + 1, c + 1), at(r, c), at(r + 1, c + 1), at(r + 1, c)})
                model.skin.indices.push_back(corner);
    model.has_eyes = false;
    model.grid_width = model.grid_height = 60;
    model.age_years = 25;
    return model;
}

Lesion disc(double radius_mm) {
    Lesion lesion;
    lesion.outlines = {disc_outline(radius_mm)};
    lesion.edge_mm = 1;
    return lesion;
}

class Lesions : public testing::Test {
  protected:
    void SetUp() override {
        auto context = OffscreenContext::create();
        ASSERT_TRUE(context) << context.error().message;
        context_ = std::make_unique<OffscreenContext>(std::move(*context));
        auto renderer = Renderer::create();
        ASSERT_TRUE(renderer) << renderer.error().message;
        renderer_ = std::make_unique<Renderer>(std::move(*renderer));
        scene_.subject = Subject::kHead;
        scene_.room = false;
        scene_.lighting.examination_lamp = true;  // rakes
        scene_.camera.eye = {0, 0, 300};
        scene_.camera.fov_y_deg = 11.5;  // 60 mm over the height
    }
    Image draw(const HeadModel& model) {
        EXPECT_TRUE(renderer_->set_head(model));
        scene_.appearance.fitzpatrick = model.fitzpatrick;
        auto image = renderer_->picture(scene_, kSize, 1);
        EXPECT_TRUE(image);
        return image ? *image : Image{};
    }
    Image draw_with(const Lesion& lesion, double fitzpatrick = 2) {
        HeadModel model = plate(false);
        model.lesions = {lesion};
        model.fitzpatrick = fitzpatrick;
        return draw(model);
    }
    static double brightness(const Image& image, int x0, int y0, int x1, int y1) {
        double sum = 0;
        for (int y = y0; y < y1; ++y)
            for (int x = x0; x < x1; ++x) sum += image.at(x, y)[1];
        return sum / ((x1 - x0) * (y1 - y0));
    }
    // Green on the right flank of the middle disc less that on the left one.
    static double right_over_left(const Image& image) {
        return brightness(image, 135, 105, 155, 135) - brightness(image, 85, 105, 105, 135);
    }
    // Green in the middle over green far from it.
    static double middle_share(const Image& image) {
        return brightness(image, 110, 110, 130, 130) / brightness(image, 10, 10, 40, 40);
    }
    std::unique_ptr<OffscreenContext> context_;
    std::unique_ptr<Renderer> renderer_;
    Scene scene_;
};

TEST_F(Lesions, a_painted_dome_takes_the_light_as_a_real_one_and_a_hollow_the_other_way) {
    Lesion dome = disc(kDome_mm);
    dome.profile = "dome";
    dome.height_mm = kHeight_mm;
    Lesion hollow = dome;
    hollow.height_mm = -kHeight_mm;
    const double flat = right_over_left(draw(plate(false)));
    const double real = right_over_left(draw(plate(true))) - flat, painted = right_over_left(draw_with(dome)) - flat,
                 sunk = right_over_left(draw_with(hollow)) - flat;
    ASSERT_GT(std::abs(real), 5);
    EXPECT_GT(painted / real, 0.4);
    EXPECT_LT(painted / real, 2.5);
    EXPECT_LT(sunk / real, -0.4);
}

TEST_F(Lesions, pigment_darkens_every_skin_and_its_loss_shows_the_more_the_darker_the_skin) {
    Lesion mole = disc(kDome_mm), vitiligo = disc(kDome_mm);
    mole.melanin = 2.6;
    vitiligo.melanin = -0.95;
    for (const double type : {1.0, 3.0, 6.0}) EXPECT_LT(middle_share(draw_with(mole, type)), 0.75) << type;
    const double light = middle_share(draw_with(vitiligo, 2)), dark = middle_share(draw_with(vitiligo, 6));
    EXPECT_GT(light, 1.0);
    EXPECT_GT(dark, 1.5 * light);
}

TEST_F(Lesions, blood_reddens_and_is_seen_less_under_pigment) {
    Lesion papule = disc(kDome_mm);
    papule.haemoglobin = 3;
    const double light = middle_share(draw_with(papule, 1)), dark = middle_share(draw_with(papule, 6));
    EXPECT_LT(light, 0.8);
    EXPECT_GT(dark, light + 0.08);
    EXPECT_LT(dark, 0.97) << "subtle, and yet to be seen";
}

TEST_F(Lesions, a_ring_leaves_its_hole_alone) {
    Lesion ring = disc(14);
    auto hole = disc_outline(7);
    std::reverse(hole.begin(), hole.end());
    ring.outlines.push_back(hole);
    ring.haemoglobin = 3;
    const Image image = draw_with(ring);
    EXPECT_NEAR(middle_share(image), 1, 0.06);
    EXPECT_LT(brightness(image, 158, 115, 168, 125) / brightness(image, 10, 10, 40, 40), 0.8)
        << "10 mm to the right: in the ring";
}

TEST_F(Lesions, a_hidden_one_waits_for_the_cleansing) {
    Lesion sore = disc(kDome_mm);
    sore.haemoglobin = 3;
    sore.hidden = true;
    HeadModel model = plate(false);
    model.lesions = {sore};
    ASSERT_TRUE(renderer_->set_head(model));
    scene_.lesions_revealed = false;
    EXPECT_NEAR(middle_share(*renderer_->picture(scene_, kSize, 1)), 1, 0.06);
    scene_.lesions_revealed = true;
    EXPECT_LT(middle_share(*renderer_->picture(scene_, kSize, 1)), 0.85);
}

}  // namespace
}  // namespace np::render
