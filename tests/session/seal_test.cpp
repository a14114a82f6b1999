#include <gtest/gtest.h>
#include <sys/stat.h>

#include "made_records.h"
#include "needlepoint/core/files.h"
#include "needlepoint/session/seal.h"

namespace np::session::test {
namespace {

TEST(StationKey, IsMadeOnceForItsOwnerOnly) {
    const Folder folder;
    const auto file = folder / "deep/station.key";
    const auto made = StationKey::load_or_create(file);
    ASSERT_TRUE(made) << made.error().message;
    struct ::stat facts {};
    ASSERT_EQ(::stat(file.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600u);
    const auto again = StationKey::load_or_create(file);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->public_key(), made->public_key());
    const auto trusted = TrustedStations::load(folder / "deep");
    ASSERT_TRUE(trusted);
    EXPECT_EQ(trusted->name_of(made->public_key()), "station");
}

TEST(StationKey, RefusesWhatOthersMayRead) {
    const Folder folder;
    ASSERT_TRUE(StationKey::load_or_create(folder / "station.key"));
    ASSERT_EQ(::chmod((folder / "station.key").c_str(), 0644), 0);
    const auto key = StationKey::load_or_create(folder / "station.key");
    ASSERT_FALSE(key);
    EXPECT_NE(key.error().message.find("chmod 600"), std::string::npos);
}

TEST(StationKey, RefusesADamagedKeyFile) {
    const Folder folder;
    for (const char* contents : {"", "abc\n", "zz"}) {
        ASSERT_TRUE(write_text(folder / "station.key", contents));
        ASSERT_EQ(::chmod((folder / "station.key").c_str(), 0600), 0);
        EXPECT_FALSE(StationKey::load_or_create(folder / "station.key"));
    }
}

TEST(StationKey, SignsForItselfOnly) {
    const Folder folder;
    const auto mine = StationKey::load_or_create(folder / "mine.key"),
               other = StationKey::load_or_create(folder / "other.key");
    ASSERT_TRUE(mine && other);
    const Digest head = sha256("chain"), another = sha256("other chain");
    const Signature signature = mine->sign(head);
    EXPECT_TRUE(signature_matches(mine->public_key(), head, signature));
    EXPECT_FALSE(signature_matches(mine->public_key(), another, signature));
    EXPECT_FALSE(signature_matches(other->public_key(), head, signature));
}

TEST(TrustedStations, MissingFolderHoldsNoKeysAndBadKeyIsAnError) {
    const Folder folder;
    EXPECT_TRUE(TrustedStations::load(folder / "none"));
    ASSERT_TRUE(write_text(folder / "x.pub", "not a key"));
    EXPECT_FALSE(TrustedStations::load(folder.path()));
}

}  // namespace
}  // namespace np::session::test
