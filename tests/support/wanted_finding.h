// What a finding has to say of a rule at its limit: when, how much, and what was allowed.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "scorer_stage.h"

namespace np::test {

struct Wanted {
    std::string rule;
    std::uint64_t first_tick = 0, end_tick = 0;
    double value = std::nan(""), limit = std::nan("");  // NaN: whatever it is
    np_severity severity = NP_MINOR;
    std::string limit_key;  // empty: whatever it is
};

// Exactly one finding of that rule, and it says so.
inline void expect_one(const Seen& seen, const Wanted& wanted) {
    EXPECT_EQ(seen.fault, "");
    const auto found = seen.of(wanted.rule);
    ASSERT_EQ(found.size(), 1u) << wanted.rule;
    const SeenFinding& one = found[0];
    EXPECT_EQ(one.first_tick, wanted.first_tick) << wanted.rule;
    EXPECT_EQ(one.end_tick, wanted.end_tick) << wanted.rule;
    if (!std::isnan(wanted.value)) {
        EXPECT_NEAR(one.value, wanted.value, 1e-9) << wanted.rule;
    }
    if (!std::isnan(wanted.limit)) {
        EXPECT_NEAR(one.limit, wanted.limit, 1e-9) << wanted.rule;
    }
    EXPECT_EQ(one.severity, static_cast<std::uint32_t>(wanted.severity)) << wanted.rule;
    if (!wanted.limit_key.empty()) {
        EXPECT_EQ(one.limit_key, wanted.limit_key) << wanted.rule;
    }
}

}  // namespace np::test
