// Lets an exception out.
#include <stdexcept>

#define IN_CONSUME throw std::runtime_error("enough");
#include "faulty.h"
