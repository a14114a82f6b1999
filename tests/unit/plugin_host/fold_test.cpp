#include "needlepoint/plugin_host/fold.h"

#include <gtest/gtest.h>

#include "needlepoint/anatomy/practice_pad.h"
#include "needlepoint/plugin_host/tissue.h"
#include "needlepoint/scenario/rule_pack.h"

namespace np::plugin_host {
namespace {

// The default rule pack and the flat practice pad.
const SessionFacts& pad_facts() {
    static const SessionFacts facts = [] {
        const auto pack = scenario::load_rule_pack(NP_SOURCE_DIR "/assets/rules/default_v1.yaml");
        if (!pack) throw std::runtime_error(pack.error().message);
        SessionFacts made;
        made.scenario = "test/pad";
        made.seed = 77;
        made.parameters = pack->parameters;
        made.parameters.set("session.device", std::string("skinpen_precision"));
        made.parameters.set("session.mode", std::string("assessment"));
        made.parameters.set("plan.zones", std::string("pad_flat"));
        made.parameters.set("plan.pad_flat.rho_ref", 245.0);
        made.parameters.set("plan.pad_flat.max_mm", 1.5);
        made.parameters.set("test.word", std::string("hello"));
        made.parameters.set("test.one", Parameter{1.0, "mm", {"EA", "nowhere", "", ""}});
        made.patient = anatomy::make_practice_pad(made.parameters).table.encode();
        return made;
    }();
    return facts;
}

Libraries load(std::initializer_list<const char*> names) {
    Libraries libraries;
    for (const char* name : names) {
        auto library = Library::load(std::string(TRY_PLUGINS "/") + name + ".so");
        if (!library) throw std::runtime_error(library.error().message);
        libraries.push_back(*library);
    }
    return libraries;
}

sdk::event::strike strike(sdk::Tick tick, std::uint32_t set_um = 1000, std::int32_t depth_um = 900) {
    sdk::event::strike made;
    made.tick = tick;
    made.set_depth_um = set_um;
    made.force_mn = 1000;
    made.speed_um_s = 30000;
    made.axis_q30[2] = -(1 << 30);
    made.cell.assign(14, 50 * 100 + 50);
    made.zone.assign(14, 0);
    made.depth_um.assign(14, depth_um);
    made.drag_um.assign(14, 0);
    return made;
}

Fold begin(const Libraries& libraries, const SessionFacts& facts = pad_facts(), LogLine log = {}) {
    auto fold = Fold::begin(libraries, facts, std::move(log));
    if (!fold) throw std::runtime_error(fold.error().message);
    return std::move(*fold);
}

void feed(Fold& fold, const sdk::EventBuffer& records) {
    for (const sdk::RecordView record : records) ASSERT_TRUE(fold.consume(record));
}

double figure(const Result& result, const std::string& key) {
    for (const Figure& one : result.figures)
        if (one.key == key) return one.value;
    ADD_FAILURE() << "no figure " << key;
    return -12345;
}

TEST(Fold, CountsAndCosts) {
    Fold fold = begin(load({"counter"}));
    sdk::EventBuffer records;
    for (sdk::Tick tick = 0; tick < 1000; tick += 9) records.append(strike(tick, tick < 27 ? 2000 : 1000));
    feed(fold, records);
    fold.close();
    const auto results = fold.results();
    ASSERT_EQ(results.size(), 1u);
    EXPECT_EQ(results[0].state, State::kScored) << results[0].reason;
    EXPECT_EQ(results[0].mark, 9700);
    ASSERT_EQ(results[0].findings.size(), 3u);
    EXPECT_EQ(results[0].findings[1].id, "counter-2");
    EXPECT_EQ(results[0].findings[1].first_tick, 9u);
    EXPECT_EQ(figure(results[0], "strikes"), 112);
    EXPECT_EQ(figure(results[0], "batches"), 10);
    EXPECT_EQ(figure(results[0], "last_end"), 1000);
}

TEST(Fold, BatchesLieOnAFixedGridWhateverTheFeeding) {
    Fold fold = begin(load({"counter"}));
    sdk::EventBuffer records;
    for (const sdk::Tick tick : {5u, 99u, 100u, 731u, 731u, 2000u}) records.append(strike(tick));
    feed(fold, records);
    EXPECT_EQ(figure(fold.results()[0], "batches"), 3);  // the batch from 2000 on is still open
    EXPECT_EQ(figure(fold.results()[0], "last_end"), 800);
    EXPECT_EQ(figure(fold.results()[0], "records"), 5);
    fold.close();
    EXPECT_EQ(figure(fold.results()[0], "batches"), 4);
    EXPECT_EQ(figure(fold.results()[0], "last_end"), 2100);
}

TEST(Fold, ManyAtOnceAreTheSameAsOneByOne) {
    sdk::EventBuffer records;
    sdk::event::hand hand;
    for (const sdk::Tick tick : {0u, 5u, 99u, 100u, 101u, 731u, 731u, 800u, 2000u, 2001u}) {
        hand.tick = tick;
        if (tick % 2 == 0) records.append(hand);
        records.append(strike(tick, 2000));
        if (tick % 3 == 0) records.append(hand);
    }
    Fold single = begin(load({"counter", "looker"})), whole = begin(load({"counter", "looker"}));
    feed(single, records);
    ASSERT_TRUE(whole.consume(records));
    single.close();
    whole.close();
    const auto a = single.results(), b = whole.results();
    EXPECT_EQ(figure(a[0], "records"), 10);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(a[i].mark, b[i].mark);
        EXPECT_EQ(a[i].findings.size(), b[i].findings.size());
        ASSERT_EQ(a[i].figures.size(), b[i].figures.size());
        for (std::size_t k = 0; k < a[i].figures.size(); ++k) EXPECT_EQ(a[i].figures[k].value, b[i].figures[k].value);
    }
    // What came before a record that goes back in time counts, what follows it does not.
    sdk::EventBuffer back;
    for (const sdk::Tick tick : {10u, 20u, 15u, 30u}) back.append(strike(tick));
    Fold stopped = begin(load({"counter"}));
    EXPECT_FALSE(stopped.consume(back));
    stopped.close();
    EXPECT_EQ(figure(stopped.results()[0], "records"), 2);
}

TEST(Fold, AskingInBetweenChangesNothing) {
    Fold asked = begin(load({"counter", "looker"})), quiet = begin(load({"counter", "looker"}));
    for (sdk::Tick tick = 0; tick < 3000; tick += 40) {
        sdk::EventBuffer records;
        records.append(strike(tick, 2000));
        feed(asked, records);
        feed(quiet, records);
        asked.results();
    }
    asked.close();
    quiet.close();
    const auto a = asked.results(), b = quiet.results();
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(a[i].mark, b[i].mark);
        EXPECT_EQ(a[i].findings.size(), b[i].findings.size());
        ASSERT_EQ(a[i].figures.size(), b[i].figures.size());
        for (std::size_t k = 0; k < a[i].figures.size(); ++k) EXPECT_EQ(a[i].figures[k].value, b[i].figures[k].value);
    }
}

