#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "needlepoint/render/renderer.h"
#include "needlepoint/render/skin_maps.h"

namespace np::render {
namespace {

TEST(skin_maps, remember_values_and_what_changed) {
    SkinMaps maps(40, 30);
    EXPECT_TRUE(maps.dirty().empty());
    maps.set(SkinLayer::kErythema, 5 * 40 + 7, 0.5F);
    maps.set(SkinLayer::kPinpoints, 9 * 40 + 4, 2.0F);
    EXPECT_NEAR(maps.value(SkinLayer::kErythema, 5 * 40 + 7), 0.5F, 1 / 255.0F);
    EXPECT_EQ(maps.value(SkinLayer::kPinpoints, 9 * 40 + 4), 1.0F);
    EXPECT_EQ(maps.value(SkinLayer::kBlood, 5 * 40 + 7), 0.0F);
    EXPECT_EQ(maps.take_dirty(), (PixelRect{4, 5, 4, 5}));
    EXPECT_TRUE(maps.take_dirty(0).empty());
    EXPECT_TRUE(maps.dirty().empty());
    maps.set(SkinLayer::kErythema, 5 * 40 + 7, 0.5F);
    EXPECT_TRUE(maps.dirty().empty()) << "the same value again changes nothing";
    maps.set(SkinLayer::kErythema, 40 * 30, 1.0F);
    maps.set(SkinLayer::kErythema, 5 * 40 + 7, std::nanf(""));
    EXPECT_EQ(maps.value(SkinLayer::kErythema, 5 * 40 + 7), 0.0F);
    EXPECT_TRUE(maps.dirty_overlay().empty());
    maps.set_overlay(0, {200, 100, 50}, 0.5F);
    EXPECT_EQ(maps.packed_overlay()[0], 100 + 0);
    EXPECT_EQ(maps.packed_overlay()[3], 128);
    EXPECT_EQ(maps.take_dirty_overlay(), (PixelRect{0, 0, 1, 1}));
}

TEST(image, rectangles_unite_and_intersect) {
    EXPECT_EQ(united({}, {3, 4, 5, 6}), (PixelRect{3, 4, 5, 6}));
    EXPECT_EQ(united({0, 0, 2, 2}, {8, 9, 1, 1}), (PixelRect{0, 0, 9, 10}));
    EXPECT_TRUE(intersection({0, 0, 2, 2}, {2, 0, 2, 2}).empty());
    EXPECT_EQ(intersection({0, 0, 5, 5}, {3, 1, 9, 2}), (PixelRect{3, 1, 2, 2}));
}

TEST(image, png_files_begin_as_png_and_errors_are_sentences) {
    Image image{3, 2, std::vector<std::uint8_t>(24, 90)};
    const auto bytes = encode_png(image);
    ASSERT_GT(bytes.size(), 40U);
    EXPECT_EQ(bytes[1], std::byte{'P'});
    EXPECT_EQ(bytes, encode_png(image));
    const auto failed = write_png(image, "/no-such-folder/x.png");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::kCannot);
    EXPECT_NE(failed.error().message.find("/no-such-folder/x.png"), std::string::npos);
    EXPECT_FALSE(write_png(Image{}, "x.png"));
}

TEST(quality, is_picked_by_rehearsed_frames) {
    QualityPicker fast(30, 80);
    for (int i = 0; i < 4; ++i) EXPECT_FALSE(fast.add_rehearsal(i < 1 ? 400 : 12));
    EXPECT_TRUE(fast.settled());
    EXPECT_EQ(fast.quality(), Quality::kFull);

    QualityPicker middling(30, 80);
    bool changed = false;
    for (int i = 0; i < 4; ++i) changed = middling.add_rehearsal(95) || changed;
    EXPECT_TRUE(changed);
    EXPECT_EQ(middling.quality(), Quality::kLite);
    for (int i = 0; i < 4; ++i) EXPECT_FALSE(middling.add_rehearsal(i == 2 ? 300 : 55)) << "one slow frame is chance";
    EXPECT_TRUE(middling.settled());
    EXPECT_EQ(middling.quality(), Quality::kLite);

    QualityPicker slow(30, 80);
    for (int i = 0; i < 12; ++i) slow.add_rehearsal(300);
    EXPECT_TRUE(slow.settled());
    EXPECT_EQ(slow.quality(), Quality::kLiteHalf);
}

TEST(quality, steps_down_when_the_machine_stops_keeping_up_and_never_up) {
    QualityPicker picker(30, 80);
    for (int i = 0; i < 300; ++i) EXPECT_FALSE(picker.add_frame(i % 40 == 0 ? 140 : 20)) << "single long frames";
    EXPECT_EQ(picker.quality(), Quality::kFull);
    int until = 0;
    while (!picker.add_frame(36)) ASSERT_LT(++until, 31);
    EXPECT_EQ(picker.quality(), Quality::kLite);
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(picker.add_frame(5));
    EXPECT_FALSE(picker.add_frame(150));
    EXPECT_FALSE(picker.add_frame(150));
    EXPECT_TRUE(picker.add_frame(150)) << "three long ones close together";
    EXPECT_EQ(picker.quality(), Quality::kLiteHalf);
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(picker.add_frame(300)) << "there is nothing below";
}

}  // namespace
}  // namespace np::render
