// Has no functions.
#define FAULTY_DOOR 0
#include "faulty.h"
