// Wants to survive its own crashes.
#include <signal.h>

#define IN_CONSUME signal(SIGSEGV, SIG_IGN);
#include "faulty.h"
