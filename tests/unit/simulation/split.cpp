// A session that is cut anywhere: taken up from a snapshot of the skin, or asked about all the time, it ends in the
// same depths, density and hashes as one that ran through.
#include <algorithm>

#include "needlepoint/trainee/trainee.h"
#include "pad_session.h"

namespace np::test {
namespace {

struct Visit {
    std::vector<sdk::EventBuffer> inputs;  // by tick
    sdk::EventBuffer first, second;        // events before and after the cut
    Digest end{};
};

constexpr sdk::Tick kCut = 26'000, kEnd = 52'000;

// An expert's first minute on the pad.
Visit straight_through(const simulation::Setup& setup) {
    Visit run;
    auto world = simulation::World::create(setup);
    auto trainee = trainee::Trainee::create("expert", 3, *world);
    for (sdk::Tick tick = 0; tick < kEnd; ++tick) {
        sdk::EventBuffer inputs;
        trainee->act(*world, inputs);
        world->step(inputs, tick < kCut ? run.first : run.second);
        run.inputs.push_back(std::move(inputs));
    }
    run.end = world->state_hash();
    return run;
}

Digest digest(const skin::SkinState& skin) {
    Sha256 hash;
    skin.hash_into(hash);
    return hash.finish();
}

TEST(Split, ASnapshotTakenUpGivesTheSameSkin) {
    const auto setup = pad_setup("skinpen_precision");
    const Visit run = straight_through(setup);
    auto whole = *skin::SkinState::create(setup.body->table, setup.parameters);
    whole.consume(run.first), whole.consume(run.second);
    ASSERT_GT(whole.zone(0).channels, 10'000u);
    auto before = *skin::SkinState::create(setup.body->table, setup.parameters);
    before.consume(run.first);
    skin::SkinState after = before;  // the snapshot; the first half is thrown away
    before = *skin::SkinState::create(setup.body->table, setup.parameters);
    for (const sdk::RecordView record : run.second) after.consume(record);
    EXPECT_EQ(digest(after), digest(whole));
    for (std::uint32_t cell = 0; cell < after.cell_count(); cell += 37) {
        ASSERT_EQ(after.nominal_sum_um(cell), whole.nominal_sum_um(cell));
        ASSERT_EQ(after.smoothed_rho(cell), whole.smoothed_rho(cell));
    }
}

// The second half alone can be simulated by whoever has the inputs of the first; looking on changes nothing.
TEST(Split, ReplayedToTheCutAndWatchedItGoesOnTheSame) {
    const auto setup = pad_setup("skinpen_precision");
    const Visit run = straight_through(setup);
    auto world = simulation::World::create(setup);
    sdk::EventBuffer second;
    for (sdk::Tick tick = 0; tick < kEnd; ++tick) {
        sdk::EventBuffer passed;
        world->step(run.inputs[tick], tick < kCut ? passed : second);
        if (tick % 977 != 0) continue;
        (void)world->pen(), (void)world->skin().zone(0), (void)world->state_hash(), (void)world->procedure().offers();
    }
    EXPECT_TRUE(
        std::equal(second.bytes().begin(), second.bytes().end(), run.second.bytes().begin(), run.second.bytes().end()));
    EXPECT_EQ(world->state_hash(), run.end);
}

// A stroke stands for itself: what came before moves neither its depths nor its places, but for the device's spread.
TEST(Split, AStrokeIsTheSameInAVisitOfItsOwn) {
    const auto strokes = [](bool warm_up) {
        auto setup = pad_setup("skinpen_precision");
        setup.parameters.set("contact.noise_sd_mm", 0.0);
        PadSession pad(std::move(setup));
        pad.make_ready(1000);
        pad.command("set", "motor", 0);
        if (warm_up)
            for (const double y : {-20.0, -15.0}) {
                pad.command("set", "motor", 1);
                pad.glide(-30, y, 30, y, 30);
                pad.command("set", "motor", 0);
            }
        pad.forget_hits();
        pad.lift();
        pad.command("set", "motor", 1);  // the needles begin where they stand
        pad.glide(-30, 10, 30, 10, 30);
        return pad.hits();
    };
    const auto alone = strokes(false), after = strokes(true);
    ASSERT_GT(alone.size(), 200u);
    ASSERT_NEAR(static_cast<double>(alone.size()), static_cast<double>(after.size()), 1);
    for (std::size_t i = 0; i < std::min(alone.size(), after.size()); ++i) {
        ASSERT_NEAR(alone[i].mean_depth_mm(), after[i].mean_depth_mm(), 1e-9) << i;
        ASSERT_NEAR(alone[i].x_mm, after[i].x_mm, 0.3) << i;
    }
}

}  // namespace
}  // namespace np::test
