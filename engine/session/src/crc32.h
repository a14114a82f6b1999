// CRC-32 as MCAP uses it (polynomial of zlib and PNG). Finds damage, not tampering; the chain does that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace np::session {

// Continues `crc` (0 to begin with) over `bytes`.
std::uint32_t crc32(std::uint32_t crc, std::span<const std::byte> bytes);

}  // namespace np::session
