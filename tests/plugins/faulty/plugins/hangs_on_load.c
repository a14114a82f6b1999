// Never ends loading.
static volatile int turns;

#define ON_LOAD \
    for (;;) turns = turns + 1;
#include "faulty.h"
