#include "crc32.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#define NP_CRC_FOLDS 1
#endif

namespace np::session {

namespace {

using Table = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr Table make_table() {
    Table table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0xEDB88320u : 0u);
        table[0][i] = value;
    }
    for (std::size_t slice = 1; slice < 8; ++slice)
        for (std::size_t i = 0; i < 256; ++i)
            table[slice][i] = (table[slice - 1][i] >> 8) ^ table[0][table[slice - 1][i] & 0xFF];
    return table;
}

constexpr Table kTable = make_table();

// Eight bytes at a time.
std::uint32_t by_table(std::uint32_t value, const std::byte* at, std::size_t left) {
    for (; left >= 8; left -= 8, at += 8) {
        std::uint32_t low = 0, high = 0;
        std::memcpy(&low, at, 4);
        std::memcpy(&high, at + 4, 4);
        low ^= value;
        value = kTable[7][low & 0xFF] ^ kTable[6][(low >> 8) & 0xFF] ^ kTable[5][(low >> 16) & 0xFF] ^
                kTable[4][low >> 24] ^ kTable[3][high & 0xFF] ^ kTable[2][(high >> 8) & 0xFF] ^
                kTable[1][(high >> 16) & 0xFF] ^ kTable[0][high >> 24];
    }
    for (; left != 0; --left, ++at)
        value = (value >> 8) ^ kTable[0][(value ^ std::to_integer<std::uint32_t>(*at)) & 0xFF];
    return value;
}

#ifdef NP_CRC_FOLDS

// x^n mod P with its bits in the order of the stream, as the multiplication without carries wants it (Gopal et al.,
// "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009).
constexpr long long power(int n) {
    std::uint32_t value = 0x80000000u;
    for (int i = 0; i < n; ++i) value = (value >> 1) ^ ((value & 1) != 0 ? 0xEDB88320u : 0u);
    return static_cast<long long>(std::uint64_t{value} << 1);
}

__attribute__((target("pclmul"))) inline __m128i fold(__m128i value, __m128i powers, __m128i next) {
    return _mm_xor_si128(
        next, _mm_xor_si128(_mm_clmulepi64_si128(value, powers, 0x00), _mm_clmulepi64_si128(value, powers, 0x11)));
}

// Folds the stream onto its last sixteen bytes, of which the table then makes the sum. At least 64 bytes.
__attribute__((target("pclmul"))) std::uint32_t by_folding(std::uint32_t value, const std::byte* at, std::size_t left) {
    const auto load = [](const std::byte* from) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from)); };
    const __m128i by_64 = _mm_set_epi64x(power(512 - 32), power(512 + 32));
    const __m128i by_16 = _mm_set_epi64x(power(128 - 32), power(128 + 32));
    __m128i lane[4] = {load(at), load(at + 16), load(at + 32), load(at + 48)};
    lane[0] = _mm_xor_si128(lane[0], _mm_cvtsi32_si128(static_cast<int>(value)));
    for (at += 64, left -= 64; left >= 64; at += 64, left -= 64)
        for (int i = 0; i < 4; ++i) lane[i] = fold(lane[i], by_64, load(at + 16 * i));
    __m128i sum = lane[0];
    for (int i = 1; i < 4; ++i) sum = fold(sum, by_16, lane[i]);
    for (; left >= 16; at += 16, left -= 16) sum = fold(sum, by_16, load(at));
    std::byte last[16];
    _mm_storeu_si128(reinterpret_cast<__m128i*>(last), sum);
    return by_table(by_table(0, last, sizeof last), at, left);
}

#endif

}  // namespace

// Every chunk of a record passes through here when it is written and when it is read.
std::uint32_t crc32(std::uint32_t crc, std::span<const std::byte> bytes) {
#ifdef NP_CRC_FOLDS
    if (bytes.size() >= 64 && __builtin_cpu_supports("pclmul")) return ~by_folding(~crc, bytes.data(), bytes.size());
#endif
    return ~by_table(~crc, bytes.data(), bytes.size());
}

}  // namespace np::session
