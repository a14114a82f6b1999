// Reading scans. Every number of the file is checked before it is used.
#include <charconv>
#include <nlohmann/json.hpp>

#include "needlepoint/anatomy/head_import.h"
#include "needlepoint/core/bytes.h"
#include "needlepoint/core/files.h"

namespace np::anatomy {

using geometry::Vec3;

namespace {

constexpr std::uintmax_t kMaxBytes = 256u << 20;
constexpr std::size_t kMaxTriangles = 2'000'000, kMaxVertices = 4'000'000, kMaxNodes = 10'000;

Expected<ScanMesh> too_many() {
    return no(
        "The mesh has more than two million triangles; the face needs some fifty thousand. Thin it out (decimate) "
        "and import it again.");
}

Status check_mesh(const ScanMesh& mesh) {
    if (mesh.triangles.empty()) return no("The file has no triangles: a mesh of the face was expected.");
    for (const Vec3 p : mesh.positions)
        for (const double c : {p.x, p.y, p.z})
            if (!(c > -1e7 && c < 1e7))
                return no("The file has a coordinate that is no number or beyond ten million units; export it again.");
    for (const auto& t : mesh.triangles)
        for (const auto v : t)
            if (v >= mesh.positions.size()) return no("A triangle of the file names a vertex that is not there.");
    return {};
}

// --- obj ---------------------------------------------------------------------------------------------------------

class Words {
  public:
    explicit Words(std::string_view line) : rest_(line) {}
    std::string_view next() {
        const auto begin = rest_.find_first_not_of(" \t\r");
        if (begin == std::string_view::npos) return rest_ = {};
        rest_.remove_prefix(begin);
        const auto end = rest_.find_first_of(" \t\r");
        const auto word = rest_.substr(0, end);
        rest_.remove_prefix(word.size());
        return word;
    }

  private:
    std::string_view rest_;
};

template <class Number>
bool read_number(std::string_view word, Number& number) {
    const auto [end, trouble] = std::from_chars(word.data(), word.data() + word.size(), number);
    return trouble == std::errc{} && end == word.data() + word.size();
}

struct ObjReader {
    ScanMesh mesh;
    std::size_t line_number = 0;

    tl::unexpected<Error> wrong(const char* what) const {
        return no("Line " + std::to_string(line_number) + " of the .obj file: " + what);
    }

    Status vertex(Words& words) {
        Vec3 p;
        for (double* c : {&p.x, &p.y, &p.z})
            if (!read_number(words.next(), *c)) return wrong("a vertex (v) needs three numbers.");
        if (mesh.positions.size() == kMaxVertices) return tl::unexpected(too_many().error());
        mesh.positions.push_back(p);
        return {};
    }

    Status face(Words& words) {
        std::vector<std::uint32_t> corners;
        for (auto word = words.next(); !word.empty(); word = words.next()) {
            std::int64_t index = 0;
            if (!read_number(word.substr(0, word.find('/')), index) || index == 0)
                return wrong("a face (f) names its vertices by numbers from 1 on.");
            const auto count = static_cast<std::int64_t>(mesh.positions.size());
            index = index < 0 ? count + index : index - 1;
            if (index < 0 || index >= count) return wrong("a face (f) names a vertex that is not there yet.");
            corners.push_back(static_cast<std::uint32_t>(index));
            if (corners.size() > 64) return wrong("a face (f) has more than 64 corners.");
        }
        if (corners.size() < 3) return wrong("a face (f) needs at least three vertices.");
        for (std::size_t k = 1; k + 1 < corners.size(); ++k)
            mesh.triangles.push_back({corners[0], corners[k], corners[k + 1]});
        if (mesh.triangles.size() > kMaxTriangles) return tl::unexpected(too_many().error());
        return {};
    }
};

// --- glb ---------------------------------------------------------------------------------------------------------

using Json = nlohmann::json;

// Members of untrusted JSON: an absent or wrong one reads as `otherwise`.
std::uint64_t whole(const Json& object, const char* key, std::uint64_t otherwise) {
    if (!object.is_object()) return otherwise;
    const auto found = object.find(key);
    return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : otherwise;
}
const Json& member(const Json& object, const char* key) {
    static const Json kNone;
    if (!object.is_object()) return kNone;
    const auto found = object.find(key);
    return found == object.end() ? kNone : *found;
}
const Json& item(const Json& array, std::uint64_t index) {
    static const Json kNone;
    return array.is_array() && index < array.size() ? array[index] : kNone;
}

constexpr std::uint64_t kAbsent = ~std::uint64_t{0};

// Row-major 3 x 4.
struct Place {
    double m[3][4] = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}};
    Vec3 of(Vec3 p) const {
        const auto row = [&](int r) { return m[r][0] * p.x + m[r][1] * p.y + m[r][2] * p.z + m[r][3]; };
        return {row(0), row(1), row(2)};
    }
    Place after(const Place& inner) const {
        Place both;
        for (int r = 0; r < 3; ++r)
            for (int c = 0; c < 4; ++c) {
                both.m[r][c] = c == 3 ? m[r][3] : 0;
                for (int k = 0; k < 3; ++k) both.m[r][c] += m[r][k] * inner.m[k][c];
            }
        return both;
    }
};

