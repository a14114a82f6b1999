#include "host_side.h"

#include <algorithm>
#include <cstring>

#include "needlepoint/sdk/math.h"

namespace np::plugin_host {
namespace {

const HostSide& side_of(const np_host* host) {
    return *static_cast<const HostSide*>(host->context);
}

// ---- needlepoint.log
void log_write(const np_host* host, std::uint32_t level, const char* text) {
    const HostSide& side = side_of(host);
    if (side.shared.log && text != nullptr) side.shared.log(side.id, level, text);
}

// ---- needlepoint.parameters
const np_parameter* parameters_find(const np_host* host, const char* key) {
    if (key == nullptr) return nullptr;
    const auto& all = side_of(host).shared.parameters;
    const auto at = std::lower_bound(all.begin(), all.end(), key, [](const np_parameter& one, const char* wanted) {
        return std::strcmp(one.key, wanted) < 0;
    });
    return at != all.end() && std::strcmp(at->key, key) == 0 ? &*at : nullptr;
}
std::uint64_t parameters_count(const np_host* host) {
    return side_of(host).shared.parameters.size();
}
const np_parameter* parameters_at(const np_host* host, std::uint64_t index) {
    const auto& all = side_of(host).shared.parameters;
    return index < all.size() ? &all[index] : nullptr;
}

// ---- needlepoint.texts: for scorers the table is empty, so that a mark is the same in every language
const char* texts_get(const np_host* host, const char* key) {
    if (key == nullptr) return "";
    const TextTable& texts = side_of(host).shared.texts;
    const auto found = texts.find(std::string_view(key));
    return found == texts.end() ? key : found->second.c_str();
}

// ---- needlepoint.random
std::uint64_t random_bits(const np_host* host, std::uint64_t stream, std::uint64_t index) {
    return np_random_bits(side_of(host).random_seed, stream, index);
}
double random_uniform(const np_host* host, std::uint64_t stream, std::uint64_t index) {
    return np_random_uniform(side_of(host).random_seed, stream, index);
}
double random_normal(const np_host* host, std::uint64_t stream, std::uint64_t index) {
    return np_random_normal(side_of(host).random_seed, stream, index);
}

// ---- needlepoint.zones
std::uint32_t zones_count(const np_host* host) {
    return static_cast<std::uint32_t>(side_of(host).shared.tissue.patient().zones().size());
}
const np_zone* zones_zone(const np_host* host, std::uint32_t index) {
    const auto zones = side_of(host).shared.tissue.patient().zones();
    return index < zones.size() ? &zones[index] : nullptr;
}
std::uint32_t zones_cell_count(const np_host* host) {
    return static_cast<std::uint32_t>(side_of(host).shared.tissue.patient().cells().size());
}
std::uint32_t zones_grid_width(const np_host* host) {
    return side_of(host).shared.tissue.patient().grid_width();
}
const np_cell* zones_cells(const np_host* host) {
    return side_of(host).shared.tissue.patient().cells().data();
}
const char* zones_mask_name(const np_host* host, std::uint32_t mask) {
    const auto& masks = side_of(host).shared.tissue.patient().masks();
    return mask < masks.size() ? masks[mask].c_str() : "";
}
std::uint32_t zones_neighbours(const np_host* host, std::uint32_t cell, std::uint32_t radius_um, std::uint32_t* out,
                               std::uint32_t capacity) {
    const auto found = side_of(host).shared.tissue.patient().neighbours(cell, radius_um);
    if (out != nullptr) std::copy_n(found.begin(), std::min<std::size_t>(found.size(), capacity), out);
    return static_cast<std::uint32_t>(found.size());
}

const std::uint32_t* zones_treatable_cells(const np_host* host, std::uint32_t zone, std::uint32_t* count) {
    const auto cells = side_of(host).shared.tissue.patient().treatable_cells(zone);
    if (count != nullptr) *count = static_cast<std::uint32_t>(cells.size());
    return cells.data();
}

// ---- needlepoint.tissue
std::int32_t tissue_read_cells(const np_host* host, std::uint32_t first, std::uint32_t count, np_tissue_cell* out) {
    const Tissue& tissue = side_of(host).shared.tissue;
    if (out == nullptr || first > tissue.patient().cells().size() || count > tissue.patient().cells().size() - first)
        return NP_REFUSED;
    for (std::uint32_t i = 0; i < count; ++i) out[i] = tissue.cell(first + i);
    return NP_OK;
}
std::int32_t tissue_read_zone(const np_host* host, std::uint32_t zone, np_tissue_zone* out) {
    const Tissue& tissue = side_of(host).shared.tissue;
    if (out == nullptr || zone >= tissue.patient().zones().size()) return NP_REFUSED;
    *out = tissue.zone(zone);
    return NP_OK;
}
std::int32_t tissue_nominal_depths(const np_host* host, const np_strike* strike, double* out) {
    if (strike == nullptr || out == nullptr || strike->header.kind != NP_KIND_strike) return NP_REFUSED;
    side_of(host).shared.tissue.nominal_depths(sdk::RecordView(&strike->header), out);
    return NP_OK;
}
double tissue_seating_force(const np_host* host, std::uint32_t zone, std::uint32_t needles) {
    return side_of(host).shared.tissue.seating_force_mn(zone, needles);
}

std::int32_t tissue_read_outlook(const np_host* host, std::uint32_t zone, np_tissue_outlook* out) {
    const Tissue& tissue = side_of(host).shared.tissue;
    if (out == nullptr || zone >= tissue.patient().zones().size()) return NP_REFUSED;
    *out = tissue.outlook(zone);
    return NP_OK;
}
double tissue_collagen(const np_host* host, std::uint32_t zone, double weeks, std::uint32_t planned) {
    return side_of(host).shared.tissue.collagen(zone, weeks, planned != 0);
}
double tissue_pain(const np_host* host) {
    return side_of(host).shared.tissue.pain();
}
double tissue_peak_pain(const np_host* host) {
    return side_of(host).shared.tissue.peak_pain();
}

constexpr np_ext_log kLog = {log_write};
constexpr np_ext_parameters kParameters = {parameters_find, parameters_count, parameters_at};
constexpr np_ext_texts kTexts = {texts_get};
constexpr np_ext_random kRandom = {random_bits, random_uniform, random_normal};
constexpr np_ext_zones kZones = {zones_count, zones_zone,      zones_cell_count, zones_grid_width,
                                 zones_cells, zones_mask_name, zones_neighbours};
constexpr np_ext_zones_2 kZones2 = {kZones, zones_treatable_cells};
constexpr np_ext_tissue kTissue = {tissue_read_cells, tissue_read_zone, tissue_nominal_depths, tissue_seating_force};
constexpr np_ext_tissue_2 kTissue2 = {kTissue, tissue_read_outlook, tissue_collagen, tissue_pain, tissue_peak_pain};

const void* extension(const np_host*, const char* key, std::uint32_t revision) {
    if (key == nullptr) return nullptr;
    if (revision == 2 && std::strcmp(key, NP_EXT_TISSUE) == 0) return &kTissue2;
    if (revision == 2 && std::strcmp(key, NP_EXT_ZONES) == 0) return &kZones2;
    if (revision != 1) return nullptr;
    const std::pair<const char*, const void*> offered[] = {{NP_EXT_LOG, &kLog},     {NP_EXT_PARAMETERS, &kParameters},
                                                           {NP_EXT_TEXTS, &kTexts}, {NP_EXT_RANDOM, &kRandom},
                                                           {NP_EXT_ZONES, &kZones}, {NP_EXT_TISSUE, &kTissue}};
    for (const auto& [name, calls] : offered)
        if (std::strcmp(name, key) == 0) return calls;
    return nullptr;
}

void take_fault(const np_host* host, const char* sentence) {
    if (sentence != nullptr) static_cast<HostSide*>(host->context)->fault = sentence;
}

// FNV-1a: which random numbers a scorer gets depends on its id, not on its place in a list.
std::uint64_t number_of(std::string_view id) {
    std::uint64_t value = 0xcbf29ce484222325ULL;
    for (const char c : id) value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return value;
}

}  // namespace

SharedFacts::SharedFacts(SessionFacts facts, Tissue skin, LogLine log_line)
    : session(std::move(facts)), tissue(std::move(skin)), log(std::move(log_line)) {
    for (const auto& [key, from] : session.parameters.entries()) {
        np_parameter to = {};
        const double* number = std::get_if<double>(&from.value);
        to.type = number != nullptr ? NP_PARAMETER_NUMBER : NP_PARAMETER_TEXT;
        to.assumed = from.provenance.assumed() ? 1 : 0;
        to.number = number != nullptr ? *number : 0.0;
        to.key = key.c_str();
        to.text = number != nullptr ? "" : std::get<std::string>(from.value).c_str();
        to.unit = from.unit.c_str();
        to.tag = from.provenance.tag.c_str();
        to.source = from.provenance.source.c_str();
        parameters.push_back(to);
    }
}

HostSide::HostSide(const SharedFacts& facts, std::string scorer_id)
    : shared(facts),
      id(std::move(scorer_id)),
      random_seed(np_random_bits(facts.session.seed, number_of(id), 0)),
      host{} {
    host.bytes = sizeof(np_host);
    host.abi_major = NP_ABI_MAJOR;
    host.abi_minor = NP_ABI_MINOR;
    host.context = this;
    host.name = "needlepoint";
    host.version = NP_VERSION;
    host.extension = extension;
    host.fault = take_fault;
}

}  // namespace np::plugin_host
