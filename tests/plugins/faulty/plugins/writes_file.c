// Writes a file.
#include <stdio.h>

#define IN_CONSUME fopen("/tmp/left-by-a-plugin", "w");
#include "faulty.h"
