#include "check_rig.h"

#include <cstring>
#include <stdexcept>

namespace np::plugin_host {

// Every call goes to the real host's tables; what is asked is noted on the way.
struct RigCalls {
    static Rig& rig(const np_host* host) { return *static_cast<Rig*>(host->context); }

    template <class Calls>
    static const Calls& real(const np_host* host, const char* key, std::uint32_t revision = 1) {
        Rig& mine = rig(host);
        return *static_cast<const Calls*>(mine.inner_.host.extension(&mine.inner_.host, key, revision));
    }
    static const np_host* inside(const np_host* host) { return &rig(host).inner_.host; }

    // ---- log
    static void write(const np_host* host, std::uint32_t, const char*) { ++rig(host).asked.log_lines; }

    // ---- parameters
    static const np_ext_parameters& parameters(const np_host* host) {
        return real<np_ext_parameters>(host, NP_EXT_PARAMETERS);
    }
    static const np_parameter* find(const np_host* host, const char* key) {
        if (key != nullptr) rig(host).asked.keys.insert(key);
        return parameters(host).find(inside(host), key);
    }
    static std::uint64_t count(const np_host* host) {
        rig(host).asked.listed = true;
        return parameters(host).count(inside(host));
    }
    static const np_parameter* at(const np_host* host, std::uint64_t index) {
        rig(host).asked.listed = true;
        return parameters(host).at(inside(host), index);
    }

    // ---- texts
    static const char* text(const np_host* host, const char* key) {
        if (key == nullptr) return "";
        Rig& mine = rig(host);
        if (!mine.oddities_.other_language) return key;
        mine.translated_ = std::string("«") + key + "»";
        return mine.translated_.c_str();
    }

    // ---- random
    static const np_ext_random& random(const np_host* host) { return real<np_ext_random>(host, NP_EXT_RANDOM); }
    static std::uint64_t bits(const np_host* host, std::uint64_t stream, std::uint64_t index) {
        return random(host).bits(inside(host), stream, index);
    }
    static double uniform(const np_host* host, std::uint64_t stream, std::uint64_t index) {
        return random(host).uniform(inside(host), stream, index);
    }
    static double normal(const np_host* host, std::uint64_t stream, std::uint64_t index) {
        return random(host).normal(inside(host), stream, index);
    }

    // ---- zones
    static const np_ext_zones& zones(const np_host* host) { return real<np_ext_zones>(host, NP_EXT_ZONES); }
    static bool none(const np_host* host) { return rig(host).oddities_.no_zones; }
    static std::uint32_t zone_count(const np_host* host) {
        return none(host) ? 0 : zones(host).zone_count(inside(host));
    }
    static const np_zone* zone(const np_host* host, std::uint32_t index) {
        return none(host) ? nullptr : zones(host).zone(inside(host), index);
    }
    static std::uint32_t cell_count(const np_host* host) {
        return none(host) ? 0 : zones(host).cell_count(inside(host));
    }
    static std::uint32_t grid_width(const np_host* host) {
        return none(host) ? 0 : zones(host).grid_width(inside(host));
    }
    static const np_cell* cells(const np_host* host) { return none(host) ? nullptr : zones(host).cells(inside(host)); }
    static const char* mask_name(const np_host* host, std::uint32_t mask) {
        return none(host) ? "" : zones(host).mask_name(inside(host), mask);
    }
    static std::uint32_t neighbours(const np_host* host, std::uint32_t cell, std::uint32_t radius_um,
                                    std::uint32_t* out, std::uint32_t capacity) {
        return none(host) ? 0 : zones(host).neighbours(inside(host), cell, radius_um, out, capacity);
    }
    static const std::uint32_t* treatable_cells(const np_host* host, std::uint32_t zone, std::uint32_t* count) {
        if (!none(host)) return real<np_ext_zones_2>(host, NP_EXT_ZONES, 2).treatable_cells(inside(host), zone, count);
        if (count != nullptr) *count = 0;
        return nullptr;
    }

