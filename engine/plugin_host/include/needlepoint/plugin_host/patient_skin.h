// What plugins may know of a patient's skin before a session begins: zones, cells, and which cells lie near each other.
// The same in every session of the patient, so it is laid out once and shared. Const use from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/sdk/extensions.h"

namespace np::skin {
class SkinMap;
}

namespace np::plugin_host {

class PatientSkin {
  public:
    // `zone_table` as attached to a record; of the parameters only the radius over which density is smoothed. Fails on
    // a broken table or without that radius.
    static Expected<std::shared_ptr<const PatientSkin>> create(std::span<const std::byte> zone_table,
                                                               const Parameters& parameters);
    PatientSkin(const PatientSkin&) = delete;
    PatientSkin& operator=(const PatientSkin&) = delete;
    ~PatientSkin();

    std::span<const std::byte> zone_table() const;
    const std::shared_ptr<const skin::SkinMap>& map() const;
    // Stay valid, with their texts, as long as this object.
    std::span<const np_zone> zones() const;
    std::span<const np_cell> cells() const;
    // Ascending; none of a zone that does not exist.
    std::span<const std::uint32_t> treatable_cells(std::uint32_t zone) const;
    std::uint32_t grid_width() const;
    const std::vector<std::string>& masks() const;
    const std::vector<std::string>& zone_ids() const;
    // Cells with surface within the radius around a cell's centre, itself included, ascending.
    std::vector<std::uint32_t> neighbours(std::uint32_t cell, std::uint32_t radius_um) const;

  private:
    struct Data;
    explicit PatientSkin(std::unique_ptr<Data> data);
    std::unique_ptr<Data> data_;
};

// The patients whose sessions are looked at one after the other: who is met again is not laid out again. Any thread.
class PatientSkins {
  public:
    Expected<std::shared_ptr<const PatientSkin>> of(std::span<const std::byte> zone_table,
                                                    const Parameters& parameters);

  private:
    std::mutex mutex_;
    std::vector<std::shared_ptr<const PatientSkin>> met_;  // the latest last
};

}  // namespace np::plugin_host
