#include "needlepoint/plugin_host/happenings.h"

#include <gtest/gtest.h>

#include <map>

#include "pad.h"

namespace np::plugin_host {
namespace {

Happenings begin(const Libraries& plugins, const SessionFacts& facts = pad_facts()) {
    auto begun = Happenings::begin(plugins, facts);
    if (!begun) throw std::runtime_error(begun.error().message);
    return std::move(*begun);
}

// A visit of so many ticks: a cartridge, the field prepared, and needling from the second second on, one stroke after
// the other.
sdk::EventBuffer events_of(sdk::Tick tick) {
    sdk::EventBuffer events;
    if (tick == 10) {
        sdk::event::setting setting;
        setting.tick = tick;
        setting.parameter = "cartridge";
        events.append(setting);
        sdk::event::swipe swipe;
        swipe.tick = tick;
        swipe.substance = "antiseptic";
        events.append(swipe);
    }
    if (tick < 2000) return events;
    if (tick % 4000 == 2000) {
        sdk::event::stroke_begin stroke;
        stroke.tick = tick;
        events.append(stroke);
    }
    if (tick % 4000 >= 2000 && tick % 40 == 0) events.append(strike(tick));
    if (tick % 4000 == 0) {
        sdk::event::stroke_end stroke;
        stroke.tick = tick;
        stroke.lifted = 1;
        events.append(stroke);
    }
    return events;
}

std::vector<Happening> visit(Happenings& happenings, sdk::Tick ticks) {
    std::vector<Happening> all;
    for (sdk::Tick tick = 0; tick < ticks; ++tick) {
        std::vector<Happening> now;
        happenings.at(tick, now);
        sdk::EventBuffer events = events_of(tick);
        for (Happening& one : now) {
            EXPECT_EQ(one.tick, tick);
            sdk::event::incident incident;
            incident.tick = tick;
            incident.incident = one.id;
            events.append(incident);
            all.push_back(std::move(one));
        }
        happenings.consume(events);
    }
    return all;
}

TEST(Happenings, AreAskedForAtFixedTicksAndComeWhenTheyWereWishedFor) {
    Happenings happenings = begin({try_kind("teller")});
    const auto all = visit(happenings, 3000);
    ASSERT_EQ(all.size(), 5u);  // asked at 500, 1000 ... 2500; 20 ms later it happens
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].tick, 500 * (i + 1) + 20);
        EXPECT_EQ(all[i].id, "E25");
        EXPECT_EQ(all[i].plugin, "teller");
    }
    // At 2500 it has seen what struck from 2000 to 2499, every 40 ms, and nothing later.
    EXPECT_EQ(all[3].cue, "0");
    EXPECT_EQ(all[4].cue, "13");
    EXPECT_TRUE(happenings.problems().empty());
}

TEST(Happenings, TakeTheirOwnParametersFromTheSession) {
    SessionFacts facts = pad_facts();
    facts.parameters.set("plugin.teller.delay_ms", 700.0);
    Happenings happenings = begin({try_kind("teller")}, facts);
    const auto all = visit(happenings, 2000);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].tick, 1200u);
}

TEST(Happenings, CostNothingWithoutPlugins) {
    Happenings happenings = begin({});
    EXPECT_TRUE(happenings.empty());
    EXPECT_TRUE(visit(happenings, 1000).empty());
}

class WrongWish : public testing::TestWithParam<const char*> {};

TEST_P(WrongWish, EndsThePluginsPartAndNothingElse) {
    Happenings happenings = begin({try_kind(GetParam()), try_kind("teller")});
    const auto all = visit(happenings, 3000);
    std::size_t of_teller = 0;
    for (const Happening& one : all) {
        EXPECT_EQ(one.plugin, "teller");
        ++of_teller;
    }
    EXPECT_EQ(of_teller, 5u);
    ASSERT_EQ(happenings.problems().size(), 1u);
    EXPECT_NE(happenings.problems()[0].find(GetParam()), std::string::npos) << happenings.problems()[0];
    EXPECT_NE(happenings.problems()[0].find("takes no further part"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(EveryWay, WrongWish,
                         testing::Values("teller_past", "teller_far", "teller_no_id", "teller_null_cue", "teller_flood",
                                         "teller_keeps_sink", "teller_throws", "teller_gives_up",
                                         "teller_no_instance"));

// ---- the shipped one ----------------------------------------------------------------------------------------------

SessionFacts busy_facts(std::uint64_t seed) {
    SessionFacts facts = pad_facts();
    facts.seed = seed;
    for (const char* rate : {"faint", "drop", "wipe", "visitor", "move"})
        facts.parameters.set(std::string("plugin.unforeseen.") + rate + "_per_hour", 60.0);
    facts.parameters.set("plugin.unforeseen.rest_s", 5.0);
    facts.parameters.set("plugin.unforeseen.most", 4.0);
    return facts;
}

TEST(Unforeseen, DependsOnTheSeedAndOnWhatHappenedAlone) {
    const auto plugin = shipped("unforeseen");
    std::map<std::string, int> different;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        std::string first, second;
        for (std::string* story : {&first, &second}) {
            Happenings happenings = begin({plugin}, busy_facts(seed));
            for (const Happening& one : visit(happenings, 120'000)) *story += one.id + std::to_string(one.tick) + " ";
            EXPECT_TRUE(happenings.problems().empty()) << happenings.problems()[0];
        }
        EXPECT_EQ(first, second);
        ++different[first];
    }
    EXPECT_GE(different.size(), 5u);
}

TEST(Unforeseen, KeepsItsRestAndItsMostAndRepeatsNothing) {
    const auto plugin = shipped("unforeseen");
    std::size_t came = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        Happenings happenings = begin({plugin}, busy_facts(seed));
        const auto all = visit(happenings, 180'000);
        came += all.size();
        EXPECT_LE(all.size(), 4u);
        std::map<std::string, int> of;
        for (std::size_t i = 0; i < all.size(); ++i) {
            EXPECT_EQ(++of[all[i].id], 1) << all[i].id;
            EXPECT_TRUE(i == 0 || all[i].tick >= all[i - 1].tick + 5000) << all[i].tick;
            const bool needs_needling = all[i].id == "E01" || all[i].id == "E23" || all[i].id == "E25";
            EXPECT_TRUE(!needs_needling || all[i].tick >= 2000) << all[i].tick;
            // Asked on the half second, while the tip is on the skin or has just been lifted.
            const sdk::Tick within = all[i].tick % 4000;
            EXPECT_TRUE(all[i].id != "E25" || within >= 2500 || within < 500) << all[i].tick;
        }
    }
    EXPECT_GE(came, 20u);  // at 60 an hour and sort, ten visits of three minutes are not quiet
}

TEST(Unforeseen, IsRareByDefaultAndSilentWhenItsRatesAreZero) {
    const auto plugin = shipped("unforeseen");
    SessionFacts facts = pad_facts();
    for (const char* rate : {"faint", "drop", "wipe", "visitor", "move"})
        facts.parameters.set(std::string("plugin.unforeseen.") + rate + "_per_hour", 0.0);
    Happenings none = begin({plugin}, facts);
    EXPECT_TRUE(visit(none, 60'000).empty());
    int visits_with_one = 0;
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        SessionFacts ordinary = pad_facts();
        ordinary.seed = seed;
        Happenings happenings = begin({plugin}, ordinary);
        visits_with_one += visit(happenings, 60'000).empty() ? 0 : 1;
    }
    EXPECT_LE(visits_with_one, 8);  // 4 per hour in a minute: 6 or 7 % of visits are expected
}

}  // namespace
}  // namespace np::plugin_host
