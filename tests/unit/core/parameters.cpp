#include "needlepoint/core/parameters.h"

#include <gtest/gtest.h>

namespace np {
namespace {

TEST(Parameters, survive_their_canonical_form) {
    Parameters parameters;
    parameters.set("zone.malar.scar.max_mm", Parameter{1.5, "mm", {"V", "chart\twith tab", "", "2026-01-01"}});
    parameters.set("zones.order", std::string("forehead,\nmalar\\end"));
    parameters.set("tiny", 0.1 + 0.2);

    const auto again = Parameters::parse_canonical(parameters.canonical());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->canonical(), parameters.canonical());
    EXPECT_EQ(again->number("tiny"), 0.1 + 0.2);
    EXPECT_EQ(again->text("zones.order"), "forehead,\nmalar\\end");
    EXPECT_EQ(again->find("zone.malar.scar.max_mm")->provenance.source, "chart\twith tab");
}

TEST(Parameters, name_what_is_missing) {
    const auto value = Parameters().need("contact.tau_loose");
    ASSERT_FALSE(value);
    EXPECT_NE(value.error().message.find("contact.tau_loose"), std::string::npos);
}

TEST(Parameters, refuse_broken_bytes_with_a_sentence) {
    for (const char* broken : {"a\tn\t1", "a\tn\tx\t\t\t\t\t\n", "a\tq\t1\t\t\t\t\t\n", "just words\n", "\n"}) {
        const auto result = Parameters::parse_canonical(broken);
        ASSERT_FALSE(result) << broken;
        EXPECT_FALSE(result.error().message.empty());
    }
}

TEST(Parameters, an_unsigned_assumption_is_one_and_a_signed_one_is_not) {
    EXPECT_TRUE((Provenance{"EA", "", "", ""}).assumed());
    EXPECT_FALSE((Provenance{"EA", "", "Dr. Example", "2026-01-01"}).assumed());
    EXPECT_FALSE((Provenance{"V", "", "", ""}).assumed());
}

}  // namespace
}  // namespace np
