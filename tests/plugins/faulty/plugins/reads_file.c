// Reads a file.
#include <stdio.h>

#define IN_CONSUME fopen("/etc/passwd", "r");
#include "faulty.h"
