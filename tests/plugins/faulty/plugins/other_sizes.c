// Claims this interface and has other structs.
#define FAULTY_BYTES 96
#include "faulty.h"
