// The baked head as bytes: magic, SHA-256 of what follows, contents.
#include <cmath>
#include <set>

#include "atlas.h"
#include "head_data.h"
#include "needlepoint/anatomy/bake.h"
#include "needlepoint/core/bytes.h"
#include "needlepoint/core/files.h"
#include "needlepoint/core/hash.h"

namespace np::anatomy {

namespace {

constexpr std::string_view kMagic = "NPHEAD01";
constexpr std::uint64_t kMaxPixels = 2048 * 2048;

void put_varint(ByteWriter& out, std::uint32_t value) {
    for (; value >= 0x80u; value >>= 7) out.put(static_cast<std::uint8_t>(value | 0x80u));
    out.put(static_cast<std::uint8_t>(value));
}

std::uint32_t get_varint(ByteReader& in) {
    std::uint32_t value = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        const auto byte = in.get<std::uint8_t>();
        value |= static_cast<std::uint32_t>(byte & 0x7fu) << shift;
        if ((byte & 0x80u) == 0) break;
    }
    return value;
}

// Vertex numbers as gaps, moves zigzagged: most take a byte each.
void put_target(ByteWriter& out, const MorphTarget& target) {
    out.put(static_cast<std::uint32_t>(target.vertices.size()));
    std::uint16_t before = 0;
    for (std::size_t i = 0; i < target.vertices.size(); ++i) {
        put_varint(out, static_cast<std::uint32_t>(target.vertices[i] - before));
        before = target.vertices[i];
        for (const std::int16_t move : target.moves[i])
            put_varint(out, (static_cast<std::uint32_t>(move) << 1) ^ static_cast<std::uint32_t>(move >> 15));
    }
}

MorphTarget get_target(ByteReader& in) {
    MorphTarget target;
    const auto count = in.get<std::uint32_t>();
    if (count > in.remaining() / 4) return in.get_bytes(SIZE_MAX), target;  // sets the reader to failed
    std::uint32_t vertex = 0;
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        vertex += get_varint(in);
        std::array<std::int16_t, 3> move{};
        for (auto& part : move) {
            const std::uint32_t coded = get_varint(in);
            part = static_cast<std::int16_t>(static_cast<std::int32_t>(coded >> 1) ^
                                             -static_cast<std::int32_t>(coded & 1u));
        }
        target.vertices.push_back(static_cast<std::uint16_t>(vertex > 0xffffu ? 0xffffu : vertex));
        target.moves.push_back(move);
    }
    return target;
}

// Arrays of plain structs, as they lie in memory.
template <class Plain>
void put_plain(ByteWriter& out, const std::vector<Plain>& values) {
    static_assert(std::is_trivially_copyable_v<Plain>);
    out.put(static_cast<std::uint32_t>(values.size()));
    out.put_bytes(std::as_bytes(std::span(values)));
}

template <class Plain>
std::vector<Plain> get_plain(ByteReader& in) {
    const std::size_t count = in.get<std::uint32_t>();
    const auto bytes = in.get_bytes(count * sizeof(Plain));
    std::vector<Plain> values(bytes.size() / sizeof(Plain));
    if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
}

void put_runs(ByteWriter& out, const std::vector<std::uint8_t>& values) {
    for (std::size_t at = 0; at < values.size();) {
        std::size_t end = at;
        while (end < values.size() && values[end] == values[at]) ++end;
        put_varint(out, static_cast<std::uint32_t>(end - at));
        out.put(values[at]);
        at = end;
    }
}

std::vector<std::uint8_t> get_runs(ByteReader& in, std::size_t count) {
    std::vector<std::uint8_t> values;
    while (values.size() < count && in.ok()) {
        const std::size_t run = get_varint(in);
        const auto value = in.get<std::uint8_t>();
        if (run == 0 || run > count - values.size()) return in.get_bytes(SIZE_MAX), values;
        values.insert(values.end(), run, value);
    }
    return values;
}

void put_names(ByteWriter& out, const std::vector<std::string>& names) {
    out.put(static_cast<std::uint32_t>(names.size()));
    for (const auto& name : names) out.put_text(name);
}

