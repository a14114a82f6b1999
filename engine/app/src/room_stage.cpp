#include "room_stage.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <future>

#include "debrief_view.h"
#include "device_hand.h"
#include "frame_buffer.h"
#include "head_model.h"
#include "portraits.h"
#include "scene_view.h"
#include "zone_view.h"

namespace np::app {

using ui::Action;

namespace {

// 2026-11-20T14:12:00Z
std::string utc_now() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

}  // namespace

RoomStage::RoomStage(Stage& stage, std::unique_ptr<Visit> visit)
    : stage_(stage),
      visit_(std::move(visit)),
      painter_(visit_->prepared().setup.body->table),
      filler_(stage.words),
      aids_(!visit_->assessment(),
            stage.settings.zone_overlay || (!pad() && scenario().mode == scenario::Mode::kTutorial)),
      face_map_(visit_->prepared().setup.body->table, visit_->prepared().setup.parameters),
      faults_(visit_->prepared().setup.body->table),
      zone_labels_(*visit_->prepared().setup.body, stage.words),
      cut_(*visit_->prepared().setup.body, visit_->prepared().setup.parameters, scenario().device) {
    const bool free = !visit_->assessment();
    hints_ = free && scenario().hints && stage.settings.hints;
    choices_.assist_percent =
        free ? std::min(static_cast<int>(scenario().assist_percent), stage.settings.assist_percent) : 0;
    choices_.sound_captions = stage.settings.sound_captions;
}

RoomStage::~RoomStage() {
    free_texture(choices_.portrait);
}

Status RoomStage::begin(const ShowProgress& show) {
    const cli::Prepared& session = visit_->prepared();
    render::Renderer& renderer = stage_.renderer;
    const Status made = session.patient ? renderer.set_head(head_model_of(*session.patient, !renderer.software()))
                                        : renderer.set_pad(pad_model_of(*session.setup.body));
    if (!made) return made;
    if (session.patient) choices_.portrait = cached_portrait(stage_.places, to_hex(session.setup.scenario.digest));
    painter_.repaint(visit_->skin(), &visit_->world().procedure());
    go(best_view(scenario()));
    camera_.jump(camera_.goal());
    visit_->intrude("device", stage_.desk.source(), stage_.desk.device_words());
    // Without it the map of faults stays empty; the visit's own mark comes from the record in any case.
    if (aids_.allowed())
        if (auto grader = assessment::Grader::begin(stage_.plugins.libraries(), session.facts))
            preview_ = std::move(*grader);
    rehearse(show);
    return {};
}

// Before the first frame: a frame that waits for the driver's compiler, or a preset that is too much for the machine,
// would be felt in the hand.
void RoomStage::rehearse(const ShowProgress& show) {
    using Clock = std::chrono::steady_clock;
    const std::string words = "Setting the light\u2026";
    const render::Size size = stage_.window.size();
    stage_.picker = render::QualityPicker{};
    stage_.use_quality();
    (void)stage_.renderer.upload(painter_.maps());
    FrameBuffer unseen;
    unseen.resize(size);
    const auto warm_up = [&](double from) {
        for (int i = 0; i < render::Renderer::kWarmUps; ++i) {
            stage_.renderer.warm_up(scene(), size, i);
            show(words, from + 0.25 * (i + 1) / render::Renderer::kWarmUps);
        }
    };
    show(words, 0);
    // A software driver that can't draw everything anew in time with the full light steps down: compile what it uses.
    for (double share = 0; !stage_.picker.settled(); share = std::min(0.9, share + 0.05)) {
        const auto from = Clock::now();
        stage_.renderer.render(scene(), unseen.target(), true);
        (void)stage_.renderer.read_pixels({unseen.target().framebuffer, {1, 1}});  // waits until it is drawn
        if (stage_.picker.add_rehearsal(std::chrono::duration<double, std::milli>(Clock::now() - from).count()))
            stage_.use_quality();
        show(words, 0.5 * share);
    }
    warm_up(0.75);
}

void RoomStage::drawn_in_less_detail(const std::string& preset) {
    perceived_.message = "Drawn in less detail from now on, so that the picture keeps up: " + preset + ".";
    perceived_.message_s = 0;
}

double RoomStage::aspect() const {
    const render::Size size = stage_.window.size();
    return static_cast<double>(size.width) / size.height;
}

// The key of a region steps through its zones; the one for the front through patient, room and tray.
void RoomStage::go(Action view) {
    const cli::Prepared& session = visit_->prepared();
    // From where one turned away to, the same key leads back first.
    const bool same = region_ && *region_ == view;
    region_step_ = !same ? 0 : turned_away_ || before_loupe_ ? region_step_ : region_step_ + 1;
    region_ = view;
    turned_away_ = false;
    before_loupe_.reset();
    const auto zones =
        pad() ? std::vector<std::uint8_t>{} : zones_of_view(session.setup.body->table, view, scenario().hands);
    std::optional<ZoneView> near;
    if (!zones.empty()) near = zone_view(*session.setup.body, zones[region_step_ % zones.size()], aspect());
    render::View whole = view_of(view, pad());
    if (!pad() && view == Action::kViewFront && region_step_ % 3 > 0)
        whole = region_step_ % 3 == 1 ? render::View::kRoom : render::View::kTray;
    camera_.go(near ? near->camera : render::view_camera(whole, landmarks_of(session.patient.get()), aspect()),
               stage_.settings.reduce_motion);
    // Standing anew, the hand takes the pen anew: upright on the zone, or straight ahead.
    if (visit_->hand().pressed()) return;
    const geometry::Vec3 ahead = camera_.goal().target - camera_.goal().eye;
    visit_->hand().regrip(near ? -near->normal : pad() ? geometry::Vec3{0, 0, -1} : ahead);
}

void RoomStage::move_camera(const WindowInput& input, double seconds) {
    const Window& window = stage_.window;
    const bool down = visit_->hand().pressed();
    const auto held = [&](Action action) { return window.held(action, down) ? 1.0 : 0.0; };
    double yaw = (held(Action::kOrbitRight) - held(Action::kOrbitLeft)) * 60 * seconds + input.drag_x * 0.25;
    double pitch = (held(Action::kOrbitUp) - held(Action::kOrbitDown)) * 60 * seconds + input.drag_y * 0.25;
    double zoom = 1.0 - (held(Action::kZoomIn) - held(Action::kZoomOut)) * 0.9 * seconds;
    if (input.ctrl) zoom *= std::clamp(1.0 - 0.1 * input.wheel, 0.5, 2.0);
    if (yaw != 0 || pitch != 0 || zoom != 1.0) {
        camera_.turn(yaw, pitch, zoom);
        turned_away_ = true;
    }
    camera_.pass(seconds);
}

// Keys and what the device said last; `take_hand` adds what it says in this frame.
HandInput RoomStage::hand_input(const WindowInput& input) {
    const Window& window = stage_.window;
    HandInput hand;
    hand.device = stage_.desk.device();
    if (stage_.desk.cursor_from_window()) {
        hand.cursor_x = input.mouse_x, hand.cursor_y = input.mouse_y;
        hand.cursor_moved = true;
    }
    hand.over_panel = stage_.panels.wants_mouse();
    hand.assist = choices_.assist_percent / 100.0;
    if (screen_.dialog() != ui::Dialog::kNone || !focused_ || visit_->paused()) {
        hand.over_panel = true;
        return hand;
    }
    const bool down = visit_->hand().pressed();
    const auto held = [&](Action action) { return window.held(action, down) ? 1 : 0; };
    hand.press = choices_.hold || held(Action::kPress);
    hand.move_x = held(Action::kMoveRight) - held(Action::kMoveLeft);
    hand.move_y = held(Action::kMoveUp) - held(Action::kMoveDown);
    const int side = stage_.settings.left_handed ? -1 : 1;
    hand.tilt_x = side * (held(Action::kTiltRight) - held(Action::kTiltLeft));
    hand.tilt_y = held(Action::kTiltForward) - held(Action::kTiltBack);
    hand.travel_mm_s = (held(Action::kForceMore) - held(Action::kForceLess)) * 1.8;
    if (!input.ctrl && !hand.over_panel) hand.travel_step_mm = 0.2 * input.wheel;
    hand.planting = held(Action::kPlantHand);
    return hand;
}

void RoomStage::take_hand(const WindowInput& input, double seconds) {
    const render::Size size = stage_.window.size();
    HandInput base = hand_input(input);
    const double begin_ms = visit_->clock_ms(), frame_ms = seconds * 1000;
    const bool still = screen_.dialog() != ui::Dialog::kNone || !focused_ || visit_->paused();
    const auto& samples = stage_.desk.samples();
    base.lost = stage_.desk.lost();
    double before_ms = begin_ms;
    for (const input::PenSample& sample : still ? std::vector<input::PenSample>{} : samples) {
        // The device's own clock says how its samples lie within the frame; the latest has just come.
        const double age_ms = static_cast<double>(samples.back().time_us - sample.time_us) / 1000;
        const bool single = samples.size() == 1;
        const double at_ms =
            single ? begin_ms : std::clamp(begin_ms + frame_ms - age_ms, before_ms, begin_ms + frame_ms);
        HandInput hand = base;
        follow_device(sample, size, hand);
        hand.travel_step_mm = &sample == &samples.front() ? base.travel_step_mm : 0;
        // A device that is slower than the pictures is walked with, not jumped after.
        const double since_ms =
            device_hand_ ? static_cast<double>(sample.time_us - device_hand_->time_us) / 1000 : frame_ms;
        const double span_ms = single ? std::max(frame_ms, since_ms) : at_ms - before_ms;
        visit_->move_hand(hand, at_ms, std::clamp(span_ms, 0.0, std::max(frame_ms, 25.0)));
        before_ms = at_ms;
        device_hand_ = sample;
    }
    if (!samples.empty() && !still) {
        stage_.desk.used();
        return;
    }
    // What was let go behind a dialog is let go; what the device said last still holds.
    if (!samples.empty()) device_hand_ = samples.back();
    if (device_hand_ && !still) {
        input::PenSample last = *device_hand_;
        if (stage_.desk.cursor_from_window()) last.place.reset();
        follow_device(last, size, base);
    }
    if (still || base.lost) base.press = false;
    visit_->move_hand(base, begin_ms, frame_ms);
}

// What was refused stands in the record, so that an appeal can see how good the device was.
void RoomStage::tell_of_refusals() {
    if (visit_->paused() || visit_->finished()) return;
    if (const auto words = stage_.desk.news_of_refusals())
        visit_->intrude("device_refused", stage_.desk.source(), *words);
}

bool RoomStage::busy() const {
    if (!visit_) return false;  // handed on to the debrief
    return visit_->world().pen().touching || visit_->hand().pressed() || visit_->world().procedure().pen().motor_on ||
           camera_.moving() || quiet_s_ < 0.5;
}

void RoomStage::frame(const WindowInput& input, double seconds, Next& next) {
    if (input.focus_lost || input.focus_back) {
        focused_ = !input.focus_lost;
        visit_->intrude(focused_ ? "focus_back" : "focus_lost");
        if (!focused_) choices_.hold = false;
    }
    const bool moved =
        !stage_.desk.samples().empty() || input.mouse_moved || input.left || !input.keys.empty() || input.wheel != 0;
    quiet_s_ = moved ? 0 : quiet_s_ + seconds;
    const render::Size size = stage_.window.size();
    move_camera(input, seconds);
    visit_->look_from(camera_.now(), size);
    take_hand(input, seconds);
    tell_of_refusals();
    const Status status = visit_->advance(seconds, [&](const sdk::EventBuffer& events) {
        if (events.empty()) return;
        perceived_.see(events, stage_.words);
        coach_.see(events);
        if (aids_.allowed()) cut_.see(events);
        if (preview_ && !preview_->consume(events)) preview_.reset();
    });
    perceived_.pass(visit_->paused() ? 0 : seconds);
    if (!status) {
        // A full disk: what is written stays, the visit can't go on.
        next.notice = status.error().message;
        next.home = true;
        return;
    }
    if (hints_ && !visit_->paused() && !visit_->finished())
        if (const auto hint = coach_.look(visit_->world(), seconds)) visit_->intrude("hint", *hint);
    if (input.mouse_moved) cursor_x_ = input.mouse_x, cursor_y_ = input.mouse_y;
    draw_patient(size, seconds);
    draw_panels(input, size, seconds, next);
    if (visit_->finished() && !ended_) finish(next);
}

// The map is painted whole when it is chosen, then cell by cell as the skin changes.
void RoomStage::colour_skin(double seconds) {
    const ui::MapMode map = aids_.map();
    faults_age_s_ += seconds;
    bool anew = map != drawn_;
    if (map == ui::MapMode::kFaults && preview_ && (anew || faults_age_s_ > 1)) {
        faults_age_s_ = 0;
        faults_.take(preview_->preview());
        anew = true;
    }
    drawn_ = map;
    if (anew)
        face_map_.paint(painter_.maps(), map, visit_->skin(), faults_);
    else
        face_map_.follow(painter_.maps(), map, visit_->skin(), faults_, painter_.changed());
}

void RoomStage::draw_patient(render::Size size, double seconds) {
    painter_.follow(visit_->skin(), &visit_->world().procedure(), 600);
    colour_skin(seconds);
    (void)stage_.renderer.upload(painter_.maps());  // a failed upload leaves the picture of before
    const render::Scene seen = scene();
    stage_.renderer.render(seen, {0, size});
    insets_.draw(stage_.renderer, seen, *visit_->prepared().setup.body, aids_, size, stage_.panels.theme().scale,
                 {cursor_x_, cursor_y_, stage_.panels.wants_mouse() || screen_.dialog() != ui::Dialog::kNone}, seconds);
}

render::Scene RoomStage::scene() const {
    render::Scene scene =
        scene_of(visit_->world(), this->scenario(), visit_->prepared().patient.get(), &visit_->hand());
    scene.camera = camera_.now();
    scene.depth_of_field = stage_.settings.depth_of_field;
    show_to_eye(scene, stage_.settings.left_handed);
    scene.overlay = scene.zone_lines = drawn_ == ui::MapMode::kSkin ? 0 : 1;
    return scene;
}

std::optional<ui::MapView> RoomStage::map_view(render::Size size) const {
    if (!aids_.allowed()) return std::nullopt;
    ui::MapView map;
    map.mode = aids_.map();
    map.legend = face_map_.legend(map.mode);
    if (!map.legend) return map;
    if (map.mode == ui::MapMode::kZones && !pad()) map.labels = zone_labels_.seen(camera_.now(), size);
    const anatomy::Body& body = *visit_->prepared().setup.body;
    const std::uint32_t cell = cell_seen(body, camera_.now(), size, cursor_x_, cursor_y_);
    if (cell == anatomy::kNoCell || stage_.panels.wants_mouse()) return map;
    const std::uint8_t zone = body.table.cell_zone[cell];
    if (zone < body.table.zones.size()) map.here = stage_.words.zone(body.table.zones[zone].id);
    map.reading = face_map_.reading(map.mode, visit_->skin(), faults_, cell);
    return map;
}

void RoomStage::draw_panels(const WindowInput&, render::Size size, double seconds, Next& next) {
    choices_.sound_captions = stage_.settings.sound_captions;
    choices_.section_large = aids_.section_large();
    view_ = filler_.fill(*visit_, perceived_, choices_, cut_, seconds);
    if (hints_) view_.hint = coach_.hint();
    view_.map = map_view(size);
    view_.other_side = insets_.other_side();
    view_.lens = insets_.lens();
    stage_.panels.fit(stage_.settings.scale_percent / 100, size);
    stage_.panels.begin_frame(size, seconds);
    stage_.window.feed_panels();
    ui::Commands out;
    screen_.draw(view_, stage_.panels.theme(), out);
    stage_.panels.end_frame({0, size});
    carry_out(out, next);
}

void RoomStage::finish(Next& next) {
    ended_ = true;
    if (auto status = visit_->close(stage_.places); !status) {
        next.notice = status.error().message;
        next.home = true;
        return;
    }
    next.record = visit_->file().string();
    next.visit = std::move(visit_);
}

void RoomStage::leave() {
    // Left in the middle: the record is closed as it stands, and says so by its events.
    if (visit_ && !ended_) (void)visit_->close(stage_.places);
}

Expected<std::unique_ptr<Screen>> make_room_screen(Stage& stage, const std::string& scenario,
                                                   const ShowProgress& show) {
    // Another patient's noise each time; in the record, so a replay needs no clock.
    const auto seed =
        static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count() / 1000000 % 1000000);
    // Only the patient is built beside the picture: plugins must be started by the thread that outlives them.
    auto building = std::async(std::launch::async, [&] { return cli::prepare_session(stage.places, scenario, seed); });
    while (building.wait_for(std::chrono::milliseconds(40)) != std::future_status::ready)
        show("The patient is coming in\u2026", -1);
    auto prepared = building.get();
    if (!prepared) return tl::unexpected(prepared.error());
    auto visit = Visit::begin(stage.places, scenario, std::move(*prepared), stage.plugins.chosen(), utc_now());
    if (!visit) return tl::unexpected(visit.error());
    auto screen = std::make_unique<RoomStage>(stage, std::move(*visit));
    if (auto status = screen->begin(show); !status) return tl::unexpected(status.error());
    return screen;
}

}  // namespace np::app
