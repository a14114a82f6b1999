// Every action that the window knows, its keys, and the words that F1 shows. The application asks which action a key
// press means; the panels print the same table, so the two can't drift apart.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace np::ui {

// A key as the table names it: an upper-case ASCII character (`'A'`, `'['`, `' '`), or one of these.
enum class Key : std::uint16_t {
    kNone = 0,
    kSpace = ' ',
    kEnter = 256,
    kEscape,
    kTab,
    kBackspace,
    kDelete,
    kLeft,
    kRight,
    kUp,
    kDown,
    kPageUp,
    kPageDown,
    kHome,
    kEnd,
    kF1,
    kF2,
    kF3,
    kF4,
    kF5,
    kF6,
    kF7,
    kF8,
    kF9,
    kF10,
    kF11,
    kF12,
};
constexpr Key key_of(char c) {
    return static_cast<Key>(static_cast<unsigned char>(c));
}

enum Modifier : std::uint8_t { kPlain = 0, kShift = 1, kCtrl = 2, kAlt = 4 };

struct KeyPress {
    Key key = Key::kNone;
    std::uint8_t modifiers = kPlain;
    bool repeat = false;
    friend bool operator==(const KeyPress& a, const KeyPress& b) {
        return a.key == b.key && a.modifiers == b.modifiers;
    }
};

enum class Action : std::uint8_t {
    // The hand.
    kMoveLeft,
    kMoveRight,
    kMoveUp,
    kMoveDown,
    kPress,
    kToggleHold,
    kForceMore,
    kForceLess,
    kTiltForward,
    kTiltBack,
    kTiltLeft,
    kTiltRight,
    kPlantHand,
    kAssist,
    // The instrument.
    kLengthLess,
    kLengthMore,
    kSpeedLess,
    kSpeedMore,
    kMotor,
    kReadBack,
    // Things and steps.
    kThing1,
    kThing2,
    kThing3,
    kThing4,
    kThing5,
    kThing6,
    kThing7,
    kThing8,
    kThing9,
    kNextThing,
    kPutDown,
    kOffers,
    // The patient.
    kChart,
    kAsk,
    kLook,
    kLoupe,
    kCall,
    kDecide,
    // The view.
    kViewFront,
    kViewLeft,
    kViewRight,
    kViewThreeQuarterLeft,
    kViewThreeQuarterRight,
    kViewForehead,
    kViewCheekLeft,
    kViewCheekRight,
    kViewNose,
    kViewLips,
    kViewJaw,
    kOrbitLeft,
    kOrbitRight,
    kOrbitUp,
    kOrbitDown,
    kZoomIn,
    kZoomOut,
    kHandedness,
    // Aids of learning.
    kMap,
    kNextSkinMap,
    kSectionLarge,
    kOtherSide,
    kLens,
    // The program.
    kHelp,
    kHints,
    kPause,
    kFinish,
    kLarger,
    kSmaller,
    kBack,
    // The debrief.
    kPlay,
    kEarlier,
    kLater,
    kNextFinding,
    kPreviousFinding,
    kNextMap,
    kCount,
};

enum class KeyGroup : std::uint8_t { kHand, kInstrument, kThings, kPatient, kView, kAids, kProgram, kDebrief, kCount };

struct Binding {
    Action action;
    KeyGroup group;
    const char* words;  // what it does
    KeyPress keys[2];   // kNone where there is no second one
    bool held = false;  // acts for as long as it is down
    bool in_debrief = false;
    bool while_pressed =
        false;  // only while the tip is pressed on the skin (the key may mean something else otherwise)
    const char* mouse = nullptr;  // the same by mouse
};

std::span<const Binding> bindings();
const Binding& binding(Action action);
const char* group_name(KeyGroup group);
// "Ctrl+Z", "[", "F2".
std::string key_name(KeyPress press);
// All keys of an action, as F1 prints them.
std::string keys_text(Action action);
// What a press means in the treatment room (`pressed`: the tip is down on the skin) or in the debrief.
std::optional<Action> action_for(KeyPress press, bool pressed, bool debrief);

}  // namespace np::ui
