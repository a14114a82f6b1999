#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "needlepoint/core/bytes.h"
#include "needlepoint/core/files.h"
#include "needlepoint/core/hash.h"

namespace np {
namespace {

TEST(Hash, known_answers_of_the_standard) {
    EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(Sha256().add("a").add("bc").finish()), to_hex(sha256("abc")));
}

TEST(Files, come_back_as_written_and_missing_ones_are_named) {
    const auto path = std::filesystem::temp_directory_path() / ("np_core_" + std::to_string(::getpid()));
    const std::string contents("a\0b\n", 4);
    ASSERT_TRUE(write_text(path, contents));
    EXPECT_EQ(read_text(path), contents);
    std::filesystem::remove(path);

    const auto missing = read_text(path);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::kCannot);
    EXPECT_NE(missing.error().message.find(path.string()), std::string::npos);
    EXPECT_FALSE(read_text("/"));
    EXPECT_FALSE(write_text("/proc/nowhere/file", "x"));
}

TEST(Files, a_full_disk_leaves_no_file) {
    // /dev/full takes an open but no byte; it cannot be renamed onto, so the folder stays as it was.
    EXPECT_FALSE(write_text("/dev/full/x", "x"));
}

TEST(Bytes, a_reader_past_the_end_stays_calm) {
    ByteWriter writer;
    writer.put<std::uint32_t>(1000);  // claims an array far longer than what follows
    writer.put<std::uint8_t>(7);
    ByteReader reader(writer.bytes());
    EXPECT_TRUE(reader.get_array<double>().empty());
    EXPECT_FALSE(reader.ok());
    EXPECT_EQ(reader.get<std::uint8_t>(), 0);
}

}  // namespace
}  // namespace np
