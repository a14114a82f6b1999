// A filter of system calls, written rule by rule and turned into the kernel's small program (BPF).
#pragma once

#include <linux/filter.h>

#include <cstdint>
#include <vector>

#include "needlepoint/core/status.h"

namespace np::plugin_host {

// (argument & mask) == value, or >= value.
struct CallCondition {
    unsigned argument = 0;
    std::uint32_t mask = 0xffffffffu;
    std::uint32_t value = 0;
    bool at_least = false;
};

class CallFilter {
  public:
    CallFilter();
    // Allows a call if all conditions hold; other uses of it are trapped. The first rule of a number decides, unless
    // `or_later` lets a later rule of the same number have its say.
    void allow(long number, std::vector<CallCondition> conditions = {}, bool or_later = false);
    // Everything else is trapped (SIGSYS). For the calling thread and what it starts; can't be undone.
    Status install();

  private:
    std::vector<sock_filter> program_;
};

}  // namespace np::plugin_host
