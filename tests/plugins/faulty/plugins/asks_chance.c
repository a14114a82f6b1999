// Draws numbers that nobody can repeat.
#include <sys/random.h>

static char drawn[16];

#define IN_CONSUME (void)!getrandom(drawn, sizeof drawn, 0);
#include "faulty.h"
