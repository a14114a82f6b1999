#include "scorer_stage.h"

#include <dlfcn.h>

#include <cstdlib>

#include <limits>
#include <memory>
#include <stdexcept>

namespace np::test {

std::int64_t Seen::lost() const {
    std::int64_t sum = 0;
    for (const SeenFinding& finding : findings) sum += finding.cost;
    return sum;
}

std::vector<SeenFinding> Seen::of(std::string_view rule) const {
    std::vector<SeenFinding> found;
    for (const SeenFinding& finding : findings)
        if (finding.rule == rule) found.push_back(finding);
    return found;
}

double Seen::figure(std::string_view key, std::uint32_t zone) const {
    for (const SeenFigure& figure : figures)
        if (figure.key == key && figure.zone == zone) return figure.value;
    return std::numeric_limits<double>::quiet_NaN();
}

// ---- the host's side ----------------------------------------------------------------------------------------------

struct StageHost {
    const Stage& stage;
    np_host host{};
    std::string fault;
    std::vector<np_parameter> parameters;
    std::map<std::string, std::size_t> parameter_index;
    std::vector<np_zone> zones;
    std::vector<std::vector<std::uint32_t>> treatable;  // by zone
    np_ext_parameters parameters_ext{};
    np_ext_zones zones_ext{};
    np_ext_zones_2 zone_cells_ext{};
    np_ext_tissue tissue_ext{};
    np_ext_tissue_2 outlook_ext{};

    explicit StageHost(const Stage& of) : stage(of) {
        host = {sizeof(np_host), NP_ABI_MAJOR, NP_ABI_MINOR, 0, this, "stage", "0", &extension, &take_fault};
        parameters_ext = {&find, &count, &at};
        zones_ext = {&zone_count, &zone, &cell_count, &grid_width, &cells, &mask_name, &neighbours};
        zone_cells_ext = {zones_ext, &treatable_cells};
        tissue_ext = {&read_cells, &read_zone, &nominal_depths, &seating_force};
        outlook_ext = {tissue_ext, &read_outlook, &collagen, &pain, &pain};
        list_parameters();
        for (std::size_t i = 0; i < stage.zones_.size(); ++i) list_zone(static_cast<std::uint32_t>(i));
    }

    void list_parameters() {
        for (const auto& [key, parameter] : stage.parameters.entries()) {
            np_parameter entry{};
            const bool number = std::holds_alternative<double>(parameter.value);
            entry.type = number ? NP_PARAMETER_NUMBER : NP_PARAMETER_TEXT;
            entry.assumed = parameter.provenance.assumed() ? 1 : 0;
            entry.number = number ? std::get<double>(parameter.value) : 0;
            entry.key = key.c_str();
            entry.text = number ? "" : std::get<std::string>(parameter.value).c_str();
            entry.unit = parameter.unit.c_str();
            entry.tag = parameter.provenance.tag.c_str();
            entry.source = parameter.provenance.source.c_str();
            parameter_index[key] = parameters.size();
            parameters.push_back(entry);
        }
    }

    void list_zone(std::uint32_t index) {
        const StageZone& from = stage.zones_[index];
        np_zone zone{};
        zone.id = from.id.c_str();
        zone.base = from.base.c_str();
        zone.index = index;
        zone.bony = from.bony ? 1 : 0;
        zone.long_axis[0] = 1;
        zone.stiffness = from.stiffness;
        treatable.emplace_back();
        for (std::uint32_t at = 0; at < stage.cells_.size(); ++at) {
            const np_cell& cell = stage.cells_[at];
            if (cell.treatable == 0 || cell.zone != index) continue;
            ++zone.treatable_cells;
            zone.treatable_area_um2 += cell.area_um2;
            treatable.back().push_back(at);
        }
        zones.push_back(zone);
    }

    static StageHost& self(const np_host* host) { return *static_cast<StageHost*>(host->context); }