std::vector<std::string> get_names(ByteReader& in) {
    std::vector<std::string> names;
    const auto count = in.get<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) names.push_back(in.get_text());
    return names;
}

void put_card(ByteWriter& out, const CardRecipe& card) {
    for (const float length : card.scale_length) out.put(length);
    put_plain(out, card.anchors);
    put_plain(out, card.quads);
    put_plain(out, card.uvs);
    out.put(card.image.width);
    out.put(card.image.height);
    put_runs(out, card.image.alpha);
}

CardRecipe get_card(ByteReader& in) {
    CardRecipe card;
    for (float& length : card.scale_length) length = in.get<float>();
    card.anchors = get_plain<CardRecipe::Anchor>(in);
    card.quads = get_plain<std::array<std::uint16_t, 4>>(in);
    card.uvs = get_plain<std::array<geometry::Uv, 4>>(in);
    card.image.width = in.get<std::uint32_t>();
    card.image.height = in.get<std::uint32_t>();
    const std::uint64_t pixels = std::uint64_t{card.image.width} * card.image.height;
    if (pixels <= kMaxPixels) card.image.alpha = get_runs(in, pixels);
    return card;
}

void put_contents(ByteWriter& out, const HeadData& head) {
    out.put(head.skin_vertices);
    put_plain(out, head.base);
    put_plain(out, head.quads);
    put_plain(out, head.uvs);
    put_plain(out, head.calm);
    for (const auto& eye : head.eye_vertices)
        for (const auto part : eye) out.put(part);
    out.put(static_cast<std::uint32_t>(head.targets.size()));
    for (const auto& [name, target] : head.targets) {
        out.put_text(name);
        put_target(out, target);
    }
    out.put(static_cast<std::uint32_t>(head.landmarks.size()));
    for (const auto& [name, vertex] : head.landmarks) {
        out.put_text(name);
        out.put(vertex);
    }
    for (const auto& row : head.lip_rows) put_plain(out, row);
    for (const auto& list : head.lip_vertices) put_plain(out, list);
    for (const auto vertex : head.card_scale_vertices) out.put(vertex);
    out.put(static_cast<std::uint32_t>(head.cards.size()));
    for (const auto& [name, card] : head.cards) {
        out.put_text(name);
        put_card(out, card);
    }
    put_names(out, head.zones);
    put_names(out, head.bases);
    put_names(out, head.masks);
    put_runs(out, head.cell_zone);
    put_runs(out, head.cell_mask);
    put_plain(out, head.shades);
    put_plain(out, head.open_eye_occlusion);
    put_plain(out, head.cap_field);
    put_plain(out, head.gown_field);
}

HeadData get_contents(ByteReader& in) {
    HeadData head;
    head.skin_vertices = in.get<std::uint32_t>();
    head.base = get_plain<std::array<float, 3>>(in);
    head.quads = get_plain<Quad>(in);
    head.uvs = get_plain<QuadUv>(in);
    head.calm = get_plain<float>(in);
    for (auto& eye : head.eye_vertices)
        for (auto& part : eye) part = in.get<std::uint16_t>();
    const auto targets = in.get<std::uint32_t>();
    for (std::uint32_t i = 0; i < targets && in.ok(); ++i) {
        auto name = in.get_text();
        head.targets[std::move(name)] = get_target(in);
    }
    const auto landmarks = in.get<std::uint32_t>();
    for (std::uint32_t i = 0; i < landmarks && in.ok(); ++i) {
        auto name = in.get_text();
        head.landmarks[std::move(name)] = in.get<std::uint16_t>();
    }
    for (auto& row : head.lip_rows) row = get_plain<std::uint16_t>(in);
    for (auto& list : head.lip_vertices) list = get_plain<std::uint16_t>(in);
    for (auto& vertex : head.card_scale_vertices) vertex = in.get<std::uint16_t>();
    const auto cards = in.get<std::uint32_t>();
    for (std::uint32_t i = 0; i < cards && in.ok(); ++i) {
        auto name = in.get_text();
        head.cards[std::move(name)] = get_card(in);
    }
    head.zones = get_names(in);
    head.bases = get_names(in);
    head.masks = get_names(in);
    constexpr std::size_t cells = std::size_t{kAtlasWidth} * kAtlasHeight;
    head.cell_zone = get_runs(in, cells);
    head.cell_mask = get_runs(in, cells);
    head.shades = get_plain<SkinShade>(in);
    head.open_eye_occlusion = get_plain<std::uint8_t>(in);
    head.cap_field = get_plain<float>(in);
    head.gown_field = get_plain<float>(in);
    return head;
}

