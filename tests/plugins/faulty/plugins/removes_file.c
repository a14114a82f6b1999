// Removes a file.
#include <unistd.h>

#define IN_CONSUME unlink("/tmp/left-by-a-plugin");
#include "faulty.h"
