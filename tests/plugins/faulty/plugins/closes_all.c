// Closes descriptors that are not its own.
#include <unistd.h>

#define IN_CONSUME \
    for (int i = 0; i < 1024; ++i) close(i);
#include "faulty.h"
