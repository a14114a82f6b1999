#include <algorithm>

#include "cdr.h"
#include "columns.h"
#include "differences.h"
#include "utf8.h"

namespace np::session {

namespace {

using sdk::FieldInfo;
using sdk::FieldType;

template <class Value>
Value value_at(const np_event_header* record, std::size_t offset) {
    Value value;
    std::memcpy(&value, reinterpret_cast<const std::byte*>(record) + offset, sizeof value);
    return value;
}

// One value of each row's record.
template <class Value>
void gather(std::span<const Row> rows, std::size_t offset, std::vector<Value>& values) {
    values.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) values[i] = value_at<Value>(rows[i].record, offset);
}

// Differences `order` times, each list to the one before. `counts` gets the lists' lengths.
template <class Element>
void gather_lists(const FieldInfo& field, std::span<const Row> rows, std::vector<std::uint32_t>& counts,
                  std::vector<Element>& values) {
    counts.resize(rows.size());
    std::size_t total = 0;
    for (std::size_t i = 0; i < rows.size(); ++i)
        total += counts[i] = value_at<np_slice>(rows[i].record, field.offset).count;
    values.resize(total);
    const Element* before = nullptr;
    std::size_t before_count = 0;
    Element* to = values.data();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto* from = static_cast<const Element*>(
            np_slice_data(rows[i].record, value_at<np_slice>(rows[i].record, field.offset)));
        const std::size_t count = counts[i], shared = field.order == 0 ? 0 : std::min(count, before_count);
        for (std::size_t k = 0; k < shared; ++k) to[k] = static_cast<Element>(from[k] - before[k]);
        if (count != shared) std::memcpy(to + shared, from + shared, (count - shared) * sizeof(Element));
        to += count;
        before = from;
        before_count = count;
    }
}

std::string element_type(const FieldInfo& field, bool differenced) {
    switch (field.type) {
        case FieldType::kU32:
        case FieldType::kU32s:
            return differenced ? "int32" : "uint32";
        case FieldType::kI32:
        case FieldType::kI32s:
        case FieldType::kI32X3:
            return "int32";
        case FieldType::kU64:
            return differenced ? "int64" : "uint64";
        case FieldType::kI64:
            return "int64";
        case FieldType::kU8s:
            return differenced ? "int8" : "uint8";
        case FieldType::kText:
            return "string";
    }
    return {};
}

}  // namespace

std::string schema_name(const sdk::KindInfo& kind) {
    std::string name = "needlepoint/";
    bool capital = true;
    for (const char* at = kind.name; *at != 0; ++at) {
        if (*at == '_') {
            capital = true;
            continue;
        }
        name += capital ? static_cast<char>(*at - 'a' + 'A') : *at;
        capital = false;
    }
    return name;
}

std::string schema_text(const sdk::KindInfo& kind, ColumnForm form) {
    const bool narrow = form == ColumnForm::kNarrow;
    std::string text = "# " + std::string(kind.doc) +
                       ".\n# Parallel arrays, one entry per row. A list's elements lie end to end. Differenced: each "
                       "value less the one in\n"
                       "# the row before (of lists: at the same index, if it is there), as often as said; wraps.\n";
    if (narrow)
        text +=
            "# Of three arrays NAME_8, NAME_16, NAME the first that can hold all values does, and the others are "
            "empty.\n";
    text +=
        "uint64 first_tick  # ms\nuint8[] tick  # ms after first_tick\n"
        "uint16[] place  # among the inputs, or the events, of its tick\n";
    for (const FieldInfo& field : kind.fields) {
        std::string about = field.unit[0] != 0 ? "  # " + std::string(field.unit) : "";
        if (field.order != 0)
            about += (about.empty() ? "  # " : ", ") + element_type(field, false) + " differenced " +
                     std::to_string(field.order) + "x";
        if (field.doc[0] != 0) about += std::string(about.empty() ? "  # " : ": ") + field.doc;
        const std::string type = element_type(field, field.order != 0) + "[] ", name = field.name;
        const bool list =
            field.type == FieldType::kU8s || field.type == FieldType::kU32s || field.type == FieldType::kI32s;
        // Behind the narrower arrays, if it has any.
        const auto array = [&](const std::string& of_type, const std::string& as, const std::string& words) {
            if (narrow && of_type.find("32") != std::string::npos)
                text += "int8[] " + as + "_8\nint16[] " + as + "_16\n";
            text += of_type + as + words + "\n";
        };
        if (field.type == FieldType::kI32X3) {
            array(type, name + "_x", about);
            array(type, name + "_y", "");
            array(type, name + "_z", "");
            continue;
        }
        if (list) array("uint32[] ", name + "_count", "");
        array(type, name, about);
    }
    return text;
}

