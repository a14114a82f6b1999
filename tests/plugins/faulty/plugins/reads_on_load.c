// Reads a file while it is loaded.
#include <stdio.h>

#define ON_LOAD fopen("/etc/passwd", "r");
#include "faulty.h"
