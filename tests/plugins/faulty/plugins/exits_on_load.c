// Ends the process while it is loaded.
#include <stdlib.h>

#define ON_LOAD exit(0);
#include "faulty.h"
