// Goal 7: what the C boundary costs, with a scorer that does nothing but add depths up, and with one that does nothing.
#include <unistd.h>

#include <filesystem>

#include "bench_figures.h"
#include "headless.h"
#include "needlepoint/sdk/plugin.hpp"
#include "needlepoint/session/record.h"

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

// Written as authors write theirs: every record goes through the wrapper of the SDK.
struct Empty : sdk::Scorer {
    void consume(sdk::RecordView) override {}
    void finish(sdk::Report& report) const override { report.not_assessed("It looks at nothing."); }
};

// A session as the host sees it: what goes into each step, and its events in batches.
struct Taken {
    std::vector<sdk::EventBuffer> inputs, batches;
};

Expected<Taken> take_session(const Places& places, const Prepared& prepared) {
    const std::filesystem::path file =
        std::filesystem::temp_directory_path() / ("needlepoint-bench-scorers-" + std::to_string(::getpid()) + ".mcap");
    if (const auto run = run_headless(places, prepared, {}, {"expert", file, true, {}, {}}, nullptr); !run)
        return tl::unexpected(run.error());
    const auto record = session::Record::open(file);
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    if (!record) return tl::unexpected(record.error());
    Taken taken;
    const Status read =
        record->for_each_tick([&](sdk::Tick tick, const sdk::EventBuffer& inputs, const sdk::EventBuffer& events) {
            taken.inputs.push_back(inputs);
            if (tick % NP_BATCH_TICKS == 0) taken.batches.emplace_back();
            taken.batches.back().append(events);
        });
    if (!read) return tl::unexpected(read.error());
    return taken;
}

Status bench_empty(const Places& places, BenchFigures& out) {
    const auto prepared = prepare_session(places, "tutorial/first-strokes", 1);
    if (!prepared) return tl::unexpected(prepared.error());
    const auto taken = take_session(places, *prepared);
    if (!taken) return tl::unexpected(taken.error());
    const np_scorer* volatile door = &sdk::PluginEntry<Empty>::kDoor;
    const np_host host = {};
    const std::unique_ptr<void, void (*)(void*)> scorer(door->create(&host), door->destroy);
    const auto seconds = round_robin_s(
        {[&] {
             auto world = simulation::World::create(prepared->setup);
             sdk::EventBuffer events;
             for (const auto& inputs : taken->inputs) {
                 events.clear();
                 world->step(inputs, events);
             }
         },
         [&] {
             for (std::size_t i = 0; i < taken->batches.size(); ++i) {
                 const sdk::EventBuffer& batch = taken->batches[i];
                 if (batch.empty()) continue;
                 const np_batch view = {sizeof(np_batch),          static_cast<std::uint32_t>(batch.count()),
                                        i * NP_BATCH_TICKS,        (i + 1) * NP_BATCH_TICKS,
                                        (*batch.begin()).header(), batch.bytes().size()};
                 door->consume(scorer.get(), &view);
             }
         }});
    out.figures["empty_scorer_share_of_step"] = seconds[1] / seconds[0];
    out.goals.push_back({7, "an empty scorer against the step", seconds[1] / seconds[0] * 100, 1, "%", true, ""});
    return {};
}

}  // namespace

Status bench_scorers(const Places& places, BenchFigures& out) {
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
    return bench_empty(places, out);
}

}  // namespace np::cli
