/* Events as they lie in memory, generated from event_table.h. C11 and C++.
 *
 * A record is a header, the fixed fields of its kind, and behind them the contents of its texts and arrays; all
 * little-endian, `bytes` long, a multiple of 8. A reader that meets an unknown kind or a longer record steps over
 * it by `bytes`. Texts are UTF-8 without a closing zero. */
#ifndef NEEDLEPOINT_SDK_EVENTS_H
#define NEEDLEPOINT_SDK_EVENTS_H

#include <stdint.h>

#include "needlepoint/sdk/event_table.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NP_NO_CELL UINT32_MAX
#define NP_NO_ZONE 255u

typedef struct np_event_header {
    uint32_t bytes;    /* whole record */
    uint16_t kind;     /* enum np_kind */
    uint16_t revision; /* 1; grows when a field is added */
    uint64_t tick;     /* 1 tick = 1 ms since the session began */
} np_event_header;

/* Where the contents of a text or an array lie: `offset` bytes from the start of the record, `count` elements. */
typedef struct np_slice {
    uint32_t offset;
    uint32_t count;
} np_slice;

enum np_kind {
#define NP_KIND_MEMBER(kind, number, topic, doc) NP_KIND_##kind = number,
    NP_RECORD_KINDS(NP_KIND_MEMBER)
#undef NP_KIND_MEMBER
};

#define NP_C_U32(name) uint32_t name;
#define NP_C_I32(name) int32_t name;
#define NP_C_U64(name) uint64_t name;
#define NP_C_I64(name) int64_t name;
#define NP_C_I32X3(name) int32_t name[3];
#define NP_C_TEXT(name) np_slice name;
#define NP_C_U8S(name) np_slice name;
#define NP_C_U32S(name) np_slice name;
#define NP_C_I32S(name) np_slice name;
#define NP_C_FIELD(type, name, order, unit, doc) NP_C_##type(name)
#define NP_C_STRUCT(kind, number, topic, doc) \
    typedef struct np_##kind {                \
        np_event_header header;               \
        NP_FIELDS_##kind(NP_C_FIELD)          \
    } np_##kind;
NP_RECORD_KINDS(NP_C_STRUCT)
#undef NP_C_STRUCT

/* Bits of np_strike.state. */
enum np_strike_state {
    NP_STRIKE_STRETCHED = 1,
    NP_STRIKE_DRY = 2,
    NP_STRIKE_FORCE_OBSERVED = 4,
    NP_STRIKE_ASSISTANT = 8,
    NP_STRIKE_BONE = 16,
    NP_STRIKE_BLUNT = 32,  /* the cartridge's needles have worn */
    NP_STRIKE_BENT = 64,   /* one of its needles is bent */
    NP_STRIKE_LOOSE = 128, /* the cartridge sits loose: needles stand out less */
    NP_STRIKE_WEAK = 256,  /* the motor runs slower than it was set */
    /* Nothing measured the pen's angle: the tilt is the program's, and nobody's fault. */
    NP_STRIKE_TILT_MODELLED = 512
};

/* Start of a slice's contents; the caller casts to the field's element type. */
static inline const void* np_slice_data(const np_event_header* record, np_slice slice) {
    return (const char*)record + slice.offset;
}

#ifdef __cplusplus
}
#endif

#endif
