// Goal 7: what the C boundary costs, with a scorer that does nothing but add depths up.
#include "bench_figures.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/sdk/math.h"

namespace np::cli {

namespace {

struct DepthSum {
    std::int64_t sum_um = 0;
    std::uint64_t needles = 0;
};

inline void add(DepthSum& state, const np_event_header* header) {
    if (header->kind != NP_KIND_strike) return;
    const auto* strike = reinterpret_cast<const np_strike*>(header);
    const auto* depth = static_cast<const std::int32_t*>(np_slice_data(header, strike->depth_um));
    for (std::uint32_t i = 0; i < strike->depth_um.count; ++i) state.sum_um += depth[i];
    state.needles += strike->depth_um.count;
}

// The shape of np_plugin's consume: a batch of records behind one pointer.
extern "C" {
typedef void (*np_bench_consume)(void* self, const np_event_header* records, uint64_t bytes);
}

void consume_batch(void* self, const np_event_header* records, std::uint64_t bytes) {
    const char* at = reinterpret_cast<const char*>(records);
    for (const char* end = at + bytes; at < end;) {
        const auto* header = reinterpret_cast<const np_event_header*>(at);
        add(*static_cast<DepthSum*>(self), header);
        at += header->bytes;
    }
}

sdk::EventBuffer strikes(std::size_t count) {
    sdk::EventBuffer buffer;
    sdk::event::strike strike;
    for (std::size_t i = 0; i < count; ++i) {
        strike.tick = i * 9;
        strike.cell.assign(14, static_cast<std::uint32_t>(i));
        strike.zone.assign(14, 1);
        strike.depth_um.assign(14, static_cast<std::int32_t>(900 + np_random_bits(1, 2, i) % 200));
        strike.drag_um.assign(14, 0);
        buffer.append(strike);
    }
    return buffer;
}

}  // namespace

Status bench_scorers(const Places&, BenchFigures& out) {
    // Batches as the host cuts them: about a tenth of a second each.
    std::vector<sdk::EventBuffer> batches;
    batches.reserve(2000);
    for (int i = 0; i < 2000; ++i) batches.push_back(strikes(12));
    // Through a pointer that the compiler cannot see through, as with a loaded library.
    np_bench_consume volatile behind_the_door = &consume_batch;
    DepthSum inlined, loaded;
    const auto seconds =
        round_robin_s({[&] {
                           for (const auto& batch : batches)
                               for (const sdk::RecordView record : batch) add(inlined, record.header());
                       },
                       [&] {
                           for (const auto& batch : batches)
                               behind_the_door(&loaded, reinterpret_cast<const np_event_header*>(batch.bytes().data()),
                                               batch.bytes().size());
                       }},
                      31);
    keep(inlined);
    keep(loaded);
    out.figures["scorer_inlined_ns_per_event"] = seconds[0] * 1e9 / (2000 * 12);
    out.figures["scorer_c_abi_ns_per_event"] = seconds[1] * 1e9 / (2000 * 12);
    out.goals.push_back({7, "a scorer through the C boundary in batches against the same code inlined",
                         seconds[1] / seconds[0], 1.1, "x", true, ""});
    return {};
}

}  // namespace np::cli