void RowEncoder::put_words(std::span<const std::uint32_t> words, CdrWriter& out) {
    if (form_ == ColumnForm::kWide) return out.sequence(words);
    // Bits beyond the sign that any value needs.
    std::uint32_t beyond = 0;
    for (const std::uint32_t word : words)
        beyond |= word ^ static_cast<std::uint32_t>(static_cast<std::int32_t>(word) >> 31);
    const bool in8 = beyond < 0x80, in16 = !in8 && beyond < 0x8000;
    narrow8_.resize(in8 ? words.size() : 0);
    narrow16_.resize(in16 ? words.size() : 0);
    for (std::size_t i = 0; i < narrow8_.size(); ++i) narrow8_[i] = static_cast<std::int8_t>(words[i]);
    for (std::size_t i = 0; i < narrow16_.size(); ++i) narrow16_[i] = static_cast<std::int16_t>(words[i]);
    out.sequence(std::span<const std::int8_t>(narrow8_));
    out.sequence(std::span<const std::int16_t>(narrow16_));
    out.sequence(in8 || in16 ? std::span<const std::uint32_t>() : words);
}

bool RowEncoder::texts(const FieldInfo& field, std::span<const Row> rows, CdrWriter& out) const {
    bool good = true;
    out.scalar(static_cast<std::uint32_t>(rows.size()));
    for (const Row& row : rows) {
        const auto slice = value_at<np_slice>(row.record, field.offset);
        const std::string_view text(static_cast<const char*>(np_slice_data(row.record, slice)), slice.count);
        good = good && is_utf8(text);
        out.text(text);
    }
    return good;
}

void RowEncoder::column(const FieldInfo& field, std::span<const Row> rows, CdrWriter& out) {
    const auto words = [&](std::size_t offset) {
        gather(rows, offset, words_);
        difference(std::span(words_), field.order);
        put_words(words_, out);
    };
    switch (field.type) {
        case FieldType::kU32:
        case FieldType::kI32:
            return words(field.offset);
        case FieldType::kI32X3:
            for (std::size_t i = 0; i < 3; ++i) words(field.offset + 4 * i);
            return;
        case FieldType::kU64:
        case FieldType::kI64:
            gather(rows, field.offset, wide_);
            difference(std::span(wide_), field.order);
            return out.sequence(std::span<const std::uint64_t>(wide_));
        case FieldType::kU8s:
            gather_lists(field, rows, counts_, octets_);
            put_words(counts_, out);
            return out.sequence(std::span<const std::uint8_t>(octets_));
        case FieldType::kU32s:
        case FieldType::kI32s:
            gather_lists(field, rows, counts_, words_);
            put_words(counts_, out);
            return put_words(words_, out);
        case FieldType::kText:
            return;
    }
}

Status RowEncoder::encode(const sdk::KindInfo& kind, ColumnForm form, sdk::Tick first_tick, std::span<const Row> rows,
                          std::vector<std::byte>& out) {
    form_ = form;
    CdrWriter cdr(out);
    octets_.resize(rows.size());
    places_.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        octets_[i] = static_cast<std::uint8_t>(rows[i].record->tick - first_tick);
        places_[i] = rows[i].place;
    }
    cdr.scalar(first_tick);
    cdr.sequence(std::span<const std::uint8_t>(octets_));
    cdr.sequence(std::span<const std::uint16_t>(places_));
    for (const FieldInfo& field : kind.fields) {
        if (field.type != FieldType::kText)
            column(field, rows, cdr);
        else if (!texts(field, rows, cdr))
            return no("text in UTF-8 was expected in the field " + std::string(kind.name) + "." + field.name +
                      ", found other bytes; report this to whoever made the scenario or the program");
    }
    return {};
}

}  // namespace np::session
