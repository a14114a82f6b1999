// The skin as scorers and reports see it: skin/'s fold, read through the plain structs of the plugin boundary. Records
// wait until somebody asks for what follows from them, which many scorers never do, and answers about zones are kept
// until something happens; so it is asked by one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/plugin_host/patient_skin.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/sdk/extensions.h"

namespace np::plugin_host {

class Tissue {
  public:
    // `zone_table` as attached to a record. Fails on a broken table or a missing parameter; the sentence names it.
    static Expected<Tissue> create(std::span<const std::byte> zone_table, const Parameters& parameters);
    // The same of a patient who is laid out already.
    static Expected<Tissue> create(std::shared_ptr<const PatientSkin> patient, const Parameters& parameters);
    Tissue(Tissue&&) noexcept;
    Tissue& operator=(Tissue&&) noexcept;
    ~Tissue();

    // Events in their order, one or `count` of them; they are copied as long as nobody has asked.
    void consume(sdk::RecordView record);
    void consume(std::span<const std::byte> records, std::size_t count);
    void advance_to(sdk::Tick tick);

    const PatientSkin& patient() const;
    np_tissue_cell cell(std::uint32_t cell) const;
    np_tissue_zone zone(std::uint32_t zone) const;
    // What the session will lead to, with the aftercare that the visit taught.
    np_tissue_outlook outlook(std::uint32_t zone) const;
    double collagen(std::uint32_t zone, double weeks, bool planned) const;
    double pain() const;
    double peak_pain() const;
    // d_nom in mm of each needle of a strike; `out` takes as many numbers as it has cells. Folds nothing.
    void nominal_depths(const sdk::RecordView& strike, double* out) const;
    double seating_force_mn(std::uint32_t zone, std::uint32_t needles) const;

  private:
    struct Data;
    explicit Tissue(std::unique_ptr<Data> data);
    std::unique_ptr<Data> data_;
};

}  // namespace np::plugin_host
