// Every device of clinical reference 2.1 on the practice pad: does it run, how deep, how dense.
#include <cmath>
#include <set>
#include <sstream>

#include "needlepoint/scenario/rule_pack.h"
#include "pad_session.h"

namespace np::test {
namespace {

const Parameters& rules() {
    static const auto pack = scenario::load_rule_pack(std::string(NP_SOURCE_DIR) + "/assets/rules/default_v1.yaml");
    EXPECT_TRUE(pack) << pack.error().message;
    return pack->parameters;
}

std::vector<std::string> all_devices() {
    std::istringstream words(rules().text("devices.order").value_or(""));
    std::vector<std::string> ids;
    for (std::string word; std::getline(words, word, ',');) ids.push_back(word);
    return ids;
}

// The lowest length that all devices have between them is short; each takes its own.
std::uint32_t some_length_um(const device::PenPreset& pen) {
    std::uint32_t length = 0;
    while (length + pen.depth_step_um <= std::min(1000u, pen.depth_max_um)) length += pen.depth_step_um;
    return length;
}

TEST(Presets, AllFifteenAreThereWithAllThatAMakerDeclares) {
    std::set<std::string> presets;
    for (const std::string& id : all_devices()) {
        presets.insert(rules().text("device." + id + ".preset").value_or(id));
        const auto pen = device::load_pen(rules(), id);
        ASSERT_TRUE(pen) << pen.error().message;
        EXPECT_FALSE(pen->name.empty() || pen->sterility.empty() || pen->fluid_ingress.empty() || pen->cleaning.empty())
            << id;
        EXPECT_GT(pen->tolerance_um, 0u) << id;
        EXPECT_TRUE(device::dial_has(*pen, pen->depth_max_um)) << id;
        EXPECT_EQ(pen->rhythm == device::Rhythm::kMotor, pen->stall_n > 0) << id;
    }
    EXPECT_EQ(presets.size(), 15u);
    // The table's own figures.
    const struct {
        const char* id;
        std::uint32_t needles;
        double swath_mm, rate_hz, depth_max_mm;
    } rows[] = {
        {"skinpen_precision", 14, 5.0, 116.7, 2.5}, {"exceed", 6, 3.0, 125, 1.5},
        {"rejuvapen_nxt", 12, 4.4, 100, 2.0},       {"propen_14", 14, 5.0, 117, 2.5},
        {"dermapen_md_2012", 11, 4.2, 90, 2.5},     {"dermapen_12", 12, 4.4, 110, 2.5},
        {"dermapen_4", 16, 5.0, 120, 3.0},          {"drpen_a6s_12", 12, 4.4, 250, 2.5},
        {"drpen_a6s_16", 16, 5.0, 250, 2.5},        {"drpen_a6s_36", 36, 6.0, 250, 2.5},
        {"drpen_a6s_42", 42, 6.4, 250, 2.5},        {"generic_12", 12, 4.4, 133, 2.5},
        {"generic_24", 24, 5.5, 133, 2.5},          {"generic_36", 36, 6.0, 133, 2.5},
    };
    for (const auto& row : rows) {
        const auto pen = device::load_pen(rules(), row.id);
        ASSERT_TRUE(pen) << row.id;
        EXPECT_EQ(pen->needle_count(), row.needles) << row.id;
        EXPECT_NEAR(pen->swath_mm, row.swath_mm, 1e-9) << row.id;
        EXPECT_EQ(pen->rate_mhz, static_cast<std::uint32_t>(std::lround(row.rate_hz * 1000))) << row.id;
        EXPECT_EQ(pen->depth_max_um, static_cast<std::uint32_t>(std::lround(row.depth_max_mm * 1000))) << row.id;
    }
}

struct EveryDevice : testing::TestWithParam<std::string> {};

// On the flat pad every needle's depth is the reference's formula: loose skin, seated by just its F_seat.
TEST_P(EveryDevice, ReachesTheDepthOfTheFormula) {
    PadSession pad(GetParam());
    const std::uint32_t length_um = some_length_um(pad.pen);
    pad.make_ready(length_um);
    const double stiffness = 0.7, seat_n = 0.04 * pad.pen.at_once * stiffness;
    pad.force_n = seat_n;
    for (int row = 0; row < 6; ++row) {
        pad.glide(-30, 8.0 * row - 20, 30, 8.0 * row - 20, 30);
        for (int i = 0; i < 4; ++i) {
            pad.stay(10.0 * i - 15, 8.0 * row - 20, 60);
            pad.lift();
            for (int wait = 0; wait < 30; ++wait) pad.lift();  // a hand-piece charges
        }
    }
    ASSERT_GT(pad.hits().size(), 10u) << "strikes";
    const double k_n = *device::depth_factor(pad.pen.needle_count(), pad.parameters);
    const double press_mm = std::min(0.4, 0.10 * std::max(0.0, std::round(seat_n * 1000) / 1000 - 2.0) / stiffness);
    double sum = 0, dry_sum = 0;
    std::size_t n = 0, dry_n = 0;
    for (const Hit& hit : pad.hits()) {
        for (std::size_t i = 0; i < hit.depth_mm.size(); ++i) {
            ASSERT_NE(hit.cell[i], NP_NO_CELL);
            const bool dry = (hit.state & NP_STRIKE_DRY) != 0;
            (dry ? dry_sum : sum) += hit.depth_mm[i];
            ++(dry ? dry_n : n);
        }
    }
    ASSERT_GT(n + dry_n, 300u);
    const double spread = 4 * 0.05 / std::sqrt(static_cast<double>(n + dry_n));
    const double wet = 0.75 * k_n * length_um * 1e-3 + press_mm, dry = 0.85 * (wet - press_mm) + press_mm;
    const double mean = (sum + dry_sum) / static_cast<double>(n + dry_n);
    const double expected =
        (wet * static_cast<double>(n) + dry * static_cast<double>(dry_n)) / static_cast<double>(n + dry_n);
    EXPECT_NEAR(mean, expected, spread + 0.003);
}

// One pass at reference technique, strips side by side: 98 per cm2 with every pen, 16 with a roll of the drum.
TEST_P(EveryDevice, OnePassIsAsDenseAsTheReferenceSays) {
    PadSession pad(GetParam());
    pad.make_ready(some_length_um(pad.pen));
    pad.force_n = 0.04 * pad.pen.at_once * 0.7;
    const auto figures = device::pen_figures(pad.pen, pad.pen.rate_mhz, pad.parameters);
    ASSERT_TRUE(figures);
    const bool stamps = pad.pen.rhythm == device::Rhythm::kPress || pad.pen.rhythm == device::Rhythm::kShot;
    if (stamps) return;  // their density is that of the layout, whatever the hand does
    const double speed = 10 * figures->reference_speed_cm_s;
    for (double y = -40; y <= 40.001; y += pad.pen.swath_mm) pad.glide(-40, y, 40, y, speed);
    // Of the middle, where every strip has passed.
    const double edge = 2 * pad.pen.swath_mm <= 20 ? 20 : 30;
    std::size_t channels = 0;
    const auto& table = pad.world().body().table;
    std::size_t cells = 0;
    std::vector<bool> inside(table.cell_count());
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        const auto& um = table.cell_center_um[cell];
        inside[cell] = std::abs(um[0]) < edge * 1000 && std::abs(um[1]) < edge * 1000;
        cells += inside[cell];
    }
    for (const Hit& hit : pad.hits())
        for (std::size_t i = 0; i < hit.cell.size(); ++i)
            channels += hit.cell[i] != NP_NO_CELL && inside[hit.cell[i]] && hit.depth_mm[i] >= 0.05;
    const double density =
        figures->independent_share * static_cast<double>(channels) / (static_cast<double>(cells) * 0.01);
    const bool rolls = pad.pen.rhythm == device::Rhythm::kTravel;
    const double expected = rolls ? figures->pass_density_per_cm2 : 98.04;
    EXPECT_NEAR(density, expected, 0.03 * expected);
    if (GetParam() == "roller_192") {
        EXPECT_NEAR(expected, 16, 0.05);
    }
}

INSTANTIATE_TEST_SUITE_P(Device, EveryDevice, testing::ValuesIn(all_devices()),
                         [](const auto& id) { return id.param; });

TEST(Roller, GoesWithTheHandAndNotWithTime) {
    PadSession pad("roller_192");
    pad.make_ready(500);
    pad.stay(0, 0, 2000);
    EXPECT_EQ(pad.hits().size(), 0u);  // at rest no row comes down
    pad.lift();
    pad.glide(-25, 0, 25, 0, 20);
    const std::size_t slow = pad.hits().size();
    EXPECT_NEAR(static_cast<double>(slow), 50 / 2.5, 1);
    pad.forget_hits();
    pad.glide(-25, 5, 25, 5, 100);
    EXPECT_NEAR(static_cast<double>(pad.hits().size()), static_cast<double>(slow), 1);
    for (const Hit& hit : pad.hits()) {
        EXPECT_EQ(hit.cell.size(), 8u);
        for (const double drag : hit.drag_mm) EXPECT_EQ(drag, 0);
    }
    // Six rolls over the same strip are one pass: 96 per cm2 (2.3).
    EXPECT_NEAR(6 * device::pen_figures(pad.pen, pad.pen.rate_mhz, pad.parameters)->pass_density_per_cm2, 96, 0.3);
}

TEST(Stamp, StrikesOnceForEachPress) {
    PadSession pad("stamp_manual");
    pad.make_ready(1000);
    pad.force_n = 2.2;
    for (int press = 0; press < 5; ++press) {
        pad.stay(5.0 * press, 0, 400);
        pad.lift();
    }
    ASSERT_EQ(pad.hits().size(), 5u);
    EXPECT_EQ(pad.hits()[0].depth_mm.size(), 80u);
    // Rubbing about while it is down makes no new holes.
    pad.glide(-20, 10, 20, 10, 30);
    EXPECT_EQ(pad.hits().size(), 6u);
}

// Mean density of the middle, when the tip was set down at every point of a grid, `pitch` of its width apart.
double stamped_density(PadSession& pad, double pitch, int ms) {
    const double apart = pitch * pad.pen.swath_mm;
    pad.make_ready(some_length_um(pad.pen));
    pad.force_n = 0.04 * pad.pen.at_once * 0.7;
    for (double y = -4 * apart; y <= 4.001 * apart; y += apart)
        for (double x = -4 * apart; x <= 4.001 * apart; x += apart) pad.stay(x, y, ms);
    pad.lift();
    const auto& table = pad.world().body().table;
    double sum = 0, cells = 0;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        const auto& um = table.cell_center_um[cell];
        if (std::abs(um[0]) > 2.5 * apart * 1000 || std::abs(um[1]) > 2.5 * apart * 1000) continue;
        sum += pad.world().skin().smoothed_rho(cell);
        cells += 1;
    }
    return sum / cells;
}

