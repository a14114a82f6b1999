// What a check is given, and what it gives back.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "check_elf.h"
#include "check_player.h"
#include "needlepoint/plugin_host/check.h"

namespace np::plugin_host {

struct Verdict {
    CheckOutcome outcome = CheckOutcome::kPass;
    std::string detail;
};
inline Verdict passed(std::string detail = {}) {
    return {CheckOutcome::kPass, std::move(detail)};
}
inline Verdict warned(std::string detail) {
    return {CheckOutcome::kWarn, std::move(detail)};
}
inline Verdict failed(std::string detail) {
    return {CheckOutcome::kFail, std::move(detail)};
}
inline Verdict skipped(std::string detail) {
    return {CheckOutcome::kSkip, std::move(detail)};
}

// One plugin and one session. Everything is made when it is first asked for, in the process of the check.
class Scene {
  public:
    Scene(std::filesystem::path library, CheckMaterial material, CheckProgram how);

    const std::filesystem::path& path() const { return path_; }
    const CheckMaterial& material() const { return material_; }
    const CheckProgram& how() const { return how_; }
    const SessionFacts& facts() const { return material_.facts; }

    const std::vector<std::byte>& bytes();  // of the file
    const Expected<ElfFile>& elf();
    // Null if the host does not take it.
    const std::shared_ptr<const Library>& library();

    const sdk::EventBuffer& ordinary() const { return ordinary_; }  // the material's events
    // The material's events, then made ones of all kinds.
    const sdk::EventBuffer& rich();
    const Vocabulary& vocabulary();
    // Numbered sessions of made events.
    sdk::EventBuffer made(std::uint64_t number, std::size_t count, Taste taste);

    PlayPlan plan(const sdk::EventBuffer& events) const;
    Play play(const PlayPlan& plan) { return play_through(library(), plan); }
    Play play(const sdk::EventBuffer& events) { return play(plan(events)); }

  private:
    std::filesystem::path path_;
    CheckMaterial material_;
    CheckProgram how_;
    sdk::EventBuffer ordinary_;
    std::optional<std::vector<std::byte>> bytes_;
    std::optional<Expected<ElfFile>> elf_;
    std::optional<std::shared_ptr<const Library>> library_;
    std::optional<sdk::EventBuffer> rich_;
    std::optional<Vocabulary> vocabulary_;
};

// The first line in which two answers differ, as a sentence's second half.
std::string difference(const std::string& expected, const std::string& found);
// Pass if both plays gave the same answer; otherwise a failure that begins with `what`.
Verdict same_answer(const Play& expected, const Play& found, const std::string& what);
// Of a fault: "gave up at tick 5: reason".
std::string told(const Play& play);

}  // namespace np::plugin_host
