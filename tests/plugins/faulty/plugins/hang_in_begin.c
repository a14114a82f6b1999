// Never returns from begin.
static volatile int turns;

#define IN_BEGIN \
    for (;;) turns = turns + 1;
#include "faulty.h"
