// Calls a function that is none.
#define IN_CONSUME ((void (*)(void))(uintptr_t)0x1234)();
#include "faulty.h"
