// What a check needs of a session, as bytes between two processes of the same program.
#include "needlepoint/core/bytes.h"
#include "needlepoint/plugin_host/check.h"

namespace np::plugin_host {
namespace {
constexpr std::uint32_t kMagic = 0x4b43504eu;  // NPCK
}

std::vector<std::byte> CheckMaterial::encode() const {
    ByteWriter writer;
    writer.put(kMagic);
    writer.put_text(facts.scenario);
    writer.put(facts.seed);
    writer.put_text(facts.parameters.canonical());
    writer.put(static_cast<std::uint32_t>(facts.table().size()));
    writer.put_bytes(facts.table());
    writer.put(static_cast<std::uint32_t>(events.count()));
    writer.put(static_cast<std::uint32_t>(events.bytes().size()));
    writer.put_bytes(events.bytes());
    writer.put(static_cast<std::uint32_t>(chunks.size()));
    for (const auto& chunk : chunks) {
        writer.put(static_cast<std::uint32_t>(chunk.size()));
        writer.put_bytes(chunk);
    }
    return writer.take();
}

Expected<CheckMaterial> CheckMaterial::decode(std::span<const std::byte> bytes) {
    ByteReader reader(bytes);
    CheckMaterial material;
    const bool magic = reader.get<std::uint32_t>() == kMagic;
    material.facts.scenario = reader.get_text();
    material.facts.seed = reader.get<std::uint64_t>();
    const auto parameters = Parameters::parse_canonical(reader.get_text());
    const auto table = reader.get_bytes(reader.get<std::uint32_t>());
    material.facts.patient = std::vector<std::byte>(table.begin(), table.end());
    const std::uint32_t count = reader.get<std::uint32_t>();
    material.events.append_bytes(reader.get_bytes(reader.get<std::uint32_t>()), count);
    const std::uint32_t chunks = reader.get<std::uint32_t>();
    for (std::uint32_t i = 0; i < chunks && reader.ok(); ++i) {
        const auto chunk = reader.get_bytes(reader.get<std::uint32_t>());
        material.chunks.emplace_back(chunk.begin(), chunk.end());
    }
    if (!magic || !parameters || !reader.ok() || !reader.at_end())
        return no(
            "the material of a check was expected, and it is broken; this program is meant to call itself with it");
    material.facts.parameters = *parameters;
    return material;
}

}  // namespace np::plugin_host
