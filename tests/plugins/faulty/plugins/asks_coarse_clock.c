// Asks for the time that the kernel leaves in a page.
#define _GNU_SOURCE
#include <time.h>

static struct timespec now;

#define IN_CONSUME clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
#include "faulty.h"
