// Writes to standard output past the library.
#include <unistd.h>

#define IN_CONSUME (void)!write(1, "hello", 5);
#include "faulty.h"
