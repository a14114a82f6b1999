#include "crc32.h"

#include <array>
#include <cstring>

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

}  // namespace

std::uint32_t crc32(std::uint32_t crc, std::span<const std::byte> bytes) {
    std::uint32_t value = ~crc;
    const std::byte* at = bytes.data();
    std::size_t left = bytes.size();
    // Eight bytes at a time: every chunk of a record passes through here when it is read.
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
    return ~value;
}

}  // namespace np::session
