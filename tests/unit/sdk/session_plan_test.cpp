#include "needlepoint/sdk/session_plan.hpp"

#include <gtest/gtest.h>

namespace np::sdk {
namespace {

std::uint32_t zone_of(std::vector<std::uint8_t> zones) {
    event::strike strike;
    strike.zone = std::move(zones);
    EventBuffer buffer;
    buffer.append(strike);
    const RecordView record = *buffer.begin();
    return zone_of_strike(record, *record.raw<event::strike>());
}

TEST(ZoneOfStrike, IsThatOfMostNeedles) {
    EXPECT_EQ(zone_of({4, 4, 4, 4}), 4u);
    EXPECT_EQ(zone_of({7, 4, 7, 4, 7}), 7u);
    EXPECT_EQ(zone_of({2, 9, 9, 3, 3, 9}), 9u);
}

TEST(ZoneOfStrike, TiesGoToTheLowerIndex) {
    EXPECT_EQ(zone_of({7, 4, 7, 4}), 4u);
    EXPECT_EQ(zone_of({4, 7, 4, 7}), 4u);
    EXPECT_EQ(zone_of({254, 0}), 0u);
}

TEST(ZoneOfStrike, NeedlesBesideEveryZoneDoNotCount) {
    EXPECT_EQ(zone_of({NP_NO_ZONE, NP_NO_ZONE, 3}), 3u);
    EXPECT_EQ(zone_of({NP_NO_ZONE, NP_NO_ZONE}), std::uint32_t{NP_NO_ZONE});
    EXPECT_EQ(zone_of({}), std::uint32_t{NP_NO_ZONE});
}

}  // namespace
}  // namespace np::sdk
