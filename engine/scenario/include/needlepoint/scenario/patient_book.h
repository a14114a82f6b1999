// The people and the skin marks that ship as data: assets/patients. A scenario names a patient by id, gives a face in
// plain words (nose, cheeks, jaw ...) and places marks by kind; the book knows what these words stand for.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/core/status.h"
#include "needlepoint/scenario/diagnostics.h"
#include "needlepoint/scenario/scenario.h"

namespace np::scenario {

// A word for a part of the face: -1 weighs the shapes of `less` in full, +1 those of `more`.
struct FaceWord {
    std::string id, text;
    std::map<std::string, double> less, more;  // shape name -> weight at the end of the scale
};

// A kind of mark on the skin, from lesions.yaml. Lengths in millimetres.
struct LesionKind {
    std::string id, name;                 // "cold_sore", "cold sore"
    std::string row;                      // of the clinical tables ("L02"), or empty
    std::string basis;                    // where its figures come from
    std::string looks_like;               // the kind that it must not be taken for, or empty
    std::string shape;                    // disc, oval, ragged, ring, cluster, line, brow, lip
    double radius_mm = 2;                 // half of its greater extent
    double aspect = 1;                    // greater extent / smaller extent
    double ragged = 0;                    // 0 smooth edge ... 1 torn
    int parts = 1;                        // of a cluster
    double part_mm = 0;                   // radius of a part
    double margin_mm = 3;                 // spared around it
    bool spared = true;                   // has a mask; false: it is there to be treated, or may be
    std::string severity;                 // of needling into it: critical, major, minor, none
    std::string profile;                  // dome, plateau, bowl, pit, rim, rough, ridge, flat
    double height_mm = 0;                 // above the skin; negative: below
    double grain_mm = 0;                  // size of what is rough about it
    double edge_mm = 0.3;                 // over which its colour fades
    std::string pattern = "even";         // of its colour: even, mottled, vessels
    double melanin = 0, haemoglobin = 0;  // change, 1 = as much again as the skin around has
    double scatter = 0;                   // more (scale, scar) or less (gloss) white
    double gloss = 0;                     // 0 as the skin ... 1 wet
    std::array<std::uint8_t, 3> tint{};   // sRGB of what lies on or in the skin: crust, pus, ink
    double tint_share = 0;
};

class PatientBook {
  public:
    // Reads face.yaml, lesions.yaml and every other *.yaml of the folder. The error lists all diagnostics.
    static Expected<PatientBook> load(const std::filesystem::path& folder);

    const std::vector<std::string>& ids() const { return ids_; }             // sorted
    const std::map<std::string, FaceWord>& faces() const { return faces_; }  // by id
    const std::map<std::string, LesionKind>& lesions() const { return lesions_; }
    // One-sided shapes and their weight at asymmetry 1; a patient's seed decides which way.
    const std::map<std::string, double>& asymmetry() const { return asymmetry_; }
    // The file's text, or null.
    const std::string* text(std::string_view id) const;
    // The patient as the file describes, with the face's words resolved.
    Expected<PatientSheet> sheet(std::string_view id) const;

  private:
    Diagnostics read_words(const std::filesystem::path& folder);

    std::vector<std::string> ids_;
    std::map<std::string, std::string, std::less<>> texts_;
    std::map<std::string, FaceWord> faces_;
    std::map<std::string, LesionKind> lesions_;
    std::map<std::string, double> asymmetry_;
};

}  // namespace np::scenario
