// What a worker tells about itself while it works: a page of shared memory that it writes and the host reads. The host
// believes none of it further than to name a culprit; every value is checked before use.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace np::plugin_host {

// Which function of a plugin is being called.
enum class Call : std::uint32_t { kNone, kLoad, kBegin, kConsume, kFinish, kDestroy };

// How a worker came to its end, as far as its own signal handler could tell.
enum class Death : std::uint32_t {
    kNone,
    kSegment,     // detail: address
    kStack,       // stack overflow
    kClock,       // it asked for the time
    kArithmetic,  // division by zero and the like
    kIllegal,     // an instruction that does not exist
    kBus,
    kAbort,
    kForbidden,  // detail: number of the system call, extra: its first argument
    kMemory,     // no memory left within the limit
    kBroken,     // the worker's own setup failed
};

struct WorkerPage {
    std::atomic<std::uint64_t> position;  // how far it has read the ring
    std::atomic<std::uint64_t> serial;    // raised with each call into a plugin
    std::atomic<std::uint64_t> tick;      // end of the batch that it works on
    std::atomic<std::uint32_t> plugin;    // index into the plugins that it was given
    std::atomic<std::uint32_t> call;      // enum Call
    std::atomic<std::uint32_t> death;     // enum Death
    std::atomic<std::uint32_t> confined;  // 1: the sandbox stands
    std::atomic<std::uint64_t> detail, extra;
};
inline constexpr std::size_t kPageBytes = 4096;
static_assert(sizeof(WorkerPage) <= kPageBytes);
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

// The one exit code by which the handler ends the worker; the rest is in the page.
inline constexpr int kDeathExit = 86;

}  // namespace np::plugin_host
