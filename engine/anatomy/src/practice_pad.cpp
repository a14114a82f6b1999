#include "needlepoint/anatomy/practice_pad.h"

#include "rule_layers.h"

namespace np::anatomy {

namespace {

constexpr std::uint32_t kSide = 100;  // cells, and millimetres
constexpr double kHalf = 50;
constexpr std::int32_t kOneQ30 = 1 << 30;

ZoneTable pad_table(const Parameters& rules) {
    ZoneTable table;
    table.grid_width = table.grid_height = kSide;
    table.masks = {""};
    Zone zone{"pad_flat", "pad_flat", false, {1, 0, 0}, {}};
    if (auto layers = person_layers(rules, "pad_flat", Person{})) zone.layers = *layers;
    zone.bony = rules.number_or("zone.pad_flat.bony", 0) != 0;
    table.zones = {zone};
    const std::size_t cells = table.cell_count();
    table.cell_zone.assign(cells, 0);
    table.cell_mask.assign(cells, 0);
    table.cell_area_um2.assign(cells, 1'000'000);
    table.cell_normal_q30.assign(cells, {0, 0, kOneQ30});
    for (std::int32_t row = 0; row < static_cast<std::int32_t>(kSide); ++row)
        for (std::int32_t column = 0; column < static_cast<std::int32_t>(kSide); ++column)
            table.cell_center_um.push_back({column * 1000 - 49500, row * 1000 - 49500, 0});
    return table;
}

geometry::TriangleMesh pad_mesh() {
    geometry::TriangleMesh mesh;
    mesh.positions = {{-kHalf, -kHalf, 0}, {kHalf, -kHalf, 0}, {kHalf, kHalf, 0}, {-kHalf, kHalf, 0}};
    mesh.normals.assign(4, {0, 0, 1});
    mesh.triangles = {{0, 1, 2}, {0, 2, 3}};
    mesh.uvs = {{{{0, 0}, {1, 0}, {1, 1}}}, {{{0, 0}, {1, 1}, {0, 1}}}};
    return mesh;
}

}  // namespace

Body make_practice_pad(const Parameters& rules) {
    Body body;
    body.id = "pad_flat";
    body.contact = pad_mesh();
    body.table = pad_table(rules);
    finish_body(body);
    return body;
}

}  // namespace np::anatomy
