// The baked head as a file: what a reader must refuse, and what subdivision must keep.
#include "needlepoint/anatomy/baked_head.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "head_for_tests.h"
#include "needlepoint/core/bytes.h"
#include "needlepoint/core/files.h"
#include "needlepoint/core/hash.h"
#include "needlepoint/sdk/math.h"

namespace np::anatomy {
namespace {

std::vector<std::byte> head_bytes() {
    auto bytes = read_file(head_path());
    return bytes ? std::move(*bytes) : std::vector<std::byte>{};
}

// With its checksum made right again, so that the contents' own checks are met.
void reseal(std::vector<std::byte>& bytes) {
    const auto digest = sha256(std::span(bytes).subspan(40));
    std::copy(digest.begin(), digest.end(), bytes.begin() + 8);
}

TEST(BakedHead, IsRead) {
    const BakedHead* head = head_for_tests();
    ASSERT_NE(head, nullptr);
    const auto names = head->shape_names();
    EXPECT_GT(names.size(), 200u);
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
    EXPECT_TRUE(std::find(names.begin(), names.end(), "nose-hump-morehump") != names.end());
    const auto size = std::filesystem::file_size(head_path());
    EXPECT_GT(size, 1'000'000u);
    EXPECT_LT(size, 4'000'000u);
}

TEST(BakedHead, RefusesTruncatedFiles) {
    const auto bytes = head_bytes();
    ASSERT_GT(bytes.size(), 1000u) << "no baked head at " << head_path();
    for (std::uint64_t round = 0; round < 40; ++round) {
        const std::size_t length = round < 20 ? round * 4 : np_random_bits(1, 2, round) % bytes.size();
        const auto head = parse_baked_head(std::span(bytes).first(length));
        ASSERT_FALSE(head) << length;
        EXPECT_GT(head.error().message.size(), 30u);
    }
}

TEST(BakedHead, RefusesTruncatedFilesWhoseChecksumIsRight) {
    const auto bytes = head_bytes();
    ASSERT_GT(bytes.size(), 1000u) << "no baked head at " << head_path();
    for (std::uint64_t round = 0; round < 40; ++round) {
        auto cut = bytes;
        cut.resize(72 + np_random_bits(1, 3, round) % (bytes.size() - 72));
        reseal(cut);
        EXPECT_FALSE(parse_baked_head(cut));
    }
}

TEST(BakedHead, SurvivesHostileContents) {
    const auto bytes = head_bytes();
    ASSERT_GT(bytes.size(), 1000u) << "no baked head at " << head_path();
    int refused = 0;
    for (std::uint64_t round = 0; round < 60; ++round) {
        auto broken = bytes;
        for (std::uint64_t k = 0; k < 1 + round % 5; ++k) {
            const auto dice = np_random_bits(9, k, round);
            broken[72 + (dice >> 8) % (broken.size() - 72)] = static_cast<std::byte>(dice);
        }
        // The first bytes hold the counts; break those in turn.
        if (round % 3 == 0) broken[72 + round / 3] = std::byte{0xff};
        EXPECT_FALSE(parse_baked_head(broken));  // the checksum alone
        reseal(broken);
        if (!parse_baked_head(broken)) ++refused;
    }
    EXPECT_GT(refused, 10);
}

TEST(BakedHead, RefusesOtherRecipes) {
    auto bytes = head_bytes();
    ASSERT_GT(bytes.size(), 1000u) << "no baked head at " << head_path();
    bytes[50] ^= std::byte{1};
    reseal(bytes);
    const auto head = parse_baked_head(bytes);
    ASSERT_FALSE(head);
    EXPECT_NE(head.error().message.find("another version"), std::string::npos);
}

TEST(BakedHead, SaysWhatIsMissing) {
    const auto head = load_baked_head("/nonexistent/head.npbake");
    ASSERT_FALSE(head);
    EXPECT_EQ(head.error().kind, ErrorKind::kCannot);
    EXPECT_NE(head.error().message.find("/nonexistent"), std::string::npos);
}

TEST(Bake, RefusesAFolderWithoutThePackage) {
    const auto folder = std::filesystem::temp_directory_path() / "needlepoint-no-package";
    std::filesystem::create_directories(folder / "public/data/models");
    EXPECT_FALSE(bake_head(folder, folder / "out.npbake", {}));
    ASSERT_TRUE(write_text(folder / "public/data/models/human_full_size.json", "{}"));
    const auto baked = bake_head(folder, folder / "out.npbake", {});
    ASSERT_FALSE(baked);
    EXPECT_NE(baked.error().message.find("2374569 bytes"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(folder / "out.npbake"));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace np::anatomy
