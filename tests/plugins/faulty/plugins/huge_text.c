// A text of a megabyte.
#define IN_FINISH                        \
    char* huge = (char*)malloc(1 << 20); \
    memset(huge, 'a', (1 << 20) - 1);    \
    huge[(1 << 20) - 1] = 0;             \
    finding.text = huge;                 \
    sink->finding(sink, &finding);
#include "faulty.h"
