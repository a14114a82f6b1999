// Writes to standard output while it is loaded.
#include <stdio.h>

#define ON_LOAD printf("hello\n");
#include "faulty.h"
