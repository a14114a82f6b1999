// All checks of the kit, in the order in which they are shown.
#pragma once

#include <span>
#include <string_view>

#include "check_scene.h"

namespace np::plugin_host {

// Kinds of plugins that a check is for, as bits.
enum CheckedKinds : unsigned {
    kForScorers = 1,
    kForIncidents = 2,
    kForExporters = 4,
    kForDevices = 8,
    kForAsked = kForScorers | kForIncidents,                     // those that answer whenever they are asked
    kForSessions = kForScorers | kForIncidents | kForExporters,  // those that are fed with events
    kForAll = kForSessions | kForDevices
};

// What has to be in order before a check means anything; otherwise it is skipped and says which check to look at.
enum class Needs {
    kFile,     // nothing: it reads the file
    kLibrary,  // the host takes the library
    kAnswer    // and an ordinary session is answered without a fault
};

struct CheckRow {
    std::string_view id, text;
    Needs needs;
    unsigned kinds;
    Verdict (*body)(Scene& scene);
    unsigned cpu_seconds = 20;
};

// The parts of the table, one per file of checks.
std::span<const CheckRow> file_checks();       // the bytes of the library
std::span<const CheckRow> manifest_checks();   // loading it, and what it says of itself
std::span<const CheckRow> parameter_checks();  // declared and really read
std::span<const CheckRow> same_checks();       // the same session gives the same answer
std::span<const CheckRow> record_checks();     // unknown, longer, odd and broken records
std::span<const CheckRow> life_checks();       // create ... destroy in every order that may happen
std::span<const CheckRow> manners_checks();    // what it leaves behind in the process
std::span<const CheckRow> budget_checks();     // time and memory
std::span<const CheckRow> answer_checks();     // a scorer's marks and findings
std::span<const CheckRow> kind_checks();       // incident, exporter and device plugins
std::span<const CheckRow> fuzz_checks();       // many random sessions

std::vector<const CheckRow*> all_checks();
// Null for an unknown id.
const CheckRow* find_check(std::string_view id);

}  // namespace np::plugin_host
