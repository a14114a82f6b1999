// Puts another descriptor in the place of the host's.
#include <unistd.h>

#define IN_CONSUME dup2(2, 3);
#include "faulty.h"