    static const void* extension(const np_host* host, const char* key, std::uint32_t revision) {
        StageHost& me = self(host);
        const std::string_view name = key;
        if (name == NP_EXT_TISSUE && revision == 2) return &me.outlook_ext;
        if (name == NP_EXT_ZONES && revision == 2) return &me.zone_cells_ext;
        if (revision != 1) return nullptr;
        if (name == NP_EXT_PARAMETERS) return &me.parameters_ext;
        if (name == NP_EXT_ZONES) return &me.zones_ext;
        if (name == NP_EXT_TISSUE && me.stage.has_tissue) return &me.tissue_ext;
        return nullptr;
    }
    static void take_fault(const np_host* host, const char* sentence) { self(host).fault = sentence; }

    static const np_parameter* find(const np_host* host, const char* key) {
        StageHost& me = self(host);
        const auto found = me.parameter_index.find(key);
        return found == me.parameter_index.end() ? nullptr : &me.parameters[found->second];
    }
    static std::uint64_t count(const np_host* host) { return self(host).parameters.size(); }
    static const np_parameter* at(const np_host* host, std::uint64_t index) { return &self(host).parameters[index]; }

    static std::uint32_t zone_count(const np_host* host) { return static_cast<std::uint32_t>(self(host).zones.size()); }
    static const np_zone* zone(const np_host* host, std::uint32_t index) {
        StageHost& me = self(host);
        return index < me.zones.size() ? &me.zones[index] : nullptr;
    }
    static std::uint32_t cell_count(const np_host* host) {
        return static_cast<std::uint32_t>(self(host).stage.cells_.size());
    }
    static std::uint32_t grid_width(const np_host*) { return Stage::kGridWidth; }
    static const np_cell* cells(const np_host* host) { return self(host).stage.cells_.data(); }
    static const char* mask_name(const np_host* host, std::uint32_t mask) {
        const auto& masks = self(host).stage.masks_;
        return mask < masks.size() ? masks[mask].c_str() : "";
    }
    static std::uint32_t neighbours(const np_host* host, std::uint32_t cell, std::uint32_t radius_um,
                                    std::uint32_t* out, std::uint32_t capacity) {
        const auto& all = self(host).stage.cells_;
        std::uint32_t found = 0;
        for (std::uint32_t i = 0; i < all.size(); ++i) {
            if (all[i].area_um2 == 0) continue;
            double squared = 0;
            for (int k = 0; k < 3; ++k) {
                const double d = static_cast<double>(all[i].center_um[k]) - all[cell].center_um[k];
                squared += d * d;
            }
            if (squared > static_cast<double>(radius_um) * radius_um) continue;
            if (found < capacity) out[found] = i;
            ++found;
        }
        return found;
    }

    static const std::uint32_t* treatable_cells(const np_host* host, std::uint32_t zone, std::uint32_t* count) {
        const auto& all = self(host).treatable;
        *count = zone < all.size() ? static_cast<std::uint32_t>(all[zone].size()) : 0;
        return zone < all.size() ? all[zone].data() : nullptr;
    }

