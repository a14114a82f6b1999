#include "head_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace np::app {

using geometry::Vec3;

namespace {

std::array<float, 3> floats(Vec3 v) {
    return {static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z)};
}
std::uint8_t byte(double value) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

// A mesh with positions shared across seams becomes one with a vertex per (position, uv). `make(position index, uv)`
// builds it.
template <class Vertex, class Make>
void split_seams(const geometry::TriangleMesh& mesh, std::vector<Vertex>& vertices, std::vector<std::uint32_t>& indices,
                 Make make) {
    struct Split {
        geometry::Uv uv;
        std::uint32_t vertex;
    };
    std::vector<std::vector<Split>> known(mesh.positions.size());
    indices.reserve(mesh.triangles.size() * 3);
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        for (std::size_t k = 0; k < 3; ++k) {
            const std::uint32_t position = mesh.triangles[t][k];
            const geometry::Uv uv = mesh.uvs.empty() ? geometry::Uv{} : mesh.uvs[t][k];
            auto& splits = known[position];
            const auto same = std::find_if(splits.begin(), splits.end(),
                                           [&](const Split& s) { return s.uv.u == uv.u && s.uv.v == uv.v; });
            if (same != splits.end()) {
                indices.push_back(same->vertex);
                continue;
            }
            const auto vertex = static_cast<std::uint32_t>(vertices.size());
            vertices.push_back(make(position, uv));
            splits.push_back({uv, vertex});
            indices.push_back(vertex);
        }
    }
}

struct FaceMarks {
    Vec3 nasion, subnasale, menton, tragion;
};

FaceMarks marks_of(const std::map<std::string, Vec3>& landmarks) {
    const auto at = [&](const char* name, Vec3 otherwise) {
        const auto found = landmarks.find(name);
        return found == landmarks.end() ? otherwise : found->second;
    };
    FaceMarks marks;
    marks.nasion = at("nasion", {0, 30, 90});
    marks.subnasale = at("subnasale", marks.nasion + Vec3{0, -52, 8});
    marks.menton = at("menton", marks.nasion + Vec3{0, -112, -8});
    marks.tragion = at("tragion_l", marks.nasion + Vec3{70, -15, -90});
    return marks;
}

// Where a beard grows, 0..1: below nose and sideburns, in front of the ears, above the throat.
double beard_at(Vec3 p, const FaceMarks& m) {
    const auto ramp = [](double from, double to, double x) { return std::clamp((x - from) / (to - from), 0.0, 1.0); };
    const double side = std::clamp(std::abs(p.x) / std::max(1.0, m.tragion.x), 0.0, 1.0);
    // The upper edge: under the nose in the middle, falling over the cheek, rising again to the sideburns.
    const double edge = m.subnasale.y - 26 * std::sin(std::min(1.0, side / 0.62) * 1.5708) + 46 * ramp(0.72, 1.0, side);
    return ramp(edge + 5, edge - 9, p.y) * ramp(m.menton.y - 42, m.menton.y - 16, p.y) *
           ramp(m.tragion.z - 2, m.tragion.z + 12, p.z);
}

render::SkinMesh skin_of(const anatomy::SkinMesh& skin, const anatomy::Patient& patient) {
    render::SkinMesh out;
    const auto& mesh = skin.mesh;
    const FaceMarks marks = marks_of(patient.landmarks_mm);
    const std::string& kind = patient.request.beard;
    const double growth = kind == "full" ? 255 : kind == "stubble" ? 190 : kind == "sideburns" ? 130 : 80;
    split_seams(mesh, out.vertices, out.indices, [&](std::uint32_t i, geometry::Uv uv) {
        const anatomy::SkinShade shade = i < skin.shades.size() ? skin.shades[i] : anatomy::SkinShade{};
        render::SkinVertex v;
        v.position_mm = floats(mesh.positions[i]);
        v.normal = floats(mesh.normals[i]);
        v.u = uv.u;
        v.v = uv.v;
        v.ao = static_cast<float>(shade.occlusion) / 255.0F;
        v.lips = shade.lips;
        v.orbit = shade.orbit;
        v.ear = shade.ear;
        v.nostril = shade.nostril;
        v.flush = shade.redness;
        v.pores = byte((95 + 0.55 * shade.oil) * (1 - 0.7 * shade.orbit / 255.0) * (1 - 0.6 * shade.lips / 255.0) *
                       (1 - 0.5 * shade.ear / 255.0));
        const double beard = patient.request.male * beard_at(mesh.positions[i], marks) * (1 - shade.lips / 255.0);
        v.stubble = byte(std::max(0.55 * shade.scalp, growth * beard));
        v.old = byte(110 + 0.5 * shade.orbit);
        return v;
    });
    return out;
}

