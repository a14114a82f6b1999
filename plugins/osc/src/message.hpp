// Open Sound Control 1.0 (Wright, 2002): what a datagram says, as addresses with numbers. Big-endian, everything padded
// to four bytes. Reads nothing beyond what it was given.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace osc {

struct Message {
    std::string_view address;
    std::vector<double> numbers;  // f i d h as they are, T 1 and F 0; other arguments are passed over
    std::uint64_t time = 1;       // NTP time tag of the bundle around it; 1: immediately
};

class Reader {
  public:
    explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
    bool at_end() const { return at_ == bytes_.size(); }
    bool has(std::size_t count) const { return bytes_.size() - at_ >= count; }

    bool number(std::size_t size, std::uint64_t& value) {
        if (!has(size)) return false;
        value = 0;
        for (std::size_t i = 0; i < size; ++i) value = value << 8 | bytes_[at_++];
        return true;
    }
    // A text ends with a zero; then zeros up to a multiple of four.
    bool text(std::string_view& value) {
        std::size_t end = at_;
        while (end < bytes_.size() && bytes_[end] != 0) ++end;
        if (end == bytes_.size()) return false;
        value = {reinterpret_cast<const char*>(bytes_.data() + at_), end - at_};
        return skip((end - at_) / 4 * 4 + 4);
    }
    bool skip(std::size_t count) {
        if (!has(count)) return false;
        at_ += count;
        return true;
    }
    bool part(std::size_t count, std::span<const std::uint8_t>& part) {
        if (!has(count)) return false;
        part = bytes_.subspan(at_, count);
        at_ += count;
        return true;
    }

  private:
    std::span<const std::uint8_t> bytes_;
    std::size_t at_ = 0;
};

// Null, or why the arguments cannot be read.
inline const char* read_arguments(Reader& in, std::string_view types, std::vector<double>& numbers) {
    for (const char type : types) {
        std::uint64_t bits = 0;
        switch (type) {
            case 'i':
            case 'f': {
                if (!in.number(4, bits)) return "an argument is cut off";
                const auto word = static_cast<std::uint32_t>(bits);
                float real = 0;
                std::memcpy(&real, &word, 4);
                numbers.push_back(type == 'f' ? static_cast<double>(real)
                                              : static_cast<double>(static_cast<std::int32_t>(word)));
                break;
            }
            case 'd':
            case 'h': {
                if (!in.number(8, bits)) return "an argument is cut off";
                double real = 0;
                std::memcpy(&real, &bits, 8);
                numbers.push_back(type == 'd' ? real : static_cast<double>(static_cast<std::int64_t>(bits)));
                break;
            }
            case 'T':
            case 'F':
                numbers.push_back(type == 'T' ? 1 : 0);
                break;
            case 'N':
            case 'I':
            case '[':
            case ']':
                break;
            case 't':
                if (!in.skip(8)) return "an argument is cut off";
                break;
            case 'c':
            case 'r':
            case 'm':
                if (!in.skip(4)) return "an argument is cut off";
                break;
            case 's':
            case 'S': {
                std::string_view ignored;
                if (!in.text(ignored)) return "a text has no end";
                break;
            }
            case 'b':
                if (!in.number(4, bits) || !in.skip((bits + 3) / 4 * 4)) return "a blob is cut off";
                break;
            default:
                return "an argument is of a type that OSC does not have";
        }
    }
    return nullptr;
}

// Appends the messages of a packet, bundles within bundles too. Null, or why it cannot be read.
inline const char* read_packet(std::span<const std::uint8_t> bytes, std::vector<Message>& out, std::uint64_t time = 1,
                               int depth = 0) {
    if (bytes.size() % 4 != 0 || bytes.empty()) return "its size is not a multiple of four";
    if (depth > 8) return "bundles lie more than eight deep in one another";
    Reader in(bytes);
    std::string_view head;
    if (!in.text(head)) return "its address has no end";
    if (head == "#bundle") {
        if (!in.number(8, time)) return "a bundle has no time";
        while (!in.at_end()) {
            std::uint64_t size = 0;
            std::span<const std::uint8_t> part;
            if (!in.number(4, size) || !in.part(size, part)) return "a bundle's part is cut off";
            if (const char* problem = read_packet(part, out, time, depth + 1)) return problem;
        }
        return nullptr;
    }
    if (head.empty() || head.front() != '/') return "an address begins with /";
    Message message;
    message.address = head;
    message.time = time;
    std::string_view types;
    if (!in.at_end()) {
        if (!in.text(types) || types.empty() || types.front() != ',') return "its types do not begin with a comma";
        if (types.size() > 1000) return "it has more than a thousand arguments";
        if (const char* problem = read_arguments(in, types.substr(1), message.numbers)) return problem;
        if (!in.at_end()) return "bytes follow its last argument";
    }
    out.push_back(std::move(message));
    return nullptr;
}

}  // namespace osc
