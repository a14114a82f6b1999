// Never comes back from calling itself.
static volatile int kept;
static int dig(int depth) {
    volatile char room[4096];
    room[0] = (char)depth;
    kept = room[0];
    return depth < 0 ? 0 : dig(depth + 1) + room[0];
}

#define IN_CONSUME dig(1);
#include "faulty.h"
