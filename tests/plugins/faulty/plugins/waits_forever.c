// Takes a lock that it holds already.
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define IN_CONSUME pthread_mutex_lock(&lock), pthread_mutex_lock(&lock);
#include "faulty.h"
