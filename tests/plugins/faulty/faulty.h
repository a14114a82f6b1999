// The body of a faulty plugin: a scorer that is in order but for one deed. A plugin defines when it is done and
// includes this at its end:
//     ON_LOAD  IN_BEGIN  IN_CONSUME (third batch)  IN_FINISH  IN_DESTROY    statements, `self` is the instance
#include <stdlib.h>
#include <string.h>

#include "needlepoint/sdk/plugin.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Faulty {
    const np_host* host;
    int batches;
} Faulty;

#ifdef ON_LOAD
__attribute__((constructor)) static void on_load(void) {
    ON_LOAD
}
#endif

static void* create(const np_host* host) {
    Faulty* self = (Faulty*)calloc(1, sizeof(Faulty));
    if (self != NULL) self->host = host;
    return self;
}

static int32_t begin(void* instance, const np_session* session) {
    Faulty* self = (Faulty*)instance;
    (void)self, (void)session;
#ifdef IN_BEGIN
    IN_BEGIN
#endif
    return NP_OK;
}

static int32_t consume(void* instance, const np_batch* batch) {
    Faulty* self = (Faulty*)instance;
    (void)batch;
    if (++self->batches == 3) {
#ifdef IN_CONSUME
        IN_CONSUME
#endif
    }
    return NP_OK;
}

static int32_t finish(void* instance, const np_sink* sink) {
    Faulty* self = (Faulty*)instance;
    np_mark mark = {sizeof(np_mark), NP_MARK_SCORED, 10000, 10000, ""};
    np_finding finding;
    memset(&finding, 0, sizeof finding);
    finding.bytes = sizeof finding;
    finding.zone = NP_NO_ZONE;
    finding.cell = NP_NO_CELL;
    finding.id = finding.thing = finding.unit = finding.source = finding.limit_key = finding.critical = finding.better =
        "";
    finding.rule = "DEED";
    finding.text = "It is so.";
    finding.end_tick = 1;
    (void)self;
#ifdef IN_FINISH
    IN_FINISH
#endif
    sink->mark(sink, &mark);
    return NP_OK;
}

static void destroy(void* instance) {
#ifdef IN_DESTROY
    IN_DESTROY
#endif
    free(instance);
}

static const np_scorer kDoor = {sizeof(np_scorer), 0, create, begin, consume, finish, destroy};

#ifndef NO_ENTRY
#ifndef FAULTY_MINOR
#define FAULTY_MINOR NP_ABI_MINOR
#endif
#ifndef FAULTY_KIND
#define FAULTY_KIND NP_PLUGIN_SCORER
#endif
#ifndef FAULTY_BYTES
#define FAULTY_BYTES sizeof(np_plugin)
#endif
#ifndef FAULTY_DOOR
#define FAULTY_DOOR &kDoor
#endif
NP_EXPORT const np_plugin needlepoint_plugin = {FAULTY_BYTES,
                                                NP_ABI_MAJOR,
                                                FAULTY_MINOR,
                                                FAULTY_KIND,
                                                sizeof(np_finding),
                                                sizeof(np_host),
                                                sizeof(np_parameter_use),
                                                sizeof(np_scorer),
                                                FAULT_ID,
                                                "1.0.0",
                                                "Faulty",
                                                NULL,
                                                0,
                                                FAULTY_DOOR};
#endif

#ifdef __cplusplus
}
#endif
