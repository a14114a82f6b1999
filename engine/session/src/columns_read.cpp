#include <string>

#include "cdr.h"
#include "columns.h"
#include "differences.h"
#include "utf8.h"

namespace np::session {

using sdk::FieldInfo;
using sdk::FieldType;

namespace {

// Lists of one column: counts, then all elements. False if the two disagree.
template <class Element>
bool read_lists(CdrReader& in, std::size_t rows, int order, std::vector<std::uint32_t>& starts,
                std::vector<Element>& values) {
    in.sequence(starts);
    in.sequence(values);
    if (!in.ok() || starts.size() != rows) return false;
    std::uint64_t total = 0;
    for (std::uint32_t& start : starts) {
        const std::uint32_t count = start;
        start = static_cast<std::uint32_t>(total);
        total += count;
        if (total > values.size()) return false;
    }
    starts.push_back(static_cast<std::uint32_t>(total));
    if (total != values.size()) return false;
    sum_lists(values, starts, order);
    return true;
}

template <class Unsigned>
bool read_scalars(CdrReader& in, std::size_t rows, int order, std::vector<Unsigned>& values) {
    in.sequence(values);
    if (!in.ok() || values.size() != rows) return false;
    sum(std::span(values), order);
    return true;
}

std::byte* bytes_at(std::vector<std::uint64_t>& words, std::size_t offset) {
    return reinterpret_cast<std::byte*>(words.data()) + offset;
}

// Appends a list's or text's contents to the record that begins at byte `start` and points its slice there.
void append_contents(std::vector<std::uint64_t>& words, std::size_t start, std::size_t field, const void* contents,
                     std::size_t count, std::size_t size) {
    const std::size_t at = words.size() * 8;
    const np_slice slice{static_cast<std::uint32_t>(at - start), static_cast<std::uint32_t>(count)};
    words.resize((at + count * size + 7) / 8, 0);
    if (count != 0) std::memcpy(bytes_at(words, at), contents, count * size);
    std::memcpy(bytes_at(words, start + field), &slice, sizeof slice);
}

}  // namespace

bool DecodedRows::read_column(const FieldInfo& field, Column& column, CdrReader& in) const {
    const std::size_t rows = ticks_.size();
    switch (field.type) {
        case FieldType::kU32:
        case FieldType::kI32:
            return read_scalars(in, rows, field.order, column.words);
        case FieldType::kU64:
        case FieldType::kI64:
            return read_scalars(in, rows, field.order, column.wide);
        case FieldType::kI32X3: {
            std::vector<std::uint32_t> part;
            column.words.clear();
            for (int i = 0; i < 3; ++i) {
                if (!read_scalars(in, rows, field.order, part)) return false;
                column.words.insert(column.words.end(), part.begin(), part.end());
            }
            return true;
        }
        case FieldType::kText: {
            column.texts.clear();
            if (in.scalar<std::uint32_t>() != rows) return false;
            for (std::size_t i = 0; i < rows && in.ok(); ++i) {
                column.texts.push_back(in.text());
                if (!is_utf8(column.texts.back())) return false;
            }
            return in.ok();
        }
        case FieldType::kU8s:
            return read_lists(in, rows, field.order, column.starts, column.octets);
        case FieldType::kU32s:
        case FieldType::kI32s:
            return read_lists(in, rows, field.order, column.starts, column.words);
    }
    return false;
}

Status DecodedRows::decode(const sdk::KindInfo& kind, sdk::Tick first_tick, sdk::Tick end_tick,
                           std::span<const std::byte> message) {
    const auto damaged = [&](const std::string& what) {
        return no("the message on " + std::string(kind.topic) + " is damaged: " + what);
    };
    kind_ = &kind;
    first_tick_ = first_tick;
    CdrReader in(message);
    const auto stated_tick = in.scalar<std::uint64_t>();
    in.sequence(ticks_);
    in.sequence(places_);
    if (!in.ok() || ticks_.empty() || places_.size() != ticks_.size()) return damaged("its ticks cannot be read");
    if (stated_tick != first_tick) return damaged("its ticks do not start with the block's");
    for (std::size_t i = 0; i < ticks_.size(); ++i)
        if (ticks_[i] >= end_tick - first_tick || (i != 0 && ticks_[i] < ticks_[i - 1]))
            return damaged("its ticks are out of order");
    columns_.resize(kind.fields.size());
    for (std::size_t i = 0; i < kind.fields.size(); ++i) {
        const bool lacking = in.at_end() && i != 0;
        if (lacking)
            columns_[i] = Column{};
        else if (!read_column(kind.fields[i], columns_[i], in))
            return damaged(std::string("the column ") + kind.fields[i].name + " cannot be read");
    }
    return {};
}

void DecodedRows::append_record(std::size_t row, std::vector<std::uint64_t>& words) const {
    const std::size_t start = words.size() * 8, rows = ticks_.size();
    words.resize(words.size() + kind_->fixed_bytes / 8, 0);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const FieldInfo& field = kind_->fields[i];
        const Column& column = columns_[i];
        const auto list = [&](const auto& values) {
            const bool lacking = column.starts.empty();
            const std::size_t first = lacking ? 0 : column.starts[row], last = lacking ? 0 : column.starts[row + 1];
            append_contents(words, start, field.offset, values.data() + first, last - first, sizeof values[0]);
        };
        switch (field.type) {
            case FieldType::kU32:
            case FieldType::kI32:
                if (!column.words.empty()) std::memcpy(bytes_at(words, start + field.offset), &column.words[row], 4);
                break;
            case FieldType::kU64:
            case FieldType::kI64:
                if (!column.wide.empty()) std::memcpy(bytes_at(words, start + field.offset), &column.wide[row], 8);
                break;
            case FieldType::kI32X3:
                for (std::size_t axis = 0; axis < 3 && !column.words.empty(); ++axis)
                    std::memcpy(bytes_at(words, start + field.offset + 4 * axis), &column.words[axis * rows + row], 4);
                break;
            case FieldType::kText: {
                const std::string_view text = column.texts.empty() ? std::string_view() : column.texts[row];
                append_contents(words, start, field.offset, text.data(), text.size(), 1);
                break;
            }
            case FieldType::kU8s:
                list(column.octets);
                break;
            case FieldType::kU32s:
            case FieldType::kI32s:
                list(column.words);
                break;
        }
    }
    np_event_header header{};
    header.bytes = static_cast<std::uint32_t>(words.size() * 8 - start);
    header.kind = kind_->number;
    header.revision = 1;
    header.tick = tick(row);
    std::memcpy(bytes_at(words, start), &header, sizeof header);
}

}  // namespace np::session
