// Lets an exception out that is no std::exception.
#define IN_FINISH throw 42;
#include "faulty.h"
