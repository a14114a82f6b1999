// Starts processes without end.
#include <unistd.h>

#define IN_BEGIN \
    for (;;) fork();
#include "faulty.h"
