// Crashes before anything of it was called.
#define ON_LOAD *(volatile int*)8 = 1;
#include "faulty.h"
