// Makes itself code while it runs.
#include <sys/mman.h>

#define IN_CONSUME mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
#include "faulty.h"
