// The package's base mesh, cut to head, neck and shoulders.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "atlas.h"
#include "needlepoint/core/status.h"
#include "quad_mesh.h"

namespace np::anatomy {

struct BaseMesh {
    std::vector<std::array<double, 3>> raw;  // every vertex of the package, decimetres, by hm08 id
    std::vector<int> kept;                   // hm08 ids of the vertices that we keep, in our order
    std::map<int, std::uint16_t> ours;       // hm08 id -> our index
    std::uint32_t skin_vertices = 0;
    std::uint16_t eye_first[2]{}, eye_count = 72;
    std::vector<Quad> quads;                                      // ours
    std::vector<std::array<std::array<double, 2>, 4>> corner_uv;  // the package's uv per corner
    std::vector<int> island;                                      // of each quad
    int head_island = -1, body_island = -1;

    Chart chart_of(std::size_t quad) const {
        return island[quad] == head_island ? Chart::kHead : island[quad] == body_island ? Chart::kNeck : Chart::kNone;
    }
    geometry::Vec3 at(std::uint32_t our) const {
        const auto& p = raw[static_cast<std::size_t>(kept[our])];
        return {p[0], p[1], p[2]};
    }
};

Expected<BaseMesh> read_base_mesh(const std::filesystem::path& package_dir);
// hm08 id of the mirror image of a skin vertex; fails if the mesh is not symmetric there.
Expected<int> mirrored(const BaseMesh& mesh, int id);

}  // namespace np::anatomy
