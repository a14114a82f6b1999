/* The plugin boundary of Needlepoint: what a scorer offers and what the host offers back. C11 and C++20, 64-bit.
 *
 * A plugin is a shared library that exports one constant, `needlepoint_plugin`, of type np_plugin. The host reads its
 * first four fields before it calls anything and refuses what does not fit. While the version is 0.x both sides must
 * have exactly the same version; from 1.0 on the structs here are frozen and growth comes as extensions.
 *
 * A scorer is a deterministic fold: begin, consume batch after batch, finish. Its answer may depend on nothing but the
 * session facts, the parameters and the records: no clock, no files, no environment, no addresses, no libm (math.h of
 * this SDK instead). The host hands out the same batches live and when a record is graded years later.
 *
 * Threads: "the instance's turn" below means that the host never calls two functions of the same instance at the same
 * time, but may call from different threads in turn. Two instances may run at the same time, so a plugin keeps no
 * state outside its instances.
 * Memory: who allocates frees. A pointer given to a function is valid until that function returns, unless it says more.
 * Texts: UTF-8, closed by a zero byte, never null unless it says so.
 * Exceptions and signals must not cross. */
#ifndef NEEDLEPOINT_SDK_PLUGIN_H
#define NEEDLEPOINT_SDK_PLUGIN_H

#include <stdint.h>

#include "needlepoint/sdk/events.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NP_ABI_MAJOR 0u
#define NP_ABI_MINOR 1u

/* The name that the host looks up. */
#define NP_PLUGIN_SYMBOL "needlepoint_plugin"

/* Put before the definition of `needlepoint_plugin`; everything else may stay hidden. */
#define NP_EXPORT __attribute__((visibility("default")))

/* What the functions of both sides return. */
enum np_result {
    NP_OK = 0,
    NP_FAULT = 1,  /* from a plugin: this instance can't go on; the host shows "not scored" with the tick */
    NP_REFUSED = 2 /* from the host: the argument or the moment was wrong; nothing was changed */
};

/* ---- what the scorer gives back ------------------------------------------------------------------------------- */

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

/* Takes the answer. Valid only during the call of `finish` that it was given to. */
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

/* ---- what the scorer is given --------------------------------------------------------------------------------- */

enum np_session_mode { NP_MODE_TUTORIAL = 0, NP_MODE_PRACTICE = 1, NP_MODE_ASSESSMENT = 2 };

typedef struct np_session {
    uint32_t bytes;       /* sizeof(np_session) */
    uint32_t mode;        /* enum np_session_mode */
    uint64_t seed;        /* of the session; NP_EXT_RANDOM draws from it */
    const char* scenario; /* its id */
} np_session;

/* Events of whole ticks, one behind the other, in the order in which they happened. Inputs (kinds below 32) are left
 * out: a mark follows from what happened, not from how the hand was read. */
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

/* The host's side. Valid from `create` until `destroy` has returned. */
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

/* ---- the plugin ----------------------------------------------------------------------------------------------- */

/* A parameter that the scorer reads, so that tools can list, check and explain it. */
typedef struct np_parameter_use {
    const char* key;  /* dotted; <zone> stands for each zone's id */
    const char* unit; /* that the scorer expects, or empty */
    const char* text; /* what it does, one sentence */
    uint64_t needed;  /* 1: without it the scorer can't work */
} np_parameter_use;

enum np_plugin_kind { NP_PLUGIN_SCORER = 1 };

typedef struct np_plugin {
    /* Read before anything else; their places never change. */
    uint32_t bytes; /* sizeof(np_plugin) */
    uint32_t abi_major;
    uint32_t abi_minor;
    uint32_t kind; /* enum np_plugin_kind */
    /* Sizes of the structs that this plugin was built with, so that a mismatch is named instead of suffered. */
    uint32_t finding_bytes;
    uint32_t host_bytes;
    const char* id;       /* lower case, digits and _; the name in rule packs and reports */
    const char* version;  /* major.minor.patch of the scorer */
    const char* name_key; /* key of the scorer's name; shown as it is where no translation exists */
    const np_parameter_use* parameters;
    uint64_t parameter_count;

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
} np_plugin;

/* The one symbol that a plugin exports. Write: NP_EXPORT extern const np_plugin needlepoint_plugin = {...}; */
extern NP_EXPORT const np_plugin needlepoint_plugin;

