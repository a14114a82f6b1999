// Is of a kind that nobody knows.
#define FAULTY_KIND 77
#include "faulty.h"
