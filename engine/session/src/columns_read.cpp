#include <algorithm>
#include <string>

#include "cdr.h"
#include "columns.h"
#include "differences.h"
#include "field_text.h"
#include "utf8.h"

namespace np::session {

using sdk::FieldInfo;
using sdk::FieldType;

namespace {

template <class Narrow>
void widen(std::span<const std::byte> from, std::vector<std::uint32_t>& words) {
    words.resize(from.size() / sizeof(Narrow));
    for (std::size_t i = 0; i < words.size(); ++i) {
        Narrow value;
        std::memcpy(&value, from.data() + i * sizeof value, sizeof value);
        words[i] = static_cast<std::uint32_t>(std::int32_t{value});
    }
}

// A column of 32-bit numbers in whichever array holds it. False if more than one does.
bool read_words(CdrReader& in, ColumnForm form, std::vector<std::uint32_t>& words) {
    if (form == ColumnForm::kWide) {
        in.sequence(words);
        return in.ok();
    }
    const std::span<const std::byte> in8 = in.elements(1), in16 = in.elements(2), in32 = in.elements(4);
    if (!in.ok() || !in8.empty() + !in16.empty() + !in32.empty() > 1) return false;
    if (!in8.empty())
        widen<std::int8_t>(in8, words);
    else if (!in16.empty())
        widen<std::int16_t>(in16, words);
    else
        widen<std::int32_t>(in32, words);
    return true;
}
bool read_words(CdrReader& in, ColumnForm, std::vector<std::uint8_t>& octets) {
    in.sequence(octets);
    return in.ok();
}

// Lists of one column: counts, then all elements. False if the two disagree.
template <class Element>
bool read_lists(CdrReader& in, ColumnForm form, std::size_t rows, int order, std::vector<std::uint32_t>& starts,
                std::vector<Element>& values) {
    if (!read_words(in, form, starts) || !read_words(in, form, values) || starts.size() != rows) return false;
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

bool read_scalars(CdrReader& in, ColumnForm form, std::size_t rows, int order, std::vector<std::uint32_t>& values) {
    if (!read_words(in, form, values) || values.size() != rows) return false;
    sum(std::span(values), order);
    return true;
}
bool read_scalars(CdrReader& in, std::size_t rows, int order, std::vector<std::uint64_t>& values) {
    in.sequence(values);
    if (!in.ok() || values.size() != rows) return false;
    sum(std::span(values), order);
    return true;
}

// One scalar of each row's record, from values that lie one behind the other.
template <class Scalar>
void scatter(const Scalar* values, std::span<const std::uint32_t> at, std::byte* out) {
    for (std::size_t row = 0; row < at.size(); ++row) std::memcpy(out + at[row], &values[row], sizeof(Scalar));
}

}  // namespace

bool DecodedRows::read_column(const FieldInfo& field, Column& column, CdrReader& in) const {
    const std::size_t rows = ticks_.size();
    switch (field.type) {
        case FieldType::kU32:
        case FieldType::kI32:
            return read_scalars(in, form_, rows, field.order, column.words);
        case FieldType::kU64:
        case FieldType::kI64:
            return read_scalars(in, rows, field.order, column.wide);
        case FieldType::kI32X3: {
            column.words.resize(3 * rows);
            for (std::size_t axis = 0; axis < 3; ++axis) {
                if (!read_scalars(in, form_, rows, field.order, column.axis)) return false;
                std::copy(column.axis.begin(), column.axis.end(),
                          column.words.begin() + static_cast<std::ptrdiff_t>(axis * rows));
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
            return read_lists(in, form_, rows, field.order, column.starts, column.octets);
        case FieldType::kU32s:
        case FieldType::kI32s:
            return read_lists(in, form_, rows, field.order, column.starts, column.words);
    }
    return false;
}

Status DecodedRows::decode(const sdk::KindInfo& kind, ColumnForm form, sdk::Tick first_tick, sdk::Tick end_tick,
                           std::span<const std::byte> message) {
    const auto damaged = [&](const std::string& what) {
        return no("the message on " + std::string(kind.topic) + " is damaged: " + what);
    };
    kind_ = &kind;
    form_ = form;
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
    measure_records();
    return {};
}

// Contents follow the fixed fields in the order of the table, each from a multiple of eight bytes on.
void DecodedRows::measure_records() {
    const std::size_t rows = ticks_.size();
    bytes_.assign(rows, kind_->fixed_bytes);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        Column& column = columns_[i];
        const FieldType type = kind_->fields[i].type;
        const bool text = type == FieldType::kText;
        if (!text && !is_list(type)) continue;
        column.offsets = bytes_;
        const std::uint32_t size = text || type == FieldType::kU8s ? 1 : 4;
        for (std::size_t row = 0; row < rows; ++row) {
            const std::size_t count = text                    ? (column.texts.empty() ? 0 : column.texts[row].size())
                                      : column.starts.empty() ? 0
                                                              : column.starts[row + 1] - column.starts[row];
            bytes_[row] += static_cast<std::uint32_t>((count * size + 7) / 8 * 8);
        }
    }
}

void DecodedRows::write_records(std::byte* out, std::span<const std::uint32_t> at) const {
    const std::size_t rows = ticks_.size();
    for (std::size_t row = 0; row < rows; ++row) {
        const np_event_header header{bytes_[row], kind_->number, 1, tick(row)};
        std::memcpy(out + at[row], &header, sizeof header);
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const FieldInfo& field = kind_->fields[i];
        const Column& column = columns_[i];
        std::byte* const to = out + field.offset;
        const auto contents = [&](std::size_t row, const void* from, std::size_t count, std::size_t size) {
            const np_slice slice{column.offsets[row], static_cast<std::uint32_t>(count)};
            std::memcpy(to + at[row], &slice, sizeof slice);
            if (count != 0) std::memcpy(out + at[row] + column.offsets[row], from, count * size);
        };
        const auto lists = [&](const auto& values) {
            for (std::size_t row = 0; row < rows; ++row) {
                const bool lacking = column.starts.empty();
                const std::size_t first = lacking ? 0 : column.starts[row], last = lacking ? 0 : column.starts[row + 1];
                contents(row, values.data() + first, last - first, sizeof values[0]);
            }
        };
        switch (field.type) {
            case FieldType::kU32:
            case FieldType::kI32:
                if (!column.words.empty()) scatter(column.words.data(), at, to);
                break;
            case FieldType::kU64:
            case FieldType::kI64:
                if (!column.wide.empty()) scatter(column.wide.data(), at, to);
                break;
            case FieldType::kI32X3:
                for (std::size_t axis = 0; axis < 3 && !column.words.empty(); ++axis)
                    scatter(column.words.data() + axis * rows, at, to + 4 * axis);
                break;
            case FieldType::kText:
                for (std::size_t row = 0; row < rows; ++row) {
                    const std::string_view text = column.texts.empty() ? std::string_view() : column.texts[row];
                    contents(row, text.data(), text.size(), 1);
                }
                break;
            case FieldType::kU8s:
                lists(column.octets);
                break;
            case FieldType::kU32s:
            case FieldType::kI32s:
                lists(column.words);
                break;
        }
    }
}

}  // namespace np::session
