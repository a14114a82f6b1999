// Has a finding that costs and a full mark.
#define IN_FINISH     \
    finding.cost = 5; \
    sink->finding(sink, &finding);
#include "faulty.h"