// 2.3: "stamping with a pitch of 0.9 swath gives 95", with a pen's tip held for 0.3 s and with a stamp's one press.
TEST(Stamping, APitchOfNineTenthsGivesNinetyFive) {
    for (const char* id : {"skinpen_precision", "generic_12"}) {
        PadSession pad(id);
        EXPECT_NEAR(stamped_density(pad, 0.9, 300), 95, 5) << id;
    }
    PadSession stamp("stamp_manual");
    EXPECT_NEAR(stamped_density(stamp, 0.9, 100), 95, 3);
}

// 49 needles are fewer than the cap lets in: every one of them counts.
TEST(Stamping, AHandPieceGivesItsNeedlesToItsTip) {
    PadSession pad("rf_generic");
    EXPECT_NEAR(stamped_density(pad, 0.9, 1100), 49 / 0.81, 2.5);
}

// One contact adds at most 98 per cm2 to a cell, however long; the next contact adds anew.
TEST(Stamping, AStandingTipIsCapped) {
    for (const char* id : {"skinpen_precision", "stamp_manual", "generic_36"}) {
        PadSession pad(id);
        pad.make_ready(some_length_um(pad.pen));
        pad.force_n = 0.04 * pad.pen.at_once * 0.7;
        const auto delivered = [&] {
            double channels = 0;
            const auto& table = pad.world().body().table;
            for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell)
                channels += pad.world().skin().smoothed_rho(cell) * table.cell_area_um2[cell] * 1e-8;
            return channels;
        };
        const double tip_cm2 = 3.14159265 / 4 * pad.pen.swath_mm * pad.pen.swath_mm / 100;
        pad.stay(0, 0, 3000);
        pad.lift();
        const double once = delivered();
        EXPECT_NEAR(once, 98 * tip_cm2, 0.08 * 98 * tip_cm2) << id;
        pad.stay(0, 0, 3000);
        pad.lift();
        EXPECT_NEAR(delivered(), 2 * once, 0.03 * once) << id;
    }
}

