// Things on the tray: they lie, are taken, put down and dropped; and the same hand gives the same reports.
#include "needlepoint/physics/tray.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "needlepoint/sdk/math.h"

namespace np::test {
namespace {

using geometry::Vec3;
using physics::PropShape;
using physics::Tray;
using physics::TrayLayout;
using Reports = std::vector<sdk::event::props>;

TrayLayout layout() {
    TrayLayout tray;
    tray.props = {
        {"pen", {PropShape::Kind::kBox, {11, 70, 11}, 120}, {-150, 0, 11}},
        {"cartridge_1", {PropShape::Kind::kCylinder, {8, 8, 14}, 6}, {0, 20, 14}},
        {"cartridge_2", {PropShape::Kind::kCylinder, {8, 8, 14}, 6}, {40, 20, 14}},
        {"gauze", {PropShape::Kind::kBox, {50, 50, 4}, 8}, {120, -60, 4}},
        {"gel", {PropShape::Kind::kCylinder, {20, 20, 60}, 180}, {120, 100, 60}},
    };
    return tray;
}

Reports run(Tray& tray, std::uint64_t from, std::uint64_t ticks) {
    Reports out;
    for (std::uint64_t t = from; t < from + ticks; ++t) tray.step(t, out);
    return out;
}

Vec3 position(const Tray& tray, const std::string& id) {
    for (const auto& pose : tray.poses())
        if (pose.id == id) return pose.position_mm;
    ADD_FAILURE() << id << " is not there";
    return {};
}

const sdk::event::props* touch_of(const Reports& reports, const std::string& thing, std::string_view other) {
    const auto at = std::find_if(reports.begin(), reports.end(),
                                 [&](const auto& r) { return r.thing == thing && r.other == other; });
    return at == reports.end() ? nullptr : &*at;
}

TEST(Tray, ThingsLieWhereTheyWereLaid) {
    auto tray = Tray::create(layout());
    ASSERT_TRUE(tray);
    const Reports reports = run(*tray, 0, 2000);
    for (const auto& place : layout().props) {
        EXPECT_LT(length(position(*tray, place.id) - place.position_mm), 1.0) << place.id;
        EXPECT_NE(touch_of(reports, place.id, physics::kTrayName), nullptr) << place.id;
        EXPECT_EQ(touch_of(reports, place.id, physics::kFloorName), nullptr) << place.id;
    }
    EXPECT_TRUE(run(*tray, 2000, 1000).empty()) << "at rest there is nothing to report";
}

TEST(Tray, ADroppedThingFallsToTheFloorInItsTime) {
    auto tray = Tray::create(layout());
    run(*tray, 0, 500);
    ASSERT_TRUE(tray->pick_up("cartridge_1"));
    EXPECT_TRUE(tray->holds("cartridge_1"));
    ASSERT_TRUE(tray->move("cartridge_1", {0, -400, 100}));
    run(*tray, 500, 300);
    EXPECT_NEAR(position(*tray, "cartridge_1").z, 100, 1e-9) << "a hand holds it up";
    ASSERT_TRUE(tray->drop("cartridge_1"));
    const Reports reports = run(*tray, 800, 3000);
    const auto* touch = touch_of(reports, "cartridge_1", physics::kFloorName);
    ASSERT_NE(touch, nullptr);
    // From 100 mm above the tray to the floor 900 mm below it, less its own half height.
    const double fall_s = std::sqrt(2 * 0.986 / 9.81);
    EXPECT_NEAR(static_cast<double>(touch->tick - 800) * 1e-3, fall_s, 0.015);
    EXPECT_LT(position(*tray, "cartridge_1").z, -900 + 15);
    EXPECT_GT(position(*tray, "cartridge_1").z, -900 + 7);
    EXPECT_EQ(touch_of(reports, "cartridge_1", physics::kTrayName), nullptr);
}

TEST(Tray, PutDownItStandsOnTheTray) {
    auto tray = Tray::create(layout());
    ASSERT_TRUE(tray->pick_up("gel"));
    ASSERT_TRUE(tray->move("gel", {50, -50, 200}, {1, 0, 0}));
    run(*tray, 0, 100);
    ASSERT_TRUE(tray->put("gel", -60, -90));
    const Reports reports = run(*tray, 100, 1500);
    EXPECT_LT(length(position(*tray, "gel") - Vec3{-60, -90, 60}), 1.0);
    EXPECT_NE(touch_of(reports, "gel", physics::kTrayName), nullptr);
    EXPECT_FALSE(tray->holds("gel"));
}

TEST(Tray, TheRimKeepsWhatRolls) {
    auto tray = Tray::create(layout());
    ASSERT_TRUE(tray->pick_up("cartridge_1"));
    ASSERT_TRUE(tray->move("cartridge_1", {-60, 80, 30}, {0, 1, 0.1}));  // lying, tilted
    run(*tray, 0, 10);
    ASSERT_TRUE(tray->drop("cartridge_1"));
    run(*tray, 10, 6000);
    const Vec3 at = position(*tray, "cartridge_1");
    EXPECT_GT(at.z, 0);
    EXPECT_LT(std::abs(at.x), 225);
    EXPECT_LT(std::abs(at.y), 160);
}

TEST(Tray, AHeldThingTouchesWhatItMeets) {
    auto tray = Tray::create(layout());
    run(*tray, 0, 500);
    ASSERT_TRUE(tray->pick_up("pen"));
    Reports reports;
    for (std::uint64_t t = 0; t < 400; ++t) {
        ASSERT_TRUE(tray->move("pen", {-150.0 + 0.6 * static_cast<double>(t), 20, 14}));
        tray->step(500 + t, reports);
    }
    EXPECT_NE(touch_of(reports, "pen", "cartridge_1"), nullptr);
    EXPECT_GT(length(position(*tray, "cartridge_1") - Vec3{0, 20, 14}), 20) << "and pushes it";
}

// A fixed play of hands with everything in it.
Reports play() {
    auto tray = Tray::create(layout());
    Reports out;
    std::uint64_t tick = 0;
    const char* const names[] = {"pen", "cartridge_1", "cartridge_2", "gauze", "gel"};
    for (std::uint64_t turn = 0; turn < 40; ++turn) {
        const char* id = names[np_random_bits(9, 0, turn) % 5];
        const auto u = [&](std::uint64_t k) { return 2 * np_random_uniform(9, turn + 1, k) - 1; };
        EXPECT_TRUE(tray->pick_up(id));
        for (int k = 0; k < 60; ++k) {
            EXPECT_TRUE(tray->move(id, {250 * u(0), 200 * u(1), 60 + k * u(2)}, {u(3), u(4), u(5)}));
            tray->step(tick++, out);
        }
        if (turn % 3 == 0) {
            EXPECT_TRUE(tray->put(id, 150 * u(6), 100 * u(7)));
        } else {
            EXPECT_TRUE(tray->drop(id));
        }
        for (int k = 0; k < 150; ++k) tray->step(tick++, out);
        if (turn == 30) {
            EXPECT_TRUE(tray->remove("gauze"));
        }
    }
    return out;
}

TEST(Tray, SameHandSameBytes) {
    sdk::EventBuffer one, two;
    for (const auto& r : play()) one.append(r);
    for (const auto& r : play()) two.append(r);
    ASSERT_GT(one.count(), 1000U);
    ASSERT_EQ(one.bytes().size(), two.bytes().size());
    EXPECT_TRUE(std::equal(one.bytes().begin(), one.bytes().end(), two.bytes().begin()));
}

TEST(Tray, RefusesWhatCannotBe) {
    TrayLayout twice = layout();
    twice.props[1].id = "pen";
    EXPECT_FALSE(Tray::create(twice));
    TrayLayout flat = layout();
    flat.props[0].shape.half_mm.z = 0;
    EXPECT_FALSE(Tray::create(flat));
    TrayLayout reserved = layout();
    reserved.props[0].id = "floor";
    EXPECT_FALSE(Tray::create(reserved));
    auto tray = Tray::create(layout());
    EXPECT_FALSE(tray->pick_up("spoon"));
    EXPECT_FALSE(tray->drop("pen"));
    EXPECT_FALSE(tray->move("pen", {0, 0, 0}));
    ASSERT_TRUE(tray->pick_up("pen"));
    EXPECT_FALSE(tray->move("pen", {std::nan(""), 0, 0}));
    ASSERT_TRUE(tray->remove("pen"));
    EXPECT_FALSE(tray->drop("pen"));
    EXPECT_EQ(tray->poses().size(), 4U);
    EXPECT_TRUE(tray->pick_up("pen")) << "and back again";
    EXPECT_EQ(tray->poses().size(), 5U);
}

}  // namespace
}  // namespace np::test
