// Gives two marks.
#define IN_FINISH sink->mark(sink, &mark);
#include "faulty.h"
