// Never returns from consume.
static volatile int turns;

#define IN_CONSUME \
    for (;;) turns = turns + 1;
#include "faulty.h"
