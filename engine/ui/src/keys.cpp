#include "needlepoint/ui/keys.h"

#include <array>

namespace np::ui {
namespace {

constexpr KeyPress plain(char c) {
    return {key_of(c), kPlain};
}
constexpr KeyPress plain(Key k) {
    return {k, kPlain};
}
constexpr KeyPress shift(char c) {
    return {key_of(c), kShift};
}
constexpr KeyPress ctrl(char c) {
    return {key_of(c), kCtrl};
}
constexpr KeyPress ctrl(Key k) {
    return {k, kCtrl};
}
constexpr KeyPress alt(Key k) {
    return {k, kAlt};
}
constexpr KeyPress none() {
    return {};
}

using A = Action;
using G = KeyGroup;

// In the order of Action, so that an action is its own index; a test holds the two together.
constexpr std::array<Binding, static_cast<std::size_t>(Action::kCount)> kBindings{{
    {A::kMoveLeft, G::kHand, "Move the tip left", {plain(Key::kLeft), plain('A')}, true, false, false, "point"},
    {A::kMoveRight, G::kHand, "Move the tip right", {plain(Key::kRight), plain('D')}, true, false, false, "point"},
    {A::kMoveUp, G::kHand, "Move the tip up", {plain(Key::kUp), plain('W')}, true, false, false, "point"},
    {A::kMoveDown, G::kHand, "Move the tip down", {plain(Key::kDown), plain('S')}, true, false, false, "point"},
    {A::kPress,
     G::kHand,
     "Press on the skin; let go to lift",
     {plain(Key::kSpace), none()},
     true,
     false,
     false,
     "left button"},
    {A::kToggleHold, G::kHand, "Press and stay pressed, without holding", {plain('H'), none()}},
    {A::kForceMore, G::kHand, "Hand further down: more force", {plain('E'), none()}, true, false, false, "wheel"},
    {A::kForceLess, G::kHand, "Hand back: less force", {plain('Q'), none()}, true, false, false, "wheel"},
    {A::kTiltForward, G::kHand, "Turn the wrist up", {plain('I'), shift('I')}, true, false, true},
    {A::kTiltBack, G::kHand, "Turn the wrist down", {plain('K'), shift('K')}, true, false, true},
    {A::kTiltLeft, G::kHand, "Turn the wrist left", {plain('J'), shift('J')}, true, false, true},
    {A::kTiltRight, G::kHand, "Turn the wrist right", {plain('L'), shift('L')}, true, false, true},
    {A::kPlantHand,
     G::kHand,
     "Plant the free hand here; drag to stretch",
     {plain('C'), none()},
     true,
     false,
     false,
     "drag"},
    {A::kAssist, G::kHand, "Help with staying upright: 100, 50, 0 %", {plain('Y'), none()}},
    {A::kLengthLess, G::kInstrument, "Shorter needles", {plain('['), none()}},
    {A::kLengthMore, G::kInstrument, "Longer needles", {plain(']'), none()}},
    {A::kSpeedLess, G::kInstrument, "Slower motor, less energy", {plain(','), none()}},
    {A::kSpeedMore, G::kInstrument, "Faster motor, more energy", {plain('.'), none()}},
    {A::kMotor, G::kInstrument, "Motor on or off", {plain('M'), none()}},
    {A::kReadBack, G::kInstrument, "Read the setting aloud", {plain('R'), none()}},
    {A::kThing1, G::kThings, "First thing of the tray", {plain('1'), none()}, false, false, false, "tray"},
    {A::kThing2, G::kThings, "Second thing", {plain('2'), none()}, false, false, false, "tray"},
    {A::kThing3, G::kThings, "Third thing", {plain('3'), none()}, false, false, false, "tray"},
    {A::kThing4, G::kThings, "Fourth thing", {plain('4'), none()}, false, false, false, "tray"},
    {A::kThing5, G::kThings, "Fifth thing", {plain('5'), none()}, false, false, false, "tray"},
    {A::kThing6, G::kThings, "Sixth thing", {plain('6'), none()}, false, false, false, "tray"},
    {A::kThing7, G::kThings, "Seventh thing", {plain('7'), none()}, false, false, false, "tray"},
    {A::kThing8, G::kThings, "Eighth thing", {plain('8'), none()}, false, false, false, "tray"},
    {A::kThing9, G::kThings, "Ninth thing", {plain('9'), none()}, false, false, false, "tray"},
    {A::kNextThing, G::kThings, "Next thing of the tray", {plain(Key::kTab), none()}, false, false, false, "tray"},
    {A::kPutDown, G::kThings, "Put down what is held", {plain(Key::kBackspace), none()}},
    {A::kOffers, G::kThings, "What can be done now", {plain('O'), plain(Key::kEnter)}, false, false, false, "Steps"},
    {A::kChart, G::kPatient, "Read the chart", {plain('B'), none()}, false, false, false, "Chart"},
    {A::kAsk, G::kPatient, "Ask the patient", {plain('T'), none()}, false, false, false, "Ask"},
    {A::kLook, G::kPatient, "Look or feel", {plain('G'), none()}, false, false, false, "Look"},
    {A::kLoupe, G::kPatient, "Loupe on the spot", {plain('L'), none()}},
    {A::kCall, G::kPatient, "Call the endpoint of a zone", {plain('N'), none()}, false, false, false, "Call"},
    {A::kDecide, G::kPatient, "Decide: treat, defer, refer ...", {plain('X'), none()}, false, false, false, "Decide"},
    {A::kViewFront, G::kView, "Front; again: room, tray", {plain(Key::kF2), none()}},
    {A::kViewLeft, G::kView, "Left side", {plain(Key::kF3), none()}},
    {A::kViewRight, G::kView, "Right side", {plain(Key::kF4), none()}},
    {A::kViewThreeQuarterLeft, G::kView, "Three quarters, left", {plain(Key::kF5), none()}},
    {A::kViewThreeQuarterRight, G::kView, "Three quarters, right", {plain(Key::kF6), none()}},
    {A::kViewForehead, G::kView, "Forehead; again: next zone", {plain(Key::kF7), none()}},
    {A::kViewCheekLeft, G::kView, "Left cheek; again: next zone", {plain(Key::kF8), none()}},
    {A::kViewCheekRight, G::kView, "Right cheek; again: next zone", {plain(Key::kF9), none()}},
    {A::kViewNose, G::kView, "Nose; again: next zone", {plain(Key::kF10), none()}},
    {A::kViewLips, G::kView, "Mouth; again: next zone", {plain(Key::kF11), none()}},
    {A::kViewJaw, G::kView, "Jaw and neck; again: next zone", {plain(Key::kF12), none()}},
    {A::kOrbitLeft, G::kView, "Camera left", {alt(Key::kLeft), none()}, true, false, false, "middle drag"},
    {A::kOrbitRight, G::kView, "Camera right", {alt(Key::kRight), none()}, true, false, false, "middle drag"},
    {A::kOrbitUp, G::kView, "Camera up", {alt(Key::kUp), none()}, true, false, false, "middle drag"},
    {A::kOrbitDown, G::kView, "Camera down", {alt(Key::kDown), none()}, true, false, false, "middle drag"},
    {A::kZoomIn, G::kView, "Closer", {plain('='), none()}, true, false, false, "Ctrl wheel"},
    {A::kZoomOut, G::kView, "Further away", {plain('-'), none()}, true, false, false, "Ctrl wheel"},
    {A::kHandedness, G::kView, "Left-handed or right-handed", {plain('V'), none()}},
    {A::kMap, G::kAids, "Map on the skin: show or hide", {plain('Z'), none()}, false, false, false, "Maps"},
    {A::kNextSkinMap, G::kAids, "Next map on the skin", {shift('Z'), none()}, false, false, false, "Maps"},
    {A::kSectionLarge,
     G::kAids,
     "Skin cut open: larger or smaller",
     {plain('F'), none()},
     false,
     false,
     false,
     "Under the tip"},
    {A::kOtherSide, G::kAids, "The other side in a mirror", {shift('V'), none()}},
    {A::kLens, G::kAids, "Lens under the cursor", {shift('G'), none()}},
    {A::kHelp, G::kProgram, "These keys", {plain(Key::kF1), none()}, false, false, false, "?"},
    {A::kHints, G::kProgram, "Hints on or off", {plain('U'), none()}},
    {A::kPause, G::kProgram, "Pause", {plain('P'), none()}, false, false, false, "pause sign"},
    {A::kFinish, G::kProgram, "End the visit", {ctrl(Key::kEnter), none()}, false, false, false, "End visit"},
    {A::kLarger, G::kProgram, "Larger panels", {ctrl('='), none()}},
    {A::kSmaller, G::kProgram, "Smaller panels", {ctrl('-'), none()}},
    {A::kBack, G::kProgram, "Close, back", {plain(Key::kEscape), none()}},
    {A::kPlay, G::kDebrief, "Play or stop the replay", {plain(Key::kSpace), none()}, false, true, false, "time line"},
    {A::kEarlier, G::kDebrief, "Earlier", {plain(Key::kLeft), none()}, true, true, false, "time line"},
    {A::kLater, G::kDebrief, "Later", {plain(Key::kRight), none()}, true, true, false, "time line"},
    {A::kNextFinding, G::kDebrief, "Next finding", {plain(Key::kDown), none()}, false, true, false, "list"},
    {A::kPreviousFinding, G::kDebrief, "Previous finding", {plain(Key::kUp), none()}, false, true, false, "list"},
    {A::kNextMap, G::kDebrief, "Next map of the face", {plain('M'), plain(Key::kTab)}, false, true, false, "map names"},
}};

constexpr bool shared_by_debrief(Action action) {
    const auto group = kBindings[static_cast<std::size_t>(action)].group;
    return group == G::kView || action == A::kHelp || action == A::kBack || action == A::kLarger ||
           action == A::kSmaller;
}

}  // namespace

std::span<const Binding> bindings() {
    return kBindings;
}
const Binding& binding(Action action) {
    return kBindings[static_cast<std::size_t>(action)];
}

const char* group_name(KeyGroup group) {
    switch (group) {
        case G::kHand:
            return "The hand";
        case G::kInstrument:
            return "The instrument";
        case G::kThings:
            return "Things and steps";
        case G::kPatient:
            return "The patient";
        case G::kView:
            return "The view";
        case G::kAids:
            return "Aids, not in an assessment";
        case G::kProgram:
            return "The program";
        case G::kDebrief:
            return "The debrief";
        case G::kCount:
            break;
    }
    return "";
}

std::string key_name(KeyPress press) {
    if (press.key == Key::kNone) return {};
    std::string name;
    if (press.modifiers & kCtrl) name += "Ctrl ";
    if (press.modifiers & kAlt) name += "Alt ";
    if (press.modifiers & kShift) name += "Shift ";
    const auto code = static_cast<unsigned>(press.key);
    if (press.key >= Key::kF1 && press.key <= Key::kF12)
        return name + "F" + std::to_string(code - static_cast<unsigned>(Key::kF1) + 1);
    switch (press.key) {
        case Key::kSpace:
            return name + "Space";
        case Key::kEnter:
            return name + "Enter";
        case Key::kEscape:
            return name + "Esc";
        case Key::kTab:
            return name + "Tab";
        case Key::kBackspace:
            return name + "Backspace";
        case Key::kDelete:
            return name + "Del";
        case Key::kLeft:
            return name + "\u2190";
        case Key::kRight:
            return name + "\u2192";
        case Key::kUp:
            return name + "\u2191";
        case Key::kDown:
            return name + "\u2193";
        case Key::kPageUp:
            return name + "PgUp";
        case Key::kPageDown:
            return name + "PgDn";
        case Key::kHome:
            return name + "Home";
        case Key::kEnd:
            return name + "End";
        default:
            break;
    }
    const char c = code == '=' ? '+' : static_cast<char>(code);  // the key beside the zeros prints both
    return name + c;
}

std::string keys_text(Action action) {
    const Binding& row = binding(action);
    std::string text = key_name(row.keys[0]);
    if (row.keys[1].key != Key::kNone) text += "  " + key_name(row.keys[1]);
    return text;
}

std::optional<Action> action_for(KeyPress press, bool pressed, bool debrief) {
    std::optional<Action> found;
    for (const Binding& row : kBindings) {
        if (debrief ? !(row.in_debrief || shared_by_debrief(row.action)) : row.in_debrief) continue;
        const bool first = row.keys[0] == press && (pressed || !row.while_pressed);
        const bool second = row.keys[1].key != Key::kNone && row.keys[1] == press;
        if (!first && !second) continue;
        // What holds only while pressed goes before what the key means otherwise.
        if (row.while_pressed || !found) found = row.action;
        if (row.while_pressed) break;
    }
    return found;
}

}  // namespace np::ui
