// The conformance kit: does a plugin keep the rules of the boundary? Each check runs in a process of its own, so that a
// plugin that crashes, hangs or ends the process fails one check and not the kit.
//
// The program starts itself again for each check: `check_plugin` in the parent, `run_check` in the child. What both
// need to know of a session (facts and a record's events) travels as CheckMaterial.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/core/status.h"
#include "needlepoint/plugin_host/fold.h"
#include "needlepoint/sdk/events.hpp"

namespace np::plugin_host {

enum class CheckOutcome : std::uint8_t { kPass, kWarn, kFail, kSkip, kCrash, kTimeout };
// "pass", "warn", "fail", "skip", "crash", "timeout".
const char* to_word(CheckOutcome outcome);

// One row of the kit. Ids are promises: they never change their meaning.
struct CheckInfo {
    std::string_view id;    // "same.rerun"
    std::string_view text;  // one sentence: what holds when it passes
};
std::vector<CheckInfo> check_list();

struct CheckResult {
    std::string id, text;
    CheckOutcome outcome = CheckOutcome::kSkip;
    std::string detail;  // a sentence: what was expected and found; may be empty when it passed
};

// An ordinary session, as a trainee might leave it. Values; equal material gives equal answers.
struct CheckMaterial {
    SessionFacts facts;
    sdk::EventBuffer events;                     // in order; inputs may be among them
    std::vector<std::vector<std::byte>> chunks;  // for devices: what the source sends, piece by piece; may be empty

    std::vector<std::byte> encode() const;
    // Refuses, with a sentence, what `encode` did not write.
    static Expected<CheckMaterial> decode(std::span<const std::byte> bytes);
};

// How the program starts itself again: `program words... LIBRARY ID` with the material on descriptor 3 and the
// answer expected on descriptor 4.
struct CheckProgram {
    std::filesystem::path program;
    std::vector<std::string> words;
    unsigned at_once = 0;  // how many checks run at the same time; 0: as many as processors
};
inline constexpr int kCheckMaterialDescriptor = 3, kCheckAnswerDescriptor = 4;

// Runs every check, or those whose id begins with one of `only`. Fails (kCannot) if the file cannot be read or the
// program not be started; what the plugin does wrong is in the results. Every child is reaped.
Expected<std::vector<CheckResult>> check_plugin(const std::filesystem::path& library, const CheckMaterial& material,
                                                const CheckProgram& how, const std::vector<std::string>& only = {});

// The child's side: reads the material, runs one check on the library and writes the answer. Returns an exit code.
int run_check(const std::filesystem::path& library, std::string_view id, const CheckProgram& how);

// The answer of a plugin to the material, in this process, as lines of text: for authors, and to compare by. A fault of
// the plugin is such an answer too; fails if the library is refused.
Expected<std::string> try_plugin(const std::filesystem::path& library, const CheckMaterial& material);

// No fail, crash or timeout among them.
bool conforms(const std::vector<CheckResult>& results);

}  // namespace np::plugin_host
