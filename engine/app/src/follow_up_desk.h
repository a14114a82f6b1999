// The follow-up of a record in the debrief: the skin of a later day, with the aftercare that is chosen.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/core/parameters.h"
#include "needlepoint/skin/follow_up.h"
#include "needlepoint/ui/follow_up.h"
#include "words.h"

namespace np::app {

class FollowUpDesk {
  public:
    // `table` and `words` must outlive it. Fails where the record's rules know no aftercare, or nothing was needled.
    static Expected<FollowUpDesk> create(const skin::SkinState& at_end, const anatomy::ZoneTable& table,
                                         const Parameters& rules, const Words& words);

    void look_ahead(double hours);
    void choose_care(int index);
    void choose_zone(int index);
    const ui::FollowUpView& view() const { return view_; }
    skin::Later now() const { return follow().at(view_.hours); }

  private:
    FollowUpDesk(const anatomy::ZoneTable& table, const Words& words) : table_(&table), words_(&words) {}
    const skin::FollowUp& follow() const { return follow_[static_cast<std::size_t>(view_.care)]; }
    std::uint32_t zone() const { return zones_[static_cast<std::size_t>(view_.zone)]; }
    void draw_curves();  // anew, for another zone or care
    void read_now();     // the values at the time shown

    const anatomy::ZoneTable* table_;
    const Words* words_;
    std::vector<skin::FollowUp> follow_;  // one per care
    std::vector<std::uint32_t> zones_;
    ui::FollowUpView view_;
};

}  // namespace np::app
