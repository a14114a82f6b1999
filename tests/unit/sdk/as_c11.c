/* The SDK's headers must compile as C11, and a C compiler must see the same layouts and numbers as C++. */
#include "needlepoint/sdk/plugin.h"

#include "needlepoint/sdk/math.h"

#include <stddef.h>

uint64_t c11_size_of(int what) {
    const uint64_t sizes[] = {sizeof(np_finding),         sizeof(np_plugin),        sizeof(np_host),
                              sizeof(np_tissue_zone),     sizeof(np_strike),        sizeof(np_stroke_end),
                              offsetof(np_finding, cost), offsetof(np_plugin, door)};
    return what >= 0 && what < (int)(sizeof sizes / sizeof sizes[0]) ? sizes[what] : 0;
}

double c11_mixture(double x) {
    return np_exp(np_sin(x)) + np_log(1.5 + np_cos(x)) * np_pow(1.0 + x * x, 0.3) + np_atan2(x, 2.0) -
           np_acos(0.01 * x);
}
