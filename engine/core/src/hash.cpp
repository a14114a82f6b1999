#include "needlepoint/core/hash.h"

#include <sodium.h>

#include <new>

namespace np {

namespace {
using State = crypto_hash_sha256_state;
static_assert(sizeof(State) <= 128);
State* state_of(std::array<std::byte, 128>& memory) {
    return std::launder(reinterpret_cast<State*>(memory.data()));
}
}  // namespace

Sha256::Sha256() : state_{} {
    new (state_.data()) State;
    crypto_hash_sha256_init(state_of(state_));
}

Sha256& Sha256::add(std::span<const std::byte> bytes) {
    crypto_hash_sha256_update(state_of(state_), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return *this;
}

Digest Sha256::finish() {
    Digest digest;
    crypto_hash_sha256_final(state_of(state_), reinterpret_cast<unsigned char*>(digest.data()));
    return digest;
}

Digest sha256(std::span<const std::byte> bytes) {
    return Sha256().add(bytes).finish();
}
Digest sha256(std::string_view text) {
    return Sha256().add(text).finish();
}

std::string to_hex(std::span<const std::byte> bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (const std::byte b : bytes) {
        text += kDigits[std::to_integer<unsigned>(b) >> 4];
        text += kDigits[std::to_integer<unsigned>(b) & 15];
    }
    return text;
}

}  // namespace np
