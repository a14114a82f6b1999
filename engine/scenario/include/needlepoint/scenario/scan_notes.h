// The file beside a scan: its unit, its landmarks, and who it is.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "needlepoint/core/status.h"
#include "needlepoint/scenario/diagnostics.h"

namespace np::scenario {

struct ScanNotes {
    struct Landmark {
        std::array<double, 3> at{};           // in the file's units
        std::optional<std::uint32_t> vertex;  // or a vertex of the file, counted from 0
    };
    std::string units = "auto";  // mm, cm, dm, m, inch, auto
    bool eyes_closed = false;    // on the scan
    double male = 0.5, age_years = 40;
    double african = 1.0 / 3, asian = 1.0 / 3, caucasian = 1.0 / 3;
    std::map<std::string, Landmark> landmarks;
};

// units: cm
// eyes: open
// person: {sex: female, age: 34, ancestry: {asian: 1}}     (what the scan does not show is taken from such a person)
// landmarks:
//   pronasale: [0.2, 3.1, 12.4]
//   nasion: {vertex: 3924}
struct ParsedScanNotes {
    ScanNotes notes;
    Diagnostics diagnostics;
};
ParsedScanNotes parse_scan_notes(std::string_view text, std::string_view file_name);
Expected<ScanNotes> load_scan_notes(const std::filesystem::path& path);

}  // namespace np::scenario