    // ---- tissue
    static const np_ext_tissue& tissue(const np_host* host) { return real<np_ext_tissue>(host, NP_EXT_TISSUE); }
    static void note_look(const np_host* host) {
        if (rig(host).stage != Rig::Stage::kFinish) rig(host).asked.looked_at_skin = true;
    }
    static std::int32_t read_cells(const np_host* host, std::uint32_t first, std::uint32_t count, np_tissue_cell* out) {
        note_look(host);
        return none(host) ? NP_REFUSED : tissue(host).read_cells(inside(host), first, count, out);
    }
    static std::int32_t read_zone(const np_host* host, std::uint32_t zone, np_tissue_zone* out) {
        note_look(host);
        return none(host) ? NP_REFUSED : tissue(host).read_zone(inside(host), zone, out);
    }
    static std::int32_t nominal_depths(const np_host* host, const np_strike* strike, double* out) {
        return none(host) ? NP_REFUSED : tissue(host).nominal_depths(inside(host), strike, out);
    }
    static double seating_force(const np_host* host, std::uint32_t zone, std::uint32_t needles) {
        return none(host) ? 0.0 : tissue(host).seating_force_mn(inside(host), zone, needles);
    }

    static const np_ext_tissue_2& tissue_2(const np_host* host) {
        return real<np_ext_tissue_2>(host, NP_EXT_TISSUE, 2);
    }
    static std::int32_t read_outlook(const np_host* host, std::uint32_t zone, np_tissue_outlook* out) {
        note_look(host);
        return none(host) ? NP_REFUSED : tissue_2(host).read_outlook(inside(host), zone, out);
    }
    static double collagen(const np_host* host, std::uint32_t zone, double weeks, std::uint32_t planned) {
        note_look(host);
        return none(host) ? 0.0 : tissue_2(host).collagen(inside(host), zone, weeks, planned);
    }
    static double pain(const np_host* host) {
        note_look(host);
        return tissue_2(host).pain(inside(host));
    }
    static double peak_pain(const np_host* host) {
        note_look(host);
        return tissue_2(host).peak_pain(inside(host));
    }

    static const void* extension(const np_host* host, const char* key, std::uint32_t revision) {
        static constexpr np_ext_log kLog = {write};
        static constexpr np_ext_parameters kParameters = {find, count, at};
        static constexpr np_ext_texts kTexts = {text};
        static constexpr np_ext_random kRandom = {bits, uniform, normal};
        static constexpr np_ext_zones kZones = {zone_count, zone, cell_count, grid_width, cells, mask_name, neighbours};
        static constexpr np_ext_zones_2 kZones2 = {kZones, treatable_cells};
        static constexpr np_ext_tissue kTissue = {read_cells, read_zone, nominal_depths, seating_force};
        static constexpr np_ext_tissue_2 kTissue2 = {kTissue, read_outlook, collagen, pain, peak_pain};
        Rig& mine = rig(host);
        if (key == nullptr) return nullptr;
        if (mine.stage == Rig::Stage::kCreate) mine.asked.asked_in_create = true;
        mine.asked.extensions.insert(key);
        if (mine.oddities_.withheld.count(key) != 0) return nullptr;
        if (revision == 2 && std::strcmp(key, NP_EXT_TISSUE) == 0) return &kTissue2;
        if (revision == 2 && std::strcmp(key, NP_EXT_ZONES) == 0) return &kZones2;
        if (revision != 1) return nullptr;
        const std::pair<const char*, const void*> ours[] = {{NP_EXT_LOG, &kLog},     {NP_EXT_PARAMETERS, &kParameters},
                                                            {NP_EXT_TEXTS, &kTexts}, {NP_EXT_RANDOM, &kRandom},
                                                            {NP_EXT_ZONES, &kZones}, {NP_EXT_TISSUE, &kTissue}};
        for (const auto& [name, calls] : ours)
            if (std::strcmp(name, key) == 0) return calls;
        return mine.inner_.host.extension(&mine.inner_.host, key, revision);
    }
    static void fault(const np_host* host, const char* sentence) {
        Rig& mine = rig(host);
        ++mine.faults;
        mine.fault = sentence == nullptr ? "" : sentence;
    }
};

namespace {

Tissue made_tissue(const SessionFacts& facts) {
    auto tissue = Tissue::create(facts.table(), facts.parameters);
    if (!tissue) throw std::runtime_error("the material of the check is broken: " + tissue.error().message);
    // Who asked once has the skin folded as records come: no plugin is charged for what came before its own question.
    (void)tissue->pain();
    return std::move(*tissue);
}

}  // namespace

Rig::Rig(const SessionFacts& skin, const SessionFacts& shown, std::string plugin_id, HostOddities oddities)
    : shared_(shown, made_tissue(skin), {}), inner_(shared_, std::move(plugin_id)), oddities_(std::move(oddities)) {
    host_ = inner_.host;
    host_.context = this;
    host_.version = oddities_.version.c_str();
    host_.extension = RigCalls::extension;
    host_.fault = RigCalls::fault;
}

}  // namespace np::plugin_host
