/* Incident plugins: something happens to the patient.
 *
 * An incident plugin is a deterministic fold like a scorer: it sees the session's facts, parameters and batches of
 * events, and is asked at fixed ticks whether something should happen now or soon. What it wishes for depends on these
 * alone and on numbers drawn with NP_EXT_RANDOM. The host writes each wish into the record as an input
 * (/input/intrusion), so a replay needs no plugin and happens the same even where the plugin is not installed. */
#ifndef NEEDLEPOINT_SDK_INCIDENT_H
#define NEEDLEPOINT_SDK_INCIDENT_H

#include "needlepoint/sdk/host.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The host asks at whole multiples of this many ticks, the first time at this tick: a multiple of NP_BATCH_TICKS. */
#define NP_ASK_TICKS 500u

/* How far ahead of the asking a wish may lie. */
#define NP_WISH_AHEAD_TICKS 60000u

/* One thing that is to happen. */
typedef struct np_wish {
    uint32_t bytes; /* sizeof(np_wish) */
    uint32_t reserved;
    uint64_t tick;   /* when: now <= tick <= now + NP_WISH_AHEAD_TICKS */
    const char* id;  /* which incident of the rule pack, such as E08 */
    const char* cue; /* what the trainee perceives, as a text or the key of its translation; empty: the rule pack's */
} np_wish;

/* Takes wishes. Valid only during the call of `ask` that it was given to, on that thread. */
typedef struct np_wish_sink {
    uint32_t bytes; /* sizeof(np_wish_sink) */
    uint32_t reserved;
    void* context; /* the host's */
    /* Plugin calls, any number of times. The wish and its texts are copied. NP_REFUSED: in the past, too far ahead,
     * without an id, or more than the host takes; the instance then counts as faulty. */
    int32_t (*wish)(const struct np_wish_sink* sink, const np_wish* wish);
} np_wish_sink;

/* The door: what np_plugin::door points to where kind is NP_PLUGIN_INCIDENTS. */
typedef struct np_incidents {
    uint32_t bytes; /* sizeof(np_incidents) */
    uint32_t reserved;
    /* Host calls once per instance, before anything else, on any thread. Returns the instance, or null if it can't be
     * made. `host` stays valid until `destroy` returns; its extensions must not be asked for yet. */
    void* (*create)(const np_host* host);
    /* Host calls once per instance, in its turn. Read parameters here. `session` is valid during the call. */
    int32_t (*begin)(void* instance, const np_session* session);
    /* Host calls for each batch in order, in the instance's turn, on the thread that simulates. Keep no pointer into
     * the batch. Be quick: the patient waits. */
    int32_t (*consume)(void* instance, const np_batch* batch);
    /* Host calls in the instance's turn, on the thread that simulates, exactly once for each whole multiple of
     * NP_ASK_TICKS, after every batch that ends at or before `now`. `sink` is valid during the call. */
    int32_t (*ask)(void* instance, uint64_t now, const np_wish_sink* sink);
    /* Host calls once, last, also after a fault, on any thread. */
    void (*destroy)(void* instance);
} np_incidents;

NP_SIZE_CHECK(np_wish, 32);
NP_OFFSET_CHECK(np_wish, tick, 8);
NP_OFFSET_CHECK(np_wish, id, 16);
NP_SIZE_CHECK(np_wish_sink, 24);
NP_OFFSET_CHECK(np_wish_sink, wish, 16);
NP_SIZE_CHECK(np_incidents, 48);
NP_OFFSET_CHECK(np_incidents, create, 8);
NP_OFFSET_CHECK(np_incidents, destroy, 40);

#ifdef __cplusplus
}
#endif

#endif
