/* The smallest honest scorer in C: hurried strokes cost a point each. Copy, rename, build:
 *
 *     cc -std=c11 -O2 -shared -fPIC -fvisibility=hidden -I<prefix>/include scorer.c -o hurry.so
 *     needlepoint grade session.mcap --plugins .
 */
#include <stdlib.h>

#include "needlepoint/sdk/plugin.h"

#define HURRIED_UM_S 80000u

typedef struct hurry {
    int32_t strokes;
    uint64_t first_tick, end_tick;
} hurry;

static void* create(const np_host* host) {
    (void)host;
    return calloc(1, sizeof(hurry));
}

static int32_t begin(void* instance, const np_session* session) {
    (void)instance;
    (void)session;
    return NP_OK;
}

static int32_t consume(void* instance, const np_batch* batch) {
    hurry* self = (hurry*)instance;
    const np_event_header* record = batch->first;
    for (uint32_t i = 0; i < batch->count; ++i) {
        if (record->kind == NP_KIND_stroke_end && ((const np_stroke_end*)record)->mean_speed_um_s > HURRIED_UM_S) {
            if (self->strokes == 0) self->first_tick = record->tick;
            self->end_tick = record->tick + 1;
            self->strokes += 1;
        }
        record = (const np_event_header*)((const char*)record + record->bytes);
    }
    return NP_OK;
}

static int32_t finish(void* instance, const np_sink* sink) {
    const hurry* self = (const hurry*)instance;
    np_mark mark = {sizeof(np_mark), NP_MARK_SCORED, 10000, 10000, ""};
    if (self->strokes > 0) {
        np_finding finding = {0};
        finding.bytes = sizeof finding;
        finding.severity = NP_MINOR;
        finding.cost = self->strokes < 100 ? self->strokes * 100 : 10000;
        finding.flags = NP_FINDING_HAS_VALUE;
        finding.value = self->strokes;
        finding.first_tick = self->first_tick;
        finding.end_tick = self->end_tick;
        finding.zone = NP_NO_ZONE;
        finding.cell = NP_NO_CELL;
        finding.id = finding.thing = finding.limit_key = finding.critical = finding.better = "";
        finding.unit = "strokes";
        finding.source = "example";
        finding.rule = "HURRY";
        finding.text = "{value} strokes were hurried.";
        if (sink->finding(sink, &finding) != NP_OK) return NP_FAULT;
        mark.mark = 10000 - finding.cost;
    }
    return sink->mark(sink, &mark) == NP_OK ? NP_OK : NP_FAULT;
}

static void destroy(void* instance) {
    free(instance);
}

static const np_scorer door = {
    .bytes = sizeof(np_scorer),
    .create = create,
    .begin = begin,
    .consume = consume,
    .finish = finish,
    .destroy = destroy,
};

NP_EXPORT const np_plugin needlepoint_plugin = {
    .bytes = sizeof(np_plugin),
    .abi_major = NP_ABI_MAJOR,
    .abi_minor = NP_ABI_MINOR,
    .kind = NP_PLUGIN_SCORER,
    .finding_bytes = sizeof(np_finding),
    .host_bytes = sizeof(np_host),
    .parameter_use_bytes = sizeof(np_parameter_use),
    .door_bytes = sizeof(np_scorer),
    .id = "hurry",
    .version = "0.1.0",
    .name_key = "Hurry",
    .door = &door,
};
