// Gives up with abort().
#include <stdlib.h>

#define IN_CONSUME abort();
#include "faulty.h"