TEST(RadioFrequency, GivesOneShotToAPressAndChargesInBetween) {
    PadSession pad("rf_generic");
    pad.make_ready(1500);
    pad.force_n = 1.4;
    for (int press = 0; press < 20; ++press) {
        pad.stay(0, 0, 100);
        pad.lift();
    }
    ASSERT_GE(pad.hits().size(), 2u);
    EXPECT_LT(pad.hits().size(), 20u);
    for (std::size_t i = 1; i < pad.hits().size(); ++i) EXPECT_GE(pad.hits()[i].tick - pad.hits()[i - 1].tick, 1000u);
    std::size_t shots = 0;
    for (const auto& setting : pad.settings()) {
        if (setting.parameter != "energy") continue;
        ++shots;
        EXPECT_EQ(setting.value, 30);
        EXPECT_EQ(setting.detail, "insulated");
    }
    EXPECT_EQ(shots, pad.hits().size());
    // Energy can be set within the hand-piece's range, and the next shot has it.
    pad.command("set", "energy", 45);
    pad.command("set", "energy", 65);
    pad.command("set", "energy", 0);
    for (int wait = 0; wait < 40; ++wait) pad.lift();
    pad.stay(20, 20, 100);
    pad.lift();
    EXPECT_EQ(pad.settings().back().parameter, "energy");
    EXPECT_EQ(pad.settings().back().value, 45);
    EXPECT_EQ(pad.settings().back().on_skin, 1u);
    EXPECT_EQ(pad.world().procedure().pen().energy_mj, 45u);
    EXPECT_EQ(pad.notes("why.out_of_range"), 2u);
    pad.forget_hits();
    pad.command("set", "motor", 0);  // switched off it gives none
    pad.stay(0, 0, 1500);
    pad.lift();
    EXPECT_EQ(pad.hits().size(), 0u);
}

