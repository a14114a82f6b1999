// Ends the process as if all were well.
#include <stdlib.h>

#define IN_CONSUME exit(0);
#include "faulty.h"
