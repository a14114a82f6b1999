// Never returns from finish.
static volatile int turns;

#define IN_FINISH \
    for (;;) turns = turns + 1;
#include "faulty.h"
