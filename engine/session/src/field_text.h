// A field's values as text, whatever its type: for CSV and for naming differences.
#pragma once

#include <string>
#include <vector>

#include "needlepoint/sdk/events.hpp"

namespace np::session {

bool is_list(sdk::FieldType type);
// One text for a scalar or a text, three for a vector, one per element for a list. The record must be of the field's
// kind.
std::vector<std::string> field_texts(sdk::RecordView record, const sdk::FieldInfo& field);

}  // namespace np::session
