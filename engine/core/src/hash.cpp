#include "needlepoint/core/hash.h"

#include <sodium.h>

#include <new>

#include "sha256_blocks.h"

namespace np {

namespace {
using State = crypto_hash_sha256_state;
static_assert(sizeof(State) <= 128);
constexpr std::size_t kBlock = 64;
State* state_of(std::array<std::byte, 128>& memory) {
    return std::launder(reinterpret_cast<State*>(memory.data()));
}
}  // namespace

Sha256::Sha256() : state_{} {
    new (state_.data()) State;
    crypto_hash_sha256_init(state_of(state_));
}

Sha256& Sha256::add(std::span<const std::byte> bytes) {
    State& state = *state_of(state_);
    const auto by_library = [&](std::size_t size) {
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(bytes.data()), size);
        bytes = bytes.subspan(size);
    };
    // Between whole blocks the library holds nothing but the words and how many bits they are of.
    if (bytes.size() >= 2 * kBlock && has_sha256_blocks()) {
        by_library((kBlock - state.count / 8 % kBlock) % kBlock);
        const std::size_t blocks = bytes.size() / kBlock;
        sha256_blocks(state.state, bytes.data(), blocks);
        state.count += blocks * kBlock * 8;
        bytes = bytes.subspan(blocks * kBlock);
    }
    by_library(bytes.size());
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
