// Asks for the second of the day.
#include <time.h>

static volatile time_t now;

#define IN_CONSUME now = time(NULL);
#include "faulty.h"
