// Sleeps.
#include <unistd.h>

#define IN_CONSUME sleep(1000);
#include "faulty.h"
