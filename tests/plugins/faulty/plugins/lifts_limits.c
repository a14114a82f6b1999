// Gives itself more memory.
#include <sys/resource.h>

static const struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};

#define IN_CONSUME setrlimit(RLIMIT_AS, &none);
#include "faulty.h"