TEST(Fold, InputsAreSteppedOverAndTimeGoesForward) {
    Fold fold = begin(load({"counter"}));
    sdk::EventBuffer records;
    sdk::event::hand hand;
    hand.tick = 500;
    records.append(hand);
    records.append(strike(300));
    feed(fold, records);
    sdk::EventBuffer back;
    back.append(strike(299));
    const Status status = fold.consume(*back.begin());
    ASSERT_FALSE(status);
    EXPECT_NE(status.error().message.find("found tick 299 after tick 300"), std::string::npos)
        << status.error().message;
    fold.close();
    EXPECT_EQ(figure(fold.results()[0], "records"), 1);
    sdk::EventBuffer same_batch;
    same_batch.append(strike(350));
    EXPECT_FALSE(fold.consume(*same_batch.begin()));
}

TEST(Fold, TheHostOffersWhatTheInterfacePromises) {
    std::string logged;
    Fold fold =
        begin(load({"looker"}), pad_facts(), [&](std::string_view scorer, std::uint32_t, std::string_view text) {
            logged += std::string(scorer) + ": " + std::string(text);
        });
    sdk::EventBuffer records;
    for (sdk::Tick tick = 0; tick < 400; tick += 9) records.append(strike(tick));
    feed(fold, records);
    fold.close();
    const Result result = fold.results()[0];
    EXPECT_EQ(result.state, State::kNotAssessed);
    EXPECT_EQ(result.reason, "It only looks.");
    EXPECT_EQ(logged, "looker: begun in test/pad");
    EXPECT_EQ(figure(result, "mode"), NP_MODE_ASSESSMENT);
    EXPECT_EQ(figure(result, "zones"), 1);
    EXPECT_EQ(figure(result, "cells"), 10000);
    EXPECT_NEAR(figure(result, "zone_area_cm2"), 100, 0.01);
    EXPECT_EQ(figure(result, "zone_cells"), 10000);
    EXPECT_EQ(figure(result, "cells_of_no_zone"), 0);
    EXPECT_EQ(figure(result, "near"), 21);  // lattice points within 2.5 of the origin
    EXPECT_EQ(figure(result, "unknown_zone"), 1);
    EXPECT_NEAR(figure(result, "nominal"), 1.0, 1e-12);  // 0.9 mm reached with faultless technique is 1.0 on the dial
    EXPECT_EQ(figure(result, "hits"), 45 * 14);
    EXPECT_GT(figure(result, "rho"), 0);
    EXPECT_GT(figure(result, "seat_mn"), 0);
    EXPECT_EQ(figure(result, "prefixed"), 2);
    EXPECT_EQ(figure(result, "assumed"), 1);
    EXPECT_EQ(figure(result, "text"), 1);
    EXPECT_EQ(figure(result, "no_such_extension"), 1);
    // Random numbers follow from seed and id alone.
    Fold again = begin(load({"counter", "looker"}));
    EXPECT_EQ(figure(again.results()[1], "random"), figure(result, "random"));
    SessionFacts other = pad_facts();
    other.seed += 1;
    Fold seeded = begin(load({"looker"}), other);
    EXPECT_NE(figure(seeded.results()[0], "random"), figure(result, "random"));
}

