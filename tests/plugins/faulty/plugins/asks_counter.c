// Counts the processor's own pulse.
#if defined(__x86_64__)
#include <x86intrin.h>
#define IN_CONSUME pulse = __rdtsc();
static volatile unsigned long long pulse;
#else
#include <time.h>
#define IN_CONSUME pulse = clock();
static volatile long pulse;
#endif
#include "faulty.h"
