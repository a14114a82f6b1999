// A session on the flat practice pad, for plugins to look at.
#pragma once

#include <stdexcept>

#include "needlepoint/anatomy/practice_pad.h"
#include "needlepoint/plugin_host/fold.h"
#include "needlepoint/scenario/rule_pack.h"

namespace np::plugin_host {

inline const SessionFacts& pad_facts() {
    static const SessionFacts facts = [] {
        const auto pack = scenario::load_rule_pack(NP_SOURCE_DIR "/assets/rules/default_v1.yaml");
        if (!pack) throw std::runtime_error(pack.error().message);
        SessionFacts made;
        made.scenario = "test/pad";
        made.seed = 77;
        made.parameters = pack->parameters;
        made.parameters.set("session.device", std::string("skinpen_precision"));
        made.parameters.set("plan.zones", std::string("pad_flat"));
        made.parameters.set("plan.pad_flat.rho_ref", 245.0);
        made.parameters.set("plan.pad_flat.max_mm", 1.5);
        made.patient = anatomy::make_practice_pad(made.parameters).table.encode();
        return made;
    }();
    return facts;
}

inline std::shared_ptr<const Library> load_one(const std::string& path) {
    auto library = Library::load(path);
    if (!library) throw std::runtime_error(library.error().message);
    return *library;
}
inline std::shared_ptr<const Library> try_kind(const std::string& name) {
    return load_one(std::string(TRY_KINDS "/") + name + ".so");
}
inline std::shared_ptr<const Library> shipped(const std::string& name) {
    return load_one(std::string(NP_BINARY_DIR "/plugins/") + name + ".so");
}

inline sdk::event::strike strike(sdk::Tick tick) {
    sdk::event::strike made;
    made.tick = tick;
    made.set_depth_um = 1000;
    made.force_mn = 1000;
    made.speed_um_s = 30000;
    made.stroke = 1;
    made.state = NP_STRIKE_FORCE_OBSERVED;
    made.tip_um[0] = -1250;
    made.axis_q30[2] = -(1 << 30);
    made.cell.assign(14, 50 * 100 + 50);
    made.zone.assign(14, 0);
    for (int i = 0; i < 14; ++i) made.depth_um.push_back(900 + i);
    made.drag_um.assign(14, 12);
    return made;
}

}  // namespace np::plugin_host
