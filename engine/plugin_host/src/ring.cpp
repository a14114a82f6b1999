#include "ring.h"

#include <fcntl.h>
#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

#include "needlepoint/sdk/events.h"

#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010
#endif

namespace np::plugin_host {
namespace {

// Room for the counters; a multiple of every page size in use.
constexpr std::size_t kHeadBytes = 64u << 10;
constexpr std::size_t kMappedBytes = kHeadBytes + 2 * kRingBytes;
constexpr std::size_t kChunkBytes = 256u << 10;

tl::unexpected<Error> no_memory() {
    return cannot(std::string("shared memory for plugins could not be had: ") + std::strerror(errno) +
                  "; close other programs and try again");
}

}  // namespace

Expected<RingMapping> RingMapping::map(int descriptor, bool writable) {
    const int access = writable ? PROT_READ | PROT_WRITE : PROT_READ;
    void* base = mmap(nullptr, kMappedBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (base == MAP_FAILED) return no_memory();
    RingMapping mapping(static_cast<std::byte*>(base));
    const std::size_t once = kHeadBytes + kRingBytes;
    // The writer finds its pages there: a page that comes with the first record on it costs more than the record.
    const int flags = MAP_SHARED | MAP_FIXED | (writable ? MAP_POPULATE : 0);
    if (mmap(base, once, access, flags, descriptor, 0) == MAP_FAILED ||
        mmap(static_cast<std::byte*>(base) + once, kRingBytes, access, MAP_SHARED | MAP_FIXED, descriptor,
             static_cast<off_t>(kHeadBytes)) == MAP_FAILED)
        return no_memory();
    return mapping;
}

RingMapping::RingMapping(RingMapping&& other) noexcept : base_(std::exchange(other.base_, nullptr)) {}
RingMapping& RingMapping::operator=(RingMapping&& other) noexcept {
    std::swap(base_, other.base_);
    return *this;
}
RingMapping::~RingMapping() {
    if (base_ != nullptr) munmap(base_, kMappedBytes);
}
std::byte* RingMapping::contents() const {
    return base_ + kHeadBytes;
}

Expected<std::shared_ptr<RingWriter>> RingWriter::create() {
    Descriptor memory(memfd_create("needlepoint-ring", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!memory || ftruncate(memory.get(), static_cast<off_t>(kHeadBytes + kRingBytes)) != 0) return no_memory();
    auto mapping = RingMapping::map(memory.get(), true);
    if (!mapping) return tl::unexpected(mapping.error());
    new (&mapping->counters()) RingCounters{};
    // Who maps it from here on can only read. Kernels before 5.1 don't know that seal; a worker there could spoil the
    // batches of other workers, never the host's own.
    if (fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE) != 0)
        fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW);
    return std::shared_ptr<RingWriter>(new RingWriter(std::move(memory), std::move(*mapping)));
}

void RingWriter::post(std::span<const std::byte> bytes) {
    RingCounters& counters = mapping_.counters();
    const std::uint64_t at = at_.load(std::memory_order_relaxed), end = at + bytes.size();
    counters.begun.store(end, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_release);
    std::memcpy(mapping_.contents() + at % kRingBytes, bytes.data(), bytes.size());
    // First where the watcher looks: a reader is never ahead of it.
    at_.store(end, std::memory_order_release);
    counters.done.store(end, std::memory_order_release);
}

Expected<RingReader> RingReader::open(int descriptor, std::uint64_t from) {
    auto mapping = RingMapping::map(descriptor, false);
    if (!mapping) return tl::unexpected(mapping.error());
    return RingReader(std::move(*mapping), from);
}

RingReader::Got RingReader::read(std::vector<std::uint64_t>& out, std::uint64_t until) {
    RingCounters& counters = mapping_.counters();
    const std::uint64_t done = std::min(until, counters.done.load(std::memory_order_acquire));
    if (done <= at_) return Got::kNothing;
    const auto overrun = [&] {
        std::atomic_thread_fence(std::memory_order_acquire);
        return counters.begun.load(std::memory_order_relaxed) - at_ > kRingBytes;
    };
    if (overrun()) return Got::kOverrun;
    std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(done - at_, kChunkBytes));
    const auto copy = [&](std::size_t bytes) {
        out.resize(bytes / 8);
        std::memcpy(out.data(), mapping_.contents() + at_ % kRingBytes, bytes);
    };
    copy(size);
    if (overrun()) return Got::kOverrun;
    // Cut at the last whole record; a record longer than the chunk is fetched by itself.
    std::size_t whole = 0;
    while (whole + sizeof(np_event_header) <= size) {
        np_event_header header;
        std::memcpy(&header, reinterpret_cast<const std::byte*>(out.data()) + whole, sizeof header);
        if (header.bytes < sizeof header || header.bytes > kRingBytes / 4) return Got::kOverrun;
        if (whole + header.bytes > size) {
            if (whole == 0) {
                copy(header.bytes);
                whole = header.bytes;
                if (overrun()) return Got::kOverrun;
            }
            break;
        }
        whole += header.bytes;
    }
    if (whole == 0) return Got::kNothing;
    out.resize(whole / 8);
    at_ += whole;
    return Got::kBytes;
}

}  // namespace np::plugin_host
