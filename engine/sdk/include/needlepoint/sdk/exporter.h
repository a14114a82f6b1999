/* Exporter plugins: a session in another format.
 *
 * An exporter is given the session's facts, its records and its marks, and writes bytes into a sink of the host. It
 * opens no file and no connection: where the bytes go is the host's business. Equal sessions give equal bytes. */
#ifndef NEEDLEPOINT_SDK_EXPORTER_H
#define NEEDLEPOINT_SDK_EXPORTER_H

#include "needlepoint/sdk/host.h"
#include "needlepoint/sdk/scorer.h"

#ifdef __cplusplus
extern "C" {
#endif

enum np_exporter_flags {
    NP_EXPORTER_TAKES_INPUTS = 1 /* batches hold inputs too (kinds below 32) */
};

/* Takes the bytes. Valid only during the call that it was given to, on that thread. */
typedef struct np_byte_sink {
    uint32_t bytes; /* sizeof(np_byte_sink) */
    uint32_t reserved;
    void* context; /* the host's */
    /* Plugin calls, any number of times; the data are copied, one behind the other. NP_REFUSED: there is no more room;
     * give up with NP_FAULT. */
    int32_t (*write)(const struct np_byte_sink* sink, const void* data, uint64_t size);
} np_byte_sink;

/* What is known of a recorded session. Texts are empty where the record does not tell. */
typedef struct np_export_session {
    uint32_t bytes;       /* sizeof(np_export_session) */
    uint32_t mode;        /* enum np_session_mode */
    uint64_t seed;        /* of the session */
    uint64_t end_tick;    /* first tick after the last record */
    const char* scenario; /* its id */
    const char* title;    /* of the scenario, in the language of the program */
    const char* session;  /* id of the session, a UUID; the same whenever the record is exported */
    const char* trainee;  /* name as given, or a pseudonym */
    const char* patient;  /* id of the virtual patient */
    const char* began;    /* UTC as in ISO 8601, 2026-05-04T10:00:00Z; empty where the record has no clock */
    const char* program;  /* version of the program that recorded it */
    const char* rules;    /* id of the rule pack that the marks were given by */
} np_export_session;

enum np_export_state { NP_EXPORT_SCORED = 1, NP_EXPORT_NOT_ASSESSED = 2, NP_EXPORT_NOT_SCORED = 3 };

/* One scorer's answer. */
typedef struct np_export_mark {
    uint32_t bytes; /* sizeof(np_export_mark) */
    uint32_t state; /* enum np_export_state */
    int32_t mark;   /* hundredths; 0 where there is none */
    int32_t full;   /* hundredths */
    double weight;  /* within the total, 0..1 */
    const char* id;
    const char* version;
    const char* name;           /* translated */
    const char* reason;         /* why there is no mark, or empty */
    const np_finding* findings; /* their texts translated, with all braces filled in */
    uint64_t finding_count;
    const np_figure* figures;
    uint64_t figure_count;
} np_export_mark;

/* The whole assessment. */
typedef struct np_export_marks {
    uint32_t bytes;  /* sizeof(np_export_marks) */
    uint32_t passed; /* 1 passed, 0 not */
    int32_t total;   /* hundredths */
    int32_t full;    /* hundredths */
    const np_export_mark* marks;
    uint64_t mark_count;
    const char* verdict; /* one sentence */
} np_export_marks;

/* The door: what np_plugin::door points to where kind is NP_PLUGIN_EXPORTER. */
typedef struct np_exporter {
    uint32_t bytes;         /* sizeof(np_exporter) */
    uint32_t flags;         /* enum np_exporter_flags */
    const char* extension;  /* of a file of this format, without dot: csv */
    const char* media_type; /* such as text/csv */
    /* Host calls once per instance, before anything else, on any thread. Returns the instance, or null if it can't be
     * made. `host` stays valid until `destroy` returns; its extensions must not be asked for yet. */
    void* (*create)(const np_host* host);
    /* Host calls once per instance, in its turn. `session` and `sink` are valid during the call. */
    int32_t (*begin)(void* instance, const np_export_session* session, const np_byte_sink* sink);
    /* Host calls for each batch in order, in the instance's turn. Keep no pointer into the batch. `sink` is valid
     * during the call. */
    int32_t (*consume)(void* instance, const np_batch* batch, const np_byte_sink* sink);
    /* Host calls once, in the instance's turn, after the last batch. `marks`, with all that it points to, and `sink`
     * are valid during the call. */
    int32_t (*finish)(void* instance, const np_export_marks* marks, const np_byte_sink* sink);
    /* Host calls once, last, also after a fault, on any thread. */
    void (*destroy)(void* instance);
} np_exporter;

NP_SIZE_CHECK(np_byte_sink, 24);
NP_OFFSET_CHECK(np_byte_sink, write, 16);
NP_SIZE_CHECK(np_export_session, 88);
NP_OFFSET_CHECK(np_export_session, end_tick, 16);
NP_OFFSET_CHECK(np_export_session, scenario, 24);
NP_OFFSET_CHECK(np_export_session, rules, 80);
NP_SIZE_CHECK(np_export_mark, 88);
NP_OFFSET_CHECK(np_export_mark, weight, 16);
NP_OFFSET_CHECK(np_export_mark, findings, 56);
NP_SIZE_CHECK(np_export_marks, 40);
NP_OFFSET_CHECK(np_export_marks, marks, 16);
NP_SIZE_CHECK(np_exporter, 64);
NP_OFFSET_CHECK(np_exporter, extension, 8);
NP_OFFSET_CHECK(np_exporter, create, 24);
NP_OFFSET_CHECK(np_exporter, destroy, 56);

#ifdef __cplusplus
}
#endif

#endif
