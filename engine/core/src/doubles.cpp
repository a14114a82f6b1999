#include "needlepoint/core/doubles.h"

#if defined(__x86_64__) && __has_include(<sys/platform/x86.h>)
// The header is written for C, and not every compiler of C++ knows C's word for bool.
#define _Bool bool  // NOLINT(bugprone-reserved-identifier): it is C's own
#include <sys/platform/x86.h>
#undef _Bool
#endif

namespace np {

bool has_four_doubles() {
#if defined(CPU_FEATURE_ACTIVE)
    return CPU_FEATURE_ACTIVE(AVX2) && CPU_FEATURE_ACTIVE(FMA);
#else
    return false;
#endif
}

}  // namespace np
