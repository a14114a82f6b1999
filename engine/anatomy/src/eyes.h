// Eyeballs: fitted to the morphed head, drawn and, with open lids, felt.
#pragma once

#include "head_data.h"
#include "shape.h"

namespace np::anatomy {

std::array<Eye, 2> fit_eyes(const HeadData& head, const ShapedHead& shaped);
// The globes' fronts, with their discs of the atlas, joined to the contact mesh.
void add_globes(const std::array<Eye, 2>& eyes, geometry::TriangleMesh& contact);

}  // namespace np::anatomy
