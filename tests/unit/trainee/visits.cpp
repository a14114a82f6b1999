// What the program's marks are worth: experts pass, the careless fail, novices lie between, and nobody passes by
// leaving out what matters.
#include <gtest/gtest.h>

#include "play.h"

namespace np::test {
namespace {

const std::string kCheeks = "practice/acne-scars-cheeks";
const std::string kPhotoDay = "practice/photo-day";

TEST(AcneScarsCheeks, every_expert_passes_with_90_and_no_critical) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const Played& visit = known_visit(kCheeks, "expert", seed);
        EXPECT_TRUE(visit.marks.passed) << "seed " << seed << "\n" << explain(visit.marks);
        EXPECT_GE(visit.marks.total, 9000) << "seed " << seed << "\n" << explain(visit.marks);
        EXPECT_GE(mark_of(visit.marks, "depth"), 9700) << explain(visit.marks);
        EXPECT_GE(mark_of(visit.marks, "coverage"), 9500) << explain(visit.marks);
        EXPECT_TRUE(visit.marks.critical.empty()) << "seed " << seed << "\n" << explain(visit.marks);
        // Set down on the edge of a zone, a stroke is one stroke, and nothing was turned on the skin.
        for (const auto& scorer : visit.marks.scorers)
            for (const auto& finding : scorer.findings) EXPECT_NE(finding.rule, "TWIST") << finding.text;
    }
}

TEST(AcneScarsCheeks, every_careless_one_and_every_novice_fails_and_novices_lie_between) {
    double expert = 0, novice = 0, careless = 0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        const Played& bad = known_visit(kCheeks, "careless", seed);
        EXPECT_FALSE(bad.marks.passed) << "seed " << seed << "\n" << explain(bad.marks);
        careless += bad.marks.total;
        const Played& learner = known_visit(kCheeks, "novice", seed);
        EXPECT_FALSE(learner.marks.passed) << "seed " << seed << "\n" << explain(learner.marks);
        novice += learner.marks.total;
        expert += known_visit(kCheeks, "expert", seed).marks.total;
    }
    EXPECT_LT(careless, novice);
    EXPECT_LT(novice, expert);
}

TEST(AcneScarsCheeks, needling_at_zero_depth_fails) {
    const Played visit = play(kCheeks, "zero_depth", 1);
    EXPECT_FALSE(visit.marks.passed) << explain(visit.marks);
}

TEST(AcneScarsCheeks, deferring_a_fit_patient_fails) {
    const Played visit = play(kCheeks, "defers", 1);
    EXPECT_FALSE(visit.marks.passed) << explain(visit.marks);
}

// A hand goes around the face, not through it: whoever sets down cleanly drags no needle.
TEST(AcneScarsCheeks, an_experts_needles_are_never_dragged) {
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
        const Played& visit = known_visit(kCheeks, "expert", seed);
        std::size_t strikes = 0;
        std::int32_t most_um = 0;
        for (const sdk::RecordView record : visit.events) {
            const auto* strike = record.raw<sdk::event::strike>();
            if (strike == nullptr) continue;
            ++strikes;
            for (const std::int32_t drag : record.array<std::int32_t>(strike->drag_um))
                most_um = std::max(most_um, drag);
        }
        EXPECT_GT(strikes, 10'000u);
        EXPECT_LT(most_um, 500) << "seed " << seed;
    }
}

TEST(PhotoDay, the_expert_sees_the_sore_stops_and_passes) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const Played visit = play(kPhotoDay, "expert", seed);
        EXPECT_TRUE(visit.marks.passed) << "seed " << seed << "\n" << explain(visit.marks);
    }
}

TEST(PhotoDay, treating_fails_however_good_the_needling) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const Played visit = play(kPhotoDay, "treats_anyway", seed);
        EXPECT_FALSE(visit.marks.passed) << "seed " << seed << "\n" << explain(visit.marks);
        const auto& critical = visit.marks.critical;
        EXPECT_TRUE(std::any_of(critical.begin(), critical.end(), [](const auto& one) {
            return one.critical == "CR06";
        })) << explain(visit.marks);  // needled through a sore
    }
}

TEST(FirstStrokes, an_expert_masters_the_practice_pad) {
    const Played visit = play("tutorial/first-strokes", "expert", 1);
    EXPECT_TRUE(visit.marks.passed) << explain(visit.marks);
}

TEST(ShortStation, an_expert_passes_within_the_time_limit) {
    const Played visit = play("assessment/short-station", "expert", 1);
    EXPECT_TRUE(visit.marks.passed) << explain(visit.marks);
    EXPECT_TRUE(visit.marks.critical.empty());
}

TEST(Trainee, the_same_seed_gives_the_same_visit_and_another_seed_another) {
    const Played a = play("tutorial/first-strokes", "novice", 7), b = play("tutorial/first-strokes", "novice", 7);
    EXPECT_TRUE(
        std::equal(a.events.bytes().begin(), a.events.bytes().end(), b.events.bytes().begin(), b.events.bytes().end()));
    const Played c = play("tutorial/first-strokes", "novice", 8);
    EXPECT_NE(std::vector(a.events.bytes().begin(), a.events.bytes().end()),
              std::vector(c.events.bytes().begin(), c.events.bytes().end()));
}

TEST(Trainee, an_unknown_kind_is_answered_with_the_known_ones) {
    const auto session = prepared("tutorial/first-strokes", 1);
    const auto world = simulation::World::create(session.setup);
    ASSERT_TRUE(world);
    const auto trainee = trainee::Trainee::create("wizard", 1, *world);
    ASSERT_FALSE(trainee);
    EXPECT_EQ(trainee.error().kind, ErrorKind::kUsage);
    EXPECT_NE(trainee.error().message.find("expert"), std::string::npos);
}

}  // namespace
}  // namespace np::test
