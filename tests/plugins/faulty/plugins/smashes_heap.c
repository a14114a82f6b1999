// Writes beyond its memory and gives it back.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void smash(void) {
    volatile char* block = (volatile char*)malloc(24);
    for (int i = -16; i < 64; ++i) block[i] = (char)0xff;
    free((void*)(uintptr_t)block);
}

#define IN_CONSUME smash();
#include "faulty.h"
