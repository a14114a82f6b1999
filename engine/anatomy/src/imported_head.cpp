// An imported head as bytes: magic, SHA-256 of what follows, contents.
#include <algorithm>

#include "head_data.h"
#include "needlepoint/anatomy/bake.h"
#include "needlepoint/anatomy/head_import.h"
#include "needlepoint/core/bytes.h"
#include "needlepoint/core/files.h"

namespace np::anatomy {

namespace {
constexpr std::string_view kMagic = "NPSCAN01";
constexpr std::int32_t kFarthest_um = 300'000;
}  // namespace

std::vector<std::byte> encode_imported_head(const ImportedHead& head) {
    ByteWriter contents;
    contents.put_bytes(std::as_bytes(std::span(head.head)));
    for (const double value :
         {head.from.male, head.from.age_years, head.from.african, head.from.asian, head.from.caucasian})
        contents.put(value);
    contents.put(static_cast<std::uint8_t>(head.from.eyes_closed));
    contents.put(static_cast<std::uint32_t>(head.moves.size()));
    for (const auto& move : head.moves)
        for (const std::int32_t part : move) contents.put(part);
    ByteWriter out;
    out.put_bytes(std::as_bytes(std::span(kMagic)));
    const Digest digest = sha256(contents.bytes());
    out.put_bytes(std::as_bytes(std::span(digest)));
    out.put_bytes(contents.bytes());
    return out.take();
}

Expected<std::shared_ptr<const ImportedHead>> decode_imported_head(const BakedHead& head,
                                                                   std::span<const std::byte> bytes) {
    ByteReader in(bytes);
    const auto magic = in.get_bytes(kMagic.size());
    Digest digest{}, recipe{};
    const auto written = in.get_bytes(digest.size());
    if (!in.ok() || !std::equal(magic.begin(), magic.end(), std::as_bytes(std::span(kMagic)).begin()))
        return no("This is no imported head (.nphead); make one with `needlepoint head import`.");
    std::memcpy(digest.data(), written.data(), digest.size());
    if (sha256(bytes.subspan(in.position())) != digest)
        return no("The imported head is damaged; import the scan again.");
    const auto from = in.get_bytes(recipe.size());
    if (in.ok()) std::memcpy(recipe.data(), from.data(), recipe.size());
    if (recipe != bake_recipe())
        return cannot("The imported head was made with another version of the program; import the scan again.");
    auto made = std::make_shared<ImportedHead>();
    for (double* value :
         {&made->from.male, &made->from.age_years, &made->from.african, &made->from.asian, &made->from.caucasian})
        *value = in.get<double>();
    made->from.eyes_closed = in.get<std::uint8_t>() != 0;
    const auto count = in.get<std::uint32_t>();
    bool sane = in.ok() && count == head.data().base.size() && in.remaining() == std::size_t{count} * 12;
    for (std::uint32_t i = 0; sane && i < count; ++i) {
        std::array<std::int32_t, 3> move{};
        for (std::int32_t& part : move) part = in.get<std::int32_t>();
        for (const std::int32_t part : move) sane = sane && part > -kFarthest_um && part < kFarthest_um;
        made->moves.push_back(move);
    }
    if (!sane) return no("The imported head does not fit the baked head; import the scan again.");
    made->head = recipe;
    made->digest = sha256(bytes);
    return made;
}

Expected<std::shared_ptr<const ImportedHead>> load_imported_head(const BakedHead& head,
                                                                 const std::filesystem::path& path) {
    std::error_code trouble;
    if (std::filesystem::file_size(path, trouble) > (16u << 20) && !trouble)
        return no(path.string() + " is too large for an imported head (.nphead).");
    const auto bytes = read_file(path);
    if (!bytes) return tl::unexpected(bytes.error());
    auto made = decode_imported_head(head, *bytes);
    if (!made) return tl::unexpected(Error{made.error().kind, path.string() + ": " + made.error().message});
    return made;
}

}  // namespace np::anatomy
