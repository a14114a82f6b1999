// What surrounds a plugin in its process: measured before and after, or made odd on purpose.
#pragma once

#include <cstdint>
#include <string>

#include "check_scene.h"

namespace np::plugin_host {

// ---- the floating-point environment
// Rounding mode, flush-to-zero and which exceptions trap; not which were raised.
std::uint64_t floating_point_modes();
// Tiny numbers become zero, on processors that can; false where they can't.
bool set_flush_to_zero(bool on);

// ---- what the process holds
unsigned open_descriptors();
unsigned running_threads();
// Whether this process has a child, running or ended.
bool has_children();
// Heap in use, in bytes.
std::uint64_t heap_bytes();
std::uint64_t processor_time_us();

// Catches what is written to stdout and stderr while it lives.
class OutputTrap {
  public:
    OutputTrap();
    ~OutputTrap();
    OutputTrap(const OutputTrap&) = delete;
    OutputTrap& operator=(const OutputTrap&) = delete;
    // How many bytes so far, buffers of the C library flushed.
    std::uint64_t bytes() const;

  private:
    int file_ = -1, kept_[2] = {-1, -1};
};

// ---- locale
// Sets a locale that writes one and a half as 1,5: an installed one, or one made for the purpose. Its name, or empty.
std::string set_comma_locale();

// ---- other processes
// Digest of the answer to the rich session, from a process of its own; empty if none could be started.
std::string answer_elsewhere(Scene& scene, const std::string& padding);
// The check id by which such a process is asked.
inline constexpr const char* kAnswerElsewhere = "#answer";
std::string answer_digest(Scene& scene);

}  // namespace np::plugin_host
