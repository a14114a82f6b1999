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

// Gathers columns into scratch memory, differences them and writes them out.
class ColumnWriter {
  public:
    ColumnWriter(std::span<const Row> rows, CdrWriter& out) : rows_(rows), out_(out) {}

    template <class Unsigned>
    void scalars(const FieldInfo& field, std::size_t offset_in_field) {
        std::vector<Unsigned> values;
        values.reserve(rows_.size());
        for (const Row& row : rows_) values.push_back(value_at<Unsigned>(row.record, field.offset + offset_in_field));
        difference(std::span(values), field.order);
        out_.sequence(std::span<const Unsigned>(values));
    }

    template <class Unsigned>
    void lists(const FieldInfo& field) {
        std::vector<std::uint32_t> counts, starts = {0};
        std::vector<Unsigned> values;
        for (const Row& row : rows_) {
            const auto slice = value_at<np_slice>(row.record, field.offset);
            const auto* contents = static_cast<const Unsigned*>(np_slice_data(row.record, slice));
            counts.push_back(slice.count);
            values.insert(values.end(), contents, contents + slice.count);
            starts.push_back(static_cast<std::uint32_t>(values.size()));
        }
        difference_lists(values, starts, field.order);
        out_.sequence(std::span<const std::uint32_t>(counts));
        out_.sequence(std::span<const Unsigned>(values));
    }

    bool texts(const FieldInfo& field) {
        bool good = true;
        out_.scalar(static_cast<std::uint32_t>(rows_.size()));
        for (const Row& row : rows_) {
            const auto slice = value_at<np_slice>(row.record, field.offset);
            const std::string_view text(static_cast<const char*>(np_slice_data(row.record, slice)), slice.count);
            good = good && is_utf8(text);
            out_.text(text);
        }
        return good;
    }

    bool column(const FieldInfo& field) {
        switch (field.type) {
            case FieldType::kU32:
            case FieldType::kI32:
                scalars<std::uint32_t>(field, 0);
                return true;
            case FieldType::kU64:
            case FieldType::kI64:
                scalars<std::uint64_t>(field, 0);
                return true;
            case FieldType::kI32X3:
                for (std::size_t i = 0; i < 3; ++i) scalars<std::uint32_t>(field, 4 * i);
                return true;
            case FieldType::kText:
                return texts(field);
            case FieldType::kU8s:
                lists<std::uint8_t>(field);
                return true;
            case FieldType::kU32s:
            case FieldType::kI32s:
                lists<std::uint32_t>(field);
                return true;
        }
        return false;
    }

  private:
    std::span<const Row> rows_;
    CdrWriter& out_;
};

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

std::string schema_text(const sdk::KindInfo& kind) {
    std::string text = "# " + std::string(kind.doc) +
                       ".\n# Parallel arrays, one entry per row. A list's elements lie end to end. Differenced: each "
                       "value less the one in\n"
                       "# the row before (of lists: at the same index, if it is there), as often as said; wraps.\n"
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
        if (field.type == FieldType::kI32X3) {
            text += type + name + "_x" + about + "\n" + type + name + "_y\n" + type + name + "_z\n";
            continue;
        }
        if (list) text += "uint32[] " + name + "_count\n";
        text += type + name + about + "\n";
    }
    return text;
}

Status encode_rows(const sdk::KindInfo& kind, sdk::Tick first_tick, std::span<const Row> rows,
                   std::vector<std::byte>& out) {
    CdrWriter cdr(out);
    std::vector<std::uint8_t> ticks;
    std::vector<std::uint16_t> places;
    for (const Row& row : rows) {
        ticks.push_back(static_cast<std::uint8_t>(row.record->tick - first_tick));
        places.push_back(row.place);
    }
    cdr.scalar(first_tick);
    cdr.sequence(std::span<const std::uint8_t>(ticks));
    cdr.sequence(std::span<const std::uint16_t>(places));
    ColumnWriter columns(rows, cdr);
    for (const FieldInfo& field : kind.fields)
        if (!columns.column(field))
            return no("text in UTF-8 was expected in the field " + std::string(kind.name) + "." + field.name +
                      ", found other bytes; report this to whoever made the scenario or the program");
    return {};
}

}  // namespace np::session
