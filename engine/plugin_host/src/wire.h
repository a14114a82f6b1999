// Values as bytes between host and worker. The reader trusts nothing: every length is checked against what is there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace np::plugin_host {

class WireWriter {
  public:
    void u8(std::uint8_t value) { fixed(&value, sizeof value); }
    void u32(std::uint32_t value) { fixed(&value, sizeof value); }
    void u64(std::uint64_t value) { fixed(&value, sizeof value); }
    void i32(std::int32_t value) { fixed(&value, sizeof value); }
    void f64(double value) { fixed(&value, sizeof value); }
    void text(std::string_view value) {
        u32(static_cast<std::uint32_t>(value.size()));
        fixed(value.data(), value.size());
    }
    void bytes(std::span<const std::byte> value) {
        u64(value.size());
        fixed(value.data(), value.size());
    }
    std::span<const std::byte> written() const { return bytes_; }

  private:
    void fixed(const void* from, std::size_t size) {
        const std::size_t at = bytes_.size();
        bytes_.resize(at + size);
        if (size > 0) std::memcpy(bytes_.data() + at, from, size);
    }
    std::vector<std::byte> bytes_;
};

// After the first thing that does not fit every further value is 0 or empty and `good` stays false.
class WireReader {
  public:
    explicit WireReader(std::span<const std::byte> bytes) : rest_(bytes) {}

    std::uint8_t u8() { return fixed<std::uint8_t>(); }
    std::uint32_t u32() { return fixed<std::uint32_t>(); }
    std::uint64_t u64() { return fixed<std::uint64_t>(); }
    std::int32_t i32() { return fixed<std::int32_t>(); }
    double f64() { return fixed<double>(); }
    // At most `most` bytes long; longer ones are not good.
    std::string text(std::size_t most) {
        const auto taken = take(u32(), most);
        return {reinterpret_cast<const char*>(taken.data()), taken.size()};
    }
    std::vector<std::byte> bytes(std::size_t most) {
        const auto taken = take(u64(), most);
        return {taken.begin(), taken.end()};
    }
    // A number of things to come, each of at least `least_bytes`: a count that can't be true is not good.
    std::size_t count(std::size_t least_bytes) {
        const std::uint32_t claimed = u32();
        if (!good_ || claimed > rest_.size() / (least_bytes == 0 ? 1 : least_bytes)) good_ = false;
        return good_ ? claimed : 0;
    }
    bool good() const { return good_; }
    bool at_end() const { return good_ && rest_.empty(); }

  private:
    template <class Value>
    Value fixed() {
        Value value{};
        const auto taken = take(sizeof value, sizeof value);
        if (taken.size() == sizeof value) std::memcpy(&value, taken.data(), sizeof value);
        return value;
    }
    std::span<const std::byte> take(std::uint64_t size, std::size_t most) {
        if (!good_ || size > most || size > rest_.size()) {
            good_ = false;
            return {};
        }
        const auto taken = rest_.first(static_cast<std::size_t>(size));
        rest_ = rest_.subspan(static_cast<std::size_t>(size));
        return taken;
    }
    std::span<const std::byte> rest_;
    bool good_ = true;
};

}  // namespace np::plugin_host
