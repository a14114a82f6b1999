// Scorers that load well and then break a rule. Written against the C interface, so that no wrapper keeps them from it.
#include <cmath>
#include <stdexcept>
#include <string>

#include "needlepoint/sdk/plugin.hpp"

namespace {

struct State {
    const np_host* host;
    const np_sink* kept = nullptr;
    int batches = 0;
};

np_finding plain(const char* rule, int cost) {
    np_finding finding = {};
    finding.bytes = sizeof finding;
    finding.severity = NP_MINOR;
    finding.cost = cost;
    finding.end_tick = 1;
    finding.zone = NP_NO_ZONE;
    finding.cell = NP_NO_CELL;
    finding.id = finding.thing = finding.unit = finding.source = finding.limit_key = finding.critical = finding.better =
        "";
    finding.rule = rule;
    finding.text = "It is so.";
    return finding;
}

void* create([[maybe_unused]] const np_host* host) {
#if defined(NO_INSTANCE)
    host->fault(host, "there is no room");
    return nullptr;
#else
    return new State{host};
#endif
}

std::int32_t begin([[maybe_unused]] void* instance, const np_session*) {
#if defined(THROWS)
    throw std::runtime_error("not today");
#elif defined(NEEDS_A_KEY)
    const np_host* host = static_cast<State*>(instance)->host;
    try {
        return np::sdk::Host(host).need("test.that_is_not_there") > 0 ? NP_OK : NP_FAULT;
    } catch (const np::sdk::Fault& fault) {
        host->fault(host, fault.what());
        return NP_FAULT;
    }
#else
    return NP_OK;
#endif
}

std::int32_t consume(void* instance, const np_batch*) {
    State& state = *static_cast<State*>(instance);
    ++state.batches;
#if defined(THROWS_LATER)
    if (state.batches == 2) throw std::runtime_error("enough");
#elif defined(THROWS_RAW)
    throw 42;
#elif defined(GIVES_UP)
    if (state.batches == 2) return NP_FAULT;
#elif defined(LATE_SINK)
    if (state.kept != nullptr) {
        const np_mark mark = {sizeof(np_mark), NP_MARK_SCORED, 10000, 10000, ""};
        state.kept->mark(state.kept, &mark);
    }
#endif
    return NP_OK;
}

std::int32_t finish([[maybe_unused]] void* instance, const np_sink* sink) {
    static_cast<State*>(instance)->kept = sink;
    np_finding finding = plain("RULE", 100);
    np_mark mark = {sizeof(np_mark), NP_MARK_SCORED, 9900, 10000, ""};
#if defined(COST_TOO_MUCH)
    finding.cost = 20000;
#elif defined(COST_TOO_LITTLE)
    finding.cost = 99;
#elif defined(NEGATIVE_COST)
    finding.cost = -100;
#elif defined(NOT_A_NUMBER)
    finding.flags = NP_FINDING_HAS_VALUE;
    finding.value = std::nan("");
#elif defined(FOREIGN_ZONE)
    finding.zone = 200;
#elif defined(FOREIGN_CELL)
    finding.cell = 123456789;
#elif defined(FUTURE)
    finding.first_tick = 1000000;
    finding.end_tick = 1000001;
#elif defined(NO_REASON)
    mark.state = NP_MARK_NOT_ASSESSED;
#elif defined(BROKEN_UTF8)
    finding.text = "caf\xe9";
#elif defined(NULL_TEXT)
    finding.thing = nullptr;
#elif defined(SAME_IDS)
    finding.id = "one";
    finding.cost = 50;
    sink->finding(sink, &finding);
#elif defined(THROWS_IN_FINISH)
    throw std::runtime_error("no answer");
#endif
    sink->finding(sink, &finding);
#if defined(NO_MARK)
    return NP_OK;
#elif defined(TWO_MARKS)
    sink->mark(sink, &mark);
#endif
    sink->mark(sink, &mark);
    return NP_OK;
}

void destroy(void* instance) {
    delete static_cast<State*>(instance);
}

constexpr np_scorer kDoor = {sizeof(np_scorer), 0, create, begin, consume, finish, destroy};

}  // namespace

constinit const np_plugin needlepoint_plugin = {sizeof(np_plugin),
                                                NP_ABI_MAJOR,
                                                NP_ABI_MINOR,
                                                NP_PLUGIN_SCORER,
                                                sizeof(np_finding),
                                                sizeof(np_host),
                                                sizeof(np_parameter_use),
                                                sizeof(np_scorer),
                                                FAULT_ID,
                                                "0.0.1",
                                                "Misbehaving",
                                                nullptr,
                                                0,
                                                &kDoor};
