#include "coach.h"

namespace np::app {

using Place = ui::HintView::Place;

namespace {

constexpr struct {
    const char* id;
    Place place;
    const char* text;
} kTexts[] = {
    {"open", Place::kTray, "Click the first cartridge (or its key) to open its pack; once more fits it on the pen."},
    {"fit", Place::kTray, "The cartridge is open: click it again to fit it without touching the needles."},
    {"length", Place::kPen, "Set the needle length with ] and [, then read it aloud with R."},
    {"gel", Place::kTray, "Take the gel, hold the left button and spread it over the skin."},
    {"take_pen", Place::kTray, "Take the pen from the tray."},
    {"motor", Place::kPen, "Switch the motor on with M while the tip is off the skin."},
    {"press", Place::kFace,
     "Hold the left button or Space to press, glide about two centimetres a second, and let go to lift."},
    {"turn", Place::kFace, "Lift at the end of each stroke: turning while pressed drags the needles."},
    {"tilt", Place::kSection, "Keep the pen upright on the skin: I, J, K and L turn the wrist while you press."},
    {"dry", Place::kTray, "The skin is dry here: put gel on before you go on."},
    {"weak", Place::kFace, "Not all needles are seated: a little more pressure with E or the wheel."},
    {"stretch", Place::kFace, "Plant the free hand with C a few centimetres away and drag to stretch the skin."},
    {"look", Place::kPatient, "Motor off, then look at the skin (G) and call what you see (N)."},
    {"consult", Place::kPatient, "Read the chart (B), ask (T) and look (G) before you decide (X)."},
    {"finish", Place::kTray, "All that was asked for is done: end the visit when you are ready."},
};

}  // namespace

void Coach::see(const sdk::EventBuffer& events) {
    for (const sdk::RecordView record : events) {
        if (const auto* stroke = record.raw<sdk::event::stroke_end>()) {
            turned_ = stroke->lifted == 0;
            stroked_ = true;
        }
    }
}

bool Coach::due(std::size_t index, const simulation::World& world) const {
    const clinic::Procedure& procedure = world.procedure();
    const simulation::PenView pen = world.pen();
    const clinic::PenSettings& settings = procedure.pen();
    const clinic::ThingState* cartridge = procedure.thing("cartridge_1");
    const bool fitted = !settings.cartridge.empty(), holding = procedure.held() == "pen";
    const auto offered = [&](const char* verb, const char* target) {
        for (const clinic::Offer& offer : procedure.offers())
            if (offer.enabled && offer.verb == verb && (*target == 0 || offer.target == target)) return true;
        return false;
    };
    switch (index) {
        case 0:
            return procedure.phase() != clinic::Phase::kConsult && cartridge && cartridge->sealed &&
                   offered("open", "cartridge_1");
        case 1:
            return !fitted && cartridge && !cartridge->sealed && cartridge->place == clinic::Place::kTray &&
                   offered("fit", "cartridge_1");
        case 2:
            return fitted && settings.needle_length_um == 0;
        case 3:
            return fitted && settings.needle_length_um > 0 && !stroked_ && !holding && procedure.held() != "gel" &&
                   !procedure.step_done("T31") && offered("take", "gel");
        case 4:
            return fitted && procedure.held().empty() && procedure.step_done("T31") && !stroked_;
        case 5:
            return holding && fitted && !settings.motor_on && !pen.touching && !stroked_;
        case 6:
            return holding && settings.motor_on && !stroked_ && !pen.touching;
        case 7:
            return turned_;
        case 8:
            return tilted_s_ > 1.2;
        case 9:
            return dry_s_ > 0.8;
        case 10:
            return weak_s_ > 1.5;
        case 11:
            return stroked_ && pen.touching && !pen.stretched && quiet_s_ > 8;
        case 12:
            return stroked_ && procedure.phase() == clinic::Phase::kNeedle && !settings.motor_on && !pen.touching &&
                   quiet_s_ > 3;
        case 13:
            return procedure.phase() == clinic::Phase::kConsult && procedure.decision().decision.empty();
        case 14:
            return procedure.phase() == clinic::Phase::kClose && offered("finish", "");
        default:
            return false;
    }
}

std::optional<std::string> Coach::look(const simulation::World& world, double seconds) {
    const simulation::PenView pen = world.pen();
    const auto count = [&](double& held, bool on) { held = on ? held + seconds : 0; };
    count(tilted_s_, pen.touching && pen.tilt_deg > 15);
    count(dry_s_, pen.touching && pen.dry);
    count(weak_s_, pen.touching && pen.motor_on && pen.force_n < 0.7 * pen.seat_force_n);
    quiet_s_ += seconds;
    if (now_) {
        shown_s_ += seconds;
        quiet_s_ = 0;
        // Stays long enough to be read; goes when what it asks for was done, or after a while in any case.
        const bool done = !due(*now_, world) && shown_s_ > 2.5;
        if (done || shown_s_ > 14) now_.reset(), hint_.reset();
        return std::nullopt;
    }
    if (quiet_s_ < 1.0) return std::nullopt;
    for (std::size_t i = 0; i < kHints; ++i) {
        if (said_[i] || !due(i, world)) continue;
        said_[i] = true;
        now_ = i;
        shown_s_ = 0;
        turned_ = false;
        hint_ = ui::HintView{kTexts[i].place, kTexts[i].text};
        return std::string(kTexts[i].id);
    }
    return std::nullopt;
}

}  // namespace np::app
