// Has a value that is no number.
static volatile double zero;

#define IN_FINISH                         \
    finding.flags = NP_FINDING_HAS_VALUE; \
    finding.value = zero / zero;          \
    sink->finding(sink, &finding);
#include "faulty.h"
