// Asks for the time.
#include <time.h>

static struct timespec now;

#define IN_CONSUME clock_gettime(CLOCK_REALTIME, &now);
#include "faulty.h"
