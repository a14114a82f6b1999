// Draws off-screen: these need a driver (Mesa's software one will do) but no display.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "needlepoint/render/offscreen.h"
#include "needlepoint/render/renderer.h"

namespace np::render {
namespace {

using geometry::Vec3;

class Picture : public testing::Test {
  protected:
    void SetUp() override {
        auto context = OffscreenContext::create();
        ASSERT_TRUE(context) << context.error().message;
        context_ = std::make_unique<OffscreenContext>(std::move(*context));
        auto renderer = Renderer::create();
        ASSERT_TRUE(renderer) << renderer.error().message;
        renderer_ = std::make_unique<Renderer>(std::move(*renderer));
        ASSERT_TRUE(renderer_->set_pad(PadModel{}));
        scene_.subject = Subject::kPad;
        scene_.camera.eye = {0, 0, 400};
        scene_.camera.fov_y_deg = 20;  // 141 mm over the height
    }
    Image draw() {
        auto image = renderer_->picture(scene_, kSize, 1);
        EXPECT_TRUE(image);
        return image ? *image : Image{};
    }
    // The pixel that shows a point of the pad.
    static PixelRect around(const Camera& camera, Vec3 low, Vec3 high) {
        const auto a = project(camera, kSize, low), b = project(camera, kSize, high);
        const int x = static_cast<int>(a->x), y = static_cast<int>(b->y);
        return {x, y, static_cast<int>(b->x) - x + 1, static_cast<int>(a->y) - y + 1};
    }
    static double mean(const Image& image, PixelRect rect, std::size_t channel) {
        double sum = 0;
        for (int y = rect.y; y < rect.y + rect.height; ++y)
            for (int x = rect.x; x < rect.x + rect.width; ++x) sum += image.at(x, y)[channel];
        return sum / (rect.width * rect.height);
    }
    static constexpr Size kSize{320, 320};
    std::unique_ptr<OffscreenContext> context_;
    std::unique_ptr<Renderer> renderer_;
    Scene scene_;
};

TEST_F(Picture, shows_a_skin_coloured_pad_before_a_dark_room) {
    const Image image = draw();
    ASSERT_EQ(image.width, kSize.width);
    const PixelRect middle{150, 150, 20, 20};
    EXPECT_GT(mean(image, middle, 0), 140);
    EXPECT_GT(mean(image, middle, 0), mean(image, middle, 1) + 15);
    EXPECT_GT(mean(image, middle, 1), mean(image, middle, 2));
    EXPECT_LT(mean(image, {0, 0, 12, 12}, 0), 70);
    EXPECT_EQ(image.at(0, 0)[3], 255);
}

TEST_F(Picture, an_upload_changes_its_rectangle_and_nothing_else) {
    SkinMaps maps(100, 100);
    auto sent = renderer_->upload(maps);
    ASSERT_TRUE(sent);
    EXPECT_EQ(*sent, 100U * 100 * 17);
    const Image before = draw();
    EXPECT_EQ(before.rgba, draw().rgba) << "the same scene gives the same picture";
    for (std::uint32_t row = 60; row < 70; ++row)
        for (std::uint32_t column = 20; column < 35; ++column) maps.set(SkinLayer::kErythema, row * 100 + column, 1);
    sent = renderer_->upload(maps);
    ASSERT_TRUE(sent);
    EXPECT_EQ(*sent, 15U * 10 * 4) << "one of the three maps holds redness";
    EXPECT_EQ(*renderer_->upload(maps), 0U) << "nothing left to send";
    const Image after = draw();
    // Cells (20..35, 60..70) of 1 mm lie at x -30..-15, y 10..20; filtering reaches one cell further.
    const PixelRect touched = around(scene_.camera, {-31.5, 8.5, 0}, {-13.5, 21.5, 0});
    int changed_inside = 0;
    for (int y = 0; y < kSize.height; ++y) {
        for (int x = 0; x < kSize.width; ++x) {
            const bool differs = !std::equal(before.at(x, y), before.at(x, y) + 4, after.at(x, y));
            if (differs && intersection(touched, {x, y, 1, 1}).empty()) FAIL() << x << " " << y;
            changed_inside += differs;
        }
    }
    EXPECT_GT(changed_inside, 15 * 10 * 3);
    const PixelRect red = around(scene_.camera, {-27, 12, 0}, {-18, 18, 0});
    EXPECT_LT(mean(after, red, 1), mean(before, red, 1) - 20) << "redness takes green away";
    EXPECT_LT(std::abs(mean(after, red, 0) - mean(before, red, 0)), 25);
}

TEST_F(Picture, each_layer_can_be_seen) {
    SkinMaps maps(100, 100);
    ASSERT_TRUE(renderer_->upload(maps));
    scene_.camera.fov_y_deg = 5;
    const Image plain = draw();
    for (int layer = 0; layer < kSkinLayers; ++layer) {
        if (layer == static_cast<int>(SkinLayer::kBlanch)) continue;  // shows only where blood shows
        maps.clear();
        for (std::uint32_t cell = 0; cell < 100 * 100; ++cell) maps.set(static_cast<SkinLayer>(layer), cell, 0.8F);
        if (layer == static_cast<int>(SkinLayer::kSwelling)) scene_.camera.eye = {0, 0, 380};
        ASSERT_TRUE(renderer_->upload(maps));
        const Image shown = draw();
        double difference = 0;
        for (std::size_t i = 0; i < shown.rgba.size(); ++i)
            difference += std::abs(int{shown.rgba[i]} - int{plain.rgba[i]});
        EXPECT_GT(difference / static_cast<double>(shown.rgba.size()), 0.5) << "layer " << layer;
    }
}

TEST_F(Picture, the_overlay_shows_its_own_colours) {
    SkinMaps maps(100, 100);
    for (std::uint32_t cell = 0; cell < 100 * 100; ++cell) maps.set_overlay(cell, {20, 60, 200}, 1);
    ASSERT_TRUE(renderer_->upload(maps));
    scene_.overlay = 1;
    const Image image = draw();
    EXPECT_GT(mean(image, {150, 150, 20, 20}, 2), 150);
    EXPECT_LT(mean(image, {150, 150, 20, 20}, 0), 40);
}

TEST_F(Picture, only_the_part_around_the_pen_is_drawn_again_and_looks_as_if_all_were) {
    SkinMaps maps(100, 100);
    ASSERT_TRUE(renderer_->upload(maps));
    auto frame = OffscreenTarget::create(kSize);
    ASSERT_TRUE(frame) << frame.error().message;
    scene_.camera.eye = {0, 0, 900};
    PenLook pen;
    pen.tip_mm = {10, 10, 0};
    pen.axis = normalized(Vec3{0.1, 0.2, -1});
    scene_.pen = pen;
    const Target target = frame->target();
    EXPECT_EQ(renderer_->render(scene_, target).redrawn, (PixelRect{0, 0, kSize.width, kSize.height}));
    EXPECT_TRUE(renderer_->render(scene_, target).redrawn.empty()) << "nothing changed";
    scene_.pen->tip_mm = {13, 8, 0};
    const PixelRect part = renderer_->render(scene_, target).redrawn;
    EXPECT_FALSE(part.empty());
    EXPECT_LT(part.width * part.height, kSize.width * kSize.height);
    const auto tip = project(scene_.camera, kSize, scene_.pen->tip_mm);
    EXPECT_FALSE(intersection(part, {static_cast<int>(tip->x), static_cast<int>(tip->y), 1, 1}).empty());
    maps.set(SkinLayer::kErythema, 90 * 100 + 5, 1);
    ASSERT_TRUE(renderer_->upload(maps));
    const PixelRect skin = renderer_->render(scene_, target).redrawn;
    const auto spot = project(scene_.camera, kSize, {-44.5, 40.5, 0});
    EXPECT_FALSE(intersection(skin, {static_cast<int>(spot->x), static_cast<int>(spot->y), 1, 1}).empty());
    EXPECT_LT(skin.width * skin.height, kSize.width * kSize.height / 3);
    const Image in_parts = renderer_->read_pixels(target);
    renderer_->render(scene_, target, true);
    EXPECT_EQ(in_parts.rgba, renderer_->read_pixels(target).rgba) << "parts drawn one by one are the whole";
    scene_.camera.eye.x = 5;
    EXPECT_EQ(renderer_->render(scene_, target).redrawn, (PixelRect{0, 0, kSize.width, kSize.height}));
}

TEST_F(Picture, moving_hands_leave_no_traces_at_any_quality) {
    auto frame = OffscreenTarget::create({401, 300});  // odd on purpose: half resolution has to round
    ASSERT_TRUE(frame) << frame.error().message;
    SkinMaps maps(100, 100);
    scene_.camera = view_camera(View::kPad, {}, 1.34);
    for (const Quality quality : {Quality::kFull, Quality::kLite, Quality::kLiteHalf}) {
        renderer_->set_quality(quality);
        for (int i = 0; i < 8; ++i) {
            PenLook pen;
            pen.tip_mm = {-40.0 + 11 * i, 30.0 - 9 * i, 0};
            pen.axis = normalized(Vec3{0.1 * i - 0.3, 0.3, -1});
            pen.motor_on = i % 2 == 0;
            pen.dent_mm = 0.2 * i;
            pen.hand = i % 3 == 0 ? Hand::kLeft : i % 3 == 1 ? Hand::kRight : Hand::kNone;
            pen.toward_display = {std::cos(0.9 * i), std::sin(0.9 * i), 0.2};
            scene_.pen = i == 4 ? std::nullopt : std::optional(pen);
            scene_.free_hand = i > 2
                                   ? std::optional(FreeHandLook{{-35.0 + 9 * i, -20, 0}, {0, 0, 1}, {-1, -0.5, 0}, 0.5})
                                   : std::nullopt;
            maps.set(SkinLayer::kErythema, static_cast<std::uint32_t>(1000 * i + 50), 0.7F);
            ASSERT_TRUE(renderer_->upload(maps));
            renderer_->render(scene_, frame->target());
            const Image in_parts = renderer_->read_pixels(frame->target());
            renderer_->render(scene_, frame->target(), true);
            const Image whole = renderer_->read_pixels(frame->target());
            int different = 0;
            for (std::size_t k = 0; k < whole.rgba.size(); ++k)
                different += std::abs(int{whole.rgba[k]} - int{in_parts.rgba[k]}) > 2;
            EXPECT_EQ(different, 0) << quality_name(quality) << ", step " << i;
        }
    }
}

TEST_F(Picture, depth_of_field_is_off_until_asked_for_and_blurs_what_lies_behind) {
    EXPECT_FALSE(Scene{}.depth_of_field);
    scene_.subject = Subject::kNothing;
    Prop near, behind;
    near.kind = PropKind::kGauze;
    near.pose.position_mm = {-35, -20, 0};
    behind.kind = PropKind::kSharps;
    behind.pose.position_mm = {120, 60, -900};
    scene_.props = {near, behind};
    const PixelRect in_focus{30, 160, 100, 100}, far_away{190, 60, 120, 110};
    // A wide step has less of it than a steep one.
    const auto sharpness = [](const Image& image, PixelRect rect) {
        double sum = 0;
        for (int y = rect.y; y < rect.y + rect.height; ++y)
            for (int x = rect.x; x + 1 < rect.x + rect.width; ++x)
                sum += std::pow(int{image.at(x + 1, y)[1]} - int{image.at(x, y)[1]}, 2);
        return sum;
    };
    const Image sharp = draw();
    scene_.depth_of_field = true;
    const Image blurred = draw();
    ASSERT_GT(sharpness(sharp, far_away), 20000) << "the box is seen";
    ASSERT_GT(sharpness(sharp, in_focus), 5000) << "the gauze is seen";
    EXPECT_LT(sharpness(blurred, far_away), 0.4 * sharpness(sharp, far_away));
    EXPECT_GT(sharpness(blurred, in_focus), 0.97 * sharpness(sharp, in_focus));
}

TEST_F(Picture, refuses_broken_models_with_a_sentence) {
    HeadModel model;
    EXPECT_FALSE(renderer_->set_head(model)) << "no grid";
    model.grid_width = model.grid_height = 10;
    model.skin.vertices.resize(3);
    model.skin.indices = {0, 1, 3};
    const auto status = renderer_->set_head(model);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().kind, ErrorKind::kUsage);
    EXPECT_NE(status.error().message.find("vertex 3"), std::string::npos);
    SkinMaps none(0, 0);
    EXPECT_FALSE(renderer_->upload(none));
    EXPECT_FALSE(renderer_->picture(scene_, {0, 100}));
}

TEST_F(Picture, the_pen_and_every_prop_can_be_drawn) {
    scene_.subject = Subject::kNothing;
    scene_.camera.eye = {0, -260, 420};
    scene_.camera.target = {0, 0, 30};
    scene_.camera.fov_y_deg = 32;
    const Image empty = draw();
    for (int kind = 0; kind < kPropKinds; ++kind) {
        for (const bool used : {false, true}) {
            scene_.props = {{static_cast<PropKind>(kind), Pose{}, false, used}};
            const Image shown = draw();
            int different = 0;
            for (std::size_t i = 0; i < shown.rgba.size(); i += 4)
                different += std::abs(int{shown.rgba[i]} - int{empty.rgba[i]}) > 8;
            EXPECT_GT(different, 150) << "prop " << kind;
        }
    }
}

}  // namespace
}  // namespace np::render
