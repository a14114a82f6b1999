// zstd with reused contexts and a bound on what may come out of hostile bytes.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "needlepoint/core/status.h"

namespace np::session {

class Packer {
  public:
    explicit Packer(int level);
    Packer(const Packer&) = delete;
    Packer& operator=(const Packer&) = delete;
    ~Packer();
    // Replaces `packed`. The result depends on the bytes, the level and zstd's version only.
    Status pack(std::span<const std::byte> bytes, std::vector<std::byte>& packed);

  private:
    void* context_;
};

class Unpacker {
  public:
    Unpacker();
    Unpacker(const Unpacker&) = delete;
    Unpacker& operator=(const Unpacker&) = delete;
    ~Unpacker();
    // Replaces `bytes`. `packed` must be exactly one frame that holds exactly `size` bytes.
    Status unpack(std::span<const std::byte> packed, std::uint64_t size, std::vector<std::byte>& bytes);

  private:
    void* context_;
};

// The size that a packed frame states for its contents; the largest number where it states none.
std::uint64_t frame_size(std::span<const std::byte> packed);

// What a chunk, and what all attachments together, may unpack to.
inline constexpr std::uint64_t kMaxChunkBytes = 8u << 20;
inline constexpr std::uint64_t kMaxAttachedBytes = 256u << 20;

}  // namespace np::session
