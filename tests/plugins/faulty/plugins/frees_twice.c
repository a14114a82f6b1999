// Gives the same memory back twice.
#include <stdlib.h>

static void twice(void) {
    void* volatile block = malloc(4096);
    void* volatile other = malloc(4096);
    free(block);
    free(block);
    free(other);
}

#define IN_CONSUME twice();
#include "faulty.h"
