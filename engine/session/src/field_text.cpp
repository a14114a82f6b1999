#include "field_text.h"

#include <cstring>

namespace np::session {

namespace {

template <class Value>
Value value_at(sdk::RecordView record, std::size_t offset) {
    Value value;
    std::memcpy(&value, record.bytes().data() + offset, sizeof value);
    return value;
}

template <class Element>
std::vector<std::string> list_texts(sdk::RecordView record, std::size_t offset) {
    std::vector<std::string> texts;
    for (const Element element : record.array<Element>(value_at<np_slice>(record, offset)))
        texts.push_back(std::to_string(element));
    return texts;
}

}  // namespace

bool is_list(sdk::FieldType type) {
    return type == sdk::FieldType::kU8s || type == sdk::FieldType::kU32s || type == sdk::FieldType::kI32s;
}

std::vector<std::string> field_texts(sdk::RecordView record, const sdk::FieldInfo& field) {
    using sdk::FieldType;
    const auto axis = [&](std::size_t i) {
        return std::to_string(value_at<std::int32_t>(record, field.offset + 4 * i));
    };
    switch (field.type) {
        case FieldType::kU32:
            return {std::to_string(value_at<std::uint32_t>(record, field.offset))};
        case FieldType::kI32:
            return {axis(0)};
        case FieldType::kU64:
            return {std::to_string(value_at<std::uint64_t>(record, field.offset))};
        case FieldType::kI64:
            return {std::to_string(value_at<std::int64_t>(record, field.offset))};
        case FieldType::kI32X3:
            return {axis(0), axis(1), axis(2)};
        case FieldType::kText:
            return {std::string(record.text(value_at<np_slice>(record, field.offset)))};
        case FieldType::kU8s:
            return list_texts<std::uint8_t>(record, field.offset);
        case FieldType::kU32s:
            return list_texts<std::uint32_t>(record, field.offset);
        case FieldType::kI32s:
            return list_texts<std::int32_t>(record, field.offset);
    }
    return {};
}

}  // namespace np::session
