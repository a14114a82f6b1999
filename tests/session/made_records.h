// Records for tests, made from the event table: any kind, any values, no field list written twice.
#pragma once

#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "needlepoint/sdk/events.hpp"
#include "needlepoint/session/recorder.h"

namespace np::session::test {

// SplitMix64: the same numbers everywhere.
class Numbers {
  public:
    explicit Numbers(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
        z = (z ^ z >> 27) * 0x94D049BB133111EBu;
        return z ^ z >> 31;
    }
    std::uint64_t below(std::uint64_t limit) { return next() % limit; }

  private:
    std::uint64_t state_;
};

// A value of any size, with the extremes as likely as the rest.
inline std::uint64_t any_number(Numbers& numbers) {
    switch (numbers.below(4)) {
        case 0:
            return 0;
        case 1:
            return ~std::uint64_t{0};
        case 2:
            return numbers.below(1000);
        default:
            return numbers.next();
    }
}

inline std::string any_text(Numbers& numbers) {
    static const char* const kPieces[] = {
        "a", "Z", " ", ",", "\"", "\n", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x92\x89", "tray"};
    std::string text;
    for (std::uint64_t left = numbers.below(6); left != 0; --left) text += kPieces[numbers.below(std::size(kPieces))];
    if (numbers.below(8) == 0) text += '\0';
    return text;
}

// A record of the kind with arbitrary contents, laid out as EventBuffer lays it out.
inline void append_made(const sdk::KindInfo& kind, sdk::Tick tick, Numbers& numbers, sdk::EventBuffer& out) {
    using sdk::FieldType;
    std::vector<std::uint64_t> words(kind.fixed_bytes / 8, 0);
    const auto put = [&](std::size_t at, const void* from, std::size_t size) {
        std::memcpy(reinterpret_cast<std::byte*>(words.data()) + at, from, size);
    };
    const auto put_contents = [&](std::size_t field, const void* from, std::size_t count, std::size_t size) {
        const std::size_t at = words.size() * 8;
        const np_slice slice{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(count)};
        words.resize((at + count * size + 7) / 8, 0);
        if (count != 0) put(at, from, count * size);
        put(field, &slice, sizeof slice);
    };
    for (const sdk::FieldInfo& field : kind.fields) {
        const std::uint64_t value = any_number(numbers);
        switch (field.type) {
            case FieldType::kU32:
            case FieldType::kI32:
                put(field.offset, &value, 4);
                break;
            case FieldType::kU64:
            case FieldType::kI64:
                put(field.offset, &value, 8);
                break;
            case FieldType::kI32X3: {
                const std::uint64_t more[2] = {any_number(numbers), any_number(numbers)};
                put(field.offset, &value, 4);
                put(field.offset + 4, &more[0], 4);
                put(field.offset + 8, &more[1], 4);
                break;
            }
            case FieldType::kText: {
                const std::string text = any_text(numbers);
                put_contents(field.offset, text.data(), text.size(), 1);
                break;
            }
            case FieldType::kU8s: {
                std::vector<std::uint8_t> list(numbers.below(20));
                for (auto& element : list) element = static_cast<std::uint8_t>(any_number(numbers));
                put_contents(field.offset, list.data(), list.size(), 1);
                break;
            }
            case FieldType::kU32s:
            case FieldType::kI32s: {
                std::vector<std::uint32_t> list(numbers.below(20));
                for (auto& element : list) element = static_cast<std::uint32_t>(any_number(numbers));
                put_contents(field.offset, list.data(), list.size(), 4);
                break;
            }
        }
    }
    const np_event_header header{static_cast<std::uint32_t>(words.size() * 8), kind.number, 1, tick};
    put(0, &header, sizeof header);
    out.append_bytes(std::as_bytes(std::span<const std::uint64_t>(words)), 1);
}

// A session of arbitrary records: every kind occurs, some ticks are empty, some crowded.
struct MadeSession {
    std::vector<sdk::EventBuffer> inputs, events;  // by tick

    MadeSession(std::uint64_t seed, std::size_t ticks, std::uint64_t crowd = 4) : inputs(ticks), events(ticks) {
        Numbers numbers(seed);
        for (std::size_t tick = 0; tick < ticks; ++tick) {
            if (numbers.below(3) == 0) continue;
            for (std::uint64_t left = numbers.below(crowd + 1); left != 0; --left) {
                const sdk::KindInfo& kind = sdk::kKinds[numbers.below(std::size(sdk::kKinds))];
                append_made(kind, tick, numbers, sdk::is_input(kind.number) ? inputs[tick] : events[tick]);
            }
        }
    }
    Status record(Recorder& recorder) const {
        for (std::size_t tick = 0; tick < inputs.size(); ++tick)
            if (Status done = recorder.append(tick, inputs[tick], events[tick]); !done) return done;
        return {};
    }
};

inline Meta small_meta() {
    Meta meta;
    meta.facts = {{"program", "test"}, {"seed", "7"}};
    const std::string text = "title: test\n";
    const auto* bytes = reinterpret_cast<const std::byte*>(text.data());
    meta.attachments["scenario.yaml"].assign(bytes, bytes + text.size());
    return meta;
}

// A folder of its own for each test, removed afterwards.
class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "needlepoint-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace np::session::test
