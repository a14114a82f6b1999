// Has a finding that gives marks.
#define IN_FINISH      \
    finding.cost = -5; \
    sink->finding(sink, &finding);
#include "faulty.h"
