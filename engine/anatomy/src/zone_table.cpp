#include "needlepoint/anatomy/zone_table.h"

#include <cmath>

#include "needlepoint/core/bytes.h"

namespace np::anatomy {

namespace {

constexpr std::string_view kMagic = "NPZT0001";
constexpr std::uint32_t kMaxSide = 4096;
constexpr std::size_t kMaxNames = 255;
constexpr int kNormalShift = 15;  // normals are multiples of 2^15, so that 16 bits and a sign hold them

// Seven bits per byte, lowest first: small numbers are short.
void put_varint(ByteWriter& out, std::uint32_t value) {
    while (value >= 0x80u) {
        out.put(static_cast<std::uint8_t>(value | 0x80u));
        value >>= 7;
    }
    out.put(static_cast<std::uint8_t>(value));
}

bool get_varint(ByteReader& in, std::uint32_t& value) {
    std::uint64_t sum = 0;
    for (int shift = 0; shift < 35; shift += 7) {
        const auto byte = in.get<std::uint8_t>();
        sum |= static_cast<std::uint64_t>(byte & 0x7fu) << shift;
        if ((byte & 0x80u) == 0) {
            const bool shortest = byte != 0 || shift == 0;
            value = static_cast<std::uint32_t>(sum);
            return in.ok() && shortest && sum <= 0xffffffffu;
        }
    }
    return false;
}

std::uint32_t zigzag(std::int32_t value) {
    return (static_cast<std::uint32_t>(value) << 1) ^ static_cast<std::uint32_t>(value >> 31);
}

std::int32_t unzigzag(std::uint32_t value) {
    return static_cast<std::int32_t>(value >> 1) ^ -static_cast<std::int32_t>(value & 1u);
}

std::int32_t wrapped_difference(std::int32_t a, std::int32_t b) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) - static_cast<std::uint32_t>(b));
}

std::int32_t wrapped_sum(std::int32_t a, std::int32_t b) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) + static_cast<std::uint32_t>(b));
}

// Runs of equal values: count, value.
void put_runs(ByteWriter& out, const std::vector<std::uint8_t>& values) {
    for (std::size_t at = 0; at < values.size();) {
        std::size_t end = at;
        while (end < values.size() && values[end] == values[at]) ++end;
        put_varint(out, static_cast<std::uint32_t>(end - at));
        out.put(values[at]);
        at = end;
    }
}

bool get_runs(ByteReader& in, std::size_t count, std::vector<std::uint8_t>& values) {
    values.reserve(count);
    while (values.size() < count) {
        std::uint32_t run = 0;
        if (!get_varint(in, run) || run == 0 || run > count - values.size()) return false;
        const auto value = in.get<std::uint8_t>();
        if (!values.empty() && values.back() == value) return false;  // `put_runs` would have joined them
        values.insert(values.end(), run, value);
    }
    return in.ok();
}

void put_zone(ByteWriter& out, const Zone& zone) {
    out.put_text(zone.id);
    out.put_text(zone.base);
    out.put(static_cast<std::uint8_t>(zone.bony ? 1 : 0));
    for (const double value : {zone.long_axis.x, zone.long_axis.y, zone.long_axis.z, zone.layers.epidermis_mm,
                               zone.layers.dermis_mm, zone.layers.to_firm_mm, zone.layers.stiffness})
        out.put(value);
}

bool get_zone(ByteReader& in, Zone& zone) {
    zone.id = in.get_text();
    zone.base = in.get_text();
    const auto bony = in.get<std::uint8_t>();
    zone.bony = bony == 1;
    bool fine = bony <= 1 && !zone.id.empty() && !zone.base.empty();
    for (double* value : {&zone.long_axis.x, &zone.long_axis.y, &zone.long_axis.z, &zone.layers.epidermis_mm,
                          &zone.layers.dermis_mm, &zone.layers.to_firm_mm, &zone.layers.stiffness}) {
        *value = in.get<double>();
        fine = fine && std::isfinite(*value) && std::abs(*value) < 1e6;
    }
    return fine && in.ok();
}

// Per cell with surface: center as difference to the previous such cell, normal in units of 2^15, area.
void put_cells(ByteWriter& out, const ZoneTable& table) {
    std::array<std::int32_t, 3> before{};
    for (std::size_t cell = 0; cell < table.cell_count(); ++cell) {
        put_varint(out, table.cell_area_um2[cell]);
        if (table.cell_area_um2[cell] == 0) continue;
        for (std::size_t k = 0; k < 3; ++k) {
            put_varint(out, zigzag(wrapped_difference(table.cell_center_um[cell][k], before[k])));
            put_varint(out, zigzag(table.cell_normal_q30[cell][k] >> kNormalShift));
        }
        before = table.cell_center_um[cell];
    }
}

