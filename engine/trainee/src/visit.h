// A visit as a list of tasks: what a trainee who has read the rule pack intends to do, less what this one forgets.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "needlepoint/scenario/scenario.h"
#include "needlepoint/simulation/world.h"
#include "needlepoint/trainee/skill.h"
#include "strips.h"

namespace np::trainee {

struct Task {
    enum class Kind {
        kCommand,       // say or do `verb target argument value`
        kStrokeThing,   // take `target`, stroke it over `zones`, put it back
        kSetDepth,      // dial the depth for `target` (a zone)
        kNeedleZone,    // all passes over `target`, patch by patch
        kPass,          // one pass over a patch of `target`
        kRenewGel,      // if the film on that patch has become thin
        kJudgeZone,     // look at `target` and call its endpoint if asked for
        kHeedFindings,  // after a look: stop the visit if something forbids going on
    } kind = Kind::kCommand;
    std::string verb, target, argument;
    std::int64_t value = 0;
    std::vector<std::string> zones;
    Patch patch;
    int pass = 0;
};

Task command(std::string verb, std::string target = {}, std::string argument = {}, std::int64_t value = 0);

// Pseudo-random choices of one trainee, by counter.
class Whim {
  public:
    explicit Whim(std::uint64_t seed) : seed_(seed) {}
    bool chance(double share);
    double normal();
    double uniform();

  private:
    std::uint64_t seed_, drawn_ = 0;
};

std::deque<Task> plan_visit(const simulation::World& world, const Skill& skill, Whim& whim);

// What to do instead when `finding` (a case item) forbids treatment today.
std::deque<Task> stop_visit(const simulation::World& world, const std::string& finding);

// Zones are worked in patches of about 5 x 5 cm (clinical reference 2.4).
inline constexpr double kPatchMm = 56;

// "a,b,c" -> {"a", "b", "c"}; empty text gives none.
std::vector<std::string> words_of(const std::string& text);

}  // namespace np::trainee
