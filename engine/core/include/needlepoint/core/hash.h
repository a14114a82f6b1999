// SHA-256 (FIPS 180-4) through libsodium, for chains, pins and cache keys.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace np {

using Digest = std::array<std::byte, 32>;

class Sha256 {
  public:
    Sha256();
    Sha256& add(std::span<const std::byte> bytes);
    Sha256& add(std::string_view text) { return add(std::as_bytes(std::span(text.data(), text.size()))); }
    // Ends the computation; call once.
    Digest finish();

  private:
    alignas(16) std::array<std::byte, 128> state_;
};

Digest sha256(std::span<const std::byte> bytes);
Digest sha256(std::string_view text);
// 64 lower-case hexadecimal digits.
std::string to_hex(std::span<const std::byte> bytes);

}  // namespace np