// The cells' numbers, some millions of them: read like get_varint, the common short ones without a loop.
class CellReader {
  public:
    explicit CellReader(std::span<const std::byte> bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

    bool varint(std::uint32_t& value) {
        if (at_ != end_ && (*at_ & std::byte{0x80}) == std::byte{0}) {
            value = std::to_integer<std::uint32_t>(*at_++);
            return true;
        }
        ByteReader in({at_, end_});
        const bool fine = get_varint(in, value);
        at_ += in.position();
        return fine;
    }
    bool at_end() const { return at_ == end_; }

  private:
    const std::byte* at_;
    const std::byte* end_;
};

bool get_cell(CellReader& in, ZoneTable& table, std::size_t cell, std::array<std::int32_t, 3>& before) {
    for (std::size_t k = 0; k < 3; ++k) {
        std::uint32_t step = 0, normal = 0;
        if (!in.varint(step) || !in.varint(normal)) return false;
        before[k] = wrapped_sum(before[k], unzigzag(step));
        const std::int32_t unit = unzigzag(normal);
        if (std::abs(static_cast<std::int64_t>(unit)) > (1 << (30 - kNormalShift)) + 1) return false;
        table.cell_center_um[cell][k] = before[k];
        table.cell_normal_q30[cell][k] = unit * (1 << kNormalShift);
    }
    return true;
}

bool get_cells(CellReader& in, ZoneTable& table) {
    std::array<std::int32_t, 3> before{};
    for (std::size_t cell = 0; cell < table.cell_count(); ++cell) {
        if (!in.varint(table.cell_area_um2[cell])) return false;
        if (table.cell_area_um2[cell] != 0 && !get_cell(in, table, cell, before)) return false;
    }
    return true;
}

bool names_fit(const ZoneTable& table) {
    for (const auto zone : table.cell_zone)
        if (zone != kNoZone && zone >= table.zones.size()) return false;
    for (const auto mask : table.cell_mask)
        if (mask >= table.masks.size()) return false;
    return true;
}

auto broken(const std::string& what) {
    return no("The zone table is broken: " + what + ". Use the record or the program version that it came from.");
}

}  // namespace

bool ZoneTable::treatable(std::uint32_t cell) const {
    return cell < cell_count() && cell_area_um2[cell] > 0 && cell_zone[cell] != kNoZone && cell_mask[cell] == 0;
}

std::optional<std::uint8_t> ZoneTable::zone_index(std::string_view id) const {
    for (std::size_t i = 0; i < zones.size(); ++i)
        if (zones[i].id == id) return static_cast<std::uint8_t>(i);
    return std::nullopt;
}

std::optional<std::uint8_t> ZoneTable::mask_index(std::string_view id) const {
    for (std::size_t i = 0; i < masks.size(); ++i)
        if (masks[i] == id) return static_cast<std::uint8_t>(i);
    return std::nullopt;
}

std::vector<std::byte> ZoneTable::encode() const {
    ByteWriter out;
    out.put_bytes(std::as_bytes(std::span(kMagic.data(), kMagic.size())));
    out.put(grid_width);
    out.put(grid_height);
    out.put(static_cast<std::uint32_t>(zones.size()));
    for (const Zone& zone : zones) put_zone(out, zone);
    out.put(static_cast<std::uint32_t>(masks.size()));
    for (const std::string& mask : masks) out.put_text(mask);
    put_runs(out, cell_zone);
    put_runs(out, cell_mask);
    put_cells(out, *this);
    return out.take();
}

Expected<ZoneTable> ZoneTable::decode(std::span<const std::byte> bytes) {
    ByteReader in(bytes);
    const auto magic = in.get_bytes(kMagic.size());
    if (std::string_view(reinterpret_cast<const char*>(magic.data()), magic.size()) != kMagic)
        return broken("it does not begin with " + std::string(kMagic));
    ZoneTable table;
    table.grid_width = in.get<std::uint32_t>();
    table.grid_height = in.get<std::uint32_t>();
    if (!in.ok() || table.grid_width == 0 || table.grid_height == 0 || table.grid_width > kMaxSide ||
        table.grid_height > kMaxSide)
        return broken("its grid must have 1 to " + std::to_string(kMaxSide) + " cells a side");
    const auto zone_count = in.get<std::uint32_t>();
    if (zone_count > kMaxNames) return broken("it names more than 255 zones");
    table.zones.resize(zone_count);
    for (Zone& zone : table.zones)
        if (!get_zone(in, zone)) return broken("the entry of a zone is not whole");
    const auto mask_count = in.get<std::uint32_t>();
    if (mask_count == 0 || mask_count > kMaxNames) return broken("it must name 1 to 255 masks");
    table.masks.resize(mask_count);
    for (std::string& mask : table.masks) mask = in.get_text();
    if (!in.ok() || !table.masks[0].empty()) return broken("its first mask must be the empty one");
    const std::size_t cells = table.cell_count();
    if (!get_runs(in, cells, table.cell_zone) || !get_runs(in, cells, table.cell_mask))
        return broken("the zones of its cells are not whole");
    if (!names_fit(table)) return broken("a cell has a zone or mask that is not in its lists");
    if (in.remaining() < cells) return broken("it ends before its cells");
    table.cell_area_um2.assign(cells, 0);
    table.cell_center_um.assign(cells, {});
    table.cell_normal_q30.assign(cells, {});
    CellReader rest(in.get_bytes(in.remaining()));
    if (!get_cells(rest, table)) return broken("its cells are not whole");
    if (!rest.at_end()) return broken("bytes follow its end");
    return table;
}

}  // namespace np::anatomy