TEST(Fold, TheTemplateInCWorks) {
    SessionFacts facts = pad_facts();
    facts.parameters.set("plugin.new_plugin.most_mm_s", 60.0);
    facts.parameters.set("plugin.new_plugin.points", 2.0);
    Fold fold = begin(load({"template"}), facts);
    sdk::EventBuffer records;
    for (sdk::Tick tick = 0; tick < 500; tick += 100) {
        sdk::event::stroke_end stroke;
        stroke.tick = tick;
        stroke.mean_speed_um_s = tick == 100 || tick == 300 ? 90000 : 30000;
        records.append(stroke);
    }
    feed(fold, records);
    fold.close();
    const Result result = fold.results()[0];
    EXPECT_EQ(result.state, State::kScored) << result.reason;
    EXPECT_EQ(result.mark, 9600);
    ASSERT_EQ(result.findings.size(), 2u);
    EXPECT_EQ(result.findings[0].first_tick, 100u);
    EXPECT_EQ(result.findings[1].end_tick, 301u);
    EXPECT_EQ(*result.findings[0].value, 90);
    EXPECT_EQ(*result.findings[0].limit, 60);
}

struct Misbehaviour {
    const char* plugin;
    const char* says;
    sdk::Tick tick;
};

class Misbehaving : public ::testing::TestWithParam<Misbehaviour> {};

TEST_P(Misbehaving, IsNotScoredAndHurtsNobodyElse) {
    Fold fold = begin(load({GetParam().plugin, "counter"}));
    sdk::EventBuffer records;
    for (sdk::Tick tick = 0; tick < 1000; tick += 50) records.append(strike(tick));
    for (const sdk::RecordView record : records) {
        ASSERT_TRUE(fold.consume(record));
        if (record.tick() == 500) fold.results();
    }
    fold.close();
    const auto results = fold.results();
    EXPECT_EQ(results[0].state, State::kNotScored);
    EXPECT_NE(results[0].reason.find(GetParam().says), std::string::npos) << results[0].reason;
    EXPECT_EQ(results[0].tick, GetParam().tick);
    EXPECT_TRUE(results[0].findings.empty());
    EXPECT_EQ(results[1].state, State::kScored);
    EXPECT_EQ(results[1].mark, 10000);
}

INSTANTIATE_TEST_SUITE_P(
    EveryWay, Misbehaving,
    ::testing::Values(
        Misbehaviour{"cost_too_much", "a mark of 9900 hundredths out of 10000 with findings that cost 20000", 1000},
        Misbehaviour{"cost_too_little", "findings that cost 99", 1000},
        Misbehaviour{"negative_cost", "a cost below 0", 1000},
        Misbehaviour{"not_a_number", "a value that is no number", 1000},
        Misbehaviour{"foreign_zone", "in zone 200, which does not exist", 1000},
        Misbehaviour{"foreign_cell", "in cell 123456789, which does not exist", 1000},
        Misbehaviour{"future", "begins in the future", 1000}, Misbehaviour{"two_marks", "two marks", 1000},
        Misbehaviour{"no_mark", "no mark", 1000}, Misbehaviour{"no_reason", "without a reason", 1000},
        Misbehaviour{"broken_utf8", "not UTF-8", 1000}, Misbehaviour{"null_text", "a text that is null", 1000},
        Misbehaviour{"same_ids", "two findings with the id 'one'", 1000},
        Misbehaviour{"late_sink", "used the sink outside of finish", 600},
        Misbehaviour{"throws", "let an exception escape: not today", 0},
        Misbehaviour{"throws_later", "let an exception escape: enough", 200},
        Misbehaviour{"throws_in_finish", "let an exception escape: no answer", 1000},
        Misbehaviour{"throws_raw", "let an exception escape", 100},
        Misbehaviour{"gives_up", "gave up without a reason", 200}, Misbehaviour{"no_instance", "there is no room", 0},
        Misbehaviour{"needs_a_key", "no number named 'test.that_is_not_there'", 0}),
    [](const auto& one) { return std::string(one.param.plugin); });

