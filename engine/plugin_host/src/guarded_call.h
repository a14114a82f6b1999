// Calls into a plugin of this process: what escapes or fails becomes a sentence.
#pragma once

#include <exception>
#include <string>

#include "host_side.h"

namespace np::plugin_host {

// Empty if the call gave NP_OK. `fault`: where the plugin's own sentence arrives, cleared before.
template <class Call>
std::string guarded_call(std::string& fault, Call&& call) {
    fault.clear();
    try {
        if (call() == NP_OK) return {};
        return fault.empty() ? "it gave up without a reason" : fault;
    } catch (const std::exception& escaped) {
        return std::string("it let an exception escape: ") + escaped.what();
    } catch (...) {
        return "it let an exception escape";
    }
}

// For the last call, whose trouble nobody can act upon any more.
template <class Call>
void quiet_call(Call&& call) {
    try {
        call();
    } catch (...) {
        // The instance is gone either way.
    }
}

}  // namespace np::plugin_host
