// Why a worker ended, as a sentence.
#pragma once

#include <string>
#include <string_view>

#include "needlepoint/plugin_host/worker.h"
#include "worker_page.h"

namespace np::plugin_host {

// "it ..." from what its handler left in the page and from `waitpid`'s status. Never trusts the page further than that.
std::string sentence_of_death(const WorkerPage& page, int status, const WorkerLimits& limits);

// At most 500 bytes of it, with everything that is not plain ASCII text as '?'.
std::string printable(std::string_view text);

}  // namespace np::plugin_host
