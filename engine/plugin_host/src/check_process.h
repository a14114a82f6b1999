// One check in a process of its own: started, limited, listened to, ended, reaped.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "needlepoint/core/status.h"

namespace np::plugin_host {

struct ChildLimits {
    unsigned cpu_seconds = 10;
    unsigned wall_seconds = 60;
    std::uint64_t memory_bytes = 0;  // of address space; 0: no limit
};

// How a child ended and what it answered.
struct ChildEnd {
    bool timed_out = false;
    int signal = 0;      // that killed it, or 0
    int exit_code = 0;   // if no signal did
    std::string answer;  // what it wrote to the answer descriptor, cut at 64 KiB
};

class Child {
  public:
    // Starts `words[0]` with the rest as arguments. `material` becomes descriptor 3, a pipe back to us descriptor 4,
    // everything else is closed or /dev/null. The child leads its own group, so that what it starts ends with it.
    static Expected<Child> start(const std::vector<std::string>& words, int material, const ChildLimits& limits);
    Child(Child&& other) noexcept;
    Child& operator=(Child&& other) noexcept;
    ~Child();  // ends and reaps what still runs

    // Readable when the child has something to say or has ended.
    int answer_descriptor() const { return answer_; }
    // Takes what has arrived; true as soon as the child has ended or is out of time, then `end` is set.
    bool poll_end();
    const ChildEnd& end() const { return end_; }

  private:
    Child() = default;
    void read_answer();
    void kill_group() const;
    void reap(bool wait);

    int process_ = -1;  // -1: reaped
    int answer_ = -1;
    double deadline_s_ = 0;
    ChildEnd end_;
};

}  // namespace np::plugin_host
