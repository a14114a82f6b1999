// Writes to standard output.
#include <stdio.h>

#define IN_CONSUME printf("hello\n");
#include "faulty.h"
