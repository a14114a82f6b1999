#include "needlepoint/anatomy/patient.h"

#include "atlas.h"
#include "beard.h"
#include "cards.h"
#include "cells.h"
#include "cloth.h"
#include "eyes.h"
#include "head_data.h"
#include "needlepoint/sdk/math.h"
#include "place_lesions.h"
#include "rule_layers.h"
#include "shape.h"

namespace np::anatomy {

using geometry::Vec3;

namespace {

constexpr std::uint64_t kDermisStream = 0x6465726dULL;  // of the personal deviation, among all random numbers of a seed

// Topology of the three levels; the same for every patient.
struct Levels {
    QuadMesh level0, level1, level2;
    std::vector<QuadUv> uvs1, uvs2;
    explicit Levels(const HeadData& head)
        : level0(make_quad_mesh(head.skin_vertices, head.quads)),
          level1(refined(level0)),
          level2(refined(level1)),
          uvs1(refine_uvs(head.uvs)),
          uvs2(refine_uvs(uvs1)) {}
};

geometry::TriangleMesh mesh_of(const QuadMesh& level, std::vector<Vec3> positions, const std::vector<QuadUv>& uvs) {
    auto mesh = triangulate(level, std::move(positions), uvs);
    mesh.normals = geometry::smooth_normals(mesh);
    return mesh;
}

// --- the table ---------------------------------------------------------------------------------------------------

Expected<ZoneTable> patient_table(const HeadData& head, const PatientRequest& request, const Parameters& rules) {
    ZoneTable table;
    table.grid_width = kAtlasWidth;
    table.grid_height = kAtlasHeight;
    table.masks = head.masks;
    table.cell_zone = head.cell_zone;
    table.cell_mask = head.cell_mask;
    const Person person{request.male, request.age_years, np_random_normal(request.seed, kDermisStream, 0)};
    for (std::size_t i = 0; i < head.zones.size(); ++i) {
        const auto layers = person_layers(rules, head.bases[i], person);
        if (!layers) return tl::unexpected(layers.error());
        const bool bony = rules.number_or("zone." + head.bases[i] + ".bony", 0) != 0;
        table.zones.push_back({head.zones[i], head.bases[i], bony, {1, 0, 0}, *layers});
    }
    return table;
}

// A cell that lies on no surface has neither zone nor mask (with closed lids there are no globes).
void forget_empty_cells(ZoneTable& table) {
    for (std::size_t cell = 0; cell < table.cell_count(); ++cell)
        if (table.cell_area_um2[cell] == 0) table.cell_zone[cell] = kNoZone, table.cell_mask[cell] = 0;
}

// --- the skin to draw --------------------------------------------------------------------------------------------

constexpr std::uint8_t SkinShade::*kChannels[] = {&SkinShade::occlusion, &SkinShade::lips,    &SkinShade::orbit,
                                                  &SkinShade::ear,       &SkinShade::nostril, &SkinShade::redness,
                                                  &SkinShade::oil,       &SkinShade::scalp};

std::vector<SkinShade> refined_shades(const QuadMesh& level, const std::vector<SkinShade>& shades) {
    std::vector<SkinShade> fine;
    for (const auto channel : kChannels) {
        std::vector<float> values;
        for (const SkinShade& shade : shades) values.push_back(shade.*channel);
        values = refine_scalars(level, values);
        fine.resize(values.size());
        for (std::size_t v = 0; v < fine.size(); ++v) fine[v].*channel = static_cast<std::uint8_t>(values[v] + 0.5f);
    }
    return fine;
}

// Shadow that a hem throws on the skin beside it.
double hem_shadow(double field_mm) {
    return field_mm > 0 ? 0.5 : 1 - 0.5 * np_exp(field_mm / 3.5);
}

std::vector<SkinShade> shades_of(const HeadData& head, bool eyes_closed) {
    std::vector<SkinShade> shades = head.shades;
    for (std::size_t v = 0; v < shades.size(); ++v) {
        const double open = eyes_closed ? shades[v].occlusion : head.open_eye_occlusion[v];
        shades[v].occlusion =
            static_cast<std::uint8_t>(open * hem_shadow(head.cap_field[v]) * hem_shadow(head.gown_field[v]) + 0.5);
    }
    return shades;
}

// Leaves out what cap and gown hide with a margin, so that it cannot show through them.
SkinMesh drawn(geometry::TriangleMesh mesh, std::vector<SkinShade> shades, const std::vector<float>& cap,
               const std::vector<float>& gown) {
    constexpr float kCapMargin = 7, kGownMargin = 12;
    SkinMesh skin;
    skin.shades = std::move(shades);
    std::size_t kept = 0;
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        bool hidden = true;
        for (const auto v : mesh.triangles[t]) hidden = hidden && (cap[v] > kCapMargin || gown[v] > kGownMargin);
        if (hidden) continue;
        mesh.triangles[kept] = mesh.triangles[t];
        mesh.uvs[kept++] = mesh.uvs[t];
    }
    mesh.triangles.resize(kept);
    mesh.uvs.resize(kept);
    skin.mesh = std::move(mesh);
    return skin;
}

void add_landmarks(const HeadData& head, const geometry::TriangleMesh& skin, Patient& patient) {
    for (const auto& [name, vertex] : head.landmarks) patient.landmarks_mm[name] = skin.positions[vertex];
    patient.landmarks_mm["eye_l"] = patient.eyes[0].center_mm;
    patient.landmarks_mm["eye_r"] = patient.eyes[1].center_mm;
}

}  // namespace

