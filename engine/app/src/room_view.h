// Fills the treatment room's view model from the world: what may be shown at this level, and nothing else.
#pragma once

#include <deque>
#include <string>

#include "needlepoint/ui/room.h"
#include "section_cut.h"
#include "visit.h"
#include "words.h"

namespace np::app {

// What the person has perceived lately; the world itself forgets it at once.
struct Perceived {
    std::string says;
    double said_s = 1e9;
    std::string message;
    double message_s = 1e9;
    std::string caption;
    double caption_s = 1e9;
    std::map<std::string, std::string, std::less<>> answers;  // topic -> the patient's words
    std::vector<std::string> reveals;                         // case items that were told, and lesions that were seen
    double length_changed_s = 1e9, rate_changed_s = 1e9;

    void see(const sdk::EventBuffer& events, const Words& words);
    void pass(double seconds);
};

struct RoomChoices {
    int assist_percent = 0;
    bool hold = false;
    bool section_large = false;
    bool sound_captions = true;
    ui::Image portrait = 0;
};

// Kept between frames, so that what is dear to compute is computed a few times a second only.
class RoomFiller {
  public:
    explicit RoomFiller(const Words& words) : words_(words) {}
    ui::RoomView fill(Visit& visit, const Perceived& perceived, const RoomChoices& choices, const SectionCut& cut,
                      double seconds);

  private:
    void fill_patient(ui::RoomView& view, Visit& visit, const Perceived& perceived) const;
    void fill_pen(ui::RoomView& view, const Visit& visit, const Perceived& perceived, const RoomChoices& choices) const;
    void fill_section(ui::RoomView& view, const Visit& visit, const SectionCut& cut, bool large) const;
    void fill_zone(ui::RoomView& view, Visit& visit, double seconds);
    void fill_tray(ui::RoomView& view, const Visit& visit) const;
    void fill_decisions(ui::RoomView& view, const Visit& visit, const clinic::Offer& offer,
                        const Perceived& perceived) const;
    void fill_offers(ui::RoomView& view, const Visit& visit, const Perceived& perceived) const;
    const Words& words_;
    std::optional<ui::ZoneView> zone_;
    std::uint32_t zone_id_ = NP_NO_ZONE;
    double zone_age_s_ = 1e9;
};

// What a click on a thing of the tray means now: open, fit, use, take or put.
ui::command::Clinical tray_command(const clinic::Procedure& procedure, const std::string& thing);

}  // namespace np::app
