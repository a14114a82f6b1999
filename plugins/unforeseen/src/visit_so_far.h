// What of a visit decides whether something can go wrong now.
#pragma once

#include <optional>

#include "needlepoint/sdk/events.hpp"

namespace np::unforeseen {

class VisitSoFar {
  public:
    void consume(sdk::RecordView record) {
        switch (record.kind()) {
            case NP_KIND_setting:
                if (record.text(record.raw<sdk::event::setting>()->parameter) == "cartridge") fitted_ = true;
                break;
            case NP_KIND_swipe:
                if (record.text(record.raw<sdk::event::swipe>()->substance) == "antiseptic") prepared_ = true;
                break;
            case NP_KIND_strike:
                needled_ = true;
                break;
            case NP_KIND_stroke_begin:
                on_skin_ = true;
                break;
            case NP_KIND_stroke_end:
                if (record.raw<sdk::event::stroke_end>()->lifted != 0) on_skin_ = false;
                break;
            case NP_KIND_incident:
                last_incident_ = record.tick();
                break;
            case NP_KIND_decide:
                over_ = is_end(record.text(record.raw<sdk::event::decide>()->decision));
                break;
            default:
                break;
        }
    }

    bool cartridge_fitted() const { return fitted_; }
    bool field_prepared() const { return prepared_; }
    bool needling_began() const { return needled_; }
    bool on_skin() const { return on_skin_; }
    // The trainee has decided that nothing (more) is done.
    bool over() const { return over_; }
    std::optional<sdk::Tick> last_incident() const { return last_incident_; }

  private:
    static bool is_end(std::string_view decision) {
        return decision == "defer" || decision == "refer" || decision == "stop";
    }

    bool fitted_ = false, prepared_ = false, needled_ = false, on_skin_ = false, over_ = false;
    std::optional<sdk::Tick> last_incident_;
};

// How much likelier pain makes it: 1 up to `from`, then so much more for each point.
inline double pain_factor(double pain, double from, double weight) {
    return pain <= from ? 1.0 : 1.0 + (pain - from) * weight;
}

}  // namespace np::unforeseen