TEST(Fold, BrokenFactsAreRefusedWithASentence) {
    SessionFacts facts = pad_facts();
    const auto whole = facts.table();
    facts.patient =
        std::vector<std::byte>(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(whole.size() / 2));
    EXPECT_FALSE(Fold::begin(load({"counter"}), facts));
    facts = pad_facts();
    facts.parameters = {};
    const auto fold = Fold::begin(load({"counter"}), facts);
    ASSERT_FALSE(fold);
    EXPECT_NE(fold.error().message.find("density.smooth_radius_mm"), std::string::npos) << fold.error().message;
}

TEST(Tissue, NeighboursAreThoseThatASlowSearchFinds) {
    auto tissue = Tissue::create(pad_facts().table(), pad_facts().parameters);
    ASSERT_TRUE(tissue) << tissue.error().message;
    const auto cells = tissue->patient().cells();
    for (const std::uint32_t cell : {0u, 99u, 4242u, 5050u, 9999u}) {
        for (const std::uint32_t radius_um : {0u, 1000u, 2500u, 5600u, 12345u}) {
            std::vector<std::uint32_t> slow;
            for (std::uint32_t i = 0; i < cells.size(); ++i) {
                double squared = 0;
                for (int axis = 0; axis < 3; ++axis) {
                    const double way = cells[i].center_um[axis] - cells[cell].center_um[axis];
                    squared += way * way;
                }
                if (cells[i].area_um2 > 0 && squared <= static_cast<double>(radius_um) * radius_um) slow.push_back(i);
            }
            EXPECT_EQ(tissue->patient().neighbours(cell, radius_um), slow) << cell << " within " << radius_um;
        }
    }
    EXPECT_TRUE(tissue->patient().neighbours(1000000, 1000).empty());
}

// Clinical reference 8.8, d_eff / d_nom on skin of stiffness 0.7 with 14 pins.
TEST(Tissue, NominalDepthUndoesTechniqueAndPress) {
    const auto nominal = [&](std::int32_t depth_um, std::int32_t force_mn, std::size_t needles,
                             const char* device = "skinpen_precision") {
        Parameters parameters = pad_facts().parameters;
        parameters.set("session.device", std::string(device));
        auto tissue = Tissue::create(pad_facts().table(), parameters);
        EXPECT_TRUE(tissue) << tissue.error().message;
        sdk::event::strike made = strike(0, 1000, depth_um);
        made.force_mn = force_mn;
        made.state = NP_STRIKE_STRETCHED;  // loose skin is softer
        made.cell.resize(needles);
        made.zone.assign(needles, NP_NO_ZONE);  // stiffness 1
        made.depth_um.assign(needles, depth_um);
        sdk::EventBuffer buffer;
        buffer.append(made);
        std::vector<double> nominal_mm(needles);
        tissue->nominal_depths(*buffer.begin(), nominal_mm.data());
        return nominal_mm.front();
    };
    EXPECT_NEAR(nominal(900, 600, 14), 1.000, 1e-9);
    EXPECT_NEAR(nominal(769, 600, 14), 0.855, 1e-3);
    EXPECT_NEAR(nominal(459, 200, 14), 0.510, 1e-3);
    EXPECT_NEAR(nominal(1000, 3000, 14), 1.000, 1e-9);  // 0.10 mm of it is the press of the third newton
    EXPECT_NEAR(nominal(990, 600, 6, "exceed"), 1.000, 1e-3);
    EXPECT_NEAR(nominal(781, 600, 36, "generic_36"), 1.000, 1e-3);
    // A drum strikes a row at a time; its depth is that of all its needles.
    EXPECT_NEAR(nominal(765, 600, 8, "roller_192"), 1.000, 1e-3);
    EXPECT_EQ(nominal(0, 4000, 14), 0);
}

}  // namespace
}  // namespace np::plugin_host
