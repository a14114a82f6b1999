// How clean everything is, and what a touch does to it.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "needlepoint/clinic/procedure.h"
#include "needlepoint/core/bytes.h"
#include "rules.h"

namespace np::clinic {

// Names are those of the tray's things, and: glove_l, glove_r, hand (bare), needle_tip, skin (prepared),
// unprepped_skin, brow_hair, hairline, lesion, tray, floor, chair.
class SterileField {
  public:
    explicit SterileField(const Rules& rules);

    Hygiene state(std::string_view name) const;
    void set(std::string_view name, Hygiene hygiene);
    // Two things meet: both states may change, and the touch is recorded.
    void touch(std::string_view thing, std::string_view other, sdk::Tick tick, sdk::EventBuffer& out);
    void write(ByteWriter& bytes) const;

  private:
    bool allowed(std::string_view a, std::string_view b) const;
    bool always_dirty(std::string_view name) const;

    Words pairs_, dirty_;
    std::map<std::string, Hygiene, std::less<>> states_;
};

}  // namespace np::clinic
