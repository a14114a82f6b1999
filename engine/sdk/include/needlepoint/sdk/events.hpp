// Events for C++: a value type per kind, a buffer that holds records one behind the other, and views into it.
// All generated from event_table.h. Header-only; any thread, no shared state.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/sdk/events.h"

namespace np::sdk {

using Tick = std::uint64_t;  // 1 ms since the session began

enum class FieldType : std::uint8_t { kU32, kI32, kU64, kI64, kI32X3, kText, kU8s, kU32s, kI32s };

// One row of the event table, for code that treats all kinds alike (disk columns, CSV, documentation).
struct FieldInfo {
    const char* name;
    FieldType type;
    std::uint32_t offset;  // bytes from the start of the record in memory
    std::uint8_t order;    // how often its column is differenced on disk
    const char* unit;
    const char* doc;
};

struct KindInfo {
    const char* name;
    std::uint16_t number;
    const char* topic;
    const char* doc;
    std::span<const FieldInfo> fields;
    std::uint32_t fixed_bytes;  // header and fixed fields
};

namespace detail {
#define NP_T_U32 FieldType::kU32
#define NP_T_I32 FieldType::kI32
#define NP_T_U64 FieldType::kU64
#define NP_T_I64 FieldType::kI64
#define NP_T_I32X3 FieldType::kI32X3
#define NP_T_TEXT FieldType::kText
#define NP_T_U8S FieldType::kU8s
#define NP_T_U32S FieldType::kU32s
#define NP_T_I32S FieldType::kI32s
#define NP_FIELD_ROW(type, name, order, unit, doc) \
    FieldInfo{#name, NP_T_##type, static_cast<std::uint32_t>(offsetof(Raw, name)), order, unit, doc},
#define NP_FIELD_TABLE(kind, number, topic, doc)                              \
    struct kind##_table {                                                     \
        using Raw = np_##kind;                                                \
        static constexpr FieldInfo rows[] = {NP_FIELDS_##kind(NP_FIELD_ROW)}; \
    };
NP_RECORD_KINDS(NP_FIELD_TABLE)
#undef NP_FIELD_TABLE
#undef NP_FIELD_ROW
}  // namespace detail

inline constexpr KindInfo kKinds[] = {
#define NP_KIND_ROW(kind, number, topic, doc) \
    KindInfo{#kind, number, topic, doc, detail::kind##_table::rows, sizeof(np_##kind)},
    NP_RECORD_KINDS(NP_KIND_ROW)
#undef NP_KIND_ROW
};

// The row of a kind, or null for a number that this program does not know.
constexpr const KindInfo* kind_info(std::uint16_t number) {
    for (const KindInfo& kind : kKinds)
        if (kind.number == number) return &kind;
    return nullptr;
}

constexpr bool is_input(std::uint16_t kind) {
    return kind < 32;
}

// Value types: np::sdk::Strike and so on would clash with the C names, so they live in np::sdk::event::strike etc.
namespace event {
#define NP_V_U32(name) std::uint32_t name = 0;
#define NP_V_I32(name) std::int32_t name = 0;
#define NP_V_U64(name) std::uint64_t name = 0;
#define NP_V_I64(name) std::int64_t name = 0;
#define NP_V_I32X3(name) std::int32_t name[3] = {0, 0, 0};
#define NP_V_TEXT(name) std::string name;
#define NP_V_U8S(name) std::vector<std::uint8_t> name;
#define NP_V_U32S(name) std::vector<std::uint32_t> name;
#define NP_V_I32S(name) std::vector<std::int32_t> name;
#define NP_V_FIELD(type, name, order, unit, doc) NP_V_##type(name)
#define NP_VISIT_FIELD(type, field_name, order, unit, doc) visit(self.field_name, raw.field_name);
#define NP_VALUE(kind_name, number, topic, doc)                                               \
    struct kind_name {                                                                        \
        using Raw = np_##kind_name;                                                           \
        static constexpr std::uint16_t kKind = number;                                        \
        Tick tick = 0;                                                                        \
        NP_FIELDS_##kind_name(NP_V_FIELD) template <class Self, class RawRecord, class Visit> \
        static void visit_fields(Self& self, RawRecord& raw, Visit&& visit) {                 \
            NP_FIELDS_##kind_name(NP_VISIT_FIELD)                                             \
        }                                                                                     \
    };
NP_RECORD_KINDS(NP_VALUE)
#undef NP_VALUE
#undef NP_VISIT_FIELD
}  // namespace event

// A record inside a buffer. Valid as long as the buffer is neither changed nor destroyed.
class RecordView {
  public:
    explicit RecordView(const np_event_header* header) : header_(header) {}

    std::uint16_t kind() const { return header_->kind; }
    Tick tick() const { return header_->tick; }
    const np_event_header* header() const { return header_; }
    std::span<const std::byte> bytes() const { return {reinterpret_cast<const std::byte*>(header_), header_->bytes}; }

    // The fixed fields, or null if the record is of another kind. T is a C struct such as np_strike.
    template <class Value>
    const typename Value::Raw* raw() const {
        return header_->kind == Value::kKind ? reinterpret_cast<const typename Value::Raw*>(header_) : nullptr;
    }

    template <class Element>
    std::span<const Element> array(np_slice slice) const {
        return {reinterpret_cast<const Element*>(np_slice_data(header_, slice)), slice.count};
    }
    std::string_view text(np_slice slice) const {
        return {static_cast<const char*>(np_slice_data(header_, slice)), slice.count};
    }

    // A copy as a value. The record must be of that kind.
    template <class Value>
    Value value() const {
        assert(header_->kind == Value::kKind);
        Value result;
        result.tick = header_->tick;
        const auto& fixed = *reinterpret_cast<const typename Value::Raw*>(header_);
        Value::visit_fields(result, fixed, [this](auto& to, const auto& from) { this->read(to, from); });
        return result;
    }

  private:
    template <class Scalar>
    void read(Scalar& to, const Scalar& from) const {
        to = from;
    }
    void read(std::int32_t (&to)[3], const std::int32_t (&from)[3]) const { std::memcpy(to, from, sizeof to); }
    void read(std::string& to, const np_slice& from) const { to = text(from); }
    template <class Element>
    void read(std::vector<Element>& to, const np_slice& from) const {
        const auto contents = array<Element>(from);
        to.assign(contents.begin(), contents.end());
    }

    const np_event_header* header_;
};

// Records one behind the other. Append-only; `clear` keeps the memory.
class EventBuffer {
  public:
    template <class Value>
    void append(const Value& value) {
        const std::size_t start = words_.size() * 8;
        grow_to(start + sizeof(typename Value::Raw));
        typename Value::Raw raw;
        std::memset(static_cast<void*>(&raw), 0, sizeof raw);
        Value::visit_fields(value, raw, [&](const auto& from, auto& to) { write(start, from, to); });
        raw.header.kind = Value::kKind;
        raw.header.revision = 1;
        raw.header.tick = value.tick;
        raw.header.bytes = static_cast<std::uint32_t>(words_.size() * 8 - start);
        std::memcpy(data() + start, &raw, sizeof raw);
        ++count_;
    }

    // Copies a record, whatever its kind.
    void append(RecordView record) { append_bytes(record.bytes(), 1); }
    // Copies all records of a buffer, which is not this one.
    void append(const EventBuffer& other) {
        words_.insert(words_.end(), other.words_.begin(), other.words_.end());
        count_ += other.count_;
    }
    // Copies whole records; `records` is how many they are.
    void append_bytes(std::span<const std::byte> bytes, std::size_t records) {
        const std::size_t start = words_.size() * 8;
        grow_to(start + bytes.size());
        if (!bytes.empty()) std::memcpy(data() + start, bytes.data(), bytes.size());
        count_ += records;
    }

    void clear() {
        words_.clear();
        count_ = 0;
    }
    bool empty() const { return words_.empty(); }
    std::size_t count() const { return count_; }
    std::span<const std::byte> bytes() const {
        return {reinterpret_cast<const std::byte*>(words_.data()), words_.size() * 8};
    }

    class Iterator {
      public:
        explicit Iterator(const std::byte* at) : at_(at) {}
        RecordView operator*() const { return RecordView(reinterpret_cast<const np_event_header*>(at_)); }
        Iterator& operator++() {
            at_ += reinterpret_cast<const np_event_header*>(at_)->bytes;
            return *this;
        }
        bool operator!=(const Iterator& other) const { return at_ != other.at_; }

      private:
        const std::byte* at_;
    };
    Iterator begin() const { return Iterator(bytes().data()); }
    Iterator end() const { return Iterator(bytes().data() + words_.size() * 8); }

  private:
    std::byte* data() { return reinterpret_cast<std::byte*>(words_.data()); }
    void grow_to(std::size_t bytes) { words_.resize((bytes + 7) / 8, 0); }

    template <class Scalar>
    void write(std::size_t, const Scalar& from, Scalar& to) {
        to = from;
    }
    void write(std::size_t, const std::int32_t (&from)[3], std::int32_t (&to)[3]) { std::memcpy(to, from, sizeof to); }
    void write(std::size_t start, const std::string& from, np_slice& to) {
        write_contents(start, from.data(), from.size(), 1, to);
    }
    template <class Element>
    void write(std::size_t start, const std::vector<Element>& from, np_slice& to) {
        write_contents(start, from.data(), from.size(), sizeof(Element), to);
    }
    void write_contents(std::size_t start, const void* contents, std::size_t count, std::size_t size, np_slice& to) {
        const std::size_t at = words_.size() * 8;
        to.offset = static_cast<std::uint32_t>(at - start);
        to.count = static_cast<std::uint32_t>(count);
        if (count == 0) return;
        grow_to(at + count * size);
        std::memcpy(data() + at, contents, count * size);
    }

    std::vector<std::uint64_t> words_;
    std::size_t count_ = 0;
};

}  // namespace np::sdk
