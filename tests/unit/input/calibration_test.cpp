// Calibrations find what was put in, say how well, and refuse what they cannot know.
#include "needlepoint/input/calibration.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "needlepoint/input/calibration_file.h"
#include "run_program.h"

namespace np::input {
namespace {

using geometry::Vec3;

Turn about(Vec3 axis, double degrees) {
    const Vec3 unit = normalized(axis);
    const double half = degrees * 0.008726646259971648;
    return {std::cos(half), std::sin(half) * unit.x, std::sin(half) * unit.y, std::sin(half) * unit.z};
}

const Vec3 kTip{3, -7, 142};
const Vec3 kSpot{-210, 45, 980};

// Poses of a tool whose tip rests on kSpot, with noise in the marker's place.
std::vector<TrackedPose> swayed(double degrees, double noise_mm, bool one_axis = false) {
    std::mt19937 random(3);
    std::normal_distribution<double> noise(0, noise_mm > 0 ? noise_mm : 1);
    std::vector<TrackedPose> poses;
    for (int i = 0; i < 200; ++i) {
        const double phase = i * 0.31;
        const Vec3 axis = one_axis ? Vec3{0, 1, 0} : Vec3{std::cos(phase), std::sin(phase), 0.2};
        const Turn turn = about(axis, one_axis ? degrees * std::sin(phase) : degrees * (0.3 + 0.7 * (i % 10) / 10.0));
        Vec3 at = kSpot - turned(turn, kTip);
        if (noise_mm > 0) at += Vec3{noise(random), noise(random), noise(random)};
        poses.push_back({at, turn});
    }
    return poses;
}

TEST(Pivot, FindsTheTipExactlyWithoutNoise) {
    const auto pivot = calibrate_pivot(swayed(40, 0));
    ASSERT_TRUE(pivot) << pivot.error().message;
    EXPECT_NEAR(length(pivot->tip_mm - kTip), 0, 1e-8);
    EXPECT_NEAR(length(pivot->spot_mm - kSpot), 0, 1e-8);
    EXPECT_NEAR(pivot->residual_mm, 0, 1e-8);
}

TEST(Pivot, TheResidualIsTheNoise) {
    const auto pivot = calibrate_pivot(swayed(40, 0.25));
    ASSERT_TRUE(pivot);
    EXPECT_LT(length(pivot->tip_mm - kTip), 0.2);
    EXPECT_NEAR(pivot->residual_mm, 0.25 * std::sqrt(3.0), 0.05);
}

TEST(Pivot, RefusesWhatDoesNotDetermineTheTip) {
    const auto says = [](const Expected<Pivot>& pivot) { return pivot ? std::string("found") : pivot.error().message; };
    EXPECT_NE(says(calibrate_pivot({})).find("at least 12 poses"), std::string::npos);
    EXPECT_NE(says(calibrate_pivot(swayed(10, 0))).find("swayed by"), std::string::npos);
    EXPECT_NE(says(calibrate_pivot(swayed(40, 0, true))).find("one axis only"), std::string::npos);
}

TEST(Registration, FindsTurnAndShift) {
    const Turn turn = about({1, 2, -1}, 77);
    const Vec3 shift{100, -20, 31};
    std::vector<Landmark> landmarks;
    for (const Vec3 at : {Vec3{0, 0, 100}, Vec3{50, 10, 60}, Vec3{-50, 12, 60}, Vec3{0, -60, 80}})
        landmarks.push_back({"", turned(inverse(turn), at - shift), at});
    const auto found = register_landmarks(landmarks);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_NEAR(found->residual_mm, 0, 1e-9);
    for (const Landmark& landmark : landmarks)
        EXPECT_NEAR(length(found->apply(landmark.device_mm) - landmark.patient_mm), 0, 1e-9);
    landmarks[0].device_mm.x += 4;
    const auto off = register_landmarks(landmarks);
    ASSERT_TRUE(off);
    EXPECT_GT(off->residual_mm, 0.3);
}

TEST(Registration, RefusesALineAndTooFew) {
    std::vector<Landmark> line;
    for (int i = 0; i < 5; ++i) line.push_back({"", {i * 10.0, 0, 0}, {0, i * 10.0, 0}});
    EXPECT_FALSE(register_landmarks(line));
    EXPECT_FALSE(register_landmarks(std::span(line).first(2)));
    const std::vector<Landmark> spot(4, Landmark{"", {1, 1, 1}, {2, 2, 2}});
    EXPECT_FALSE(register_landmarks(spot));
}

TEST(Pressure, RunsThroughItsPointsAndRises) {
    const auto curve = PressureCurve::create({{0.1, 490}, {0.4, 1960}, {0.9, 9800}});
    ASSERT_TRUE(curve);
    EXPECT_NEAR(curve->newtons(0.1), 0.490, 1e-12);
    EXPECT_NEAR(curve->newtons(0.25), 1.225, 1e-12);
    EXPECT_NEAR(curve->newtons(0.9), 9.8, 1e-12);
    EXPECT_NEAR(curve->newtons(1), 9.8, 1e-12);
    EXPECT_EQ(curve->newtons(0), 0);
    double before = -1;
    for (int i = 0; i <= 1000; ++i) {
        EXPECT_GE(curve->newtons(i / 1000.0), before);
        before = curve->newtons(i / 1000.0);
    }
    EXPECT_FALSE(PressureCurve::create({{0, 0}}));
    EXPECT_FALSE(PressureCurve::create({{0, 0}, {0.5, 900}, {0.6, 800}}));
    EXPECT_FALSE(PressureCurve::create({{0, 0}, {1, std::nan("")}}));
}

TEST(Pressure, SaysHowFarItIsFromALine) {
    EXPECT_NEAR(PressureCurve::create({{0, 0}, {0.5, 2000}, {1, 4000}})->off_line_n(), 0, 1e-12);
    // Middle 0.3 N above the ends' line: the best line lies 0.1 N above it; off by 0.1, 0.2, 0.1.
    EXPECT_NEAR(PressureCurve::create({{0, 0}, {0.5, 2300}, {1, 4000}})->off_line_n(), std::sqrt(0.06 / 3), 1e-9);
}

TEST(Upright, IsTheMeanOfAStandingPenAndIsTakenOff) {
    std::vector<std::array<double, 2>> tilts;
    for (int i = 0; i < 40; ++i) tilts.push_back({4 + (i % 2 == 0 ? 0.5 : -0.5), -7});
    const auto found = find_upright(tilts);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_NEAR(found->tilt_deg[0], 4, 1e-9);
    EXPECT_NEAR(found->tilt_deg[1], -7, 1e-9);
    EXPECT_NEAR(found->residual_deg, 0.5, 1e-9);
    RawPenSample raw;
    raw.tilt_deg = {14, -7};
    Calibration calibration;
    calibration.upright = *found;
    const PenSample pen = calibrated(raw, DeviceClass::kTablet, calibration);
    EXPECT_NEAR((*pen.tilt_deg)[0], 10, 1e-9);
    EXPECT_NEAR((*pen.tilt_deg)[1], 0, 1e-9);
    raw.tilt_deg = {-90, 90};
    EXPECT_EQ((*calibrated(raw, DeviceClass::kTablet, calibration).tilt_deg)[0], -90) << "stays an angle";
}

TEST(Upright, RefusesWhatDoesNotStandStill) {
    std::vector<std::array<double, 2>> few(11), wavers, leans;
    for (int i = 0; i < 40; ++i) wavers.push_back({i % 2 == 0 ? 8.0 : -8.0, 0}), leans.push_back({45, 0});
    for (const auto& tilts : {few, wavers, leans}) EXPECT_FALSE(find_upright(tilts));
}

TEST(Calibrated, ATrackedPenIsAPoseInThePatientsFrame) {
    Calibration calibration;
    calibration.pivot = Pivot{kTip, {}, 0, 60};
    calibration.registration = Registration{about({0, 0, 1}, 90), {1000, 0, 0}, 0};
    RawPenSample raw;
    raw.position_mm = Vec3{10, 20, 30};
    raw.orientation = Turn{};
    const PenSample pen = calibrated(raw, DeviceClass::kTracker, calibration);
    ASSERT_TRUE(pen.pose);
    EXPECT_NEAR(length(pen.pose->tip_mm - Vec3{1000 - 13, 13, 172}), 0, 1e-9);
    EXPECT_NEAR(length(pen.pose->axis), 1, 1e-12);
    EXPECT_EQ(pen.observed, kObservedPlace | kObservedAngle);
    calibration.registration.reset();
    EXPECT_FALSE(calibrated(raw, DeviceClass::kTracker, calibration).pose) << "an unplaced patient cannot be touched";
}

TEST(Calibrated, ForceCountsAsMeasuredOnlyOnACalibratedScale) {
    RawPenSample raw;
    raw.pressure = 0.5;
    Calibration calibration;
    EXPECT_NEAR(*calibrated(raw, DeviceClass::kTablet, calibration).press_n, 2.0, 1e-12);
    EXPECT_EQ(calibrated(raw, DeviceClass::kTablet, calibration).observed & kObservedForce, 0u);
    calibration.pressure = *PressureCurve::create({{0, 0}, {1, 5000}});
    EXPECT_EQ(calibrated(raw, DeviceClass::kTablet, calibration).observed & kObservedForce, kObservedForce);
    EXPECT_EQ(calibrated(raw, DeviceClass::kGamepad, calibration).observed & kObservedForce, 0u);
    EXPECT_EQ(calibrated(raw, DeviceClass::kMouse, calibration).observed & kObservedForce, 0u);
}

TEST(CalibrationFile, ComesBackAsItWasWritten) {
    InputSettings settings;
    settings.source = "tracker:127.0.0.1:18944/Pen \"A\"";
    Calibration& c = settings.calibration[settings.source];
    c.pivot = Pivot{kTip, {}, 0.31, 61};
    c.axis = Vec3{0, 0, 1};
    c.registration = Registration{about({1, 2, 3}, 40), {1, -2, 3.5}, 0.8};
    c.pressure = *PressureCurve::create({{0.05, 500}, {0.5, 2000}});
    c.upright = Upright{{2.5, -3.25}, 0.4};
    settings.calibration["tablet"] = {};
    const test::Scratch scratch;
    ASSERT_TRUE(save_input_settings(scratch / "deep" / "input.yaml", settings));
    const auto again = load_input_settings(scratch / "deep" / "input.yaml");
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->source, settings.source);
    const Calibration& back = again->of(settings.source);
    EXPECT_NEAR(length(back.pivot->tip_mm - kTip), 0, 1e-9);
    EXPECT_NEAR(back.registration->turn.w, c.registration->turn.w, 1e-9);
    EXPECT_EQ(back.pressure.points(), c.pressure.points());
    EXPECT_TRUE(back.pressure.measured());
    EXPECT_EQ(back.upright->tilt_deg, c.upright->tilt_deg);
    EXPECT_EQ(back.upright->residual_deg, 0.4);
    EXPECT_FALSE(again->of("tablet").pressure.measured());
    EXPECT_EQ(to_yaml(*again), to_yaml(settings));
}

TEST(CalibrationFile, SaysLineAndReasonOfWhatItCannotTrust) {
    const std::pair<const char*, const char*> cases[] = {
        {"source: [1, 2]\n", "1:9"},
        {"source: mouse\nsource: tablet\n", "stands twice"},
        {"sauce: mouse\n", "'sauce' is not a key"},
        {"calibration: {tablet: {pressure_mn: [[0, 0], [1, .nan]]}}\n", "should be a number"},
        {"calibration: {tablet: {pressure_mn: [[0, 0], [1, 1e300]]}}\n", "should lie between"},
        {"calibration: {tablet: {pressure_mn: [[0, 0], [0.5, -1]]}}\n", "outside"},
        {"calibration: {t: {registration: {turn: [1, 1, 1, 1], shift_mm: [0, 0, 0]}}}\n", "unit quaternion"},
        {"calibration: {t: {registration: {turn: [1, 0, 0, 0]}}}\n", "needs turn and shift_mm"},
        {"calibration: {t: {pivot: {tip_mm: [1, 2]}}}\n", "3 numbers"},
        {"calibration: {t: {upright: {tilt_deg: [1, 200]}}}\n", "should lie between"},
        {"calibration: {t: {upright: {residual_deg: 1}}}\n", "needs tilt_deg"},
        {"calibration: [a, b]\n", "keys and values"},
        {"a: {b: [}\n", "not YAML"},
        {"\xff\xfe", "not text in UTF-8"},
        {"source: \xc3", "not text in UTF-8"},
    };
    for (const auto& [text, expected] : cases) {
        const auto parsed = parse_input_settings(text, "input.yaml");
        ASSERT_FALSE(parsed) << text;
        EXPECT_NE(parsed.error().message.find(expected), std::string::npos) << text << " -> " << parsed.error().message;
        EXPECT_EQ(parsed.error().message.find("input.yaml"), 0u);
    }
    EXPECT_FALSE(parse_input_settings(std::string(1 << 20, '#'), "input.yaml"));
    EXPECT_TRUE(parse_input_settings("", "input.yaml"));
    EXPECT_TRUE(load_input_settings("/nowhere/at/all.yaml")) << "a missing file means defaults";
}

}  // namespace
}  // namespace np::input
