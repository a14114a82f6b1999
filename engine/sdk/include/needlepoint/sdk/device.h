/* Device plugins: a source of pen input.
 *
 * A device plugin is a pure decoder. It says which source it wants to listen to; the host opens that and hands over the
 * bytes as they arrive; the plugin answers with samples of the pen, in the device's own frame and clock. Calibration,
 * refusal of impossible samples and recording are the host's. What comes out depends on the bytes and the parameters
 * alone, however the bytes were cut. */
#ifndef NEEDLEPOINT_SDK_DEVICE_H
#define NEEDLEPOINT_SDK_DEVICE_H

#include "needlepoint/sdk/host.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How `address` is to be read. */
enum np_source {
    NP_SOURCE_UDP = 1,   /* host:port that the host listens on; each chunk is one datagram */
    NP_SOURCE_TCP = 2,   /* host:port that the host connects to; a stream */
    NP_SOURCE_FILE = 3,  /* path of a file, pipe or character device that is read; a stream */
    NP_SOURCE_SERIAL = 4 /* path of a serial line, :baud behind it, 8N1; a stream */
};

/* Bits of what a device observes (np_device) and of what a sample holds (np_pen_sample). A bit that is not set means
 * "unknown", never 0. */
enum np_pen_observed {
    NP_PEN_POSITION = 1,
    NP_PEN_ORIENTATION = 2, /* all three angles */
    NP_PEN_AXIS = 4,        /* where the pen points, not how it is rolled */
    NP_PEN_PRESSURE = 8,
    NP_PEN_TILT = 16,
    NP_PEN_BUTTONS = 32
};

enum np_pen_buttons { NP_PEN_TOUCHES = 1, NP_PEN_BUTTON_1 = 2, NP_PEN_BUTTON_2 = 4 };

/* One reading. The frame is the device's: right-handed, fixed while it is in use. */
typedef struct np_pen_sample {
    uint32_t bytes;             /* sizeof(np_pen_sample) */
    uint32_t observed;          /* enum np_pen_observed: which fields hold something */
    uint64_t time_us;           /* clock of the device, any origin, never going back */
    int32_t position_um[3];     /* centre of the sensor or the tip, as the calibration expects */
    int32_t orientation_q30[4]; /* unit quaternion w, x, y, z from the pen's frame to the device's, 1.0 = 1 << 30 */
    int32_t axis_q30[3];        /* unit vector from the handle towards the tip */
    uint32_t pressure_q16;      /* 0..65536 of the device's full range */
    int32_t tilt_mdeg[2];       /* of the handle from upright, towards the device's x and y */
    uint32_t buttons;           /* enum np_pen_buttons */
} np_pen_sample;

/* Takes samples. Valid only during the call of `consume` that it was given to, on that thread. */
typedef struct np_pen_sink {
    uint32_t bytes; /* sizeof(np_pen_sink) */
    uint32_t reserved;
    void* context; /* the host's */
    /* Plugin calls, any number of times. The sample is copied. NP_REFUSED: no sample at all (wrong size, unknown
     * bits); it is dropped and counted. */
    int32_t (*sample)(const struct np_pen_sink* sink, const np_pen_sample* sample);
    /* Plugin calls for input that it could not read: why, in one sentence. Counted and shown; the host goes on. */
    void (*malformed)(const struct np_pen_sink* sink, const char* sentence);
} np_pen_sink;

/* Bytes as they arrived. */
typedef struct np_chunk {
    uint32_t bytes; /* sizeof(np_chunk) */
    uint32_t reserved;
    uint64_t arrival_us; /* clock of the host when they arrived; for devices without a clock of their own */
    const uint8_t* data;
    uint64_t size; /* 1 or more; a datagram may be empty */
} np_chunk;

/* The door: what np_plugin::door points to where kind is NP_PLUGIN_DEVICE. */
typedef struct np_device {
    uint32_t bytes;        /* sizeof(np_device) */
    uint32_t source;       /* enum np_source */
    uint32_t observes;     /* enum np_pen_observed: the most that its samples hold */
    uint32_t device_class; /* as in np_hand: 1 tablet, 2 tracker, 3 gamepad, 5 3D mouse, 6 another pen */
    const char* address;   /* default of the source; the user may give another */
    /* Host calls once per instance, before anything else, on any thread. Returns the instance, or null if it can't be
     * made. `host` stays valid until `destroy` returns; its extensions must not be asked for yet. */
    void* (*create)(const np_host* host);
    /* Host calls once per instance, in its turn, and again after the source was lost and opened anew: forget what was
     * half read. Read parameters here. */
    int32_t (*begin)(void* instance);
    /* Host calls for each chunk in order, in the instance's turn, on the thread that reads the source. `chunk`, its
     * data and `sink` are valid during the call. */
    int32_t (*consume)(void* instance, const np_chunk* chunk, const np_pen_sink* sink);
    /* Host calls once, last, also after a fault, on any thread. */
    void (*destroy)(void* instance);
} np_device;

NP_SIZE_CHECK(np_pen_sample, 72);
NP_OFFSET_CHECK(np_pen_sample, time_us, 8);
NP_OFFSET_CHECK(np_pen_sample, position_um, 16);
NP_OFFSET_CHECK(np_pen_sample, orientation_q30, 28);
NP_OFFSET_CHECK(np_pen_sample, axis_q30, 44);
NP_OFFSET_CHECK(np_pen_sample, pressure_q16, 56);
NP_OFFSET_CHECK(np_pen_sample, buttons, 68);
NP_SIZE_CHECK(np_pen_sink, 32);
NP_SIZE_CHECK(np_chunk, 32);
NP_OFFSET_CHECK(np_chunk, data, 16);
NP_SIZE_CHECK(np_device, 56);
NP_OFFSET_CHECK(np_device, address, 16);
NP_OFFSET_CHECK(np_device, create, 24);
NP_OFFSET_CHECK(np_device, destroy, 48);

#ifdef __cplusplus
}
#endif

#endif
