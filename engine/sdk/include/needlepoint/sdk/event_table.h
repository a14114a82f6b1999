/* The one list of what is recorded. Everything else about a kind (C layout, C++ value, ros2msg text, columns on disk,
 * documentation) is generated from these rows; nobody writes a second field list.
 *
 * Row of a kind:   X(kind, number, topic, doc)        numbers below 32 are inputs, from 32 on events
 * Row of a field:  F(type, name, order, unit, doc)    `order`: how often a column is differenced before it is stored
 * Types: U32 I32 U64 I64 scalars; I32X3 a vector of three; TEXT UTF-8; U8S U32S I32S arrays of any length.
 * 8-byte fields come first. Records only ever grow at the end of the list: a reader steps over what it does not know.
 *
 * Frame: the patient's head; millimetre axes x to the patient's left, y to the crown, z out of the face.
 * `cell` and `zone` are indices into the session's zone table; NP_NO_CELL and NP_NO_ZONE where there is none. */
#ifndef NEEDLEPOINT_SDK_EVENT_TABLE_H
#define NEEDLEPOINT_SDK_EVENT_TABLE_H

#define NP_RECORD_KINDS(X)                                                                                       \
    X(hand, 1, "/input/hand", "Where the hand is, 250 per second; the step interpolates to ticks")               \
    X(command, 2, "/input/command", "One thing the trainee does besides moving the hand")                        \
    X(props, 3, "/input/props", "A rigid thing of the tray came to lie somewhere, or two things touched")        \
    X(intrusion, 4, "/input/intrusion", "Something from outside: incident, proctor's remark, pause, focus lost") \
    X(strike, 32, "/event/strike", "One stroke of the motor while the tip touches skin, or one stamp")           \
    X(stroke_begin, 33, "/event/stroke_begin", "The tip came down on the skin")                                  \
    X(stroke_end, 34, "/event/stroke_end", "The tip left the skin, turned or changed zone; a finished movement") \
    X(setting, 35, "/event/setting", "A parameter of an instrument changed")                                     \
    X(swipe, 36, "/event/swipe", "A fluid or cloth instrument went over skin cells")                             \
    X(touch, 37, "/event/touch", "Two things touched: the raw material of the sterile field")                    \
    X(action, 38, "/event/action", "A step of the procedure was performed")                                      \
    X(observe, 39, "/event/observe", "The trainee looked at something")                                          \
    X(ask, 40, "/event/ask", "The trainee asked the patient something, and what was answered")                   \
    X(call, 41, "/event/call", "The trainee named the endpoint of a zone")                                       \
    X(decide, 42, "/event/decide", "The trainee decided: treat, modify, test, defer, refer")                     \
    X(incident, 43, "/event/incident", "Something happens to the patient")                                       \
    X(response, 44, "/event/response", "What the trainee did about an incident")                                 \
    X(skip, 45, "/event/skip", "Clinical time passed without being played")                                      \
    X(note, 46, "/event/note", "Remark, hint shown, focus lost, pause")

#define NP_FIELDS_hand(F)                                                                                              \
    F(I32X3, tip_um, 2, "um", "centre of the instrument's guide plane")                                                \
    F(I32X3, axis_q30, 2, "1/2^30", "unit vector from the handle towards the skin")                                    \
    F(I32, press_mn, 2, "mN",                                                                                          \
      "force of the hand along the axis; -1 where the device cannot tell and none is modelled")                        \
    F(U32, buttons, 1, "bits", "1 pressed on the skin; 2 free hand planted")                                           \
    F(I32X3, free_hand_um, 1, "um", "where the free hand is planted")                                                  \
    F(I32X3, stretch_q30, 1, "1/2^30", "direction and tension of the stretch; length 1 is full tension")               \
    F(U32, device_class, 1, "id", "0 mouse, 1 tablet, 2 tracker, 3 gamepad, 4 synthetic, 5 3D mouse, 6 device plugin") \
    F(U32, assist_percent, 1, "%", "how much the program kept the pen upright")                                        \
    F(U32, observed, 1, "bits",                                                                                        \
      "measured by the device: 1 place, 2 angle, 4 force; the rest is modelled by the program")

