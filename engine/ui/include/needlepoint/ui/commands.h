// What the panels ask the application to do. Plain values; the application carries them out after the frame.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "needlepoint/ui/keys.h"
#include "needlepoint/ui/types.h"

namespace np::ui::command {

enum class Page : std::uint8_t { kPractise, kAssessment, kHistory, kAuthor, kSettings };

struct ShowPage {
    Page page;
};
struct OpenScenario {
    std::string id;
};
struct OpenRecord {
    std::string path;
};
// Something done in the treatment room: recorded as an input, in the words of the clinic.
struct Clinical {
    std::string verb, target, argument;
    std::int64_t value = 0;
};
// Anything that also has a key.
struct Do {
    Action action;
};
// Debrief.
struct Seek {
    std::uint64_t tick;
};
struct SelectFinding {
    int index;
};
struct ShowMap {
    MapMode mode;
};
// Follow-up: so many hours after the visit; which aftercare; which zone's curves.
struct LookAhead {
    double hours;
};
struct ChooseCare {
    int index;
};
struct ChooseZone {
    int index;
};
struct Export {
    std::string what;
};  // report, csv, record
struct ChangeSetting {
    std::string id;
    double value;
};
// What is in the hand: next (by -1 or 1), choose (id), find, weigh, weigh_again, pivot, upright.
struct Device {
    std::string what, id;
    int by = 0;
};
struct Leave {};
struct Quit {};

using Command = std::variant<ShowPage, OpenScenario, OpenRecord, Clinical, Do, Seek, SelectFinding, ShowMap, Export,
                             ChangeSetting, Device, Leave, Quit, LookAhead, ChooseCare, ChooseZone>;

}  // namespace np::ui::command

namespace np::ui {
using Commands = std::vector<command::Command>;
}