std::vector<double> numbers(const Json& array, std::size_t count) {
    std::vector<double> out;
    if (!array.is_array() || array.size() != count) return out;
    for (const Json& value : array) {
        if (!value.is_number()) return {};
        out.push_back(value.get<double>());
    }
    return out;
}

Place place_of(const Json& node) {
    Place place;
    const auto matrix = numbers(member(node, "matrix"), 16);
    if (!matrix.empty()) {
        for (std::size_t r = 0; r < 3; ++r)
            for (std::size_t c = 0; c < 4; ++c) place.m[r][c] = matrix[4 * c + r];
        return place;
    }
    const auto q = numbers(member(node, "rotation"), 4), s = numbers(member(node, "scale"), 3),
               t = numbers(member(node, "translation"), 3);
    if (!q.empty()) {
        const double x = q[0], y = q[1], z = q[2], w = q[3];
        const double r[3][3] = {{1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)},
                                {2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)},
                                {2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)}};
        for (int i = 0; i < 3; ++i)
            for (int k = 0; k < 3; ++k) place.m[i][k] = r[i][k];
    }
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t k = 0; k < 3 && !s.empty(); ++k) place.m[i][k] *= s[k];
        if (!t.empty()) place.m[i][3] = t[i];
    }
    return place;
}

class GlbReader {
  public:
    GlbReader(const Json& json, std::span<const std::byte> data) : json_(json), data_(data) {}

    Expected<ScanMesh> read() {
        const Json& scene = item(member(json_, "scenes"), whole(json_, "scene", 0));
        const Json& roots = member(scene, "nodes");
        std::vector<std::pair<std::uint64_t, Place>> open;
        if (roots.is_array())
            for (const Json& root : roots)
                if (root.is_number_unsigned()) open.push_back({root.get<std::uint64_t>(), {}});
        // A node is visited once a parent; a circle of nodes runs into the limit.
        for (std::size_t seen = 0; !open.empty(); ++seen) {
            if (seen > kMaxNodes) return no("The .glb file has more than ten thousand nodes, or they form a circle.");
            const auto [index, outer] = open.back();
            open.pop_back();
            const Json& node = item(member(json_, "nodes"), index);
            const Place place = outer.after(place_of(node));
            if (const auto fine = add_mesh(whole(node, "mesh", kAbsent), place); !fine)
                return tl::unexpected(fine.error());
            const Json& children = member(node, "children");
            if (children.is_array())
                for (const Json& child : children)
                    if (child.is_number_unsigned()) open.push_back({child.get<std::uint64_t>(), place});
        }
        return std::move(mesh_);
    }

  private:
    struct Column {
        const std::byte* first = nullptr;
        std::uint64_t count = 0, stride = 0, component = 0;
    };

    Status add_mesh(std::uint64_t index, const Place& place) {
        const Json& primitives = member(item(member(json_, "meshes"), index), "primitives");
        if (!primitives.is_array()) return {};
        for (const Json& primitive : primitives) {
            if (whole(primitive, "mode", 4) != 4) continue;  // points and lines are no skin
            if (!member(member(primitive, "extensions"), "KHR_draco_mesh_compression").is_null())
                return no("The .glb file is compressed with Draco; export it without compression.");
            const auto added = add_primitive(primitive, place);
            if (!added) return added;
        }
        return {};
    }

    Status add_primitive(const Json& primitive, const Place& place) {
        const auto positions = column(whole(member(primitive, "attributes"), "POSITION", kAbsent), "VEC3", 12);
        if (!positions) return tl::unexpected(positions.error());
        if (positions->component != 5126) return no("The .glb file has vertices that are no 32-bit numbers.");
        const auto base = static_cast<std::uint32_t>(mesh_.positions.size());
        if (base + positions->count > kMaxVertices) return tl::unexpected(too_many().error());
        for (std::uint64_t i = 0; i < positions->count; ++i) {
            float p[3];
            std::memcpy(p, positions->first + i * positions->stride, sizeof p);
            mesh_.positions.push_back(place.of({p[0], p[1], p[2]}));
        }
        std::vector<std::uint32_t> corners;
        if (const auto indices = whole(primitive, "indices", kAbsent); indices == kAbsent) {
            for (std::uint32_t i = 0; i < positions->count; ++i) corners.push_back(i);
        } else {
            const auto list = column(indices, "SCALAR", 0);
            if (!list) return tl::unexpected(list.error());
            for (std::uint64_t i = 0; i < list->count; ++i) corners.push_back(index_at(*list, i));
        }
        for (std::size_t i = 0; i + 2 < corners.size(); i += 3) {
            for (std::size_t k = 0; k < 3; ++k)
                if (corners[i + k] >= positions->count)
                    return no("A triangle of the .glb file names a vertex that is not there.");
            mesh_.triangles.push_back({base + corners[i], base + corners[i + 1], base + corners[i + 2]});
            if (mesh_.triangles.size() > kMaxTriangles) return tl::unexpected(too_many().error());
        }
        return {};
    }

