// Has a text that is not UTF-8.
#define IN_FINISH           \
    finding.text = "\xc3("; \
    sink->finding(sink, &finding);
#include "faulty.h"
