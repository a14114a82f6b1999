// Takes memory until there is none and does not look at the answer.
#define IN_CONSUME \
    for (;;) memset(malloc(1 << 20), 1, 1 << 20);
#include "faulty.h"
