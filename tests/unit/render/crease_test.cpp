// Years draw lines where faces crease and leave the cheek alone. Shown on a flat plate that carries a face's landmarks,
// so that nothing but the lines can differ.
#include <gtest/gtest.h>

#include <cstdlib>

#include "needlepoint/render/offscreen.h"
#include "needlepoint/render/renderer.h"

namespace np::render {
namespace {

constexpr int kColumns = 80;
constexpr Size kSize{360, 360};

// 160 x 160 mm at z = 0, facing +z, with the landmarks of a usual face.
HeadModel plate(double age_years, std::uint32_t seed) {
    HeadModel model;
    for (int row = 0; row <= kColumns; ++row) {
        for (int column = 0; column <= kColumns; ++column) {
            SkinVertex v;
            v.u = static_cast<float>(column) / kColumns;
            v.v = static_cast<float>(row) / kColumns;
            v.position_mm = {160 * (v.u - 0.5F), 160 * (v.v - 0.5F), 0};
            model.skin.vertices.push_back(v);
        }
    }
    const auto at = [](int row, int column) { return static_cast<std::uint32_t>(row * (kColumns + 1) + column); };
    for (int row = 0; row < kColumns; ++row)
        for (int column = 0; column < kColumns; ++column)
            for (const std::uint32_t corner : {at(row, column), at(row, column + 1), at(row + 1, column + 1),
                                               at(row, column), at(row + 1, column + 1), at(row + 1, column)})
                model.skin.indices.push_back(corner);
    model.has_eyes = false;
    model.grid_width = model.grid_height = 160;
    model.landmarks = {
        {"trichion", {0, 72, 0}},       {"glabella", {0, 24, 0}},         {"exocanthion_l", {45, 8, 0}},
        {"exocanthion_r", {-45, 8, 0}}, {"endocanthion_l", {15, 8, 0}},   {"endocanthion_r", {-15, 8, 0}},
        {"alare_l", {16, -22, 0}},      {"alare_r", {-16, -22, 0}},       {"cheilion_l", {25, -46, 0}},
        {"cheilion_r", {-25, -46, 0}},  {"labrale_superius", {0, -40, 0}}};
    model.age_years = age_years;
    model.seed = seed;
    return model;
}

class Creases : public testing::Test {
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
        scene_.camera.eye = {0, 0, 500};
        scene_.camera.fov_y_deg = 20;  // 176 mm over the height
    }
    Image draw(double age_years, std::uint32_t seed = 7) {
        EXPECT_TRUE(renderer_->set_head(plate(age_years, seed)));
        auto image = renderer_->picture(scene_, kSize, 1);
        EXPECT_TRUE(image);
        return image ? *image : Image{};
    }
    // Mean difference of two pictures over a rectangle of the plate, in levels of 255.
    double difference(const Image& a, const Image& b, geometry::Vec3 low, geometry::Vec3 high) const {
        const auto p = project(scene_.camera, kSize, low), q = project(scene_.camera, kSize, high);
        double sum = 0;
        int count = 0;
        for (int y = static_cast<int>(q->y); y < static_cast<int>(p->y); ++y)
            for (int x = static_cast<int>(p->x); x < static_cast<int>(q->x); ++x, ++count)
                for (std::size_t c = 0; c < 3; ++c) sum += std::abs(int{a.at(x, y)[c]} - int{b.at(x, y)[c]}) / 3.0;
        return sum / count;
    }
    std::unique_ptr<OffscreenContext> context_;
    std::unique_ptr<Renderer> renderer_;
    Scene scene_;
};

TEST_F(Creases, deepen_with_the_years_where_faces_crease) {
    const Image young = draw(25), middle = draw(50), old = draw(80);
    const geometry::Vec3 low{-25, 34, 0}, high{25, 62, 0};  // forehead
    EXPECT_GT(difference(young, middle, low, high), 0.4);
    EXPECT_GT(difference(young, old, low, high), 2 * difference(young, middle, low, high));
    EXPECT_GT(difference(young, old, {50, 0, 0}, {60, 16, 0}), 1.0) << "beside the eye";
    EXPECT_GT(difference(young, old, {-30, -40, 0}, {-18, -22, 0}), 1.0) << "from the nose to the mouth";
}

TEST_F(Creases, leave_young_skin_and_the_cheek_alone) {
    const Image at_22 = draw(22), at_29 = draw(29), old = draw(80);
    EXPECT_EQ(at_22.rgba, at_29.rgba);
    EXPECT_LT(difference(at_22, old, {38, -50, 0}, {60, -25, 0}), 0.1);
}

TEST_F(Creases, are_a_persons_own_and_stay_the_same) {
    EXPECT_EQ(draw(70, 7).rgba, draw(70, 7).rgba);
    EXPECT_GT(difference(draw(70, 7), draw(70, 8), {-30, 30, 0}, {30, 66, 0}), 0.3);
}

TEST_F(Creases, need_landmarks_and_do_without_them) {
    HeadModel bare = plate(80, 7), young = plate(25, 7);
    bare.landmarks.clear();
    young.landmarks.clear();
    ASSERT_TRUE(renderer_->set_head(bare));
    const auto old_face = renderer_->picture(scene_, kSize, 1);
    ASSERT_TRUE(renderer_->set_head(young));
    EXPECT_EQ(old_face->rgba, renderer_->picture(scene_, kSize, 1)->rgba);
}

}  // namespace
}  // namespace np::render
