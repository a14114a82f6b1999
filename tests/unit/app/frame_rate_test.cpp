// The same hand gives the same bytes at any number of frames a second, and the record of a visit that was held at a
// window is what the simulation makes of it without one.
#include <gtest/gtest.h>

#include <cmath>

#include "needlepoint/core/files.h"
#include "needlepoint/render/camera.h"
#include "needlepoint/session/replay_world.h"
#include "play.h"
#include "run_program.h"
#include "visit.h"

namespace np::app {
namespace {

constexpr render::Size kSize{1280, 720};
constexpr double kVisitMs = 6000;

struct Heard {
    HandInput input;
    double at_ms, span_ms;
};

HandInput circling(double at_ms) {
    HandInput hand;
    hand.cursor_moved = true;
    hand.cursor_x = 640 + 90 * std::cos(at_ms * 0.002), hand.cursor_y = 380 + 60 * std::sin(at_ms * 0.0031);
    hand.press = std::fmod(at_ms, 1500) > 400;
    hand.travel_step_mm = std::fmod(at_ms, 700) < 5 ? 0.1 : 0;
    hand.tilt_x = std::fmod(at_ms, 2000) < 300 ? 1 : 0;
    hand.planting = at_ms > 3000 && at_ms < 3300;
    hand.assist = 0.5;
    return hand;
}

// A mouse that speaks 125 times a second, a calibrated tablet at 200 and a tracker at 90, with times of their own.
std::vector<Heard> script(input::DeviceClass device) {
    std::vector<Heard> script;
    const double every_ms = device == input::DeviceClass::kMouse ? 8 : device == input::DeviceClass::kTablet ? 5 : 11.1;
    for (double at = 3.3; at < kVisitMs; at += every_ms) {
        HandInput hand = circling(at);
        hand.device = device;
        if (device == input::DeviceClass::kTablet) {
            hand.force_n = 1 + std::sin(at * 0.01);
            hand.wrist_deg = {10 * std::sin(at * 0.001), 5};
            hand.observed = input::kObservedForce | input::kObservedAngle;
        }
        if (device == input::DeviceClass::kTracker) {
            hand.pose = input::PenPose{{10 * std::cos(at * 0.003), 10 * std::sin(at * 0.003), std::sin(at * 0.002)},
                                       normalized(geometry::Vec3{0.05, 0, -1})};
            hand.observed = input::kObservedPlace | input::kObservedAngle;
        }
        script.push_back({hand, at, every_ms});
    }
    return script;
}

struct Held {
    std::vector<std::byte> file;
    Digest state{};
    std::size_t strikes = 0;
    std::set<std::uint32_t> devices, observed;
};

Held hold(const std::vector<Heard>& script, int frames_a_second, const test::Scratch& scratch) {
    cli::Places places = test::places();
    places.user = scratch / ("user-" + std::to_string(frames_a_second));
    auto begun = Visit::begin(places, "tutorial/first-strokes", 5);
    EXPECT_TRUE(begun) << begun.error().message;
    Visit& visit = **begun;
    const render::Camera camera = render::view_camera(render::View::kPad, {}, 1280.0 / 720);
    visit.hand().regrip({0, 0, -1});
    visit.look_from(camera, kSize);
    const std::vector<std::tuple<double, std::string, std::string, std::int64_t>> commands = {
        {100, "open", "cartridge_1", 0},     {200, "fit", "cartridge_1", 0}, {300, "take", "pen", 0},
        {400, "set", "needle_length", 1000}, {500, "set", "motor", 1},       {5500, "set", "motor", 0}};
    Held held;
    std::size_t next = 0, ordered = 0;
    const double frame_ms = 1000.0 / frames_a_second;
    for (int frame = 0; frame * frame_ms < kVisitMs - 1e-6; ++frame) {
        for (; ordered < commands.size() && std::get<0>(commands[ordered]) < frame * frame_ms + 1e-6; ++ordered) {
            sdk::event::command command;
            std::tie(std::ignore, command.verb, command.target, command.value) = commands[ordered];
            visit.command(command);
        }
        for (; next < script.size() && script[next].at_ms <= (frame + 1) * frame_ms; ++next)
            visit.move_hand(script[next].input, script[next].at_ms, script[next].span_ms);
        EXPECT_TRUE(visit.advance(1.0 / frames_a_second, [&](const sdk::EventBuffer& events) {
            for (const sdk::RecordView event : events) held.strikes += event.kind() == NP_KIND_strike;
        }));
    }
    held.state = visit.world().state_hash();
    EXPECT_TRUE(visit.close(places));
    held.file = *read_file(visit.file());
    return held;
}

class AnyDevice : public ::testing::TestWithParam<input::DeviceClass> {};

TEST_P(AnyDevice, GivesTheSameBytesAt10And60And240FramesASecond) {
    const test::Scratch scratch;
    const auto heard = script(GetParam());
    const Held at60 = hold(heard, 60, scratch);
    EXPECT_GT(at60.strikes, 100u);
    for (const int fps : {10, 20, 240}) {
        const Held other = hold(heard, fps, scratch);
        EXPECT_TRUE(other.state == at60.state) << fps;
        EXPECT_EQ(other.strikes, at60.strikes) << fps;
        EXPECT_TRUE(other.file == at60.file) << "the record differs at " << fps << " frames a second";
    }
}

TEST_P(AnyDevice, ReplaysWithoutAWindow) {
    const test::Scratch scratch;
    const Held held = hold(script(GetParam()), 60, scratch);
    const auto record = session::Record::parse(held.file);
    ASSERT_TRUE(record) << record.error().message;
    auto prepared = cli::prepare_replay(test::places(), *record);
    ASSERT_TRUE(prepared) << prepared.error().message;
    auto world = simulation::World::create(prepared->setup);
    ASSERT_TRUE(world);
    const auto result = session::replay(*record, *world);
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->same);
    EXPECT_EQ(world->state_hash(), held.state);
}

TEST_P(AnyDevice, StandsInTheRecordWithWhatItMeasured) {
    const test::Scratch scratch;
    const auto record = session::Record::parse(hold(script(GetParam()), 60, scratch).file);
    ASSERT_TRUE(record);
    std::size_t samples = 0, strikes = 0, felt = 0;
    ASSERT_TRUE(record->for_each_block([&](const session::Block& block) {
        for (const sdk::RecordView input : block.inputs)
            if (const auto* hand = input.raw<sdk::event::hand>()) {
                ++samples;
                EXPECT_EQ(hand->device_class, static_cast<std::uint32_t>(GetParam()));
            }
        for (const sdk::RecordView event : block.events)
            if (const auto* strike = event.raw<sdk::event::strike>()) {
                ++strikes;
                felt += (strike->state & NP_STRIKE_FORCE_OBSERVED) != 0;
            }
    }));
    EXPECT_NEAR(static_cast<double>(samples), kVisitMs / 4, 3);
    EXPECT_EQ(felt, GetParam() == input::DeviceClass::kTablet ? strikes : 0u)
        << "only a weighed pressure is a felt force";
}

INSTANTIATE_TEST_SUITE_P(Hands, AnyDevice,
                         ::testing::Values(input::DeviceClass::kMouse, input::DeviceClass::kTablet,
                                           input::DeviceClass::kTracker),
                         [](const auto& device) { return std::string(input::to_word(device.param)); });

}  // namespace
}  // namespace np::app
