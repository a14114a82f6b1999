// From a request to the positions of the base vertices.
#pragma once

#include <vector>

#include "head_data.h"

namespace np::anatomy {

// All vertices of the head, decimetres in the package's frame.
Expected<std::vector<geometry::Vec3>> morphed(const HeadData& head, const PatientRequest& request);

// Closes the slit between the lips. Works on the shrink-compensated positions that `morphed` gave.
void seal_lips(const HeadData& head, std::vector<geometry::Vec3>& positions);

// Millimetres in the patient's frame, around the middle between the two tragions.
struct ShapedHead {
    std::vector<geometry::Vec3> control;  // compensated and sealed: what is subdivided
    std::vector<geometry::Vec3> plain;    // as morphed: what eyes and cards hang on, close to the subdivided surface
};
Expected<ShapedHead> shaped_head(const HeadData& head, const QuadMesh& level0, const PatientRequest& request);

}  // namespace np::anatomy
