// SHA-256 of whole blocks by the processor's own instructions, where it has them: every byte of a record passes here.
#pragma once

#include <cstddef>
#include <cstdint>

namespace np {

// Whether this processor has the instructions.
bool has_sha256_blocks();
// Takes `count` blocks of 64 bytes into the eight words of `state` (FIPS 180-4, 6.2). Only if the processor can.
void sha256_blocks(std::uint32_t* state, const std::byte* blocks, std::size_t count);

}  // namespace np
