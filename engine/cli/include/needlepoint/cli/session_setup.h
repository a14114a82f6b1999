// From a scenario (or a record) to everything that a session needs. The window and the command line share it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/anatomy/patient.h"
#include "needlepoint/cli/places.h"
#include "needlepoint/core/status.h"
#include "needlepoint/plugin_host/fold.h"
#include "needlepoint/plugin_host/library.h"
#include "needlepoint/scenario/patient_book.h"
#include "needlepoint/session/meta.h"
#include "needlepoint/session/record.h"
#include "needlepoint/simulation/world.h"

namespace np::cli {

struct Prepared {
    simulation::Setup setup;
    std::shared_ptr<const anatomy::Patient> patient;  // null on the practice pad
    plugin_host::SessionFacts facts;
    session::Meta meta;
    bool assessment = false;
};

// `reference` is a path or an id such as "practice/acne-scars-cheeks". Builds the patient (up to seconds).
Expected<Prepared> prepare_session(const Places& places, std::string_view reference, std::uint64_t seed);
// The same visit with another device of the rule pack, whose motor starts at `rate_hz`.
struct OtherDevice {
    std::string id;
    double rate_hz = 0;
};
Expected<Prepared> prepare_session(const Places& places, std::string_view reference, std::uint64_t seed,
                                   const OtherDevice& device);
// The same session again, from what the record carries. Fails, with the sentence that names both hashes, when this
// machine's head is not the one of the record.
Expected<Prepared> prepare_replay(const Places& places, const session::Record& record);

// Fails with the sentence that says how to get it.
Expected<anatomy::BakedHead> load_head(const Places& places);
// A patient of assets/patients, or an imported head (FILE.nphead), by themselves, to be looked at. `eyes_closed`:
// instead of what their file says.
Expected<Prepared> prepare_patient(const Places& places, const std::string& id, std::optional<bool> eyes_closed);
Expected<scenario::PatientBook> load_patients(const Places& places);
anatomy::PatientRequest request_of(const scenario::PatientSheet& sheet, const scenario::PatientBook& book);

// Rule pack and scenario of a scenario reference, without building a patient; for lists and checks.
struct ScenarioFile {
    scenario::Scenario scenario;
    Parameters rules;
    scenario::PatientBook book;
};
Expected<ScenarioFile> find_scenario(const Places& places, std::string_view reference);
// Ids of all scenarios that are installed, sorted.
std::vector<std::string> list_scenarios(const Places& places);

// The plugins of `places.plugins`. What is as the installation pinned it runs in this process; every other runs apart,
// in a worker. In an assessment all bytes must match the pins (the error names the one that does not) and all scorers
// run apart.
Expected<plugin_host::Libraries> load_scorers(const Places& places, bool assessment);
// Those to grade a record with: whatever bytes they have, apart where the session was an assessment.
Expected<plugin_host::Libraries> load_scorers_for(const Places& places, const session::Record& record);
// The same folder for lists: a plugin that the installation does not know is only looked at in a worker.
Expected<std::vector<plugin_host::Listing>> list_installed(const Places& places);
// For a fold whose session lies in this file by the time it is closed: a worker that has to reads it again. Nobody
// waits for the next tick.
plugin_host::FoldOptions reading_again(const std::filesystem::path& file);
// Notes in the record's facts which scorers will give the live marks.
void note_scorers(session::Meta& meta, const plugin_host::Libraries& scorers);

// Whether the baked face is there; without it only the practice pad can be used.
bool head_available(const Places& places);

}  // namespace np::cli