// --- does what was read hold together? -------------------------------------------------------------------------

template <class Index>
bool all_below(const std::vector<Index>& values, std::size_t limit) {
    for (const auto value : values)
        if (value >= limit) return false;
    return true;
}

bool all_finite(std::span<const float> values) {
    for (const float value : values)
        if (!std::isfinite(value) || std::abs(value) > 1e4f) return false;
    return true;
}

// Two faces at most along each edge, and no face that uses a vertex twice.
bool is_surface(const HeadData& head) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> uses;
    for (const Quad& quad : head.quads)
        for (std::size_t k = 0; k < 4; ++k) {
            const auto p = quad[k], q = quad[(k + 1) % 4];
            if (p >= head.skin_vertices || p == q || p == quad[(k + 2) % 4]) return false;
            if (++uses[{std::min(p, q), std::max(p, q)}] > 2) return false;
        }
    return true;
}

bool card_holds(const CardRecipe& card, std::size_t vertices) {
    for (const auto& anchor : card.anchors) {
        for (const auto vertex : anchor.vertices)
            if (vertex >= vertices) return false;
        if (!all_finite(anchor.weights) || !all_finite(anchor.offset)) return false;
    }
    for (const auto& quad : card.quads)
        for (const auto corner : quad)
            if (corner >= card.anchors.size()) return false;
    for (const auto& uvs : card.uvs)
        for (const auto uv : uvs)
            if (!std::isfinite(uv.u) || !std::isfinite(uv.v)) return false;
    for (const float length : card.scale_length)
        if (!(length > 0.1f && length < 100.f)) return false;
    const std::uint64_t pixels = std::uint64_t{card.image.width} * card.image.height;
    return card.uvs.size() == card.quads.size() && pixels > 0 && pixels == card.image.alpha.size();
}

std::string contradiction(const HeadData& head) {
    const std::size_t vertices = head.base.size();
    if (head.skin_vertices < 100 || head.skin_vertices > vertices || vertices > 0xffff) return "the number of vertices";
    for (const auto& p : head.base)
        if (!all_finite(p)) return "a position";
    if (head.quads.size() < 100 || head.uvs.size() != head.quads.size() || !is_surface(head)) return "the faces";
    for (const auto& uvs : head.uvs)
        for (const auto uv : uvs)
            if (!std::isfinite(uv.u) || !std::isfinite(uv.v) || std::abs(uv.u) > 10 || std::abs(uv.v) > 10)
                return "an atlas place";
    if (head.calm.size() != head.skin_vertices || !all_finite(head.calm)) return "the smooth places";
    for (const auto& eye : head.eye_vertices)
        if (eye[1] < 8 || eye[0] + std::size_t{eye[1]} > vertices) return "the eyes";
    for (const auto& [name, target] : head.targets)
        if (!all_below(target.vertices, vertices)) return "the shape " + name;
    for (const auto& [name, vertex] : head.landmarks)
        if (vertex >= head.skin_vertices) return "the landmark " + name;
    for (int lip = 0; lip < 2; ++lip)
        if (head.lip_rows[lip].size() < 3 || !all_below(head.lip_rows[lip], vertices) ||
            !all_below(head.lip_vertices[lip], vertices))
            return "the lips";
    for (const auto vertex : head.card_scale_vertices)
        if (vertex >= vertices) return "the brows' scale";
    for (const auto& [name, card] : head.cards)
        if (!card_holds(card, vertices)) return "the cards " + name;
    if (head.zones.empty() || head.zones.size() > 254 || head.bases.size() != head.zones.size()) return "the zones";
    if (head.masks.empty() || head.masks.size() > 100 || !head.masks[0].empty()) return "the masks";
    for (const auto zone : head.cell_zone)
        if (zone != kNoZone && zone >= head.zones.size()) return "a cell's zone";
    if (!all_below(head.cell_mask, head.masks.size())) return "a cell's mask";
    const QuadMesh level0 = make_quad_mesh(head.skin_vertices, head.quads);
    const std::size_t level1 = level0.vertex_count + level0.quads.size() + level0.edges.size();
    if (head.shades.size() != level1 || head.open_eye_occlusion.size() != level1 || head.cap_field.size() != level1 ||
        head.gown_field.size() != level1 || !all_finite(head.cap_field) || !all_finite(head.gown_field))
        return "the look of the skin";
    return {};
}

