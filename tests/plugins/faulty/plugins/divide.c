// Divides by zero.
static volatile int zero;

#define IN_CONSUME zero = (zero + 7) / zero;
#include "faulty.h"
