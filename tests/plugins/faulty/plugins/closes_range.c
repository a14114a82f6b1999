// Closes all descriptors at once.
#define _GNU_SOURCE
#include <unistd.h>

#define IN_CONSUME close_range(0, ~0u, 0);
#include "faulty.h"
