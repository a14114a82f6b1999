// The shared ring: one writer that never waits, any number of readers in other processes, each with its own place.
//
// Layout of the shared memory: a page with two counters, then `kRingBytes` of records. Counters are bytes written since
// the beginning and only grow; a record lies at (position mod kRingBytes). Both sides map the contents twice in a row,
// so that a record is whole wherever it begins. A reader that falls more than the ring behind notices it: what it
// copied is only good if `begun` has not come round in the meantime.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "descriptor.h"
#include "needlepoint/core/status.h"

namespace np::plugin_host {

inline constexpr std::size_t kRingBytes = 8u << 20;

struct RingCounters {
    std::atomic<std::uint64_t> begun;  // raised before bytes are written
    std::atomic<std::uint64_t> done;   // raised after
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

// Memory shared by a descriptor: a page, then the contents twice.
class RingMapping {
  public:
    static Expected<RingMapping> map(int descriptor, bool writable);
    RingMapping(RingMapping&& other) noexcept;
    RingMapping& operator=(RingMapping&& other) noexcept;
    ~RingMapping();
    RingCounters& counters() const { return *reinterpret_cast<RingCounters*>(base_); }
    std::byte* contents() const;

  private:
    explicit RingMapping(std::byte* base) : base_(base) {}
    std::byte* base_ = nullptr;
};

// One thread writes.
class RingWriter {
  public:
    static Expected<std::shared_ptr<RingWriter>> create();
    RingWriter(const RingWriter&) = delete;
    RingWriter& operator=(const RingWriter&) = delete;
    // Copies `bytes` (a multiple of 8, at most a quarter of the ring). Never waits and makes no system call.
    void post(std::span<const std::byte> bytes);
    // How far the session has come; for whoever watches the readers.
    void note_tick(std::uint64_t tick) { tick_.store(tick, std::memory_order_relaxed); }
    // Any thread.
    std::uint64_t written() const { return at_.load(std::memory_order_acquire); }
    std::uint64_t tick() const { return tick_.load(std::memory_order_relaxed); }
    // For others to read: mappings made from it from now on can't be written.
    int descriptor() const { return memory_.get(); }

  private:
    RingWriter(Descriptor memory, RingMapping mapping) : memory_(std::move(memory)), mapping_(std::move(mapping)) {}
    Descriptor memory_;
    RingMapping mapping_;
    std::atomic<std::uint64_t> at_{0}, tick_{0};
};

class RingReader {
  public:
    // Reads from `from`, a position that the writer gave.
    static Expected<RingReader> open(int descriptor, std::uint64_t from);
    enum class Got { kNothing, kBytes, kOverrun };
    // Replaces `out` by whole posts as far as `until` or some hundred kilobytes, whichever comes first.
    Got read(std::vector<std::uint64_t>& out, std::uint64_t until);
    std::uint64_t position() const { return at_; }

  private:
    RingReader(RingMapping mapping, std::uint64_t from) : mapping_(std::move(mapping)), at_(from) {}
    RingMapping mapping_;
    std::uint64_t at_;
};

}  // namespace np::plugin_host
