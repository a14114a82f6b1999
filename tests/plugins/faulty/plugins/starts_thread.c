// Starts a thread.
#include <pthread.h>

static pthread_t thread;
static void* idle(void* nothing) {
    return nothing;
}

#define IN_CONSUME pthread_create(&thread, NULL, idle, NULL);
#include "faulty.h"
