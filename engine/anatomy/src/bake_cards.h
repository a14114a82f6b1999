// Brows and lashes from the package's proxies.
#pragma once

#include "base_mesh.h"
#include "head_data.h"

namespace np::anatomy {

Status bake_cards(const std::filesystem::path& package_dir, const BaseMesh& mesh, HeadData& head);

}  // namespace np::anatomy
