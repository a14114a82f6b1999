// OpenIGTLink, protocol versions 1 to 3 (openigtlink.org, "Protocol"; Tokuda et al., 2009). Big-endian throughout.
#include <algorithm>
#include <array>
#include <cstring>

#include "needlepoint/input/decoders.h"

namespace np::input {

using geometry::Vec3;

namespace {

constexpr std::size_t kHeaderBytes = 58;
constexpr std::uint64_t kMostBody = 1 << 20;  // nothing that a tracker says is longer; images are not for us

// Reads big-endian numbers; past the end zeros, and `ok` turns false.
class BigEndian {
  public:
    explicit BigEndian(std::span<const std::byte> bytes) : bytes_(bytes) {}
    std::uint64_t number(std::size_t size) {
        std::uint64_t value = 0;
        if (at_ + size > bytes_.size()) {
            ok_ = false;
            return 0;
        }
        for (std::size_t i = 0; i < size; ++i) value = value << 8 | std::to_integer<std::uint64_t>(bytes_[at_++]);
        return value;
    }
    double real() {
        const auto bits = static_cast<std::uint32_t>(number(4));
        float value = 0;
        std::memcpy(&value, &bits, 4);
        return static_cast<double>(value);
    }
    Vec3 vector() {
        const double x = real(), y = real(), z = real();
        return {x, y, z};
    }
    std::string name(std::size_t size) {
        std::string text;
        for (std::size_t i = 0; i < size; ++i) {
            const char c = static_cast<char>(number(1));
            text.push_back(c);
        }
        return text.substr(0, text.find('\0'));
    }
    void skip(std::size_t size) {
        (void)(at_ + size > bytes_.size() ? (ok_ = false, at_ = bytes_.size()) : at_ += size);
    }
    bool ok() const { return ok_; }
    std::size_t left() const { return bytes_.size() - at_; }

