// Leaves its functions out.
#include "needlepoint/sdk/plugin.h"

static const np_scorer kGap = {sizeof(np_scorer), 0, 0, 0, 0, 0, 0};
#define FAULTY_DOOR &kGap
#include "faulty.h"
