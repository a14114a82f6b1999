#include "check_table.h"

namespace np::plugin_host {

std::vector<const CheckRow*> all_checks() {
    std::vector<const CheckRow*> rows;
    for (const auto part :
         {file_checks(), manifest_checks(), life_checks(), parameter_checks(), same_checks(), record_checks(),
          manners_checks(), budget_checks(), answer_checks(), kind_checks(), fuzz_checks()})
        for (const CheckRow& row : part) rows.push_back(&row);
    return rows;
}

const CheckRow* find_check(std::string_view id) {
    for (const CheckRow* row : all_checks())
        if (row->id == id) return row;
    return nullptr;
}

}  // namespace np::plugin_host