  private:
    std::span<const std::byte> bytes_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

const std::array<std::uint64_t, 256>& crc_table() {
    static const std::array<std::uint64_t, 256> table = [] {
        std::array<std::uint64_t, 256> made{};
        for (std::uint64_t i = 0; i < 256; ++i) {
            std::uint64_t crc = i << 56;
            for (int bit = 0; bit < 8; ++bit) crc = (crc >> 63) != 0 ? crc << 1 ^ 0x42F0E1EBA9EA3693ULL : crc << 1;
            made[i] = crc;
        }
        return made;
    }();
    return table;
}

// Seconds since 1970 and a binary fraction. Zero: the server has no clock.
std::int64_t microseconds(std::uint64_t stamp) {
    const std::uint64_t seconds = stamp >> 32, fraction = stamp & 0xFFFFFFFFULL;
    return static_cast<std::int64_t>(seconds * 1'000'000 + (fraction * 1'000'000 >> 32));
}

// In the order in which the message has it: three columns of the rotation, then the place.
bool read_transform(BigEndian& in, RawPenSample& sample) {
    const Vec3 a = in.vector(), b = in.vector(), c = in.vector();
    sample.position_mm = in.vector();
    bool turn = false;
    sample.orientation = turn_of_matrix({Vec3{a.x, b.x, c.x}, Vec3{a.y, b.y, c.y}, Vec3{a.z, b.z, c.z}}, turn);
    // Not a rotation: passed on as a turn of no size, which the guard refuses and counts.
    if (!turn) sample.orientation = Turn{0, 0, 0, 0};
    return in.ok();
}

Turn read_quaternion(BigEndian& in) {
    Turn turn;
    turn.x = in.real(), turn.y = in.real(), turn.z = in.real(), turn.w = in.real();
    return turn;
}

bool read_position(BigEndian& in, RawPenSample& sample) {
    const std::size_t size = in.left();
    sample.position_mm = in.vector();
    if (size >= 28) sample.orientation = read_quaternion(in);
    return in.ok() && (size == 12 || size == 24 || size >= 28);
}

}  // namespace

std::uint64_t crc64(std::span<const std::byte> bytes) {
    std::uint64_t crc = 0;
    for (const std::byte byte : bytes)
        crc = crc << 8 ^ crc_table()[(crc >> 56 ^ std::to_integer<std::uint64_t>(byte)) & 0xFF];
    return crc;
}

void IgtlDecoder::reset() {
    Decoder::reset();
    rest_.clear();
}

bool IgtlDecoder::ours(const std::string& name) {
    if (seen_.size() < 16 && std::find(seen_.begin(), seen_.end(), name) == seen_.end()) seen_.push_back(name);
    if (tool_.empty()) tool_ = name;
    return name == tool_;
}

void IgtlDecoder::message(std::span<const std::byte> header, std::span<const std::byte> body, std::int64_t now_us,
                          std::vector<RawPenSample>& out) {
    BigEndian head(header);
    const std::uint64_t version = head.number(2);
    const std::string type = head.name(12), device = head.name(20);
    const std::uint64_t stamp = head.number(8);
    if (version >= 2) {
        // Version 3 of the protocol puts a header before the contents and metadata behind them.
        BigEndian extended(body);
        const std::uint64_t size = extended.number(2), metadata_header = extended.number(2),
                            metadata = extended.number(4);
        if (!extended.ok() || size < 12 || size + metadata_header + metadata > body.size()) {
            ++damaged_;
            return;
        }
        body = body.subspan(size, body.size() - size - metadata_header - metadata);
    }
    RawPenSample sample;
    sample.own_clock = stamp != 0;
    sample.time_us = sample.own_clock ? microseconds(stamp) : now_us;
    sample.arrived_us = now_us;
    BigEndian in(body);
    if (type == "TRANSFORM" || type == "POSITION") {
        if (!ours(device)) return;
        if (type == "TRANSFORM" ? read_transform(in, sample) : read_position(in, sample))
            out.push_back(sample);
        else
            ++damaged_;
    } else if (type == "QTDATA") {
        while (in.left() >= 50) {
            const std::string name = in.name(20);
            in.skip(2);
            RawPenSample element = sample;
            element.position_mm = in.vector();
            element.orientation = read_quaternion(in);
            if (ours(name)) out.push_back(element);
        }
        if (in.left() != 0) ++damaged_;
    }
}

void IgtlDecoder::feed(std::span<const std::byte> bytes, std::int64_t now_us, std::vector<RawPenSample>& out) {
    if (lost_) return;
    rest_.insert(rest_.end(), bytes.begin(), bytes.end());
    std::size_t at = 0;
    while (rest_.size() - at >= kHeaderBytes) {
        const std::span<const std::byte> header(rest_.data() + at, kHeaderBytes);
        BigEndian head(header);
        const std::uint64_t version = head.number(2);
        head.skip(40);
        const std::uint64_t size = head.number(8), crc = head.number(8);
        if (version < 1 || version > 3 || size > kMostBody) {
            // Not the beginning of a message, and there is no telling where the next one begins.
            ++damaged_;
            lost_ = true;
            rest_.clear();
            return;
        }
        if (rest_.size() - at - kHeaderBytes < size) break;
        const std::span<const std::byte> body(rest_.data() + at + kHeaderBytes, size);
        if (crc64(body) == crc)
            message(header, body, now_us, out);
        else
            ++damaged_;
        at += kHeaderBytes + size;
    }
    rest_.erase(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(at));
}

std::vector<std::byte> igtl_start_qtdata(std::uint32_t milliseconds) {
    std::vector<std::byte> body;
    const auto put = [](std::vector<std::byte>& to, std::uint64_t value, std::size_t size) {
        for (std::size_t i = size; i-- > 0;) to.push_back(static_cast<std::byte>(value >> (8 * i) & 0xFF));
    };
    const auto put_name = [](std::vector<std::byte>& to, const char* text, std::size_t size) {
        for (std::size_t i = 0, length = std::strlen(text); i < size; ++i)
            to.push_back(i < length ? static_cast<std::byte>(text[i]) : std::byte{0});
    };
    put(body, milliseconds, 4);
    put_name(body, "", 32);  // whatever coordinates the server has
    std::vector<std::byte> message;
    put(message, 1, 2);
    put_name(message, "STT_QTDATA", 12);
    put_name(message, "Needlepoint", 20);
    put(message, 0, 8);
    put(message, body.size(), 8);
    put(message, crc64(body), 8);
    message.insert(message.end(), body.begin(), body.end());
    return message;
}

}  // namespace np::input