render::HairCards cards_of(const anatomy::HairCards& cards) {
    render::HairCards out;
    const auto& mesh = cards.mesh;
    split_seams(mesh, out.vertices, out.indices, [&](std::uint32_t i, geometry::Uv uv) {
        return render::CardVertex{floats(mesh.positions[i]),
                                  mesh.normals.empty() ? std::array<float, 3>{0, 0, 1} : floats(mesh.normals[i]), uv.u,
                                  uv.v};
    });
    if (cards.image) {
        out.alpha_width = static_cast<int>(cards.image->width);
        out.alpha_height = static_cast<int>(cards.image->height);
        out.alpha = cards.image->alpha;
    }
    return out;
}

render::ClothMesh cloth_of(const anatomy::ClothMesh& cloth) {
    render::ClothMesh out;
    for (std::size_t i = 0; i < cloth.mesh.positions.size(); ++i) {
        const Vec3 normal = cloth.mesh.normals.empty() ? Vec3{0, 0, 1} : cloth.mesh.normals[i];
        const float open = i < cloth.occlusion.size() ? static_cast<float>(cloth.occlusion[i]) / 255.0F : 1.0F;
        out.vertices.push_back({floats(cloth.mesh.positions[i]), floats(normal), open});
    }
    for (const auto& triangle : cloth.mesh.triangles)
        out.indices.insert(out.indices.end(), triangle.begin(), triangle.end());
    return out;
}

render::Lesion lesion_of(const anatomy::PlacedLesion& placed, std::uint32_t seed) {
    const anatomy::LesionLook& look = placed.request.look;
    render::Lesion lesion;
    lesion.center_mm = placed.center_mm;
    lesion.left = placed.left;
    lesion.up = placed.up;
    lesion.normal = placed.normal;
    for (const auto& outline : placed.outlines) {
        auto& out = lesion.outlines.emplace_back();
        for (const anatomy::SkinOffset& corner : outline) out.push_back({corner.left_mm, corner.up_mm});
    }
    lesion.profile = look.profile;
    lesion.height_mm = look.height_mm;
    lesion.grain_mm = look.grain_mm;
    lesion.edge_mm = look.edge_mm;
    lesion.pattern = look.pattern;
    lesion.melanin = look.melanin;
    lesion.haemoglobin = look.haemoglobin;
    lesion.scatter = look.scatter;
    lesion.gloss = look.gloss;
    lesion.tint = look.tint;
    lesion.tint_share = look.tint_share;
    lesion.strength = placed.request.strength;
    lesion.seed = seed;
    lesion.hidden = placed.request.hidden;
    return lesion;
}

}  // namespace

render::HeadModel head_model_of(const anatomy::Patient& patient, bool fine) {
    render::HeadModel model;
    model.skin = skin_of(fine ? patient.skin_level2 : patient.skin_level1, patient);
    for (std::size_t i = 0; i < 2; ++i)
        model.eyes[i] = {patient.eyes[i].center_mm, patient.eyes[i].radius_mm, patient.eyes[i].gaze};
    model.brows = cards_of(patient.brows);
    model.lashes = cards_of(patient.lashes);
    model.beard = cards_of(patient.beard);
    model.cap = cloth_of(patient.cap);
    model.gown = cloth_of(patient.gown);
    for (std::size_t i = 0; i < patient.lesions.size(); ++i)
        model.lesions.push_back(
            lesion_of(patient.lesions[i], static_cast<std::uint32_t>(patient.request.seed * 31 + 7 + i)));
    model.fitzpatrick = patient.request.fitzpatrick;
    model.age_years = patient.request.age_years;
    model.seed = static_cast<std::uint32_t>(patient.request.seed % 4294967291ULL);
    model.grid_width = patient.body->table.grid_width;
    model.grid_height = patient.body->table.grid_height;
    for (const auto& [name, place] : patient.landmarks_mm) model.landmarks.emplace(name, place);
    return model;
}

render::Appearance appearance_of(const anatomy::PatientRequest& request) {
    render::Appearance look;
    look.fitzpatrick = request.fitzpatrick;
    look.age_years = request.age_years;
    look.eye_colour = request.eye_colour;
    look.brow_colour = request.brow_colour;
    look.seed = static_cast<std::uint32_t>(request.seed % 4294967291ULL);
    look.flush = 0.28 + 0.16 * static_cast<double>(request.seed * 2654435761ULL % 1000) / 1000.0;
    look.oiliness = 0.30 + 0.25 * request.male;
    return look;
}

render::PadModel pad_model_of(const anatomy::Body& pad) {
    render::PadModel model;
    model.grid_width = pad.table.grid_width;
    model.grid_height = pad.table.grid_height;
    return model;
}

}  // namespace np::app