Expected<Patient> build_patient(const BakedHead& baked, const PatientRequest& request, const Parameters& rules) {
    const HeadData& head = baked.data();
    if (!known_beard(request.beard))
        return no("A beard is none, stubble, sideburns or full; found " + request.beard + ".");
    const Levels levels(head);
    const auto shaped = shaped_head(head, levels.level0, request);
    if (!shaped) return tl::unexpected(shaped.error());
    auto table = patient_table(head, request, rules);
    if (!table) return tl::unexpected(table.error());

    Patient patient;
    patient.request = request;
    patient.eyes = fit_eyes(head, *shaped);
    const auto positions1 = refine_positions(levels.level0, shaped->control);
    const auto mesh1 = mesh_of(levels.level1, positions1, levels.uvs1);
    const auto mesh2 = mesh_of(levels.level2, refine_positions(levels.level1, positions1), levels.uvs2);

    auto body = std::make_shared<Body>();
    body->id = "head";
    body->contact = mesh2;
    if (!request.eyes_closed) add_globes(patient.eyes, body->contact);
    body->table = std::move(*table);
    measure_cells(body->contact, body->table);
    forget_empty_cells(body->table);
    patient.beard = grow_beard(body->table, mask_beard(body->table, request.beard), request.beard, request.seed);
    body->surface = geometry::make_mesh_surface(body->contact);
    auto lesions = place_lesions(*body, request.lesions);
    if (!lesions) return tl::unexpected(lesions.error());
    patient.lesions = std::move(*lesions);
    measure_long_axes(body->table);
    finish_body(*body);
    add_landmarks(head, mesh2, patient);

    const auto shades1 = shades_of(head, request.eyes_closed);
    // Cloth is sewn fine: the cap's outline is seen against the room, and a coarse shoulder shows its triangles.
    const SkinMesh whole{mesh2, refined_shades(levels.level1, head.shades)};
    patient.cap = sew_cap(whole, refine_scalars(levels.level1, head.cap_field));
    patient.gown = sew_gown(whole, refine_scalars(levels.level1, head.gown_field));
    patient.brows =
        hang_cards(head, head.cards.at(request.male > 0.5 ? "brow_heavy" : "brow_fine"), *shaped, *body->surface, 0.4);
    patient.lashes =
        hang_cards(head, head.cards.at(request.male > 0.5 ? "lash_sparse" : "lash_dense"), *shaped, *body->surface, 0);
    patient.skin_level2 =
        drawn(mesh2, refined_shades(levels.level1, shades1), refine_scalars(levels.level1, head.cap_field),
              refine_scalars(levels.level1, head.gown_field));
    patient.skin_level1 = drawn(mesh1, shades1, head.cap_field, head.gown_field);
    patient.body = std::move(body);
    return patient;
}

}  // namespace np::anatomy
