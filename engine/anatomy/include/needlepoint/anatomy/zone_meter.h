// How large each zone is on a face, without building the whole patient: for checks over many people.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "needlepoint/anatomy/baked_head.h"
#include "needlepoint/anatomy/patient.h"

namespace np::anatomy {

struct ZoneAreas {
    std::vector<double> treatable_mm2;  // by zone, as ZoneTable counts it: without what a mask forbids
    std::vector<double> masked_mm2;     // by mask; [0] is unused
    // From the nearest spot that may be treated to the surface of the eyeball, left and right.
    std::array<double, 2> to_eye_mm{};
};

// Looks once at which zone each triangle of the skin belongs to; measuring a face then takes some hundredths of a
// second. Holds the head; const use is safe on any thread.
class ZoneMeter {
  public:
    explicit ZoneMeter(const BakedHead& head);
    const std::vector<std::string>& zones() const;
    const std::vector<std::string>& masks() const;
    // Lesions and beard are left out. Fails where build_patient would.
    Expected<ZoneAreas> measure(const PatientRequest& request) const;

  private:
    struct Parts;
    std::shared_ptr<const Parts> parts_;
};

}  // namespace np::anatomy