#define NP_FIELDS_command(F)                                                   \
    F(I64, value, 0, "", "a number that the verb needs, in the verb's unit")   \
    F(TEXT, verb, 0, "", "what is done, such as take, wash, set, ask, decide") \
    F(TEXT, target, 0, "", "the thing, step, topic or zone it is done to")     \
    F(TEXT, argument, 0, "", "a further word that the verb needs")

#define NP_FIELDS_props(F)                                                                 \
    F(TEXT, thing, 0, "", "the prop")                                                      \
    F(TEXT, other, 0, "", "what it touched; empty when this row only tells where it lies") \
    F(I32X3, position_um, 0, "um", "centre of the prop on the tray")                       \
    F(I32X3, up_q30, 0, "1/2^30", "the prop's own up direction")

#define NP_FIELDS_intrusion(F)                                                            \
    F(TEXT, what, 0, "", "incident, remark, hint, pause, resume, focus_lost, focus_back") \
    F(TEXT, name, 0, "", "which incident, or who remarks")                                \
    F(TEXT, text, 0, "", "words")

#define NP_FIELDS_strike(F)                                                                            \
    F(I32X3, tip_um, 1, "um", "centre of the guide plane after the skin stopped it")                   \
    F(I32X3, axis_q30, 1, "1/2^30", "unit vector from the handle towards the skin")                    \
    F(U32, tilt_mdeg, 1, "mdeg", "angle between the axis and the skin's normal")                       \
    F(I32, force_mn, 1, "mN", "hand force that the step used")                                         \
    F(U32, set_depth_um, 1, "um", "needle length that was set")                                        \
    F(U32, speed_um_s, 1, "um/s", "speed of the tip over the skin")                                    \
    F(U32, stroke, 1, "id", "the stroke_begin it belongs to")                                          \
    F(U32, state, 1, "bits",                                                                           \
      "1 stretched, 2 dry, 4 force observed, 8 assistant's hand, 16 bone contact, 32 blunt, 64 bent, " \
      "128 loose cartridge, 256 weak motor, 512 tilt modelled, not observed")                          \
    F(U32S, cell, 1, "id", "per needle: skin cell")                                                    \
    F(U8S, zone, 1, "id", "per needle: zone")                                                          \
    F(I32S, depth_um, 0, "um", "per needle: depth reached below the skin (d_eff)")                     \
    F(I32S, drag_um, 0, "um", "per needle: sideways travel while seated")

#define NP_FIELDS_stroke_begin(F)                       \
    F(U32, stroke, 1, "id", "counted from 1")           \
    F(U32, zone, 0, "id", "under the tip")              \
    F(I32X3, tip_um, 0, "um", "where")                  \
    F(U32, motor_on, 0, "0/1", "whether the motor ran") \
    F(TEXT, instrument, 0, "", "what touched")

#define NP_FIELDS_stroke_end(F)                                                                                    \
    F(I64, direction_mdeg, 0, "mdeg", "0..180000 against the zone's long axis; -1 for a stamp")                    \
    F(U32, stroke, 1, "id", "its stroke_begin")                                                                    \
    F(U32, zone, 0, "id", "where most of its strikes fell")                                                        \
    F(U32, length_um, 0, "um", "way over the skin")                                                                \
    F(U32, duration_ms, 0, "ms", "time on the skin")                                                               \
    F(U32, mean_speed_um_s, 0, "um/s", "")                                                                         \
    F(I32, mean_force_mn, 0, "mN", "")                                                                             \
    F(U32, strikes, 0, "", "how many")                                                                             \
    F(U32, stretched_ms, 0, "ms", "time under a useful stretch")                                                   \
    F(U32, dry_ms, 0, "ms", "time without gel")                                                                    \
    F(U32, still_ms, 0, "ms", "longest time without moving")                                                       \
    F(U32, slow_ms, 0, "ms", "time below the tolerated glide speed")                                               \
    F(U32, fast_ms, 0, "ms", "time above it")                                                                      \
    F(U32, lifted, 0, "0/1", "1 the tip left the skin; 0 it turned by more than 60 degrees or changed its length") \
    F(TEXT, instrument, 0, "", "what touched")

