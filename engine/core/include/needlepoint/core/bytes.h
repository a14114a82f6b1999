// Little-endian byte writer and reader for our own binary forms (zone table, baked head, chain records).
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace np {

static_assert(std::endian::native == std::endian::little, "records are written as they lie in memory");

class ByteWriter {
  public:
    template <class Scalar>
    requires std::is_arithmetic_v<Scalar>
    void put(Scalar value) {
        const auto* from = reinterpret_cast<const std::byte*>(&value);
        bytes_.insert(bytes_.end(), from, from + sizeof value);
    }
    void put_bytes(std::span<const std::byte> bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
    // u32 length, then the bytes.
    void put_text(std::string_view text) {
        put(static_cast<std::uint32_t>(text.size()));
        put_bytes(std::as_bytes(std::span(text.data(), text.size())));
    }
    // u32 count, then the elements.
    template <class Scalar>
    requires std::is_arithmetic_v<Scalar>
    void put_array(std::span<const Scalar> values) {
        put(static_cast<std::uint32_t>(values.size()));
        put_bytes(std::as_bytes(values));
    }
    std::span<const std::byte> bytes() const { return bytes_; }
    std::vector<std::byte> take() { return std::move(bytes_); }

  private:
    std::vector<std::byte> bytes_;
};

// Reads what ByteWriter wrote. Past the end everything reads as zero or empty and `ok` turns false for good,
// so a decoder checks once, at the end.
class ByteReader {
  public:
    explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    template <class Scalar>
    requires std::is_arithmetic_v<Scalar> Scalar get() {
        Scalar value{};
        if (!has(sizeof value)) return value;
        std::memcpy(&value, bytes_.data() + at_, sizeof value);
        at_ += sizeof value;
        return value;
    }
    std::span<const std::byte> get_bytes(std::size_t count) {
        if (!has(count)) return {};
        at_ += count;
        return bytes_.subspan(at_ - count, count);
    }
    std::string get_text() {
        const auto contents = get_bytes(get<std::uint32_t>());
        return {reinterpret_cast<const char*>(contents.data()), contents.size()};
    }
    template <class Scalar>
    requires std::is_arithmetic_v<Scalar> std::vector<Scalar> get_array() {
        const std::size_t count = get<std::uint32_t>();
        const auto contents = get_bytes(count * sizeof(Scalar));
        std::vector<Scalar> values(contents.size() / sizeof(Scalar));
        if (!values.empty()) std::memcpy(values.data(), contents.data(), contents.size());
        return values;
    }
    bool ok() const { return ok_; }
    bool at_end() const { return at_ == bytes_.size(); }
    std::size_t position() const { return at_; }
    std::size_t remaining() const { return bytes_.size() - at_; }

  private:
    bool has(std::size_t count) {
        if (!ok_ || count > bytes_.size() - at_) ok_ = false;
        return ok_;
    }
    std::span<const std::byte> bytes_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

}  // namespace np
