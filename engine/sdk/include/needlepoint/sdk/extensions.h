/* What a plugin may ask its host for. Fetch with host->extension(host, NP_EXT_..., revision), from `begin` on.
 *
 * All functions: the plugin calls them, in the instance's turn and while the host calls it, on that thread, with the
 * same `host`. Pointers that they return stay valid until `destroy`, unless it says otherwise. A device plugin has log,
 * parameters and texts only: it knows nothing of a session. */
#ifndef NEEDLEPOINT_SDK_EXTENSIONS_H
#define NEEDLEPOINT_SDK_EXTENSIONS_H

#include "needlepoint/sdk/host.h"

#ifdef __cplusplus
extern "C" {
#endif

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

/* Translations, for plugins that write for people. Scorers, incident plugins and devices get every key back as it is:
 * what they say is translated where it is shown, so that marks and records are the same in every language. */
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

/* Revision 2 of the same extension: besides, the cells of one zone, without a walk over the whole map. Fetch with
 * NP_EXT_ZONES and 2. */
typedef struct np_ext_zones_2 {
    np_ext_zones map;
    /* The zone's treatable cells in ascending order, and in `count` how many; null and 0 where there are none. */
    const uint32_t* (*treatable_cells)(const np_host* host, uint32_t zone, uint32_t* count);
} np_ext_zones_2;

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

/* Revision 2 of the same extension: besides, what the session will lead to. Fetch with NP_EXT_TISSUE and 2.
 *
 * "Planned" figures are those of the same patient after faultless work by the plan, so that a scorer can tell what the
 * trainee added from what this patient had to expect anyway. All are 0 where nothing is planned. They count on the
 * aftercare that the visit's advice leads to: good habits where they were taught, careless ones where they were not. */
enum np_complication {
    NP_COMPLICATION_PIH = 0, /* post-inflammatory hyperpigmentation */
    NP_COMPLICATION_TRAM_TRACK = 1,
    NP_COMPLICATION_INFECTION = 2,
    NP_COMPLICATION_GRANULOMA = 3,
    NP_COMPLICATION_ALLERGIC_DERMATITIS = 4,
    NP_COMPLICATION_HSV_REACTIVATION = 5,
    NP_COMPLICATION_ACNE_FLARE = 6,
    NP_COMPLICATION_MILIA = 7,
    NP_COMPLICATION_HYPOPIGMENT = 8,
    NP_COMPLICATION_SCAR_KELOID = 9,
    NP_COMPLICATION_NERVE_OR_FAT_LOSS = 10,
    NP_COMPLICATION_PERSISTENT_REDNESS = 11
};
#define NP_COMPLICATIONS 12
enum np_outlook_flags {
    NP_OUTLOOK_NEEDLED = 1, /* channels were made; otherwise all but the planned figures are 0 */
    NP_OUTLOOK_PLANNED = 2,
    NP_OUTLOOK_OVERTREATED = 4, /* mean dose over 1.5 of the plan's */
    NP_OUTLOOK_PETECHIAE = 8,   /* the zone shows them */
    NP_OUTLOOK_BRUISE = 16
};
typedef struct np_tissue_outlook {
    double peak_pain;      /* 0..10, as it was felt in the zone */
    double tenderness;     /* 0..10, on palpation now */
    double erythema_peak;  /* E0, mean over the zone */
    double swelling_peak;  /* G0, mean over the zone */
    double barrier_open;   /* now, 0..1 */
    double overdose;       /* Dz, mean over the zone */
    double overdose_share; /* of its treatable cells, over 1.5 */
    double downtime_days;  /* until the redness is no longer seen */
    double planned_downtime_days;
    double collagen; /* what the session adds in the end, 0..1 of full improvement */
    double planned_collagen;
    double texture; /* the same, weighed by how the goal's kind of scar responds */
    double planned_texture;
    double burden; /* probabilities of complications, each weighed by how bad it is (tissue.course.<id>.burden) */
    double planned_burden;
    double risk[NP_COMPLICATIONS]; /* probability of each, 0..1; enum np_complication */
    double planned_risk[NP_COMPLICATIONS];
    double peak_force_mn; /* of the hand, in this zone */
    double forced_share;  /* of its hits: with more force than tissue.tram_track.force_n */
    double deep_share;    /* of its hits: beyond the plan's maximum by tissue.tram_track.over_mm */
    double dragged_share; /* of its hits: seated needles dragged sideways */
    double dirty_share;   /* of its channels: through skin that was soiled or not prepared */
    uint32_t flags;       /* enum np_outlook_flags */
    int32_t goal_grade;   /* bleeding grade that faultless work ends at on this patient, 0..3; -1: nothing planned */
} np_tissue_outlook;
typedef struct np_ext_tissue_2 {
    np_ext_tissue now;
    /* Some thousand times dearer than read_zone of an untouched zone: for `finish`, not for every batch. */
    int32_t (*read_outlook)(const np_host* host, uint32_t zone, np_tissue_outlook* out);
    /* C(w): improvement of the zone so many weeks later, 0..1; `planned` 1: after faultless work. 0 if out of range. */
    double (*collagen)(const np_host* host, uint32_t zone, double weeks, uint32_t planned);
    /* What the patient feels at the end of the present batch, and the most so far; 0..10. */
    double (*pain)(const np_host* host);
    double (*peak_pain)(const np_host* host);
} np_ext_tissue_2;

NP_SIZE_CHECK(np_ext_log, 8);
NP_SIZE_CHECK(np_parameter, 56);
NP_OFFSET_CHECK(np_parameter, number, 8);
NP_OFFSET_CHECK(np_parameter, key, 16);
NP_OFFSET_CHECK(np_parameter, source, 48);
NP_SIZE_CHECK(np_ext_parameters, 24);
NP_SIZE_CHECK(np_ext_texts, 8);
NP_SIZE_CHECK(np_ext_random, 24);
NP_SIZE_CHECK(np_zone, 96);
NP_OFFSET_CHECK(np_zone, long_axis, 24);
NP_OFFSET_CHECK(np_zone, treatable_cells, 80);
NP_SIZE_CHECK(np_cell, 40);
NP_OFFSET_CHECK(np_cell, center_um, 16);
NP_SIZE_CHECK(np_ext_zones, 56);
NP_SIZE_CHECK(np_ext_zones_2, 64);
NP_SIZE_CHECK(np_tissue_cell, 112);
NP_OFFSET_CHECK(np_tissue_cell, hits, 88);
NP_OFFSET_CHECK(np_tissue_cell, visits, 104);
NP_SIZE_CHECK(np_tissue_zone, 168);
NP_OFFSET_CHECK(np_tissue_zone, band_share, 88);
NP_OFFSET_CHECK(np_tissue_zone, treatable_cells, 128);
NP_SIZE_CHECK(np_ext_tissue, 32);
NP_SIZE_CHECK(np_tissue_outlook, 360);
NP_OFFSET_CHECK(np_tissue_outlook, risk, 120);
NP_OFFSET_CHECK(np_tissue_outlook, planned_risk, 216);
NP_OFFSET_CHECK(np_tissue_outlook, flags, 352);
NP_SIZE_CHECK(np_ext_tissue_2, 64);

#ifdef __cplusplus
}
#endif

#endif
