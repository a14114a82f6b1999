// Every scene of the list looks as its kept picture.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "perceived_difference.h"
#include "picture_stage.h"
#include "reference_files.h"

namespace np::test {
namespace {

namespace fs = std::filesystem;

class Pictures : public testing::TestWithParam<PictureScene> {
  protected:
    static void SetUpTestSuite() {
        auto opened = Studio::open();
        ASSERT_TRUE(opened) << opened.error().message;
        studio_ = std::make_unique<Studio>(std::move(*opened));
    }
    static void TearDownTestSuite() { studio_.reset(); }
    static inline std::unique_ptr<Studio> studio_;
};

TEST_P(Pictures, look_as_they_are_kept) {
    const PictureScene& row = GetParam();
    auto shot = shot_of(row);
    ASSERT_TRUE(shot) << shot.error().message;
    const auto drawn = studio_->picture(*shot);
    ASSERT_TRUE(drawn) << drawn.error().message;
    if (wants_renewal(row.name)) {
        ASSERT_TRUE(render::write_png(*drawn, reference_file(row.name)));
        GTEST_SKIP() << "kept anew: " << reference_file(row.name).string();
    }
    const auto kept = reference(row.name);
    ASSERT_TRUE(kept) << kept.error().message << "; to keep what is drawn now: NEEDLEPOINT_RENEW_PICTURES=" << row.name
                      << " " << NP_BINARY_DIR << "/test_image";
    const Verdict verdict = compare(*kept, *drawn);
    tell(row.name, verdict);
    if (!verdict.same)
        ADD_FAILURE() << row.name << " looks different: " << verdict.words << "\n"
                      << leave_beside(row.name, *kept, *drawn).string() << "/side-by-side.png";
}

INSTANTIATE_TEST_SUITE_P(, Pictures, testing::ValuesIn(scene_list()), [](const auto& row) {
    std::string name = row.param.name;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

TEST(references, are_few_small_and_all_drawn) {
    std::set<std::string> names;
    for (const PictureScene& row : scene_list()) EXPECT_TRUE(names.insert(row.name).second) << row.name << " twice";
    EXPECT_LT(names.size(), 30U);
    std::uintmax_t bytes = 0;
    for (const auto& entry : fs::directory_iterator(reference_file("x").parent_path())) {
        EXPECT_TRUE(names.count(entry.path().stem().string())) << entry.path() << " belongs to no scene";
        bytes += entry.file_size();
        const auto image = render::read_png(entry.path());
        ASSERT_TRUE(image) << image.error().message;
        EXPECT_EQ(image->width, kPictureSize.width) << entry.path();
        EXPECT_EQ(image->height, kPictureSize.height) << entry.path();
    }
    EXPECT_LT(bytes, 2'400'000U);
}

TEST(references, stand_together_by_subject) {
    // Otherwise the same patient is built again and again.
    std::set<std::string> left;
    std::string now;
    for (const PictureScene& row : scene_list()) {
        if (row.subject == now) continue;
        left.insert(now);
        now = row.subject;
        EXPECT_FALSE(left.count(now)) << row.name;
    }
}

}  // namespace
}  // namespace np::test