    static std::int32_t read_cells(const np_host* host, std::uint32_t first, std::uint32_t count, np_tissue_cell* out) {
        const auto& all = self(host).stage.tissue_cells;
        if (first > all.size() || count > all.size() - first) return NP_REFUSED;
        for (std::uint32_t i = 0; i < count; ++i) out[i] = all[first + i];
        return NP_OK;
    }
    static std::int32_t read_zone(const np_host* host, std::uint32_t zone, np_tissue_zone* out) {
        const auto& all = self(host).stage.tissue_zones;
        if (zone >= all.size()) return NP_REFUSED;
        *out = all[zone];
        return NP_OK;
    }
    static std::int32_t nominal_depths(const np_host*, const np_strike* strike, double* out) {
        const auto* depths = static_cast<const std::int32_t*>(np_slice_data(&strike->header, strike->depth_um));
        for (std::uint32_t i = 0; i < strike->depth_um.count; ++i) out[i] = depths[i] / 1000.0;
        return NP_OK;
    }
    static std::int32_t read_outlook(const np_host* host, std::uint32_t zone, np_tissue_outlook* out) {
        const auto& all = self(host).stage.outlooks;
        if (zone >= all.size()) return NP_REFUSED;
        *out = all[zone];
        return NP_OK;
    }
    static double collagen(const np_host* host, std::uint32_t zone, double, std::uint32_t planned) {
        const auto& all = self(host).stage.outlooks;
        if (zone >= all.size()) return 0;
        return planned != 0 ? all[zone].planned_collagen : all[zone].collagen;
    }
    static double pain(const np_host* host) { return self(host).stage.peak_pain; }
    static double seating_force(const np_host* host, std::uint32_t zone, std::uint32_t needles) {
        StageHost& me = self(host);
        return zone < me.zones.size() ? 40.0 * needles * me.zones[zone].stiffness : 0.0;
    }
};

// ---- taking the answer --------------------------------------------------------------------------------------------

namespace {

Seen& seen_by(const np_sink* sink) {
    return *static_cast<Seen*>(sink->context);
}

std::int32_t take_finding(const np_sink* sink, const np_finding* from) {
    if (from->bytes != sizeof(np_finding) || from->end_tick < from->first_tick || from->cost < 0) return NP_REFUSED;
    SeenFinding finding;
    finding.rule = from->rule;
    finding.thing = from->thing;
    finding.unit = from->unit;
    finding.source = from->source;
    finding.text = from->text;
    finding.limit_key = from->limit_key;
    finding.critical = from->critical;
    finding.severity = from->severity;
    finding.flags = from->flags;
    finding.zone = from->zone;
    finding.cell = from->cell;
    finding.cost = from->cost;
    finding.first_tick = from->first_tick;
    finding.end_tick = from->end_tick;
    finding.value = from->value;
    finding.limit = from->limit;
    seen_by(sink).findings.push_back(finding);
    return NP_OK;
}

std::int32_t take_figure(const np_sink* sink, const np_figure* from) {
    seen_by(sink).figures.push_back({from->key, from->unit, from->zone, from->value});
    return NP_OK;
}

std::int32_t take_mark(const np_sink* sink, const np_mark* from) {
    Seen& seen = seen_by(sink);
    if (seen.state != 0) throw std::logic_error("the scorer gave its mark twice");
    seen.state = from->state;
    seen.mark = from->mark;
    seen.full = from->full;
    seen.reason = from->reason;
    return NP_OK;
}

class Library {
  public:
    explicit Library(const std::string& path) : handle_(dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
        if (handle_ == nullptr) throw std::runtime_error(dlerror());
        plugin = static_cast<const np_plugin*>(dlsym(handle_, NP_PLUGIN_SYMBOL));
        if (plugin == nullptr) throw std::runtime_error(path + " exports no " NP_PLUGIN_SYMBOL);
    }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    ~Library() { dlclose(handle_); }

    const np_plugin* plugin = nullptr;

