// Was built for another interface.
#define FAULTY_MINOR 1u
#include "faulty.h"
