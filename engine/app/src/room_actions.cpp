// What keys, clicks and panels ask for in the treatment room.
#include <algorithm>
#include <cmath>

#include "room_stage.h"
#include "scene_view.h"

namespace np::app {

using ui::Action;

void RoomStage::key(ui::KeyPress press, Next& next) {
    ui::Commands out;
    const bool used = screen_.key(press, view_, out);
    carry_out(out, next);
    if (used) return;
    const auto action = ui::action_for(press, visit_->hand().pressed(), false);
    if (!action || (press.repeat && ui::binding(*action).held)) return;
    const bool repeats = *action == Action::kLengthLess || *action == Action::kLengthMore ||
                         *action == Action::kSpeedLess || *action == Action::kSpeedMore || *action == Action::kLarger ||
                         *action == Action::kSmaller;
    if (press.repeat && !repeats) return;
    act(*action, next);
}

void RoomStage::clinical(const ui::command::Clinical& wish) {
    if (visit_->paused() || visit_->finished()) return;
    sdk::event::command command;
    command.verb = wish.verb;
    command.target = wish.target;
    command.argument = wish.argument;
    command.value = wish.value;
    visit_->command(std::move(command));
}

// The pen's own buttons: steps and limits are the instrument's.
void RoomStage::set_pen(Action action) {
    const Parameters& rules = visit_->prepared().setup.parameters;
    const std::string key = "device." + scenario().device + ".";
    const clinic::PenSettings& pen = visit_->world().procedure().pen();
    if (action == Action::kMotor) return clinical({"set", "motor", "", pen.motor_on ? 0 : 1});
    if (action == Action::kReadBack) {
        perceived_.message = "\u201C" + std::to_string(pen.needle_length_um / 1000) + "." +
                             std::to_string(pen.needle_length_um % 1000 / 10 + 100).substr(1) + " millimetres\u201D";
        perceived_.message_s = 0;
        return clinical({"set", "needle_length", "read_back", pen.needle_length_um});
    }
    if (action == Action::kLengthLess || action == Action::kLengthMore) {
        const double step = rules.number_or(key + "depth_step_mm", 0.25),
                     most = rules.number_or(key + "depth_max_mm", 2.5);
        const double now = pen.needle_length_um / 1000.0;
        const double to = std::clamp(now + (action == Action::kLengthMore ? step : -step), 0.0, most);
        return clinical({"set", "needle_length", "", std::llround(to * 1000)});
    }
    if (pen.energy_mj > 0) {
        const double most = rules.number_or(key + "energy_max_mj", pen.energy_mj),
                     least = rules.number_or(key + "energy_min_mj", pen.energy_mj),
                     step = rules.number_or(key + "energy_step_mj", 1);
        const double to = std::clamp(pen.energy_mj + (action == Action::kSpeedMore ? step : -step), least, most);
        return clinical({"set", "energy", "", std::llround(to)});
    }
    const double low = rules.number_or(key + "rate_min_hz", 50), high = rules.number_or(key + "rate_max_hz", 150);
    if (high - low < 0.5) {
        perceived_.message = "This pen runs at one speed.";
        perceived_.message_s = 0;
        return;
    }
    const double to = std::clamp(pen.rate_mhz / 1000.0 + (action == Action::kSpeedMore ? 5 : -5), low, high);
    clinical({"set", "speed", "", std::llround(to * 1000)});
}

void RoomStage::take_numbered(int number) {
    if (number < static_cast<int>(view_.tray.size()))
        clinical(tray_command(visit_->world().procedure(), view_.tray[static_cast<std::size_t>(number)].id));
}

void RoomStage::take_next() {
    const auto& tray = view_.tray;
    if (tray.empty()) return;
    const std::string held(visit_->world().procedure().held());
    std::size_t at = 0;
    while (at < tray.size() && tray[at].id != held) ++at;
    for (std::size_t i = 1; i <= tray.size(); ++i) {
        const ui::ThingView& thing = tray[(at + i) % tray.size()];
        const auto wish = tray_command(visit_->world().procedure(), thing.id);
        if (wish.verb == "take") return clinical(wish);
    }
}

// Looks closely at the spot under the cursor; the same key looks up again.
void RoomStage::look_with_loupe() {
    if (before_loupe_) {
        camera_.go(*before_loupe_, stage_.settings.reduce_motion);
        before_loupe_.reset();
        return;
    }
    before_loupe_ = camera_.now();
    const HandSampler& hand = visit_->hand();
    camera_.go(render::spot_camera(hand.tip(), -hand.axis(), 42), stage_.settings.reduce_motion);
    const simulation::PenView pen = visit_->world().pen();
    const auto& zones = visit_->prepared().setup.body->table.zones;
    clinical({"look", "loupe", pen.zone < zones.size() ? zones[pen.zone].id : "", 0});
}

void RoomStage::act(Action action, Next& next) {
    if (action >= Action::kThing1 && action <= Action::kThing9)
        return take_numbered(static_cast<int>(action) - static_cast<int>(Action::kThing1));
    if (action >= Action::kViewFront && action <= Action::kViewJaw) return go(action);
    if (action == Action::kSectionLarge && aids_.allowed() && !view_.section) {
        perceived_.message = "In this run the skin stays closed: go by the pen and by what you feel.";
        perceived_.message_s = 0;
        return;
    }
    if (aids_.act(action)) return;
    const bool free = !visit_->assessment();
    switch (action) {
        case Action::kToggleHold:
            choices_.hold = !choices_.hold;
            break;
        case Action::kAssist:
            if (free)
                choices_.assist_percent = choices_.assist_percent >= 100 ? 50 : choices_.assist_percent >= 50 ? 0 : 100;
            break;
        case Action::kLengthLess:
        case Action::kLengthMore:
        case Action::kSpeedLess:
        case Action::kSpeedMore:
        case Action::kMotor:
        case Action::kReadBack:
            set_pen(action);
            break;
        case Action::kNextThing:
            take_next();
            break;
        case Action::kPutDown:
            if (!visit_->world().procedure().held().empty())
                clinical({"put", std::string(visit_->world().procedure().held()), "tray", 0});
            break;
        case Action::kLoupe:
            look_with_loupe();
            break;
        case Action::kHandedness:
            stage_.settings.left_handed = !stage_.settings.left_handed;
            stage_.panels.theme().mirrored = stage_.settings.left_handed;
            (void)save_settings(stage_.places.user, stage_.settings);
            break;
        case Action::kHints:
            hints_ = free && !hints_;
            break;
        case Action::kPause:
            if (free) visit_->pause(!visit_->paused());
            break;
        case Action::kLarger:
        case Action::kSmaller:
            if (change_setting(stage_.settings, "step:scale_percent", action == Action::kLarger ? 1 : -1))
                (void)save_settings(stage_.places.user, stage_.settings);
            break;
        case Action::kFinish:
        case Action::kBack:
            // Leaving is a decision of its own: ask, as for the end of the visit.
            screen_.open(ui::Dialog::kFinish);
            break;
        default:
            break;
    }
    (void)next;
}

void RoomStage::carry_out(const ui::Commands& commands, Next& next) {
    for (const auto& command : commands) {
        if (const auto* wish = std::get_if<ui::command::Clinical>(&command)) {
            // The tray asks to take; what that means now (open, fit, use, put) depends on the thing.
            const bool from_tray = (wish->verb == "take" || wish->verb == "put") && wish->argument != "sharps" &&
                                   std::any_of(view_.tray.begin(), view_.tray.end(),
                                               [&](const auto& thing) { return thing.id == wish->target; });
            clinical(from_tray ? tray_command(visit_->world().procedure(), wish->target) : *wish);
        } else if (const auto* action = std::get_if<ui::command::Do>(&command)) {
            act(action->action, next);
        } else if (const auto* map = std::get_if<ui::command::ShowMap>(&command)) {
            aids_.show(map->mode);
        }
    }
}

}  // namespace np::app
