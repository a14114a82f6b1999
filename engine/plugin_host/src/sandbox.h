// Takes away from the worker what a plugin may not have: files, network, clock, processes, endless memory.
//
// Two filters of system calls (seccomp): `confine` leaves what loading a library needs, `confine_to_work` takes that
// away too. Files are opened by nobody: the one library that is being loaded is handed to the loader from a descriptor.
// Landlock, where the kernel has it, forbids files and TCP a second time. The clock is read in user space through pages
// that the kernel maps (vDSO), which no filter sees: these pages are taken away, and the processor's time stamp counter
// is switched off. What stays visible: the processor's kind and random numbers, and how fast the plugin's own loops
// run.
#pragma once

#include <cstddef>

#include "needlepoint/core/status.h"
#include "worker_page.h"

namespace np::plugin_host {

// Descriptors from here on belong to the loader; all others are out of a plugin's reach.
inline constexpr int kFirstLoaderDescriptor = 100;

struct SandboxPlan {
    std::size_t memory_bytes = 0;  // that a plugin may have beyond what the worker has at the start
    int control = -1;              // the one socket that may be used
    WorkerPage* page = nullptr;
};

// Only one per process; must be called on the only thread. Fails if the kernel can't filter system calls.
Status confine(const SandboxPlan& plan);
// The file that the loader finds under `path`, whatever lies there; -1: none. Between `confine` and `confine_to_work`.
void serve_file(const char* path, int descriptor);
// No library is loaded from here on.
Status confine_to_work();

}  // namespace np::plugin_host
