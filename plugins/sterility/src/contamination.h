// What was spoiled, by what, and whether it then reached the patient. Clinical reference 3D.
//
// A lapse is one cause: a glove on the phone. What that glove touches afterwards carries the same lapse on, so that one
// mistake is one fault, wherever it surfaces; and putting one thing right does not undo what it had spoiled already.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/sdk/events.hpp"

namespace np::sterility {

enum class Spoilt {
    kClean,
    kDirty,
    kWorst
};  // sterile became clean; contaminated; by what no tip may ever be used after

struct Lapse {
    std::string thing, other;  // what was spoiled, and by what
    Spoilt how = Spoilt::kDirty;
    sdk::Tick tick = 0;
    bool as_found = false;   // by skin that had not been prepared: the fault of that step, if it was left out
    bool bare_hand = false;  // by a hand without a glove: the fault of that step, if it was left out
    bool used = false;       // reached the patient
    bool corrected = false;  // something that carried it was changed or prepared again before that
    std::string used_thing;
    sdk::Tick used_first = 0, used_last = 0;
    std::uint64_t strikes = 0;  // with a tip that carried it
};

class Contamination {
  public:
    Contamination() = default;
    explicit Contamination(std::vector<std::string> worst) : worst_(std::move(worst)) {}

    void touch(sdk::RecordView record, const np_touch& touch);
    // The thing is fresh again: changed, prepared, or taken from its pack. `by_change`: that puts a lapse right.
    void renew(const std::string& thing, bool by_change);
    // A cartridge is on the pen: the tip carries on what it carried.
    void fit(const std::string& cartridge);
    // The thing meets the patient.
    void use(std::string_view thing, sdk::Tick tick, bool strike);

    const std::vector<Lapse>& lapses() const { return lapses_; }

  private:
    void worsen(std::string_view thing, std::string_view before, std::string_view after, std::string_view other,
                std::string_view other_before, sdk::Tick tick);

    std::vector<std::string> worst_;
    std::vector<Lapse> lapses_;
    std::map<std::string, std::size_t, std::less<>> carried_;  // thing -> lapse
};

// Gloves of both hands are one word in findings and rules.
std::string family_of(std::string_view thing);

}  // namespace np::sterility
