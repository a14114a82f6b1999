// The host's extensions as C++ objects. All are cheap views; use them from `begin` on, in the instance's turn.
#pragma once

#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/sdk/events.hpp"
#include "needlepoint/sdk/plugin.h"

namespace np::sdk {

// Thrown inside a plugin when it can't go on; the wrapper turns it into "not scored: sentence". Never crosses.
struct Fault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Zones {
  public:
    Zones(const np_host* host, const np_ext_zones* calls) : host_(host), calls_(calls) {}

    std::uint32_t count() const { return calls_->zone_count(host_); }
    // Index must be below count().
    const np_zone& operator[](std::uint32_t index) const { return *calls_->zone(host_, index); }
    // Null for NP_NO_ZONE.
    const np_zone* find(std::uint32_t index) const { return calls_->zone(host_, index); }
    const np_zone* find(std::string_view id) const {
        for (std::uint32_t i = 0; i < count(); ++i)
            if (id == (*this)[i].id) return &(*this)[i];
        return nullptr;
    }
    std::span<const np_cell> cells() const { return {calls_->cells(host_), calls_->cell_count(host_)}; }
    std::uint32_t grid_width() const { return calls_->grid_width(host_); }
    std::string mask_name(std::uint32_t mask) const { return calls_->mask_name(host_, mask); }
    // Cells with surface within `radius_mm` of a cell's centre, itself included, ascending.
    std::vector<std::uint32_t> neighbours(std::uint32_t cell, double radius_mm) const {
        const auto radius_um = static_cast<std::uint32_t>(radius_mm * 1000.0 + 0.5);
        std::vector<std::uint32_t> found(64);
        const std::uint32_t count =
            calls_->neighbours(host_, cell, radius_um, found.data(), static_cast<std::uint32_t>(found.size()));
        const bool fits = count <= found.size();
        found.resize(count);
        if (!fits) calls_->neighbours(host_, cell, radius_um, found.data(), count);
        return found;
    }

  private:
    const np_host* host_;
    const np_ext_zones* calls_;
};

// The skin after the last record of the present batch.
class Tissue {
  public:
    Tissue(const np_host* host, const np_ext_tissue* calls, std::uint32_t cells)
        : host_(host), calls_(calls), cells_(cells) {}

    np_tissue_zone zone(std::uint32_t zone) const {
        np_tissue_zone out = {};
        calls_->read_zone(host_, zone, &out);
        return out;
    }
    np_tissue_cell cell(std::uint32_t cell) const {
        np_tissue_cell out = {};
        calls_->read_cells(host_, cell, 1, &out);
        return out;
    }
    std::vector<np_tissue_cell> cells() const {
        std::vector<np_tissue_cell> out(cells_);
        calls_->read_cells(host_, 0, cells_, out.data());
        return out;
    }
    // d_nom in mm of each needle.
    std::vector<double> nominal_depths(const np_strike& strike) const {
        std::vector<double> out(strike.cell.count);
        nominal_depths(strike, out);
        return out;
    }
    // The same into numbers that the caller keeps, one for each of the strike's cells.
    void nominal_depths(const np_strike& strike, std::span<double> out) const {
        calls_->nominal_depths(host_, &strike, out.data());
    }
    double seating_force_mn(std::uint32_t zone, std::uint32_t needles) const {
        return calls_->seating_force_mn(host_, zone, needles);
    }

  private:
    const np_host* host_;
    const np_ext_tissue* calls_;
    std::uint32_t cells_;
};

// What the session will lead to, as of the last record of the present batch.
class Outlook {
  public:
    Outlook(const np_host* host, const np_ext_tissue_2* calls) : host_(host), calls_(calls) {}

    np_tissue_outlook zone(std::uint32_t zone) const {
        np_tissue_outlook out = {};
        calls_->read_outlook(host_, zone, &out);
        return out;
    }
    // C(w), 0..1.
    double collagen(std::uint32_t zone, double weeks) const { return calls_->collagen(host_, zone, weeks, 0); }
    double planned_collagen(std::uint32_t zone, double weeks) const { return calls_->collagen(host_, zone, weeks, 1); }
    double pain() const { return calls_->pain(host_); }
    double peak_pain() const { return calls_->peak_pain(host_); }

  private:
    const np_host* host_;
    const np_ext_tissue_2* calls_;
};

class Host {
  public:
    explicit Host(const np_host* host) : host_(host) {}

