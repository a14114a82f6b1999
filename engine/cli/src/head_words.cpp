// Commands about heads: import.
#include <cstdio>

#include "commands.h"
#include "needlepoint/anatomy/bake.h"
#include "needlepoint/anatomy/head_import.h"
#include "needlepoint/cli/session_setup.h"
#include "needlepoint/core/files.h"
#include "needlepoint/scenario/scan_notes.h"

namespace np::cli {

namespace fs = std::filesystem;

namespace {

anatomy::ImportRequest import_request(const scenario::ScanNotes& notes) {
    anatomy::ImportRequest request;
    request.units = notes.units;
    request.eyes_closed = notes.eyes_closed;
    request.male = notes.male;
    request.age_years = notes.age_years;
    request.african = notes.african, request.asian = notes.asian, request.caucasian = notes.caucasian;
    for (const auto& [name, landmark] : notes.landmarks)
        request.landmarks[name] = {{landmark.at[0], landmark.at[1], landmark.at[2]}, landmark.vertex};
    return request;
}

void tell(const anatomy::ImportReport& report, const std::string& out) {
    for (const std::string& note : report.notes) std::printf("Note: %s\n", note.c_str());
    std::printf("%zu triangles, 1 unit = %g mm.\n", report.triangles, report.unit_mm);
    std::printf(
        "Skin that may be treated: %.0f %% seen; ours lies %.2f mm from the scan (median), %.2f mm (95 %%), %.2f mm at "
        "worst.\n",
        100 * report.covered, report.median_mm, report.p95_mm, report.worst_mm);
    std::printf("Landmarks: %.2f mm (root mean square); %s is off most, %.2f mm.\n", report.landmark_rms_mm,
                report.worst_landmark.c_str(), report.worst_landmark_mm);
    std::printf("Wrote %s. Use it in a scenario: patient: {name: ..., head: %s}\n", out.c_str(),
                fs::path(out).filename().c_str());
}

}  // namespace

Status import_head(const Places& places, const HeadArguments& arguments) {
    const std::string out =
        arguments.out.empty() ? fs::path(arguments.file).stem().string() + ".nphead" : arguments.out;
    std::error_code ignored;
    if (fs::exists(out, ignored) && !arguments.force)
        return cannot(out + " exists already; give another --out, or --force to write over it");
    const auto head = load_head(places);
    if (!head) return tl::unexpected(head.error());
    const auto notes = scenario::load_scan_notes(arguments.landmarks);
    if (!notes) return tl::unexpected(notes.error());
    const auto scan = anatomy::read_scan(arguments.file);
    if (!scan) return tl::unexpected(scan.error());
    const auto made = anatomy::import_head(*head, *scan, import_request(*notes));
    if (!made) return tl::unexpected(made.error());
    if (const auto written = write_file(out, anatomy::encode_imported_head(*made->head)); !written) return written;
    tell(made->report, out);
    return {};
}

}  // namespace np::cli
