// Runs into an instruction that does not exist.
#define IN_CONSUME __builtin_trap();
#include "faulty.h"
