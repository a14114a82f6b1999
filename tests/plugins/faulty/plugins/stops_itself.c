// Stops its own process.
#include <signal.h>

#define IN_CONSUME raise(SIGSTOP);
#include "faulty.h"
