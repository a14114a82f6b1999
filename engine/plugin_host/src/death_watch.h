// The worker's signal handlers: they note in the shared page what a plugin did, and end the process.
#pragma once

#include "needlepoint/core/status.h"
#include "worker_page.h"

namespace np::plugin_host {

// Installs handlers on a stack of their own, so that an overflown stack is told too. `page` must outlive the process.
Status watch_for_death(WorkerPage* page);
// Addresses that belonged to the clock; whoever jumps there asked for the time.
void note_clock_pages(unsigned long begin, unsigned long end);
// What `openat` of this path gives, as long as a library is loaded: a copy of the descriptor. Null: nothing.
void note_served_file(const char* path, int descriptor);
void note_control(int control);
int confined_control();
// Ends the worker at once.
[[noreturn]] void die(Death death, std::uint64_t detail = 0, std::uint64_t extra = 0);

}  // namespace np::plugin_host
