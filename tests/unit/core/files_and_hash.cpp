#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "needlepoint/core/bytes.h"
#include "needlepoint/core/files.h"
#include "needlepoint/core/hash.h"

namespace np {
namespace {

TEST(Hash, known_answers_of_the_standard) {
    EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(Sha256().add("a").add("bc").finish()), to_hex(sha256("abc")));
    EXPECT_EQ(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(to_hex(sha256(std::string(1'000'000, 'a'))),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// However the bytes come: many at once go through the processor's own instructions, few through the library.
TEST(Hash, does_not_depend_on_the_pieces) {
    std::string text;
    for (std::size_t i = 0; i < 700; ++i) text += static_cast<char>(i * 37 + i / 64);
    Sha256 byte_by_byte;
    for (const char& c : text) byte_by_byte.add(std::string_view(&c, 1));
    const Digest whole = byte_by_byte.finish();
    for (std::size_t first = 0; first <= text.size(); ++first)
        for (const std::size_t second :
             {std::size_t{0}, std::size_t{1}, std::size_t{63}, std::size_t{64}, std::size_t{200}}) {
            const std::string_view rest = std::string_view(text).substr(first);
            Sha256 hash;
            hash.add(std::string_view(text).substr(0, first)).add(rest.substr(0, second));
            hash.add(rest.substr(std::min(second, rest.size())));
            ASSERT_EQ(hash.finish(), whole) << first << " " << second;
        }
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