    static std::uint32_t index_at(const Column& list, std::uint64_t i) {
        const std::byte* at = list.first + i * list.stride;
        if (list.component == 5121) return std::to_integer<std::uint32_t>(*at);
        if (list.component == 5123) {
            std::uint16_t value = 0;
            std::memcpy(&value, at, sizeof value);
            return value;
        }
        std::uint32_t value = 0;
        std::memcpy(&value, at, sizeof value);
        return value;
    }

    // `bytes` of an element, or 0: by its component type.
    Expected<Column> column(std::uint64_t index, const char* type, std::uint64_t bytes) {
        const auto broken = [] { return no("The .glb file points outside its own data; export it again."); };
        const Json& accessor = item(member(json_, "accessors"), index);
        const Json& view = item(member(json_, "bufferViews"), whole(accessor, "bufferView", kAbsent));
        if (!accessor.is_object() || !view.is_object() || member(accessor, "type") != type) return broken();
        if (!member(accessor, "sparse").is_null()) return no("The .glb file has sparse data; export it plainly.");
        if (whole(view, "buffer", 0) != 0) return no("The .glb file keeps its data in other files; pack it into one.");
        Column column;
        column.component = whole(accessor, "componentType", 0);
        if (bytes == 0)
            bytes = column.component == 5121 ? 1 : column.component == 5123 ? 2 : column.component == 5125 ? 4 : 0;
        column.count = whole(accessor, "count", 0);
        column.stride = whole(view, "byteStride", bytes);
        const std::uint64_t view_at = whole(view, "byteOffset", 0), view_size = whole(view, "byteLength", 0);
        const std::uint64_t at = whole(accessor, "byteOffset", 0);
        if (bytes == 0 || column.stride < bytes || column.stride > 4096 || column.count > kMaxVertices * 3 ||
            view_at > data_.size() || view_size > data_.size() - view_at || at > view_size)
            return broken();
        if (column.count > 0 && (column.count - 1) * column.stride + bytes > view_size - at) return broken();
        column.first = data_.data() + view_at + at;
        return column;
    }

    const Json& json_;
    std::span<const std::byte> data_;
    ScanMesh mesh_;
};

}  // namespace

Expected<ScanMesh> parse_obj(std::string_view text) {
    ObjReader reader;
    while (!text.empty()) {
        ++reader.line_number;
        const auto end = text.find('\n');
        Words words(text.substr(0, end));
        const auto word = words.next();
        Status fine;
        if (word == "v") fine = reader.vertex(words);
        if (word == "f") fine = reader.face(words);
        if (!fine) return tl::unexpected(fine.error());
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    if (const auto fine = check_mesh(reader.mesh); !fine) return tl::unexpected(fine.error());
    return std::move(reader.mesh);
}

Expected<ScanMesh> parse_glb(std::span<const std::byte> bytes) {
    ByteReader in(bytes);
    const auto magic = in.get<std::uint32_t>(), version = in.get<std::uint32_t>(), size = in.get<std::uint32_t>();
    if (magic != 0x46546c67u || version != 2 || size != bytes.size())
        return no("This is no whole binary glTF 2.0 file (.glb); export the scan again.");
    std::span<const std::byte> text, data;
    while (in.ok() && !in.at_end()) {
        const auto length = in.get<std::uint32_t>(), kind = in.get<std::uint32_t>();
        const auto chunk = in.get_bytes(length);
        if (kind == 0x4e4f534au && text.empty()) text = chunk;
        if (kind == 0x004e4942u && data.empty()) data = chunk;
    }
    if (!in.ok() || text.size() > (16u << 20)) return no("The .glb file is cut off or its description is too long.");
    const auto* letters = reinterpret_cast<const char*>(text.data());
    const auto json = Json::parse(letters, letters + text.size(), nullptr, false);
    if (json.is_discarded()) return no("The description inside the .glb file is no JSON; export the scan again.");
    auto mesh = GlbReader(json, data).read();
    if (!mesh) return mesh;
    if (const auto fine = check_mesh(*mesh); !fine) return tl::unexpected(fine.error());
    return mesh;
}

Expected<ScanMesh> read_scan(const std::filesystem::path& path) {
    std::error_code trouble;
    const auto bytes = std::filesystem::file_size(path, trouble);
    if (trouble) return cannot("the scan " + path.string() + " could not be opened: " + trouble.message());
    if (bytes > kMaxBytes)
        return no(path.string() +
                  " is larger than 256 MB; thin the mesh out (some fifty thousand triangles are enough).");
    const std::string end = path.extension().string();
    if (end == ".obj") {
        const auto text = read_text(path);
        return text ? parse_obj(*text) : tl::unexpected(text.error());
    }
    if (end == ".glb") {
        const auto contents = read_file(path);
        return contents ? parse_glb(*contents) : tl::unexpected(contents.error());
    }
    return usage("a scan as .obj or .glb was expected, found " + path.string());
}

}  // namespace np::anatomy
