// Crashes when it is asked.
#define IN_FINISH *(volatile int*)8 = 1;
#include "faulty.h"
