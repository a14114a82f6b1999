// Becomes another program.
#include <unistd.h>

#define IN_CONSUME execl("/bin/true", "true", (char*)NULL);
#include "faulty.h"
