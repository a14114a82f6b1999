// The whole assessment does not know how the world lies around it: turn the head, see it in a mirror, make it larger,
// or interrupt the visit, and the same work gets the same depths and the same marks.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "needlepoint/sdk/math.h"
#include "play.h"

namespace np::test {
namespace {

using geometry::Vec3;

const std::string kCheeks = "practice/acne-scars-cheeks";
constexpr std::uint64_t kSeed = 1;

const plugin_host::Libraries& scorers() {
    static const auto kScorers = cli::load_scorers(places(), false);
    EXPECT_TRUE(kScorers) << kScorers.error().message;
    return *kScorers;
}

// Rows of a matrix that keeps lengths; `mirrors` turns right hands into left ones.
struct Turn {
    Vec3 x, y, z;
    bool mirrors = false;
    Vec3 operator()(Vec3 p) const { return {dot(x, p), dot(y, p), dot(z, p)}; }
    void operator()(std::int32_t (&v)[3]) const {
        const Vec3 p = (*this)(Vec3{static_cast<double>(v[0]), static_cast<double>(v[1]), static_cast<double>(v[2])});
        v[0] = static_cast<std::int32_t>(np_round(p.x));
        v[1] = static_cast<std::int32_t>(np_round(p.y));
        v[2] = static_cast<std::int32_t>(np_round(p.z));
    }
};

// The same body elsewhere: `scale` times as large, then turned. Names and numbers of zones and cells stay.
std::shared_ptr<const anatomy::Body> moved(const anatomy::Body& from, const Turn& turn, double scale = 1) {
    auto body = std::make_shared<anatomy::Body>();
    body->id = from.id;
    body->contact = from.contact;
    body->table = from.table;
    for (Vec3& p : body->contact.positions) p = turn(scale * p);
    for (Vec3& n : body->contact.normals) n = turn(n);
    if (turn.mirrors) {
        for (auto& corners : body->contact.triangles) std::swap(corners[1], corners[2]);
        for (auto& corners : body->contact.uvs) std::swap(corners[1], corners[2]);
    }
    for (anatomy::Zone& zone : body->table.zones) zone.long_axis = turn(zone.long_axis);
    for (std::uint32_t cell = 0; cell < body->table.cell_count(); ++cell) {
        auto& center = body->table.cell_center_um[cell];
        std::int32_t um[3], normal[3];
        for (std::size_t i = 0; i < 3; ++i) {
            um[i] = static_cast<std::int32_t>(np_round(scale * center[i]));
            normal[i] = body->table.cell_normal_q30[cell][i];
        }
        turn(um), turn(normal);
        for (std::size_t i = 0; i < 3; ++i) {
            center[i] = um[i];
            // As the table keeps them: multiples of 2^15.
            body->table.cell_normal_q30[cell][i] = static_cast<std::int32_t>(np_round(normal[i] / 32768.0) * 32768);
        }
        auto& area = body->table.cell_area_um2[cell];
        area = static_cast<std::uint32_t>(np_round(scale * scale * area));
    }
    anatomy::finish_body(*body);
    return body;
}

cli::Prepared on(const cli::Prepared& session, std::shared_ptr<const anatomy::Body> body) {
    cli::Prepared there = session;
    there.facts.patient = body->table.encode();
    there.setup.skin_map = nullptr;
    there.setup.body = std::move(body);
    return there;
}

struct Work {
    std::vector<sdk::EventBuffer> inputs;  // by tick
    sdk::EventBuffer events;
    assessment::Marks marks;
};

assessment::Marks mark(const cli::Prepared& session, const sdk::EventBuffer& events) {
    auto grader = assessment::Grader::begin(scorers(), session.facts);
    EXPECT_TRUE(grader) << grader.error().message;
    EXPECT_TRUE(grader->consume(events));
    return grader->finish();
}

// What an expert does there, input by input.
const Work& experts_work() {
    static const Work kWork = [] {
        const cli::Prepared session = prepared(kCheeks, kSeed);
        Work work;
        auto world = simulation::World::create(session.setup);
        auto trainee = trainee::Trainee::create("expert", kSeed, *world);
        while (!world->finished() && !trainee->done()) {
            sdk::EventBuffer inputs;
            trainee->act(*world, inputs);
            world->step(inputs, work.events);
            work.inputs.push_back(std::move(inputs));
        }
        work.marks = mark(session, work.events);
        return work;
    }();
    return kWork;
}

sdk::EventBuffer turned(const sdk::EventBuffer& inputs, const Turn& turn) {
    sdk::EventBuffer out;
    for (const sdk::RecordView record : inputs) {
        if (record.raw<sdk::event::hand>() == nullptr) {
            out.append(record);
            continue;
        }
        auto hand = record.value<sdk::event::hand>();
        turn(hand.tip_um), turn(hand.axis_q30), turn(hand.free_hand_um), turn(hand.stretch_q30);
        out.append(hand);
    }
    return out;
}

// The same movements on the body as it lies there.
Work repeat(const Turn& turn) {
    const cli::Prepared session = prepared(kCheeks, kSeed);
    const cli::Prepared there = on(session, moved(*session.setup.body, turn));
    Work work;
    auto world = simulation::World::create(there.setup);
    EXPECT_TRUE(world) << world.error().message;
    for (const sdk::EventBuffer& inputs : experts_work().inputs) world->step(turned(inputs, turn), work.events);
    work.marks = mark(there, work.events);
    return work;
}

struct Depths {
    double sum_um = 0, squares = 0, needles = 0;
    double mean() const { return sum_um / needles; }
    double spread() const { return np_sqrt(squares / needles - mean() * mean()); }
};

std::map<std::uint8_t, Depths> depths_by_zone(const sdk::EventBuffer& events) {
    std::map<std::uint8_t, Depths> depths;
    for (const sdk::RecordView record : events) {
        const auto* strike = record.raw<sdk::event::strike>();
        if (strike == nullptr) continue;
        const auto zones = record.array<std::uint8_t>(strike->zone);
        const auto each = record.array<std::int32_t>(strike->depth_um);
        for (std::size_t i = 0; i < each.size(); ++i) {
            Depths& zone = depths[zones[i]];
            zone.sum_um += each[i];
            zone.squares += static_cast<double>(each[i]) * each[i];
            zone.needles += 1;
        }
    }
    return depths;
}

std::set<std::string> costly_rules(const assessment::Marks& marks) {
    std::set<std::string> rules;
    for (const auto& scorer : marks.scorers)
        for (const auto& finding : scorer.findings)
            if (finding.cost >= 100) rules.insert(scorer.id + "/" + finding.rule + "/" + finding.zone);
    return rules;
}

// The needles stand elsewhere on their rings (a pen has no mark that says which side is up) and positions are whole
// micrometres: of a hundred thousand needles some land in a neighbouring cell. That is all that may differ.
void expect_the_same(const Work& there) {
    const Work& here = experts_work();
    const auto before = depths_by_zone(here.events), after = depths_by_zone(there.events);
    for (const auto& [zone, depths] : before) {
        if (depths.needles < 5000) continue;
        ASSERT_TRUE(after.count(zone));
        EXPECT_NEAR(after.at(zone).needles / depths.needles, 1, 0.005) << int{zone};
        EXPECT_NEAR(after.at(zone).mean(), depths.mean(), 3) << int{zone};
        EXPECT_NEAR(after.at(zone).spread(), depths.spread(), 2) << int{zone};
    }
    EXPECT_EQ(there.marks.passed, here.marks.passed);
    EXPECT_NEAR(there.marks.total, here.marks.total, 20) << explain(here.marks) << explain(there.marks);
    ASSERT_EQ(there.marks.scorers.size(), here.marks.scorers.size());
    for (std::size_t i = 0; i < here.marks.scorers.size(); ++i) {
        EXPECT_EQ(there.marks.scorers[i].state, here.marks.scorers[i].state) << here.marks.scorers[i].id;
        EXPECT_NEAR(there.marks.scorers[i].mark, here.marks.scorers[i].mark, 50)
            << here.marks.scorers[i].id << "\n"
            << explain(here.marks) << explain(there.marks);
    }
    EXPECT_EQ(costly_rules(there.marks), costly_rules(here.marks));
}

TEST(Invariance, a_turned_head_gets_the_same_depths_and_marks) {
    expect_the_same(repeat({{0, 0, 1}, {1, 0, 0}, {0, 1, 0}}));  // a third of a turn about a diagonal: exact
    const double c = np_cos(0.7), s = np_sin(0.7);
    expect_the_same(repeat({{c, -s, 0}, {s, c, 0}, {0, 0, 1}}));
}

TEST(Invariance, a_mirrored_head_gets_the_same_depths_and_marks) {
    expect_the_same(repeat({{-1, 0, 0}, {0, 1, 0}, {0, 0, 1}, true}));
}

// A larger or smaller head is another plan for the hand, and the same for whoever marks it.
TEST(Invariance, a_larger_and_a_smaller_head_are_marked_alike) {
    const cli::Prepared session = prepared(kCheeks, kSeed);
    const Turn as_it_lies{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (const double scale : {0.93, 1.07}) {
        const Played visit = play(on(session, moved(*session.setup.body, as_it_lies, scale)), "expert", kSeed);
        EXPECT_TRUE(visit.marks.passed) << scale << "\n" << explain(visit.marks);
        EXPECT_NEAR(visit.marks.total, experts_work().marks.total, 150) << scale << "\n" << explain(visit.marks);
        for (const char* scorer : {"depth", "coverage", "technique"})
            EXPECT_NEAR(mark_of(visit.marks, scorer), mark_of(experts_work().marks, scorer), 300)
                << scale << " " << scorer << "\n"
                << explain(visit.marks);
    }
}

// Stopped in the middle of a stroke, and taken up by a program that was started anew: from the inputs so far, with a
// grader that hears the visit in two pieces.
TEST(Invariance, a_visit_that_is_split_gets_the_same_bytes) {
    const cli::Prepared session = prepared(kCheeks, kSeed);
    const Work& whole = experts_work();
    std::size_t cut = whole.inputs.size() / 2;
    for (const sdk::RecordView record : whole.events)
        if (const auto* begin = record.raw<sdk::event::stroke_begin>(); begin != nullptr && begin->stroke == 60)
            cut = record.tick() + 300;
    ASSERT_LT(cut, whole.inputs.size());
    sdk::EventBuffer first, second;
    {
        auto world = simulation::World::create(session.setup);
        for (std::size_t tick = 0; tick < cut; ++tick) world->step(whole.inputs[tick], first);
    }
    auto world = simulation::World::create(session.setup);
    for (std::size_t tick = 0; tick < whole.inputs.size(); ++tick) {
        sdk::EventBuffer known;
        world->step(whole.inputs[tick], tick < cut ? known : second);
    }
    EXPECT_TRUE(std::equal(first.bytes().begin(), first.bytes().end(), whole.events.bytes().begin()));
    auto grader = assessment::Grader::begin(scorers(), session.facts);
    ASSERT_TRUE(grader);
    ASSERT_TRUE(grader->consume(first));
    (void)grader->preview();
    ASSERT_TRUE(grader->consume(second));
    EXPECT_EQ(assessment::to_json(grader->finish()), assessment::to_json(whole.marks));
}

}  // namespace
}  // namespace np::test