  private:
    void* handle_;
};

// The answer so far; false after a fault.
bool ask(const np_scorer& plugin, void* instance, Seen& seen) {
    seen = Seen{};
    const np_sink sink{sizeof(np_sink), 0, &seen, &take_finding, &take_figure, &take_mark};
    return plugin.finish(instance, &sink) == NP_OK;
}

struct Cut {
    const std::byte* first = nullptr;
    std::uint64_t size = 0;
    std::uint32_t count = 0;
    std::uint64_t number = 0;  // of the span of ticks it belongs to
};

std::vector<Cut> cut(const sdk::EventBuffer& events, std::uint64_t ticks) {
    std::vector<Cut> cuts;
    for (const sdk::RecordView record : events) {
        const std::uint64_t number = record.tick() / ticks;
        if (cuts.empty() || cuts.back().number != number) cuts.push_back({record.bytes().data(), 0, 0, number});
        cuts.back().size += record.bytes().size();
        ++cuts.back().count;
    }
    return cuts;
}

}  // namespace

// ---- the stage ----------------------------------------------------------------------------------------------------

Stage::Stage(std::string scorer) : scorer_(std::move(scorer)) {}

std::uint32_t Stage::add_zone(const std::string& id, const std::string& base, std::uint32_t columns,
                              std::uint32_t rows) {
    const auto index = static_cast<std::uint32_t>(zones_.size());
    const auto first = static_cast<std::uint32_t>(cells_.size());
    zones_.push_back({id, base, first, columns, rows, false, 1});
    cells_.resize(first + rows * kGridWidth, np_cell{NP_NO_ZONE, 0, 0, 0, {}, {}});
    for (std::uint32_t k = 0; k < columns * rows; ++k) {
        const std::uint32_t at = cell(index, k);
        const auto x = static_cast<std::int32_t>(at % kGridWidth), y = static_cast<std::int32_t>(at / kGridWidth);
        cells_[at] = {index, 0, 1000000, 1, {x * 1000 + 500, y * 1000 + 500, 0}, {0, 0, 1 << 30}};
    }
    tissue_cells.resize(cells_.size(), np_tissue_cell{});
    tissue_zones.push_back(np_tissue_zone{});
    outlooks.push_back(np_tissue_outlook{});
    tissue_zones.back().treatable_cells = columns * rows;
    return index;
}

std::uint32_t Stage::cell(std::uint32_t zone, std::uint32_t k) const {
    const StageZone& at = zones_[zone];
    return at.first_cell + k / at.columns * kGridWidth + k % at.columns;
}

void Stage::mask(std::uint32_t cell, const std::string& name) {
    std::uint32_t index = 0;
    while (index < masks_.size() && masks_[index] != name) ++index;
    if (index == masks_.size()) masks_.push_back(name);
    cells_[cell].mask = index;
    cells_[cell].treatable = index == 0 ? 1 : 0;
}

Seen Stage::run(const sdk::EventBuffer& events, std::uint64_t cut_ticks) const {
    return fold(events, cut_ticks, false);
}

Seen Stage::run_with_previews(const sdk::EventBuffer& events, std::uint64_t cut_ticks) const {
    return fold(events, cut_ticks, true);
}

Seen Stage::fold(const sdk::EventBuffer& events, std::uint64_t cut_ticks, bool previews) const {
    // The mutation test brings changed plugins of its own.
    const char* const elsewhere = std::getenv("NEEDLEPOINT_TEST_PLUGINS");
    const std::string folder = elsewhere != nullptr ? elsewhere : NP_BINARY_DIR "/plugins";
    const Library library(folder + "/" + scorer_ + ".so");
    const np_scorer& plugin = *static_cast<const np_scorer*>(library.plugin->door);
    StageHost side(*this);
    const auto destroy = [&](void* instance) { plugin.destroy(instance); };
    const std::unique_ptr<void, decltype(destroy)> instance(plugin.create(&side.host), destroy);
    if (!instance) throw std::runtime_error("the plugin made no instance");

    Seen seen;
    bool well = plugin.begin(instance.get(), &session) == NP_OK;
    for (const Cut& part : cut(events, cut_ticks)) {
        if (!well) break;
        const np_batch batch{sizeof(np_batch),
                             part.count,
                             part.number * cut_ticks,
                             (part.number + 1) * cut_ticks,
                             reinterpret_cast<const np_event_header*>(part.first),
                             part.size};
        well = plugin.consume(instance.get(), &batch) == NP_OK;
        if (well && previews) well = ask(plugin, instance.get(), seen);
    }
    if (well) well = ask(plugin, instance.get(), seen);
    if (!well) {
        seen = Seen{};
        seen.faulted = true;
        seen.fault = side.fault;
    }
    return seen;
}

}  // namespace np::test
