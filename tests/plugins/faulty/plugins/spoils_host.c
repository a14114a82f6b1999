// Writes into what the host lent it.
#define IN_CONSUME memset((void*)(uintptr_t)self->host, 0, sizeof(np_host));
#define IN_FINISH self->host->fault(self->host, "over");
#include "faulty.h"
