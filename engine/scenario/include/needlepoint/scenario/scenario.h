// A scenario: who the patient is, what is asked of the trainee, and what counts. Read from a YAML file that an
// instructor wrote; every key is listed in engine/scenario/README.md.
//
// Parsing never throws and never crashes, whatever the bytes. Value types; const use on any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/core/hash.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/scenario/diagnostics.h"

namespace np::scenario {

enum class Mode { kTutorial, kPractice, kAssessment };
enum class BodyKind { kHead, kPracticePad };
enum class Level { kHome, kAesthetician, kMedical };

std::string_view to_word(Mode mode);    // "tutorial", "practice", "assessment"
std::string_view to_word(Level level);  // "home", "aesthetician", "medical"

// One line of the chart that lies open from the start.
struct ChartItem {
    std::string label;
    std::string text;
};

// What the patient answers when asked about a topic. Topics that a scenario does not name are answered with the
// harmless default of the text table (`answer.<topic>`).
struct HistoryItem {
    std::string topic;
    std::string answer;   // the patient's words
    std::string reveals;  // id of the case item that the answer tells, or empty
};

// Something on the skin that must be spared; `hidden_by` is "makeup" until that spot is cleansed, or empty.
struct Lesion {
    std::string id;
    std::string kind;           // of assets/patients/lesions.yaml: cold_sore, mole, papule, scar_boxcar
    std::string zone;           // side-resolved zone id
    double u_mm = 0, v_mm = 0;  // from the zone's middle: to the patient's left, upwards
    double radius_mm = 2;
    double margin_mm = 3;
    std::string hidden_by;
    std::string case_item;                // the contraindication that it is (L02), or empty
    double strength = 1;                  // 0 hardly to be seen ... 1
    double turn_deg = 0;                  // of its greater extent, against the line to the patient's left
    std::optional<std::uint64_t> placed;  // by this seed somewhere in the zone instead of at u, v
};

// A finding of the history or the skin, or the plain question whether this patient is fit ("fit").
struct CaseItem {
    std::string id;                     // row of the rule pack's contraindications, or "fit"
    std::vector<std::string> correct;   // decisions with full marks; empty: as the rule pack says
    std::vector<std::string> accept;    // safe, reasoned alternatives, full marks where a reason is given
    std::vector<std::string> response;  // what has to be told or arranged
    std::string hidden_until;           // "asked:<topic>", "cleansed" or empty
};

// Something that happens to the patient or the device. Exactly one trigger is set.
struct IncidentPlan {
    std::string id;                              // row of the rule pack's events, such as E11; or a failure
    std::optional<double> at_seconds;            // of the session
    std::optional<double> after_strike_seconds;  // of needling time
    std::optional<double> pain_from;             // when the patient's pain reaches it
    std::string after_step;                      // when this step is done
};

struct PatientSheet {
    std::string id;  // of assets/patients, or empty
    std::string name;
    double age_years = 35;
    double male = 0;  // 0 woman, 1 man
    double african = 0, asian = 0, caucasian = 1;
    double muscle = 0.5, weight = 0.5;
    std::map<std::string, double> shape;  // shape of the head -> weight, both sides alike
    std::map<std::string, double> sided;  // the same for shapes of one side only
    std::filesystem::path head;           // an imported head to be this patient's, or empty
    int fitzpatrick = 2;
    std::string eye_colour = "brown";
    std::string brow_colour = "brown";
    std::string hair_colour = "brown";
    std::string beard = "none";  // none, stubble, sideburns, full
    bool eyes_closed = true;
    bool makeup = false;         // covers what is `hidden_by: makeup`
    std::string blood = "none";  // none, aspirin, anticoagulant, disorder: what it does to bleeding
    bool first_session = true;   // first treatment of this kind in the patient's life
    std::string booking;         // the patient's own words at booking
    std::vector<ChartItem> chart;
    std::vector<HistoryItem> history;
    std::vector<Lesion> lesions;
    std::uint64_t seed = 1;  // personal variation
};

struct Scenario {
    std::string id;     // "practice/acne-scars-cheeks"
    std::string title;  // gives nothing away
    std::string summary;
    Mode mode = Mode::kPractice;
    Level level = Level::kMedical;
    double minutes = 10;                 // about how long it takes
    std::optional<double> time_limit_s;  // the visit ends by itself
    std::string rules = "default_v1";    // rule pack
    std::string policy = "cautious";     // cautious, modern, label_us
    BodyKind body = BodyKind::kHead;
    std::string device = "skinpen_precision";
    std::string goal = "fine_lines";
    bool off_label_depth_justified = false;
    double assist_percent = 0;  // how much the program keeps the pen upright
    bool hints = false;
    PatientSheet patient;
    std::vector<std::string> hands;         // zones that the trainee needles, in the order of the plan
    std::vector<std::string> field;         // zones to be cleansed and prepared; at least `hands`
    std::vector<std::string> steps;         // called for
    std::vector<std::string> steps_done;    // done before the session begins
    std::vector<std::string> calls;         // zones whose endpoint the trainee has to name
    std::vector<std::string> scorers;       // called for
    std::map<std::string, double> weights;  // scorer -> per mille, instead of the rule pack's
    std::vector<CaseItem> case_items;
    std::vector<IncidentPlan> incidents;
    std::vector<IncidentPlan> failures;         // of the device: ids are words of failures.order
    std::vector<std::string> incident_plugins;  // ids of plugins that may let something happen
    Parameters plugin_parameters;               // plugin.<id>.<name>, as the scenario sets them

    std::string source;     // the file, for attaching to records; a patient that it names is written out
    std::string canonical;  // the same contents, keys sorted, one spelling: equal scenarios give equal bytes
    Digest digest{};        // SHA-256 of `canonical`
};

struct ParsedScenario {
    Scenario scenario;        // as far as it could be read
    Diagnostics diagnostics;  // empty: the scenario is good
    bool ok() const { return diagnostics.empty(); }
};

class PatientBook;  // patient_book.h

// `rules` tells which zones, devices, goals, steps, contraindications, incidents and scorers exist; `book` the
// patients, words of the face and kinds of lesions. Without a book no scenario can name a patient, and kinds are not
// checked: so a record's own scenario, where all of this is written out, is read.
ParsedScenario parse_scenario(std::string_view text, std::string_view file_name, const Parameters& rules,
                              const PatientBook* book = nullptr);

// Reads and parses; the id is the path's last folder and stem unless the file gives one. All diagnostics are in
// the error's message, one per line.
Expected<Scenario> load_scenario(const std::filesystem::path& path, const Parameters& rules,
                                 const PatientBook* book = nullptr);

}  // namespace np::scenario
