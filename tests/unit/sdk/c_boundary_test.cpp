#include <gtest/gtest.h>

#include "needlepoint/sdk/math.h"
#include "needlepoint/sdk/plugin.h"

extern "C" {
std::uint64_t c11_size_of(int what);
double c11_mixture(double x);
}

namespace {

TEST(CBoundary, BothLanguagesSeeTheSameLayout) {
    const std::uint64_t sizes[] = {sizeof(np_finding),         sizeof(np_plugin),        sizeof(np_host),
                                   sizeof(np_tissue_zone),     sizeof(np_strike),        sizeof(np_stroke_end),
                                   offsetof(np_finding, cost), offsetof(np_plugin, door)};
    for (int i = 0; i < 8; ++i) EXPECT_EQ(c11_size_of(i), sizes[i]) << i;
}

TEST(CBoundary, BothLanguagesGetTheSameBitsFromTheMathematics) {
    for (int i = -90; i <= 90; ++i) {
        const double x = i * 0.37;
        const double here = np_exp(np_sin(x)) + np_log(1.5 + np_cos(x)) * np_pow(1.0 + x * x, 0.3) + np_atan2(x, 2.0) -
                            np_acos(0.01 * x);
        EXPECT_EQ(here, c11_mixture(x)) << x;
    }
}

TEST(CBoundary, TheFirstFieldsKeepTheirPlaces) {
    // A host of any version reads these before it knows whether the rest fits.
    EXPECT_EQ(offsetof(np_plugin, bytes), 0u);
    EXPECT_EQ(offsetof(np_plugin, abi_major), 4u);
    EXPECT_EQ(offsetof(np_plugin, abi_minor), 8u);
    EXPECT_EQ(offsetof(np_plugin, kind), 12u);
    EXPECT_EQ(offsetof(np_event_header, bytes), 0u);
    EXPECT_EQ(offsetof(np_event_header, tick), 8u);
}

}  // namespace
