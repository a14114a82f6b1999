// Files of scans, good and hostile.
#include <gtest/gtest.h>

#include <cstring>

#include "needlepoint/anatomy/head_import.h"
#include "needlepoint/core/bytes.h"
#include "needlepoint/sdk/math.h"

namespace np::anatomy {
namespace {

std::vector<std::byte> glb(const std::string& json, std::span<const float> data) {
    std::string text = json;
    while (text.size() % 4) text += ' ';
    ByteWriter out;
    const auto bytes = static_cast<std::uint32_t>(data.size() * sizeof(float));
    out.put(std::uint32_t{0x46546c67});
    out.put(std::uint32_t{2});
    out.put(static_cast<std::uint32_t>(12 + 8 + text.size() + 8 + bytes));
    out.put(static_cast<std::uint32_t>(text.size()));
    out.put(std::uint32_t{0x4e4f534a});
    out.put_bytes(std::as_bytes(std::span(text.data(), text.size())));
    out.put(bytes);
    out.put(std::uint32_t{0x004e4942});
    out.put_bytes(std::as_bytes(data));
    return out.take();
}

const std::string kTriangle =
    R"({"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0,"translation":[10,0,0],"scale":[2,2,2]}],)"
    R"("meshes":[{"primitives":[{"attributes":{"POSITION":0}}]}],)"
    R"("accessors":[{"bufferView":0,"componentType":5126,"count":3,"type":"VEC3"}],)"
    R"("bufferViews":[{"buffer":0,"byteOffset":0,"byteLength":36}]})";
const float kPlaces[9] = {0, 0, 0, 1, 0, 0, 0, 1, 0};

TEST(ScanFile, ReadsObj) {
    const auto mesh = parse_obj("# a square\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1e0 0\nvt 0 0\nf 1/1/1 2/1 3 -1\n");
    ASSERT_TRUE(mesh) << mesh.error().message;
    EXPECT_EQ(mesh->positions.size(), 4u);
    ASSERT_EQ(mesh->triangles.size(), 2u);
    EXPECT_EQ(mesh->triangles[1], (std::array<std::uint32_t, 3>{0, 2, 3}));
}

TEST(ScanFile, ReadsGlbWithItsPlacement) {
    const auto mesh = parse_glb(glb(kTriangle, kPlaces));
    ASSERT_TRUE(mesh) << mesh.error().message;
    ASSERT_EQ(mesh->triangles.size(), 1u);
    EXPECT_EQ(mesh->positions[1], (geometry::Vec3{12, 0, 0}));
}

TEST(ScanFile, SaysWhichLineIsWrong) {
    const auto says = [](std::string_view text, const char* words) {
        const auto mesh = parse_obj(text);
        ASSERT_FALSE(mesh);
        EXPECT_NE(mesh.error().message.find(words), std::string::npos) << mesh.error().message;
    };
    says("v 0 0 0\nv 1 0\n", "Line 2");
    says("v 0 0 0\nf 1 2 3\n", "Line 2");
    says("v 0 0 nan\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", "no number");
    says("v 0 0 0\n", "no triangles");
    says("", "no triangles");
}

TEST(ScanFile, RefusesGlbThatPointsOutside) {
    const auto broken = [](std::string json, const std::string& from, const std::string& to) {
        json.replace(json.find(from), from.size(), to);
        return parse_glb(glb(json, kPlaces)).has_value();
    };
    EXPECT_FALSE(broken(kTriangle, "\"byteLength\":36", "\"byteLength\":4000000000"));
    EXPECT_FALSE(broken(kTriangle, "\"count\":3", "\"count\":18446744073709551615"));
    EXPECT_FALSE(broken(kTriangle, "\"byteOffset\":0", "\"byteOffset\":18446744073709551615"));
    EXPECT_FALSE(broken(kTriangle, "\"count\":3", "\"count\":-3"));
    EXPECT_FALSE(broken(kTriangle, "{\"mesh\":0,", "{\"mesh\":0,\"children\":[0,0],"));
    EXPECT_FALSE(broken(kTriangle, "\"buffer\":0", "\"buffer\":1"));
}

TEST(ScanFile, SurvivesNoise) {
    const auto good = glb(kTriangle, kPlaces);
    for (std::uint64_t round = 0; round < 3000; ++round) {
        auto bytes = good;
        for (std::uint64_t k = 0; k < 1 + round % 6; ++k) {
            const double place = np_random_uniform(9, round, 2 * k), value = np_random_uniform(9, round, 2 * k + 1);
            bytes[static_cast<std::size_t>(place * static_cast<double>(bytes.size()))] =
                static_cast<std::byte>(value * 256);
        }
        bytes.resize(round % 3 ? bytes.size() : round % bytes.size());
        (void)parse_glb(bytes);
        const auto* text = reinterpret_cast<const char*>(bytes.data());
        (void)parse_obj({text, bytes.size()});
    }
}

}  // namespace
}  // namespace np::anatomy