TEST(RadioFrequency, AMotorPenHasNoEnergy) {
    PadSession pad("skinpen_precision");
    pad.make_ready(1000);
    pad.command("set", "energy", 30);
    EXPECT_EQ(pad.notes("why.no_energy"), 1u);
    EXPECT_EQ(pad.world().procedure().pen().energy_mj, 0u);
}

// What the hand's device did not measure goes on record with each strike, so that nobody is marked by it.
TEST(HandDevice, WhoseAngleNobodyMeasuredIsSaidWithEachStrike) {
    const auto tilt_modelled = [](std::uint32_t device_class, std::uint32_t observed) {
        PadSession pad("skinpen_precision");
        pad.device_class = device_class;
        pad.observed = observed;
        pad.make_ready(1000);
        pad.glide(-20, 0, 20, 0, 30);
        EXPECT_GT(pad.hits().size(), 50u);
        std::size_t modelled = 0;
        for (const Hit& hit : pad.hits()) modelled += (hit.state & NP_STRIKE_TILT_MODELLED) != 0;
        EXPECT_TRUE(modelled == 0 || modelled == pad.hits().size());
        return modelled != 0;
    };
    EXPECT_TRUE(tilt_modelled(0, 1)) << "a mouse tells its place";
    EXPECT_TRUE(tilt_modelled(1, 5)) << "a tablet without tilt: place and force";
    EXPECT_FALSE(tilt_modelled(1, 7)) << "a tablet with it";
    EXPECT_FALSE(tilt_modelled(2, 3)) << "a tracked pen";
    EXPECT_FALSE(tilt_modelled(4, 0)) << "a synthetic hand knows its own";
}

// E19: shot upon shot in one place whitens the skin; once told, and again when it is burnt anew.
TEST(RadioFrequency, TooMuchHeatInOnePlaceIsAnIncident) {
    auto setup = pad_setup("rf_generic");
    setup.parameters.set("device.rf_generic.insulated", 0.0);
    PadSession pad(std::move(setup));
    pad.make_ready(1500);
    pad.force_n = 1.4;
    const auto shot = [&](double x) {
        pad.stay(x, 0, 1040);
        pad.lift();
    };
    shot(-20), shot(0), shot(20);
    EXPECT_EQ(pad.incidents("E19"), 0u) << "one shot to a place at the usual energy";
    shot(20);
    EXPECT_EQ(pad.incidents("E19"), 1u);
    shot(20);
    EXPECT_EQ(pad.incidents("E19"), 1u) << "it is open already";
    EXPECT_GT(pad.world().skin().whitened(), 1u);
    pad.respond("E19", "stop");
    shot(20);
    EXPECT_EQ(pad.incidents("E19"), 2u);
    EXPECT_TRUE(pad.world().skin().harm(0).burnt);
}

}  // namespace
}  // namespace np::test
