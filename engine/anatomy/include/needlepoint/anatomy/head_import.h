// Bring your own head: a scan or another face model becomes a head with our zones and cells. Our base mesh is laid onto
// the scan, so every vertex, zone and cell keeps its meaning.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "needlepoint/anatomy/baked_head.h"
#include "needlepoint/anatomy/patient.h"

namespace np::anatomy {

struct ScanMesh {
    std::vector<geometry::Vec3> positions;  // in the file's units
    std::vector<std::array<std::uint32_t, 3>> triangles;
};

// Wavefront .obj (polygons are cut into triangles; materials, normals and texture coordinates are passed over) or
// binary glTF .glb (all meshes of its scene; what it points to outside itself is refused). Never crashes on a hostile
// file; refuses files above 256 MB and meshes above two million triangles.
Expected<ScanMesh> read_scan(const std::filesystem::path& path);
Expected<ScanMesh> parse_obj(std::string_view text);
Expected<ScanMesh> parse_glb(std::span<const std::byte> bytes);

// A landmark is a place in the file's units or a vertex of the file, counted from 0.
struct ScanLandmark {
    geometry::Vec3 at;
    std::optional<std::uint32_t> vertex;
};

struct ImportRequest {
    std::map<std::string, ScanLandmark> landmarks;  // "pronasale", "exocanthion_l" ...
    std::string units = "auto";                     // mm, cm, dm, m, inch; auto: from the distance between the eyes
    bool eyes_closed = false;                       // on the scan
    // Who it is, as far as known: what the scan does not show (back of the head, ears) is taken from such a person.
    double male = 0.5, age_years = 40, african = 1.0 / 3, asian = 1.0 / 3, caucasian = 1.0 / 3;
};
// Landmarks that every scan needs, and all that can be given.
const std::vector<std::string>& required_landmarks();
std::vector<std::string> known_landmarks(const BakedHead& head);

// Immutable; shared by requests. Belongs to the baked head that it was fitted with.
struct ImportedHead {
    PatientRequest from;                             // the person whose head was laid onto the scan
    std::vector<std::array<std::int32_t, 3>> moves;  // of every vertex of the base mesh, against that person; um
    Digest head{};                                   // recipe of the baked head
    Digest digest{};                                 // of the encoded file
};

struct ImportReport {
    std::vector<std::string> notes;  // what was mended or is worth knowing
    double landmark_rms_mm = 0;      // between given landmarks and ours, after the fit
    std::string worst_landmark;      // and the one that is furthest off
    double worst_landmark_mm = 0;
    // Distance from our skin where it may be treated to the scan.
    double median_mm = 0, p95_mm = 0, worst_mm = 0;
    double covered = 0;  // share of that skin which the scan shows
    double unit_mm = 1;  // what one unit of the file was taken for
    std::size_t triangles = 0;
};

struct ImportResult {
    std::shared_ptr<const ImportedHead> head;
    ImportReport report;
};

// The error lists everything that is wrong with the scan, a sentence a line, each with what to do. Takes seconds.
Expected<ImportResult> import_head(const BakedHead& head, const ScanMesh& scan, const ImportRequest& request);

std::vector<std::byte> encode_imported_head(const ImportedHead& head);
// Refuses what encode would not have written, and heads of another recipe.
Expected<std::shared_ptr<const ImportedHead>> decode_imported_head(const BakedHead& head,
                                                                   std::span<const std::byte> bytes);
Expected<std::shared_ptr<const ImportedHead>> load_imported_head(const BakedHead& head,
                                                                 const std::filesystem::path& path);

}  // namespace np::anatomy
