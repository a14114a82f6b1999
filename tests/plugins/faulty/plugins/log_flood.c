// Logs without end.
#include "needlepoint/sdk/plugin.h"
static void flood(const np_host* host) {
    const np_ext_log* log = (const np_ext_log*)host->extension(host, NP_EXT_LOG, 1);
    for (;;) log->write(host, NP_LOG_INFO, "and another thing");
}

#define IN_CONSUME flood(self->host);
#include "faulty.h"
