// XCDR1, little-endian: how ROS 2 serializes. Alignment counts from behind the four bytes of encapsulation.
#pragma once

#include <array>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace np::session {

inline constexpr std::array<unsigned char, 4> kCdrLittleEndian = {0, 1, 0, 0};

// Appends one message to `out`.
class CdrWriter {
  public:
    explicit CdrWriter(std::vector<std::byte>& out) : out_(out), origin_(out.size() + kCdrLittleEndian.size()) {
        raw(kCdrLittleEndian.data(), kCdrLittleEndian.size());
    }
    template <class Scalar>
    void scalar(Scalar value) {
        align(sizeof value);
        raw(&value, sizeof value);
    }
    template <class Scalar>
    void sequence(std::span<const Scalar> values) {
        scalar(static_cast<std::uint32_t>(values.size()));
        fixed(values);
    }
    // An array whose length the message's type tells.
    template <class Scalar>
    void fixed(std::span<const Scalar> values) {
        if (values.empty()) return;
        align(sizeof(Scalar));
        raw(values.data(), values.size_bytes());
    }
    void text(std::string_view value) {
        scalar(static_cast<std::uint32_t>(value.size() + 1));
        raw(value.data(), value.size());
        out_.push_back(std::byte{0});
    }

  private:
    void align(std::size_t size) { out_.resize(out_.size() + (size - (out_.size() - origin_) % size) % size); }
    void raw(const void* from, std::size_t size) {
        if (size == 0) return;
        const std::size_t at = out_.size();
        out_.resize(at + size);
        std::memcpy(out_.data() + at, from, size);
    }
    std::vector<std::byte>& out_;
    std::size_t origin_;
};

// Reads one message. Past the end, or on a length that cannot be, everything is zero or empty and `ok` turns false.
class CdrReader {
  public:
    explicit CdrReader(std::span<const std::byte> message) : bytes_(message) {
        ok_ = bytes_.size() >= 4 && std::memcmp(bytes_.data(), kCdrLittleEndian.data(), 4) == 0;
        at_ = 4;
    }
    template <class Scalar>
    Scalar scalar() {
        Scalar value{};
        if (const auto bytes = take(sizeof value, 1); !bytes.empty()) std::memcpy(&value, bytes.data(), sizeof value);
        return value;
    }
    template <class Scalar>
    void sequence(std::vector<Scalar>& values) {
        fixed(values, scalar<std::uint32_t>());
    }
    // The bytes of a sequence whose elements have that size.
    std::span<const std::byte> elements(std::size_t size) { return take(size, scalar<std::uint32_t>()); }
    template <class Scalar>
    void fixed(std::vector<Scalar>& values, std::size_t count) {
        const auto bytes = take(sizeof(Scalar), count);
        values.resize(bytes.size() / sizeof(Scalar));
        if (!bytes.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
    }
    std::string_view text() {
        const auto size = scalar<std::uint32_t>();
        const auto bytes = take(1, size);
        if (bytes.empty() || bytes.back() != std::byte{0}) {
            ok_ = false;
            return {};
        }
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size() - 1};
    }
    bool ok() const { return ok_; }
    bool at_end() const { return at_ == bytes_.size(); }
    std::size_t remaining() const { return ok_ ? bytes_.size() - at_ : 0; }

  private:
    std::span<const std::byte> take(std::size_t size, std::size_t count) {
        if (!ok_ || count == 0) return {};
        const std::size_t start = at_ + (size - (at_ - 4) % size) % size;
        if (start > bytes_.size() || count > (bytes_.size() - start) / size) {
            ok_ = false;
            return {};
        }
        at_ = start + size * count;
        return bytes_.subspan(start, size * count);
    }
    std::span<const std::byte> bytes_;
    std::size_t at_ = 0;
    bool ok_ = false;
};

}  // namespace np::session