/* ---- extensions of the host ------------------------------------------------------------------------------------
 * Fetch with host->extension(host, NP_EXT_..., revision). All functions: plugin calls, in the instance's turn, with
 * the same `host`. Pointers that they return stay valid until `destroy`, unless it says otherwise. */

/* What an author wants to see while trying a plugin. Never part of a mark. */
#define NP_EXT_LOG "needlepoint.log"
enum np_log_level { NP_LOG_DEBUG = 0, NP_LOG_INFO = 1, NP_LOG_WARNING = 2 };
typedef struct np_ext_log {
    void (*write)(const np_host* host, uint32_t level, const char* text);
} np_ext_log;

/* The rule pack, the scenario and the effective plan, flattened to dotted keys. */
#define NP_EXT_PARAMETERS "needlepoint.parameters"
enum np_parameter_type { NP_PARAMETER_NUMBER = 1, NP_PARAMETER_TEXT = 2 };
typedef struct np_parameter {
    uint32_t type;    /* enum np_parameter_type */
    uint32_t assumed; /* 1: an engineering assumption that nobody has signed */
    double number;
    const char* key;
    const char* text; /* empty for a number */
    const char* unit;
    const char* tag;    /* V, R, S0..S3, EA, or empty */
    const char* source; /* or empty */
} np_parameter;
typedef struct np_ext_parameters {
    /* Null if there is no such key. */
    const np_parameter* (*find)(const np_host* host, const char* key);
    uint64_t (*count)(const np_host* host);
    /* In the order of their keys, byte by byte; index < count. */
    const np_parameter* (*at)(const np_host* host, uint64_t index);
} np_ext_parameters;

/* Translations, for names inside a finding's `thing`. A mark must not depend on them. */
#define NP_EXT_TEXTS "needlepoint.texts"
typedef struct np_ext_texts {
    /* The text in the user's language, or `key` itself where there is none. */
    const char* (*get)(const np_host* host, const char* key);
} np_ext_texts;

/* Random numbers that depend on the session's seed, the scorer's id, and these two numbers alone. */
#define NP_EXT_RANDOM "needlepoint.random"
typedef struct np_ext_random {
    uint64_t (*bits)(const np_host* host, uint64_t stream, uint64_t index);
    double (*uniform)(const np_host* host, uint64_t stream, uint64_t index); /* 0 < u < 1 */
    double (*normal)(const np_host* host, uint64_t stream, uint64_t index);  /* mean 0, deviation 1 */
} np_ext_random;

/* The skin's map: cells of about 1 mm2, cut once, the same ids on every patient. */
#define NP_EXT_ZONES "needlepoint.zones"
typedef struct np_zone {
    const char* id;   /* malar_l */
    const char* base; /* malar: the rule pack's id without side */
    uint32_t index;   /* as in records */
    uint32_t bony;    /* 1: bone lies close below */
    double long_axis[3];
    double epidermis_mm;
    double dermis_mm;
    double to_firm_mm; /* bone, cartilage or teeth */
    double stiffness;  /* relative to the mean of the face */
    uint32_t treatable_cells;
    uint32_t reserved;
    uint64_t treatable_area_um2;
} np_zone;
typedef struct np_cell {
    uint32_t zone;      /* or NP_NO_ZONE */
    uint32_t mask;      /* 0: treatable; otherwise index of the mask that forbids needling */
    uint32_t area_um2;  /* on this patient; 0: no surface here */
    uint32_t treatable; /* 1: has a zone, an area and no mask */
    int32_t center_um[3];
    int32_t normal_q30[3];
} np_cell;
typedef struct np_ext_zones {
    uint32_t (*zone_count)(const np_host* host);
    const np_zone* (*zone)(const np_host* host, uint32_t index); /* null if out of range */
    uint32_t (*cell_count)(const np_host* host);
    uint32_t (*grid_width)(const np_host* host);                  /* cell = row * width + column */
    const np_cell* (*cells)(const np_host* host);                 /* all of them, cell_count */
    const char* (*mask_name)(const np_host* host, uint32_t mask); /* empty for 0 and out of range */
    /* Cells with surface whose centre lies within `radius_um` of the centre of `cell`, itself included, in ascending
     * order. Writes at most `capacity`, returns how many there are. */
    uint32_t (*neighbours)(const np_host* host, uint32_t cell, uint32_t radius_um, uint32_t* out, uint32_t capacity);
} np_ext_zones;

/* What the needles have done to the skin: the state at the end of the present batch (in `finish`: of the last one
 * consumed). The same code that the simulation and the picture use. Read-only. */
