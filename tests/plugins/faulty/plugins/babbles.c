// Talks nonsense to the host.
#include <sys/socket.h>

#define IN_CONSUME (void)!send(3, "nonsense, and a lot of it, over the line", 40, 0);
#include "faulty.h"
