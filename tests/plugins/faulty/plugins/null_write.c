// Writes where nothing is.
#define IN_CONSUME *(volatile int*)8 = 1;
#include "faulty.h"