#define NP_FIELDS_setting(F)                                                             \
    F(I64, value, 0, "", "in the parameter's unit: um, mHz, mJ, 0/1")                    \
    F(U32, on_skin, 0, "0/1", "whether the tip was down")                                \
    F(U32, zone, 0, "id", "under or nearest to the tip")                                 \
    F(TEXT, instrument, 0, "", "")                                                       \
    F(TEXT, parameter, 0, "", "needle_length, speed, motor, cartridge, energy, failure") \
    F(TEXT, detail, 0, "", "read_back where the value was read aloud; the lot of a cartridge; the failure's name")

#define NP_FIELDS_swipe(F)                                                                               \
    F(U32, zone, 0, "id", "under the middle of the cloth or fluid")                                      \
    F(U32, state, 0, "bits", "1 cloth contaminated, 2 wet")                                              \
    F(TEXT, substance, 0, "", "cleanser, antiseptic, anaesthetic, gel, saline, serum, gauze, cool_mask") \
    F(TEXT, thing, 0, "", "the object it came from")                                                     \
    F(U32S, cell, 1, "id", "cells newly covered by this movement")

#define NP_FIELDS_touch(F)                                       \
    F(TEXT, thing, 0, "", "")                                    \
    F(TEXT, other, 0, "", "")                                    \
    F(TEXT, thing_before, 0, "", "sterile, clean, contaminated") \
    F(TEXT, thing_after, 0, "", "")                              \
    F(TEXT, other_before, 0, "", "")                             \
    F(TEXT, other_after, 0, "", "")

#define NP_FIELDS_action(F)                                                                    \
    F(I64, value, 0, "", "seconds, grams, count: what the step is measured in")                \
    F(TEXT, step, 0, "", "id of the procedure's step, such as T24; empty for what is no step") \
    F(TEXT, verb, 0, "", "")                                                                   \
    F(TEXT, thing, 0, "", "")                                                                  \
    F(TEXT, detail, 0, "", "")

#define NP_FIELDS_observe(F)                                                            \
    F(U32, zone, 0, "id", "")                                                           \
    F(TEXT, what, 0, "", "skin, endpoint, tip, patient, chart, lamp, loupe, palpation") \
    F(TEXT, seen, 0, "", "what could be perceived, such as the id of a lesion")

#define NP_FIELDS_ask(F)                                  \
    F(TEXT, topic, 0, "", "")                             \
    F(TEXT, answer, 0, "", "key of the patient's answer") \
    F(TEXT, reveals, 0, "", "id of the case item that the answer tells, or empty")

#define NP_FIELDS_call(F)                              \
    F(U32, zone, 0, "id", "")                          \
    F(TEXT, verdict, 0, "", "not_yet, done, too_much") \
    F(I64, grade, 0, "", "bleeding grade 0..4; -1 not named")

#define NP_FIELDS_decide(F)                                             \
    F(TEXT, decision, 0, "", "treat, modify, test, defer, refer, stop") \
    F(TEXT, reason, 0, "", "id of the case item it answers, or empty")  \
    F(TEXT, response, 0, "", "what was told or arranged")

#define NP_FIELDS_incident(F)      \
    F(TEXT, incident, 0, "", "id") \
    F(TEXT, cue, 0, "", "what can be perceived")

#define NP_FIELDS_response(F)                        \
    F(TEXT, incident, 0, "", "id")                   \
    F(TEXT, act, 0, "", "")                          \
    F(TEXT, rating, 0, "", "right, harmless, wrong") \
    F(U32, latency_ms, 0, "ms", "since the cue")

#define NP_FIELDS_skip(F)                                \
    F(I64, seconds, 0, "s", "clinical time that passed") \
    F(TEXT, reason, 0, "", "")

#define NP_FIELDS_note(F)    \
    F(TEXT, what, 0, "", "") \
    F(TEXT, name, 0, "", "") \
    F(TEXT, text, 0, "", "")

#endif
