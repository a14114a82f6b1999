#pragma once

#include <gtest/gtest.h>

#include <string>

#include "needlepoint/scenario/rule_pack.h"

// The pack that ships, loaded once.
inline const np::scenario::RulePack& default_pack() {
    static const auto pack = [] {
        auto loaded = np::scenario::load_rule_pack(std::string(NP_SOURCE_DIR) + "/assets/rules/default_v1.yaml");
        if (!loaded) ADD_FAILURE() << loaded.error().message;
        return loaded ? *loaded : np::scenario::RulePack{};
    }();
    return pack;
}
inline const np::Parameters& default_rules() {
    return default_pack().parameters;
}
