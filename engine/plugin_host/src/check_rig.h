// A host of the kit around one plugin: it notes what the plugin asks for, and can be poorer or odder than the real one.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "host_side.h"
#include "needlepoint/plugin_host/library.h"

namespace np::plugin_host {

// What a plugin asked its host for.
struct Asked {
    std::set<std::string> keys;        // of parameters, one by one
    std::set<std::string> extensions;  // that it fetched
    bool listed = false;               // walked through the list of all parameters
    bool looked_at_skin = false;       // asked for the state of the skin before it was asked to finish
    bool asked_in_create = false;      // fetched an extension before `begin`
    std::uint64_t log_lines = 0;
};

// In which ways the kit's host differs from the real one.
struct HostOddities {
    std::set<std::string> withheld;  // extensions that this host does not have
    bool no_zones = false;           // a session without any skin
    bool other_language = false;     // texts are translated into something else
    std::string version = NP_VERSION;
};

// The host's side for one instance. Its address is np_host::context, so it must not move.
class Rig {
  public:
    // `skin`: what the skin is computed from; `shown`: what the plugin is told, which a check may have made odd.
    Rig(const SessionFacts& skin, const SessionFacts& shown, std::string plugin_id, HostOddities oddities);
    Rig(const Rig&) = delete;
    Rig& operator=(const Rig&) = delete;

    const np_host* host() const { return &host_; }
    Tissue& tissue() { return shared_.tissue; }
    const SessionFacts& facts() const { return shared_.session; }

    // Where in its life the instance is, to judge what it asks.
    enum class Stage { kCreate, kBegin, kConsume, kFinish } stage = Stage::kCreate;
    Asked asked;
    std::string fault;  // the sentence of the plugin's last fault
    unsigned faults = 0;

  private:
    friend struct RigCalls;
    SharedFacts shared_;
    HostSide inner_;
    HostOddities oddities_;
    np_host host_{};
    std::string translated_;
};

}  // namespace np::plugin_host
