// Ends the host.
#include <signal.h>
#include <unistd.h>

#define IN_CONSUME kill(getppid(), SIGKILL);
#include "faulty.h"