#define NP_EXT_TISSUE "needlepoint.tissue"
#define NP_DIRECTION_BINS 5 /* 0, 45, 90, 135 degrees against the zone's long axis, stamps */
enum np_tissue_flags {
    NP_TISSUE_PREPPED = 1, /* the antiseptic had its contact time and nothing soiled the cell since */
    NP_TISSUE_CONTAMINATED = 2,
    NP_TISSUE_DRY = 4 /* too little gel to glide */
};
typedef struct np_tissue_cell {
    double rho_per_cm2;       /* effective density, smoothed as the rule pack says */
    double r;                 /* rho against rho_ref of the plan; 0 where nothing is planned */
    double mean_nominal_mm;   /* mean d_nom of the cell's own hits; 0 without hits */
    double mean_depth_mm;     /* mean d_eff of the channels in and around the cell */
    double pinpoints_per_cm2; /* points that have bled so far */
    double erythema;          /* 0..1, before the gain of the skin's tone */
    double blood;             /* film on the skin, 0..1 */
    double gel;               /* 1: fresh film */
    double cream;             /* anaesthetic on the skin, 0..1 */
    double antiseptic_wet;    /* 1: just applied, 0: dry */
    double residue;           /* make-up and grease not yet cleansed off, 0..1 */
    uint32_t hits;
    uint32_t channels;
    uint32_t flags; /* enum np_tissue_flags */
    uint32_t reserved;
    uint8_t visits[8]; /* strokes that counted, per direction bin; the last three are 0 */
} np_tissue_cell;
/* Means and shares are over the zone's treatable cells, each cell counting once. */
typedef struct np_tissue_zone {
    uint64_t hits;
    uint64_t channels;
    double area_cm2; /* of its treatable cells */
    double mean_rho_per_cm2;
    double rho_cv; /* population deviation / mean; 0 where the mean is 0 */
    double mean_r;
    double mean_nominal_mm; /* d_nom of the hits */
    double mean_depth_mm;   /* d_eff of the channels */
    double pinpoints_per_cm2;
    double erythema;
    double swelling;
    double band_share[5]; /* untreated, light, on target, heavy, overtreated; 0..1 */
    uint32_t treatable_cells;
    uint32_t passes; /* over all bins */
    uint32_t passes_in_bin[NP_DIRECTION_BINS];
    uint32_t directions;     /* bins with a pass, stamps left out */
    uint32_t bleeding_grade; /* 0..4 */
    uint32_t reserved;
} np_tissue_zone;
typedef struct np_ext_tissue {
    /* Copies the cells first .. first+count-1. NP_REFUSED if out of range. */
    int32_t (*read_cells)(const np_host* host, uint32_t first, uint32_t count, np_tissue_cell* out);
    int32_t (*read_zone)(const np_host* host, uint32_t zone, np_tissue_zone* out);
    /* Scored depth d_nom in mm of each needle of a strike: what a faultless technique would have been dialled to.
     * `out` takes strike->cell.count numbers. Depends on the record alone, not on the state. */
    int32_t (*nominal_depths)(const np_host* host, const np_strike* strike, double* out);
    /* Force in mN that fully seats the needles in use on this zone (F_seat). */
    double (*seating_force_mn)(const np_host* host, uint32_t zone, uint32_t needles);
} np_ext_tissue;

#ifdef __cplusplus
#define NP_SIZE_CHECK(type, size) static_assert(sizeof(type) == (size), #type " has another size than the ABI says")
#else
#define NP_SIZE_CHECK(type, size) _Static_assert(sizeof(type) == (size), #type " has another size than the ABI says")
#endif
NP_SIZE_CHECK(np_finding, 120);
NP_SIZE_CHECK(np_mark, 24);
NP_SIZE_CHECK(np_figure, 32);
NP_SIZE_CHECK(np_sink, 40);
NP_SIZE_CHECK(np_session, 24);
NP_SIZE_CHECK(np_batch, 40);
NP_SIZE_CHECK(np_host, 56);
NP_SIZE_CHECK(np_parameter_use, 32);
NP_SIZE_CHECK(np_plugin, 104);
NP_SIZE_CHECK(np_parameter, 56);
NP_SIZE_CHECK(np_zone, 96);
NP_SIZE_CHECK(np_cell, 40);
NP_SIZE_CHECK(np_tissue_cell, 112);
NP_SIZE_CHECK(np_tissue_zone, 168);
#undef NP_SIZE_CHECK

#ifdef __cplusplus
}
#endif

#endif
