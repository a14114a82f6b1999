// Records outlive the program that made them: what they are too old to say is filled in by what was true then.
#include "needlepoint/scenario/earlier_rules.h"

#include <gtest/gtest.h>

#include "default_pack.h"

namespace np::scenario {
namespace {

TEST(EarlierRules, every_key_is_one_of_today_and_says_when_it_came) {
    const auto& earlier = earlier_rules();
    ASSERT_TRUE(earlier) << earlier.error().message;
    EXPECT_GT(earlier->entries().size(), 200U);
    for (const auto& [key, meaning] : earlier->entries()) {
        const Parameter* today = default_pack().parameters.find(key);
        ASSERT_NE(today, nullptr) << key << " is asked for by nobody any more; take it out";
        EXPECT_EQ(today->value.index(), meaning.value.index()) << key;
        EXPECT_NE(meaning.provenance.source.find("added on " + meaning.provenance.date), std::string::npos) << key;
    }
}

TEST(EarlierRules, fill_in_what_is_missing_and_nothing_else) {
    Parameters earlier;
    earlier.set("contact.loose_stiffness", 1.0);
    earlier.set("tissue.heat.redness_gain", 0.0);
    Parameters record;
    record.set("contact.loose_stiffness", 0.7);
    record.set("contact.noise_sd_mm", 0.05);
    EXPECT_EQ(fill_in_earlier(record, earlier), std::vector<std::string>{"tissue.heat.redness_gain"});
    EXPECT_EQ(record.number("contact.loose_stiffness"), 0.7) << "what the record says stays";
    EXPECT_EQ(record.number("tissue.heat.redness_gain"), 0.0);
    EXPECT_TRUE(fill_in_earlier(record, earlier).empty());
}

TEST(EarlierRules, loose_skin_was_as_stiff_as_stretched_skin_and_heat_did_nothing) {
    const auto& earlier = earlier_rules();
    ASSERT_TRUE(earlier);
    EXPECT_EQ(earlier->number("contact.loose_stiffness"), 1.0);
    EXPECT_EQ(earlier->number("tissue.heat.bleed_share"), 1.0);
    EXPECT_EQ(earlier->number("tissue.heat.redness_gain"), 0.0);
    EXPECT_EQ(earlier->number("hand.drag_loose"), 1.0);
}

}  // namespace
}  // namespace np::scenario
