// Crashes when all is over.
#define IN_DESTROY *(volatile int*)8 = 1;
#include "faulty.h"
