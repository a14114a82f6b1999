// Text keys as words. A key that the table lacks becomes readable words, never a blank.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "needlepoint/scenario/rule_pack.h"

namespace np::app {

class Words {
  public:
    // A missing or broken table is no error: every key then reads as plain words.
    static Words load(const std::filesystem::path& data);
    bool has(std::string_view key) const { return texts_.has(key); }
    std::string operator()(std::string_view key) const;
    // A word of the domain under a prefix: `of("thing", "cool_mask")`.
    std::string of(std::string_view prefix, std::string_view id) const;
    // "Left cheek" from the table, otherwise "Malar, left".
    std::string zone(std::string_view id) const;

  private:
    scenario::Texts texts_;
};

}  // namespace np::app
