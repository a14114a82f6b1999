// Starts a process.
#include <unistd.h>

#define IN_CONSUME \
    if (fork() == 0) _exit(0);
#include "faulty.h"