std::string needed_missing(const HeadData& head) {
    for (const char* name : {"tragion_l", "tragion_r", "pronasale", "cheilion_l", "cheilion_r"})
        if (head.landmarks.count(name) == 0) return std::string("the landmark ") + name;
    for (const char* name : {"brow_fine", "brow_heavy", "lash_dense", "lash_sparse"})
        if (head.cards.count(name) == 0) return std::string("the cards ") + name;
    return {};
}

}  // namespace

std::vector<std::byte> encode_head(const HeadData& head) {
    ByteWriter contents;
    contents.put_bytes(bake_recipe());
    put_contents(contents, head);
    ByteWriter out;
    out.put_bytes(std::as_bytes(std::span(kMagic.data(), kMagic.size())));
    out.put_bytes(sha256(contents.bytes()));
    out.put_bytes(contents.bytes());
    return out.take();
}

Expected<HeadData> decode_head(std::span<const std::byte> bytes) {
    ByteReader in(bytes);
    const std::string again = " Delete it and bake the head again.";
    const auto magic = in.get_bytes(kMagic.size());
    if (std::string_view(reinterpret_cast<const char*>(magic.data()), magic.size()) != kMagic)
        return no("This is not a baked head: it does not begin with " + std::string(kMagic) + "." + again);
    const auto digest = in.get_bytes(32);
    if (!in.ok() || sha256(bytes.subspan(in.position())) != [&] {
            Digest d{};
            std::copy(digest.begin(), digest.end(), d.begin());
            return d;
        }())
        return no("The baked head is damaged or cut off: its checksum does not fit its contents." + again);
    const auto recipe = in.get_bytes(32);
    const Digest expected = bake_recipe();
    if (!in.ok() || !std::equal(recipe.begin(), recipe.end(), expected.begin(), expected.end()))
        return no("The baked head comes from another version of the program." + again);
    HeadData head = get_contents(in);
    if (!in.ok() || !in.at_end()) return no("The baked head is not whole." + again);
    if (const auto wrong = contradiction(head); !wrong.empty())
        return no("The baked head contradicts itself in " + wrong + "." + again);
    if (const auto lacking = needed_missing(head); !lacking.empty())
        return no("The baked head lacks " + lacking + "." + again);
    return head;
}

Expected<BakedHead> parse_baked_head(std::span<const std::byte> bytes) {
    auto head = decode_head(bytes);
    if (!head) return tl::unexpected(head.error());
    return BakedHead(std::make_shared<const HeadData>(std::move(*head)), sha256(bytes));
}

Expected<BakedHead> load_baked_head(const std::filesystem::path& path) {
    const auto bytes = read_file(path);
    if (!bytes) return tl::unexpected(bytes.error());
    auto head = parse_baked_head(*bytes);
    if (!head) return tl::unexpected(Error{head.error().kind, path.string() + ": " + head.error().message});
    return head;
}

std::vector<std::string> BakedHead::shape_names() const {
    std::vector<std::string> names;
    const std::string prefix = "shape/";
    for (const auto& [name, target] : data_->targets)
        if (name.rfind(prefix, 0) == 0) names.push_back(name.substr(prefix.size()));
    return names;
}

}  // namespace np::anatomy
