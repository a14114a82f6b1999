// Has more to say than anybody can read.
#define IN_FINISH \
    for (int i = 0; i < 200000; ++i) sink->finding(sink, &finding);
#include "faulty.h"
