// The patient block of a scenario, and the files of assets/patients, which hold such a block each.
#pragma once

#include <string>
#include <string_view>

#include "map_reader.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/scenario/patient_book.h"

namespace np::scenario {

// What else the block is checked against. Null where the caller does not know it: then such words are not checked.
struct PatientContext {
    std::string_view file;
    const Parameters* rules = nullptr;  // topics, contraindications
    const PatientBook* book = nullptr;  // faces, kinds of lesions
    Words zones;                        // empty: any
};

// Reads into `patient`; keys that are absent leave it alone.
void read_patient(const yaml::Node& node, const PatientContext& context, PatientSheet& patient,
                  Diagnostics& diagnostics);

// The scenario's block over the one of the patient that it names (`id`), so that one block says all: maps are merged,
// lists are joined, other values of `over` win. Words of the face are replaced by what they stand for.
yaml::Node merged_patient(const yaml::Node& over, const PatientContext& context, Diagnostics& diagnostics);

}  // namespace np::scenario
