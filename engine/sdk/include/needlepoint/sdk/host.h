/* What the host gives every plugin, whatever its kind: who it is, the session's facts, batches of events. C11 and
 * C++20, 64-bit. Plugins include plugin.h, which brings everything.
 *
 * Threads: "the instance's turn" means that the host never calls two functions of the same instance at the same time,
 * but may call from different threads in turn. Two instances may run at the same time, so a plugin keeps no state
 * outside its instances.
 * Memory: who allocates frees. A pointer given to a function is valid until that function returns, unless it says more.
 * Texts: UTF-8, closed by a zero byte, never null unless it says so.
 * Exceptions and signals must not cross. */
#ifndef NEEDLEPOINT_SDK_HOST_H
#define NEEDLEPOINT_SDK_HOST_H

#include <stddef.h>
#include <stdint.h>

#include "needlepoint/sdk/events.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NP_ABI_MAJOR 0u
#define NP_ABI_MINOR 2u

/* Layouts are promises: a struct that changed by accident does not compile. */
#ifdef __cplusplus
#define NP_LAYOUT_CHECK(holds, text) static_assert(holds, text)
#else
#define NP_LAYOUT_CHECK(holds, text) _Static_assert(holds, text)
#endif
#define NP_SIZE_CHECK(type, size) \
    NP_LAYOUT_CHECK(sizeof(type) == (size), #type " has another size than the interface says")
#define NP_OFFSET_CHECK(type, field, offset) \
    NP_LAYOUT_CHECK(offsetof(type, field) == (offset), #type "." #field " lies elsewhere than the interface says")

/* What the functions of both sides return. */
enum np_result {
    NP_OK = 0,
    NP_FAULT = 1,  /* from a plugin: this instance can't go on; the host says so with its sentence and the tick */
    NP_REFUSED = 2 /* from the host: the argument or the moment was wrong; nothing was changed */
};

enum np_session_mode { NP_MODE_TUTORIAL = 0, NP_MODE_PRACTICE = 1, NP_MODE_ASSESSMENT = 2 };

/* Valid during the call that it is given to; copy the text to keep it. */
typedef struct np_session {
    uint32_t bytes;       /* sizeof(np_session) */
    uint32_t mode;        /* enum np_session_mode */
    uint64_t seed;        /* of the session; NP_EXT_RANDOM draws from it */
    const char* scenario; /* its id */
} np_session;

/* Events of whole ticks, one behind the other, in the order in which they happened. Inputs (kinds below 32) are left
 * out, unless an exporter asks for them: a mark follows from what happened, not from how the hand was read.
 * Valid, with all records, during the call that it is given to. */
typedef struct np_batch {
    uint32_t bytes;      /* sizeof(np_batch) */
    uint32_t count;      /* records, at least 1 */
    uint64_t first_tick; /* the batch holds all records of first_tick <= tick < end_tick */
    uint64_t end_tick;
    const np_event_header* first; /* step on by header.bytes */
    uint64_t size;                /* bytes of all records */
} np_batch;

/* Batches are cut at whole multiples of this many ticks, live and later alike; an empty one is left out. */
#define NP_BATCH_TICKS 100u

/* The host's side. Valid from `create` until `destroy` has returned. All its functions: plugin calls, on the thread on
 * which the host called it, and only while it does. */
typedef struct np_host {
    uint32_t bytes; /* sizeof(np_host) */
    uint32_t abi_major;
    uint32_t abi_minor;
    uint32_t reserved;
    void* context;       /* the host's */
    const char* name;    /* "needlepoint" */
    const char* version; /* of the program; for messages only, a score must not depend on it */
    /* Plugin calls, any time in its turn from `begin` on: the extension's struct, or null if this host has no such
     * revision. The struct stays valid as long as the host. */
    const void* (*extension)(const struct np_host* host, const char* key, uint32_t revision);
    /* Plugin calls before it returns NP_FAULT: says why, in one sentence. */
    void (*fault)(const struct np_host* host, const char* sentence);
} np_host;

NP_SIZE_CHECK(np_session, 24);
NP_OFFSET_CHECK(np_session, seed, 8);
NP_OFFSET_CHECK(np_session, scenario, 16);
NP_SIZE_CHECK(np_batch, 40);
NP_OFFSET_CHECK(np_batch, first_tick, 8);
NP_OFFSET_CHECK(np_batch, first, 24);
NP_SIZE_CHECK(np_host, 56);
NP_OFFSET_CHECK(np_host, context, 16);
NP_OFFSET_CHECK(np_host, extension, 40);
NP_OFFSET_CHECK(np_host, fault, 48);

#ifdef __cplusplus
}
#endif

#endif
