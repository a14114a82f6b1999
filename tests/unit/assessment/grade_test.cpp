#include "needlepoint/assessment/grade.h"

#include <gtest/gtest.h>

#include <clocale>
#include <cstdlib>

#include "session_for_tests.h"

namespace np::assessment {
namespace {

TEST(Grade, EqualsTheLiveMarksByteForByte) {
    const auto scorers = test::try_plugins({"counter", "looker", "throws_later"});
    const auto played = test::play(test::file_for_test(), scorers);
    const auto record = session::Record::open(played.file);
    ASSERT_TRUE(record) << record.error().message;
    const auto marks = grade(*record, scorers);
    ASSERT_TRUE(marks) << marks.error().message;
    EXPECT_EQ(to_json(*marks), to_json(played.live));
    EXPECT_LT(marks->total, 10000);
    EXPECT_GT(marks->total, 8000);
    // Not the place, the language or the time zone.
    setenv("TZ", "Asia/Tokyo", 1);
    std::setlocale(LC_ALL, "de_DE.UTF-8");
    EXPECT_EQ(to_json(*grade(*record, scorers)), to_json(played.live));
    std::setlocale(LC_ALL, "C");
    std::filesystem::remove(played.file);
}

TEST(Grade, ACutRecordIsGradedAsFarAsItGoes) {
    const auto scorers = test::try_plugins({"counter"});
    const auto played = test::play(test::file_for_test(), scorers, 7450, false);
    const auto record = session::Record::open(played.file);
    ASSERT_TRUE(record) << record.error().message;
    EXPECT_FALSE(record->whole());
    const auto marks = grade(*record, scorers);
    ASSERT_TRUE(marks) << marks.error().message;
    EXPECT_TRUE(marks->assessed);
    std::filesystem::remove(played.file);
}

TEST(Grade, OtherRulesGiveOtherMarks) {
    const auto scorers = test::try_plugins({"counter"});
    const auto played = test::play(test::file_for_test(), scorers);
    const auto record = session::Record::open(played.file);
    ASSERT_TRUE(record);
    auto rules = facts_of(*record)->parameters;
    rules.set("test.limit_mm", 2.5);
    const auto marks = grade(*record, scorers, &rules);
    ASSERT_TRUE(marks);
    EXPECT_EQ(marks->total, 10000);
    EXPECT_LT(played.live.total, 10000);
    std::filesystem::remove(played.file);
}

TEST(Grade, MissingAttachmentsAreNamed) {
    for (const auto name : {session::kParametersAttachment, session::kZonesAttachment}) {
        session::Meta meta = test::pad_meta();
        meta.attachments.erase(std::string(name));
        const auto file = test::file_for_test();
        session::Recorder::Options options;
        options.replace = true;
        auto recorder = session::Recorder::create(file, meta, options);
        ASSERT_TRUE(recorder);
        ASSERT_TRUE(recorder->append(0, {}, {}));
        ASSERT_TRUE(recorder->close());
        const auto marks = grade(*session::Record::open(file), {});
        ASSERT_FALSE(marks);
        EXPECT_NE(marks.error().message.find("'" + std::string(name) + "'"), std::string::npos)
            << marks.error().message;
        std::filesystem::remove(file);
    }
}

}  // namespace
}  // namespace np::assessment
