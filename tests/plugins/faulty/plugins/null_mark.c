// Gives a mark that is none.
#define IN_FINISH           \
    sink->mark(sink, NULL); \
    return NP_OK;
#include "faulty.h"
