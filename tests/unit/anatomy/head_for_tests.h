// The baked head that bootstrap left in the cache. Its absence fails a test: without the head nothing is proven.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "needlepoint/anatomy/bake.h"
#include "needlepoint/anatomy/baked_head.h"

namespace np::anatomy {

inline std::filesystem::path head_path() {
    if (const char* path = std::getenv("NEEDLEPOINT_HEAD")) return path;
    const char* cache = std::getenv("XDG_CACHE_HOME");
    const char* home = std::getenv("HOME");
    const std::filesystem::path root =
        cache ? std::filesystem::path(cache) : std::filesystem::path(home ? home : ".") / ".cache";
    return root / "needlepoint" / baked_head_file_name();
}

// Null, with a failure, when there is none.
inline const BakedHead* head_for_tests() {
    static const auto head = load_baked_head(head_path());
    if (!head) {
        ADD_FAILURE() << "These tests need the baked head at " << head_path() << " (" << head.error().message
                      << "). Call ./bootstrap once, or set NEEDLEPOINT_HEAD.";
        return nullptr;
    }
    return &*head;
}

}  // namespace np::anatomy
