// From force, stretch and geometry to depth: check values of clinical reference 5.1 and 8.8.
#include <gtest/gtest.h>

#include <cmath>

#include "clinical_parameters.h"
#include "needlepoint/core/doubles.h"
#include "needlepoint/device/pen.h"
#include "needlepoint/physics/contact.h"
#include "needlepoint/sdk/math.h"
#include "needlepoint/skin/response.h"
#include "random_normals.h"

namespace np::test {
namespace {

using geometry::Vec3;
using physics::ContactModel;
using physics::StrikeLoad;
using physics::TipContact;

Parameters without_noise() {
    Parameters p = clinical_parameters();
    p.set("contact.noise_sd_mm", 0.0);
    return p;
}

Vec3 leaning(double degrees) {
    return {np_sin(degrees * NP_PI / 180), 0, -np_cos(degrees * NP_PI / 180)};
}

// One needle by itself.
physics::NeedleDepth sunk(const ContactModel& model, const StrikeLoad& load, std::size_t needle, double d_geo_mm,
                          const physics::SkinLayers& skin) {
    std::vector<double> noise_mm(needle + 1);
    model.noise(load, noise_mm);
    return model.depth(model.load_on(load, skin), d_geo_mm, noise_mm[needle]);
}

struct Means {
    double d_eff = 0, d_nom = 0;
};

// Mean over the needles of a pen that a hand holds on a plane.
Means strike(const std::string& device, double set_mm, double tilt_deg, bool stretched, double force_n) {
    const Parameters p = without_noise();
    const auto model = ContactModel::create(p);
    const auto pen = device::load_pen(p, device);
    const auto skin = geometry::make_plane({}, {0, 0, 1});
    TipContact contact;
    model->meet(*skin, {pen->needles, pen->rim_radius_mm()}, {{0, 0, 0}, leaning(tilt_deg)}, set_mm, true, contact);
    EXPECT_TRUE(contact.touching);
    StrikeLoad load;
    load.needle_length_mm = set_mm;
    load.needles = pen->needle_count();
    load.depth_factor = device::depth_factor(load.needles, p).value();
    load.force_n = force_n;
    load.stretched = stretched;
    Means means;
    for (std::uint32_t i = 0; i < load.needles; ++i) {
        const auto on = model->load_on(load, {15, 0.7});
        const double d_eff_mm = model->depth(on, contact.needles[i].d_geo_mm, 0).d_eff_mm;
        means.d_eff += d_eff_mm / load.needles;
        means.d_nom +=
            skin::nominal_mm(*skin::load_nominal_rules(p), d_eff_mm, on.press_mm, load.depth_factor) / load.needles;
    }
    return means;
}

TEST(Depth, CheckValues) {
    const struct {
        double set, tilt;
        bool stretched;
        double force, d_eff, d_nom;
    } rows[] = {
        {1.0, 0, true, 0.6, 0.900, 1.000}, {1.0, 10, true, 0.6, 0.769, 0.855}, {1.0, 0, false, 0.6, 0.750, 0.833},
        {1.0, 0, true, 0.2, 0.459, 0.510}, {1.0, 0, true, 3.0, 1.043, 1.000},  {0.5, 15, true, 0.6, 0.260, 0.289},
    };
    for (const auto& row : rows) {
        const Means m = strike("skinpen_precision", row.set, row.tilt, row.stretched, row.force);
        EXPECT_NEAR(m.d_eff, row.d_eff, 0.0005) << row.set << " " << row.tilt << " " << row.force;
        EXPECT_NEAR(m.d_nom, row.d_nom, 0.0005) << row.set << " " << row.tilt << " " << row.force;
    }
}

TEST(Depth, FaultlessTechniqueReadsAsTheDialWithAnyNeedleCount) {
    const std::pair<const char*, double> rows[] = {{"exceed", 0.990}, {"generic_12", 0.921}, {"generic_36", 0.781}};
    for (const auto& [id, d_eff] : rows) {
        const Means m = strike(id, 1.0, 0, true, 1.9);
        EXPECT_NEAR(m.d_eff, d_eff, 0.0005) << id;
        EXPECT_NEAR(m.d_nom, 1.0, 1e-12) << id;
    }
    const auto model = ContactModel::create(without_noise());
    StrikeLoad load;
    load.needle_length_mm = 1;
    load.needles = 42;
    load.depth_factor = device::depth_factor(42, without_noise()).value();
    load.stretched = true;
    EXPECT_NEAR(sunk(*model, load, 0, 1.0, {15, 0.7}).d_eff_mm, 0.765, 0.0005);
}

TEST(Depth, TiltCostsWhatTheReferencePrints) {
    const std::pair<double, double> rows[] = {{5, 0.07}, {10, 0.15}, {15, 0.23}, {20, 0.32}, {30, 0.51}};
    for (const auto& [tilt, loss] : rows)
        EXPECT_NEAR(1 - strike("skinpen_precision", 1.0, tilt, true, 0.6).d_eff / 0.9, loss, 0.005) << tilt;
}

TEST(Depth, NoNeedleStandsOutAtZero) {
    const auto model = ContactModel::create(clinical_parameters());
    StrikeLoad load;
    load.needles = 14;
    load.force_n = 5;
    for (std::uint32_t i = 0; i < 14; ++i) EXPECT_EQ(sunk(*model, load, i, 0, {15, 0.7}).d_eff_mm, 0);
}

TEST(Depth, DryLooseAndLightCost) {
    const auto model = ContactModel::create(without_noise());
    StrikeLoad load;
    load.needle_length_mm = 1;
    load.needles = 14;
    load.stretched = true;
    const double best = sunk(*model, load, 0, 1, {15, 0.7}).d_eff_mm;
    EXPECT_NEAR(best, 0.9, 1e-12);  // force not known: taken as enough
    load.dry = true;
    EXPECT_NEAR(sunk(*model, load, 0, 1, {15, 0.7}).d_eff_mm, 0.85 * best, 1e-12);
    load.dry = false;
    load.force_n = 0.0;
    EXPECT_NEAR(sunk(*model, load, 0, 1, {15, 0.7}).d_eff_mm, 0.4 * best, 1e-12);
    EXPECT_NEAR(model->seat_force_n(14, 0.7), 0.392, 1e-12);
    EXPECT_EQ(model->press_mm(2.0, 1), 0);
    EXPECT_NEAR(model->press_mm(4.0, 0.5), 0.4, 1e-12);
    EXPECT_NEAR(model->press_mm(40.0, 0.5), 0.4, 1e-12);  // no more than that
}

// The free hand: stretched skin is stiffer. It takes more force to seat the needles, gives way less under a pressing
// tip, and lets them in deeper all the same.
TEST(Depth, LooseSkinIsSofterAndNeverDeeper) {
    const auto model = ContactModel::create(without_noise());
    EXPECT_EQ(model->met_stiffness(0.7, true), 0.7);
    EXPECT_NEAR(model->met_stiffness(0.7, false), 0.85 * 0.7, 1e-12);
    StrikeLoad load;
    load.needle_length_mm = 1;
    load.needles = 14;
    const auto depth = [&](bool stretched, double force_n, double stiffness) {
        load.stretched = stretched;
        load.force_n = force_n;
        return model->depth(model->load_on(load, {15, stiffness}), 1, 0).d_eff_mm;
    };
    const double seat_n = 0.85 * 0.04 * 14 * 0.7;
    EXPECT_NEAR(depth(false, seat_n, 0.7), 0.75, 1e-12) << "seated with less force";
    EXPECT_LT(depth(true, seat_n, 0.7), 0.9 * 0.86);
    EXPECT_NEAR(depth(false, 3.0, 0.7) - 0.75, 0.1 / (0.85 * 0.7), 1e-12) << "and pressed in further";
    for (const double stiffness : {0.6, 0.7, 1.0, 1.4})
        for (double force = 0; force <= 2.5; force += 0.01)
            ASSERT_LE(depth(false, force, stiffness), depth(true, force, stiffness)) << stiffness << " " << force;
    // The nominal depth leaves the press out in either case.
    load.stretched = false;
    load.force_n = 3.0;
    const physics::LoadOnSkin on = model->load_on(load, {15, 0.7});
    const auto nominal = skin::load_nominal_rules(without_noise());
    ASSERT_TRUE(nominal);
    EXPECT_NEAR(skin::nominal_mm(*nominal, model->depth(on, 1, 0).d_eff_mm, on.press_mm, 1), 0.75 / 0.9, 1e-12);
}

// 1C: "14 pins 0.34-0.78 N over the face, 36 pins on nose_dorsum 2.02 N".
TEST(Depth, SeatingForceOfThePrintedPlaces) {
    const auto model = ContactModel::create(clinical_parameters());
    EXPECT_NEAR(model->seat_force_n(14, 0.6), 0.34, 0.005);
    EXPECT_NEAR(model->seat_force_n(14, 1.4), 0.78, 0.005);
    EXPECT_NEAR(model->seat_force_n(36, 1.4), 2.02, 0.005);
}

TEST(Depth, FirmLayerStopsTheNeedleAndBoneIsFelt) {
    const auto model = ContactModel::create(without_noise());
    StrikeLoad load;
    load.needle_length_mm = 2.5;
    load.needles = 14;
    load.stretched = true;
    load.force_n = 1;
    const auto nose = sunk(*model, load, 0, 2.5, {2.4, 1.4});
    EXPECT_NEAR(nose.d_eff_mm, 2.1, 1e-12);
    EXPECT_TRUE(nose.bone);
    EXPECT_FALSE(sunk(*model, load, 0, 1.0, {2.4, 1.4}).bone);
    load.force_n = 3.1;
    EXPECT_TRUE(sunk(*model, load, 0, 1.0, {2.4, 1.4}).bone);  // thin and pressed hard
    EXPECT_FALSE(sunk(*model, load, 0, 1.0, {15, 1.4}).bone);
}

// One draw per needle, whatever was asked before; its spread is the reference's.
TEST(Depth, NoiseBelongsToStrikeAndNeedle) {
    const auto model = ContactModel::create(clinical_parameters());
    StrikeLoad load;
    load.needle_length_mm = 1;
    load.needles = 14;
    load.stretched = true;
    load.seed = 77;
    double sum = 0, sum2 = 0;
    const int strikes = 4000;
    for (int s = 0; s < strikes; ++s) {
        load.strike = static_cast<std::uint64_t>(s);
        for (std::uint32_t i = 0; i < 14; ++i) {
            const double d = sunk(*model, load, i, 1, {15, 0.7}).d_eff_mm;
            sum += d;
            sum2 += d * d;
        }
    }
    const double n = 14.0 * strikes, mean = sum / n;
    EXPECT_NEAR(mean, 0.9, 0.001);
    EXPECT_NEAR(std::sqrt(sum2 / n - mean * mean), 0.05, 0.001);
    load.strike = 3;
    const double again = sunk(*model, load, 5, 1, {15, 0.7}).d_eff_mm;
    sunk(*model, load, 6, 1, {15, 0.7});
    EXPECT_EQ(sunk(*model, load, 5, 1, {15, 0.7}).d_eff_mm, again);
    load.seed = 78;
    EXPECT_NE(sunk(*model, load, 5, 1, {15, 0.7}).d_eff_mm, again);
}

TEST(Depth, ModelNamesTheKeyThatIsMissing) {
    const Parameters all = clinical_parameters();
    for (const auto& [key, parameter] : all.entries()) {
        if (key.rfind("contact.", 0) != 0 || key.rfind("contact.count_", 0) == 0) continue;
        Parameters p;
        for (const auto& [other, value] : all.entries())
            if (other != key) p.set(other, value);
        const auto model = ContactModel::create(p);
        ASSERT_FALSE(model) << key;
        EXPECT_NE(model.error().message.find(key), std::string::npos) << model.error().message;
    }
}

// The spread of all needles at once has the bits of the SDK's deviates one by one, whatever the processor can.
TEST(Depth, NoiseIsTheSdksDeviateOfEachNeedle) {
    Parameters p = clinical_parameters();
    p.set("contact.noise_sd_mm", 1.0);
    const auto model = ContactModel::create(p);
    for (const std::size_t needles : {0U, 1U, 2U, 7U, 36U, 50U, 192U})
        for (std::uint64_t strike = 1; strike < 2'000; ++strike) {
            StrikeLoad load;
            load.seed = strike * 0x9e3779b97f4a7c15ULL;
            load.strike = strike;
            std::vector<double> each_mm(needles), by_two_mm(needles), by_four_mm(needles);
            model->noise(load, each_mm);
            physics::normals_by_two(load.seed, strike, by_two_mm.data(), needles);
            if (has_four_doubles()) physics::normals_by_four(load.seed, strike, by_four_mm.data(), needles);
            for (std::size_t i = 0; i < needles; ++i) {
                const double one = np_random_normal(load.seed, strike, i);
                ASSERT_EQ(each_mm[i], one);
                ASSERT_EQ(by_two_mm[i], one);
                if (has_four_doubles()) {
                    ASSERT_EQ(by_four_mm[i], one);
                }
            }
        }
}

}  // namespace
}  // namespace np::test
