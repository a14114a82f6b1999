// Ends the process at once.
#include <unistd.h>

#define IN_CONSUME _exit(7);
#include "faulty.h"
