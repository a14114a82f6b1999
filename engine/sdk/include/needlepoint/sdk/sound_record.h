/* Whether a record can be read without running past its end. C11 and C++20.
 *
 * The host hands out sound records; a plugin that looks first comes to no harm when something else did. Known kinds are
 * looked into: fixed fields, texts and arrays. Of unknown kinds only the length is looked at. */
#ifndef NEEDLEPOINT_SDK_SOUND_RECORD_H
#define NEEDLEPOINT_SDK_SOUND_RECORD_H

#include "needlepoint/sdk/events.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Contents of `size` bytes each lie inside the record, and where their type may lie. */
static inline int np_slice_is_sound(const np_event_header* record, np_slice slice, uint32_t size) {
    return slice.offset <= record->bytes && slice.count <= (record->bytes - slice.offset) / size &&
           slice.offset % size == 0;
}

/* 1 if the record at `record`, with `left` bytes behind that address, is whole; otherwise 0. */
static inline int np_record_is_sound(const np_event_header* record, uint64_t left) {
    if (left < sizeof(np_event_header) || record->bytes < sizeof(np_event_header) || record->bytes > left ||
        record->bytes % 8 != 0)
        return 0;
    switch (record->kind) {
#define NP_SOUND_U32(name)
#define NP_SOUND_I32(name)
#define NP_SOUND_U64(name)
#define NP_SOUND_I64(name)
#define NP_SOUND_I32X3(name)
#define NP_SOUND_TEXT(name) &&np_slice_is_sound(record, self->name, 1)
#define NP_SOUND_U8S(name) &&np_slice_is_sound(record, self->name, 1)
#define NP_SOUND_U32S(name) &&np_slice_is_sound(record, self->name, 4)
#define NP_SOUND_I32S(name) &&np_slice_is_sound(record, self->name, 4)
#define NP_SOUND_FIELD(type, name, order, unit, doc) NP_SOUND_##type(name)
#define NP_SOUND_KIND(kind, number, topic, doc)                                             \
    case number: {                                                                          \
        const np_##kind* self = (const np_##kind*)record;                                   \
        return record->bytes >= sizeof(np_##kind) && self NP_FIELDS_##kind(NP_SOUND_FIELD); \
    }
        NP_RECORD_KINDS(NP_SOUND_KIND)
#undef NP_SOUND_KIND
#undef NP_SOUND_FIELD
#undef NP_SOUND_U32
#undef NP_SOUND_I32
#undef NP_SOUND_U64
#undef NP_SOUND_I64
#undef NP_SOUND_I32X3
#undef NP_SOUND_TEXT
#undef NP_SOUND_U8S
#undef NP_SOUND_U32S
#undef NP_SOUND_I32S
        default:
            return 1;
    }
}

#ifdef __cplusplus
}
#endif

#endif
