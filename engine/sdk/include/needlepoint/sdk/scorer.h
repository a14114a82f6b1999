/* Scorers: plugins that mark a session.
 *
 * A scorer is a deterministic fold: begin, consume batch after batch, finish. Its answer may depend on nothing but the
 * session facts, the parameters and the records: no clock, no files, no environment, no addresses, no libm (math.h of
 * this SDK instead). The host hands out the same batches live and when a record is graded years later. */
#ifndef NEEDLEPOINT_SDK_SCORER_H
#define NEEDLEPOINT_SDK_SCORER_H

#include "needlepoint/sdk/host.h"

#ifdef __cplusplus
extern "C" {
#endif

enum np_severity { NP_INFO = 0, NP_MINOR = 1, NP_MAJOR = 2, NP_CRITICAL = 3 };

enum np_finding_flags { NP_FINDING_HAS_VALUE = 1, NP_FINDING_HAS_LIMIT = 2 };

/* One thing that was seen, with its evidence and what it costs. */
typedef struct np_finding {
    uint32_t bytes;      /* sizeof(np_finding) */
    uint32_t severity;   /* enum np_severity */
    int32_t cost;        /* hundredths of this scorer's mark, 0 or more */
    uint32_t flags;      /* enum np_finding_flags */
    uint64_t first_tick; /* when it began */
    uint64_t end_tick;   /* first tick after it; never below first_tick */
    uint32_t zone;       /* index into the zone table, or NP_NO_ZONE */
    uint32_t cell;       /* where to look, or NP_NO_CELL */
    double value;        /* what was found; only with NP_FINDING_HAS_VALUE */
    double limit;        /* what was allowed; only with NP_FINDING_HAS_LIMIT */
    const char* id;      /* unique within the scorer; empty: the host numbers it */
    const char* rule;    /* which rule, such as OVER_DEPTH or T24 */
    const char* thing;   /* what it is about, or empty */
    const char* unit;    /* of value and limit, or empty */
    const char* source;  /* where the limit comes from; empty: taken from the parameter `limit_key` */
    const char* text; /* one sentence and key of its translation; {value} {limit} {unit} {zone} {thing} are filled in */
    const char* limit_key; /* key of the parameter that set the limit, or empty */
    const char* critical;  /* which entry of the list of criticals it meets (CR05), or empty */
    const char* better;    /* what would have been right, one sentence and key like `text`; or empty */
} np_finding;

enum np_mark_state { NP_MARK_SCORED = 1, NP_MARK_NOT_ASSESSED = 2 };

/* The answer. For a scored mark: mark = full - sum of the costs of all findings, exactly. */
typedef struct np_mark {
    uint32_t bytes;     /* sizeof(np_mark) */
    uint32_t state;     /* enum np_mark_state */
    int32_t mark;       /* hundredths; 0 when not assessed */
    int32_t full;       /* hundredths, such as 10000 */
    const char* reason; /* why it was not assessed; empty when scored */
} np_mark;

/* A number worth showing that costs nothing by itself, such as a zone's share of cells on target. */
typedef struct np_figure {
    uint32_t bytes; /* sizeof(np_figure) */
    uint32_t zone;  /* or NP_NO_ZONE */
    double value;
    const char* key;  /* such as coverage.on_target; a figure is known by key and zone */
    const char* unit; /* or empty */
} np_figure;

/* Takes the answer. Valid only during the call of `finish` that it was given to, on that thread. Each function returns
 * NP_OK, or NP_REFUSED for what breaks the rules; the mark is then "not scored" with the reason. */
typedef struct np_sink {
    uint32_t bytes; /* sizeof(np_sink) */
    uint32_t reserved;
    void* context; /* the host's */
    /* Plugin calls, any number of times. The finding and its texts are copied. */
    int32_t (*finding)(const struct np_sink* sink, const np_finding* finding);
    /* Plugin calls, any number of times. */
    int32_t (*figure)(const struct np_sink* sink, const np_figure* figure);
    /* Plugin calls exactly once, at any place. */
    int32_t (*mark)(const struct np_sink* sink, const np_mark* mark);
} np_sink;

/* The door of a scorer: what np_plugin::door points to where kind is NP_PLUGIN_SCORER. */
typedef struct np_scorer {
    uint32_t bytes; /* sizeof(np_scorer) */
    uint32_t reserved;
    /* Host calls once per instance, before anything else, on any thread. Returns the instance, or null if it can't be
     * made. `host` stays valid until `destroy` returns; its extensions must not be asked for yet. */
    void* (*create)(const np_host* host);
    /* Host calls once per instance, in its turn. Read parameters here. */
    int32_t (*begin)(void* instance, const np_session* session);
    /* Host calls for each batch in order, in the instance's turn. Keep no pointer into the batch. */
    int32_t (*consume)(void* instance, const np_batch* batch);
    /* Host calls in the instance's turn, after any batch and as often as it likes: a live preview asks again and again,
     * then goes on with `consume`. The answer depends only on what was consumed so far, and asking changes nothing. */
    int32_t (*finish)(void* instance, const np_sink* sink);
    /* Host calls once, last, also after a fault. */
    void (*destroy)(void* instance);
} np_scorer;

NP_SIZE_CHECK(np_finding, 128);
NP_OFFSET_CHECK(np_finding, cost, 8);
NP_OFFSET_CHECK(np_finding, first_tick, 16);
NP_OFFSET_CHECK(np_finding, zone, 32);
NP_OFFSET_CHECK(np_finding, value, 40);
NP_OFFSET_CHECK(np_finding, id, 56);
NP_OFFSET_CHECK(np_finding, better, 120);
NP_SIZE_CHECK(np_mark, 24);
NP_OFFSET_CHECK(np_mark, reason, 16);
NP_SIZE_CHECK(np_figure, 32);
NP_OFFSET_CHECK(np_figure, key, 16);
NP_SIZE_CHECK(np_sink, 40);
NP_OFFSET_CHECK(np_sink, finding, 16);
NP_SIZE_CHECK(np_scorer, 48);
NP_OFFSET_CHECK(np_scorer, create, 8);
NP_OFFSET_CHECK(np_scorer, destroy, 40);

#ifdef __cplusplus
}
#endif

#endif
