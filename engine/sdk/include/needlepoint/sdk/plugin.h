/* The plugin boundary of Needlepoint: what a plugin says of itself. C11 and C++20, 64-bit. Including this brings the
 * whole boundary.
 *
 * A plugin is a shared library that exports one constant, `needlepoint_plugin`, of type np_plugin: its manifest, with a
 * pointer to the functions of its kind. The host reads the first four fields before anything else and refuses what does
 * not fit. While the version is 0.x both sides must have exactly the same version; from 1.0 on the structs are frozen
 * and growth comes as extensions.
 *
 *     kind                  door           header        what it does
 *     NP_PLUGIN_SCORER      np_scorer      scorer.h      marks a session
 *     NP_PLUGIN_INCIDENTS   np_incidents   incident.h    lets something happen to the patient
 *     NP_PLUGIN_EXPORTER    np_exporter    exporter.h    writes a session in another format
 *     NP_PLUGIN_DEVICE      np_device      device.h      decodes a source of pen input
 *
 * host.h says what holds for all: threads, memory, texts, batches. extensions.h: what a plugin may ask for. */
#ifndef NEEDLEPOINT_SDK_PLUGIN_H
#define NEEDLEPOINT_SDK_PLUGIN_H

#include "needlepoint/sdk/device.h"
#include "needlepoint/sdk/exporter.h"
#include "needlepoint/sdk/extensions.h"
#include "needlepoint/sdk/host.h"
#include "needlepoint/sdk/incident.h"
#include "needlepoint/sdk/scorer.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The name that the host looks up. */
#define NP_PLUGIN_SYMBOL "needlepoint_plugin"

/* Put before the definition of `needlepoint_plugin`; everything else may stay hidden. */
#define NP_EXPORT __attribute__((visibility("default")))

enum np_plugin_kind { NP_PLUGIN_SCORER = 1, NP_PLUGIN_INCIDENTS = 2, NP_PLUGIN_EXPORTER = 3, NP_PLUGIN_DEVICE = 4 };

/* A flag is a number that is 0 or 1. */
enum np_parameter_use_type { NP_USE_NUMBER = 0, NP_USE_TEXT = 1, NP_USE_FLAG = 2 };

/* A parameter that the plugin reads, so that tools can list, check, explain and set it.
 *
 * Two sorts. Keys of the rule pack, the scenario or the plan are only read: give key, unit, text and whether it can do
 * without. Keys of the plugin's own begin with `plugin.<id>.`: it declares their default and range as well, the
 * settings panel offers them, a scenario or a rule pack may set them, and the value in force enters the record. The
 * host hands out no value of an own parameter that is outside its range. */
typedef struct np_parameter_use {
    const char* key;  /* dotted; <zone> stands for each zone's id */
    const char* unit; /* that the plugin expects, or empty */
    const char* text; /* what it does, one sentence or the key of its translation */
    uint32_t needed;  /* 1: without it the plugin can't work; own ones are always there */
    uint32_t type;    /* enum np_parameter_use_type */
    /* Of own parameters. minimum = maximum: any number. */
    double default_number;
    double minimum;
    double maximum;
    const char* default_text; /* of NP_USE_TEXT; null counts as empty */
    const char* choices;      /* of NP_USE_TEXT: the allowed texts, separated by |; null or empty: any */
} np_parameter_use;

typedef struct np_plugin {
    /* Read before anything else; their places never change. */
    uint32_t bytes; /* sizeof(np_plugin) */
    uint32_t abi_major;
    uint32_t abi_minor;
    uint32_t kind; /* enum np_plugin_kind */
    /* Sizes of the structs that this plugin was built with, so that a mismatch is named instead of suffered. */
    uint32_t finding_bytes;
    uint32_t host_bytes;
    uint32_t parameter_use_bytes;
    uint32_t door_bytes;  /* of the kind's door */
    const char* id;       /* lower case, digits and _; the name in rule packs, scenarios and reports */
    const char* version;  /* major.minor.patch of the plugin */
    const char* name_key; /* key of the plugin's name; shown as it is where no translation exists */
    const np_parameter_use* parameters;
    uint64_t parameter_count;
    const void* door; /* the constant struct of its kind: functions that the host calls */
} np_plugin;

/* The one symbol that a plugin exports. Write: NP_EXPORT extern const np_plugin needlepoint_plugin = {...}; */
extern NP_EXPORT const np_plugin needlepoint_plugin;

NP_SIZE_CHECK(np_parameter_use, 72);
NP_OFFSET_CHECK(np_parameter_use, needed, 24);
NP_OFFSET_CHECK(np_parameter_use, default_number, 32);
NP_OFFSET_CHECK(np_parameter_use, default_text, 56);
NP_SIZE_CHECK(np_plugin, 80);
NP_OFFSET_CHECK(np_plugin, bytes, 0);
NP_OFFSET_CHECK(np_plugin, abi_major, 4);
NP_OFFSET_CHECK(np_plugin, abi_minor, 8);
NP_OFFSET_CHECK(np_plugin, kind, 12);
NP_OFFSET_CHECK(np_plugin, door_bytes, 28);
NP_OFFSET_CHECK(np_plugin, id, 32);
NP_OFFSET_CHECK(np_plugin, parameters, 56);
NP_OFFSET_CHECK(np_plugin, door, 72);

#ifdef __cplusplus
}
#endif

#endif
