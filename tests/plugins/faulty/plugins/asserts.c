// Has an assertion that fails.
#undef NDEBUG
#include <assert.h>

#define IN_CONSUME assert(self == NULL);
#include "faulty.h"
