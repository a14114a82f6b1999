// Takes memory and never gives it back.
#include <cstring>

#define IN_CONSUME                                               \
    for (;;) {                                                   \
        std::memset(new char[1 << 20], 1, std::size_t{1} << 20); \
    }
#include "faulty.h"
