// Starts a process while it is loaded.
#include <unistd.h>

#define ON_LOAD fork();
#include "faulty.h"