    // The parameter, or null. Valid as long as the plugin's instance.
    const np_parameter* find(std::string_view key) const {
        return extension<np_ext_parameters>(NP_EXT_PARAMETERS, parameters_)->find(host_, std::string(key).c_str());
    }
    std::optional<double> number(std::string_view key) const {
        const np_parameter* found = find(key);
        if (found == nullptr || found->type != NP_PARAMETER_NUMBER) return std::nullopt;
        return found->number;
    }
    std::optional<std::string> text(std::string_view key) const {
        const np_parameter* found = find(key);
        if (found == nullptr || found->type != NP_PARAMETER_TEXT) return std::nullopt;
        return found->text;
    }
    // For what the scorer can't do without: throws a Fault that names the key.
    double need(std::string_view key) const {
        if (const auto value = number(key)) return *value;
        throw Fault("the rule pack has no number named '" + std::string(key) + "', which this scorer needs");
    }
    // Every parameter whose key begins with `prefix`, by key.
    std::vector<const np_parameter*> with_prefix(std::string_view prefix) const {
        const auto* calls = extension<np_ext_parameters>(NP_EXT_PARAMETERS, parameters_);
        std::vector<const np_parameter*> found;
        for (std::uint64_t i = 0, count = calls->count(host_); i < count; ++i)
            if (const np_parameter* one = calls->at(host_, i);
                std::string_view(one->key).substr(0, prefix.size()) == prefix)
                found.push_back(one);
        return found;
    }

    Zones zones() const { return Zones(host_, extension<np_ext_zones>(NP_EXT_ZONES, zones_)); }
    // Cells of a zone that may be needled, ascending. Valid as long as the plugin's instance.
    std::span<const std::uint32_t> treatable_cells(std::uint32_t zone) const {
        std::uint32_t count = 0;
        const std::uint32_t* cells =
            extension<np_ext_zones_2>(NP_EXT_ZONES, zone_cells_, 2)->treatable_cells(host_, zone, &count);
        return {cells, count};
    }
    Tissue tissue() const {
        return Tissue(host_, extension<np_ext_tissue>(NP_EXT_TISSUE, tissue_),
                      static_cast<std::uint32_t>(zones().cells().size()));
    }
    Outlook outlook() const { return Outlook(host_, extension<np_ext_tissue_2>(NP_EXT_TISSUE, outlook_, 2)); }
    // The text in the user's language, for names; a mark must not depend on it.
    std::string translated(const std::string& key) const {
        return extension<np_ext_texts>(NP_EXT_TEXTS, texts_)->get(host_, key.c_str());
    }
    double random_uniform(std::uint64_t stream, std::uint64_t index) const {
        return extension<np_ext_random>(NP_EXT_RANDOM, random_)->uniform(host_, stream, index);
    }
    double random_normal(std::uint64_t stream, std::uint64_t index) const {
        return extension<np_ext_random>(NP_EXT_RANDOM, random_)->normal(host_, stream, index);
    }
    std::uint64_t random_bits(std::uint64_t stream, std::uint64_t index) const {
        return extension<np_ext_random>(NP_EXT_RANDOM, random_)->bits(host_, stream, index);
    }
    void log(const std::string& text, np_log_level level = NP_LOG_INFO) const {
        extension<np_ext_log>(NP_EXT_LOG, log_)->write(host_, level, text.c_str());
    }
    const np_host* raw() const { return host_; }

  private:
    template <class Calls>
    const Calls* extension(const char* key, const void*& kept, std::uint32_t revision = 1) const {
        if (kept == nullptr) kept = host_->extension(host_, key, revision);
        if (kept == nullptr)
            throw Fault("this host does not offer '" + std::string(key) + "' revision " + std::to_string(revision) +
                        ", which the scorer needs");
        return static_cast<const Calls*>(kept);
    }

    const np_host* host_;
    mutable const void* parameters_ = nullptr;
    mutable const void* zones_ = nullptr;
    mutable const void* zone_cells_ = nullptr;
    mutable const void* tissue_ = nullptr;
    mutable const void* outlook_ = nullptr;
    mutable const void* random_ = nullptr;
    mutable const void* log_ = nullptr;
    mutable const void* texts_ = nullptr;
};

}  // namespace np::sdk
