// How fast the window draws: the same frames as in the room, off screen, with a synthetic expert at work.
#include <epoxy/gl.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

#include "debrief_view.h"
#include "frame_buffer.h"
#include "head_model.h"
#include "latency_bench.h"
#include "needlepoint/app/app.h"
#include "needlepoint/cli/session_setup.h"
#include "needlepoint/render/offscreen.h"
#include "needlepoint/trainee/trainee.h"
#include "needlepoint/ui/home.h"
#include "needlepoint/ui/room.h"
#include "panel_layer.h"
#include "scene_view.h"
#include "skin_painter.h"

namespace np::app {

namespace {

using Clock = std::chrono::steady_clock;
constexpr render::Size kSize{1280, 720};
constexpr sdk::Tick kTicksPerFrame = 33;
constexpr int kRounds = 9;
constexpr int kFrameRounds = 41;
constexpr sdk::Tick kTicksPerStrike = 9;  // a little more than one stroke of the motor

double milliseconds(const std::function<void()>& work) {
    glFinish();
    const auto from = Clock::now();
    work();
    glFinish();
    return std::chrono::duration<double, std::milli>(Clock::now() - from).count();
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

// As full as the room's panels get.
ui::RoomView crowded_room() {
    ui::RoomView view;
    view.phases = {"Consult", "Prepare", "Needle", "Cool", "Close"};
    view.phase = 2;
    view.patient = {"Mara", 29, 0, "It tickles a little.", 1, 2, {{"Goal", "acne scars"}, {"Zones", "both cheeks"}}};
    view.section = ui::SectionView{};
    view.section->touching = true;
    view.pen.in_hand = view.pen.fitted = view.pen.motor_on = true;
    view.zone = ui::ZoneView{"Left cheek", 2, 3, 4, 0.8, 0.9, true};
    for (const char* id : {"pen", "sleeve", "cartridge_1", "cartridge_2", "cleanser", "antiseptic", "gauze", "saline",
                           "gel", "serum", "cool_mask", "gloves", "mask", "eye_shields", "sharps", "bin"})
        view.tray.push_back({id, id, ui::Badge::kClean, false, true, "", 0});
    return view;
}

class FrameBench {
  public:
    FrameBench(cli::Prepared prepared, simulation::World world, trainee::Trainee trainee, render::Renderer& renderer,
               PanelLayer& panels)
        : prepared_(std::move(prepared)),
          world_(std::move(world)),
          trainee_(std::move(trainee)),
          renderer_(renderer),
          panels_(panels),
          painter_(prepared_.setup.body->table),
          view_(crowded_room()) {
        target_.resize(kSize);
    }

    Status begin() {
        const auto from = Clock::now();
        const Status made = prepared_.patient
                                ? renderer_.set_head(head_model_of(*prepared_.patient, !renderer_.software()))
                                : renderer_.set_pad(pad_model_of(*prepared_.setup.body));
        if (!made) return made;
        handed_over_s_ = std::chrono::duration<double>(Clock::now() - from).count();
        auto skin = skin::SkinState::create(prepared_.setup.skin_map, prepared_.setup.parameters);
        if (!skin) return tl::unexpected(skin.error());
        skin_.emplace(std::move(*skin));
        while (!trainee_.done() && !world_.finished() && !needling()) step();
        scene_ = scene_of(world_, world_.scenario(), prepared_.patient.get(), nullptr);
        // As the room opens.
        scene_.camera =
            render::view_camera(view_of(best_view(world_.scenario()), !prepared_.patient),
                                landmarks_of(prepared_.patient.get()), static_cast<double>(kSize.width) / kSize.height);
        return {};
    }

    // What the card takes to have the patient and to draw the first picture of the room.
    double first_picture_s() {
        return handed_over_s_ + milliseconds([&] { draw(true); }) * 1e-3;
    }

    cli::FrameFigures measure() {
        cli::FrameFigures figures;
        get_ready();
        const render::Quality picked = renderer_.quality();
        renderer_.set_quality(render::Quality::kFull);
        for (int i = 0; i < render::Renderer::kWarmUps; ++i) renderer_.warm_up(scene_, kSize, i);
        std::vector<double> full, panels;
        for (int i = 0; i < kRounds; ++i) {
            full.push_back(milliseconds([&] { draw(true); }));
            panels.push_back(milliseconds([&] { draw_panels(); }));
        }
        figures.panels_share = median(panels) / std::max(1e-6, median(full));
        renderer_.set_quality(picked);
        figures.preset = std::string(render::quality_name(renderer_.quality()));
        measure_needling(figures);
        measure_input_latency(
            [&] {
                whole_frame();
                glFinish();
            },
            figures);
        measure_uploads(figures);
        return figures;
    }

  private:
    bool needling() const { return world_.pen().touching && world_.pen().motor_on; }

    void step() {
        inputs_.clear();
        events_.clear();
        if (!trainee_.done()) trainee_.act(world_, inputs_);
        world_.step(inputs_, events_);
        skin_->consume(events_);
    }

    void work_on(sdk::Tick ticks) {
        for (sdk::Tick i = 0; i < ticks && !world_.finished(); ++i) step();
    }

    void show_pen() {
        const simulation::PenView pen = world_.pen();
        render::PenLook look;
        look.tip_mm = pen.tip_mm;
        look.axis = geometry::length(pen.axis) > 0.5 ? pen.axis : geometry::Vec3{0, 0, -1};
        look.motor_on = pen.motor_on;
        scene_.pen = look;
        show_to_eye(scene_, false);
    }

    void draw(bool force) {
        show_pen();
        renderer_.render(scene_, target_.target(), force);
    }

    // What moves while the needles run: depth, density, and what they say beside them.
    void draw_panels() {
        const double beat = 0.1 * (panel_frames_++ % 7);
        view_.section->depth_mm = 0.8 + 0.2 * beat;
        view_.zone->coverage = 0.5 + 0.4 * beat;
        view_.zone->density = 0.6 + 0.5 * beat;
        panels_.begin_frame(kSize, 1.0 / 30);
        ui::Commands ignored;
        room_.draw(view_, panels_.theme(), ignored);
        panels_.end_frame(target_.target());
    }

    void whole_frame() {
        work_on(kTicksPerFrame);
        painter_.follow(*skin_, nullptr, 600);
        const auto from = Clock::now();
        (void)renderer_.upload(painter_.maps());
        upload_ms_ = std::chrono::duration<double, std::milli>(Clock::now() - from).count();
        draw(false);
        draw_panels();
    }

    // As the room does before its first frame.
    void get_ready() {
        painter_.follow(*skin_, nullptr, SIZE_MAX);
        (void)renderer_.upload(painter_.maps());
        while (!picker_.settled()) {
            if (picker_.add_rehearsal(milliseconds([&] { draw(true); }))) renderer_.set_quality(picker_.quality());
        }
        for (int i = 0; i < render::Renderer::kWarmUps; ++i) renderer_.warm_up(scene_, kSize, i);
        for (int i = 0; i < 3; ++i) draw_panels();  // the room's progress was shown in panels
    }

    // One frame at work, by which the picker judges as in the room.
    double frame_ms() {
        const double spent = milliseconds([&] { whole_frame(); });
        if (picker_.add_frame(spent)) renderer_.set_quality(picker_.quality());
        return spent;
    }

    void measure_needling(cli::FrameFigures& figures) {
        constexpr int kFrames = 120;
        std::vector<double> frames, turning, uploads;  // a turning camera draws everything anew
        for (int i = 0; i < kFrames; ++i) {
            frames.push_back(frame_ms());
            uploads.push_back(upload_ms_);
        }
        figures.upload_ms = median(uploads);
        figures.upload_worst_ms = *std::max_element(uploads.begin(), uploads.end());
        figures.preset = std::string(render::quality_name(renderer_.quality()));
        const render::Camera before = scene_.camera;
        for (int i = 0; i < kFrames / 4; ++i) {
            scene_.camera = render::orbited(scene_.camera, i % 2 == 0 ? 2 : -1, 0.2, 1);
            turning.push_back(frame_ms());
        }
        scene_.camera = before;
        const double middle = median(frames);
        figures.median_fps = middle > 0 ? 1000 / middle : 0;
        figures.worst_frame_ms = std::max(*std::max_element(frames.begin(), frames.end()),
                                          *std::max_element(turning.begin(), turning.end()));
    }

    // The world goes on to its next strike and the maps follow; only the upload is timed. What the driver puts off is
    // waited for once, behind the last of them, and shared among them.
    double strike_upload_ms() {
        constexpr int kStrikes = 64;
        std::chrono::duration<double, std::milli> spent{};
        glFinish();
        for (int i = 0; i < kStrikes; ++i) {
            work_on(kTicksPerStrike);
            painter_.follow(*skin_, nullptr, 0);
            const auto from = Clock::now();
            (void)renderer_.upload(painter_.maps());
            spent += Clock::now() - from;
        }
        const auto from = Clock::now();
        glFinish();
        return (spent + (Clock::now() - from)).count() / kStrikes;
    }

    // All maps with all their cells, as often, with one wait behind them, too.
    double whole_upload_ms(SkinPainter& other) {
        constexpr int kTimes = 8;
        std::chrono::duration<double, std::milli> spent{};
        glFinish();
        for (int i = 0; i < kTimes; ++i) {
            const float value = i % 2 == 0 ? 0.2F : 0.8F;
            for (const auto layer :
                 {render::SkinLayer::kChannels, render::SkinLayer::kGel, render::SkinLayer::kPinpoints})
                for (std::uint32_t c = 0; c < prepared_.setup.body->table.cell_count(); ++c)
                    other.maps().set(layer, c, value);
            const auto from = Clock::now();
            (void)renderer_.upload(other.maps());
            spent += Clock::now() - from;
        }
        const auto from = Clock::now();
        glFinish();
        return (spent + (Clock::now() - from)).count() / kTimes;
    }

    // Both sides in turn, so that a slow moment of the machine hits both.
    void measure_uploads(cli::FrameFigures& figures) {
        std::vector<double> strike, whole, with, without;
        SkinPainter other(prepared_.setup.body->table);
        for (int i = 0; i < kRounds; ++i) {
            strike.push_back(strike_upload_ms());
            whole.push_back(whole_upload_ms(other));
        }
        (void)renderer_.upload(painter_.maps());
        draw(false);  // what the whole maps changed
        for (int i = 0; i < kFrameRounds; ++i) {
            work_on(kTicksPerFrame);
            without.push_back(milliseconds([&] { draw(false); }));
            painter_.follow(*skin_, nullptr, 0);
            (void)renderer_.upload(painter_.maps());
            draw(false);  // so that the next frame shows its own deposits alone
            work_on(kTicksPerFrame);
            with.push_back(milliseconds([&] {
                painter_.follow(*skin_, nullptr, 0);
                (void)renderer_.upload(painter_.maps());
                draw(false);
            }));
        }
        figures.strike_upload_share = median(strike) / std::max(1e-6, median(whole));
        figures.deposit_frame_share = median(with) / std::max(1e-6, median(without));
    }

    cli::Prepared prepared_;
    simulation::World world_;
    trainee::Trainee trainee_;
    render::Renderer& renderer_;
    PanelLayer& panels_;
    SkinPainter painter_;
    std::optional<skin::SkinState> skin_;
    render::QualityPicker picker_;
    render::Scene scene_;
    FrameBuffer target_;
    ui::RoomScreen room_;
    ui::RoomView view_;
    int panel_frames_ = 0;
    sdk::EventBuffer inputs_, events_;
    double upload_ms_ = 0;  // of the last frame
    double handed_over_s_ = 0;
};

// What stands between the start and the first picture of the home screen.
void draw_home_once(const cli::Places& places, PanelLayer& panels) {
    ui::HomeView view;
    for (const std::string& id : cli::list_scenarios(places))
        if (const auto found = cli::find_scenario(places, id)) {
            ui::ScenarioCard card;
            card.id = id;
            card.title = card.patient = found->scenario.title;
            view.cards.push_back(std::move(card));
        }
    FrameBuffer target;
    target.resize(kSize);
    ui::HomeScreen screen;
    ui::Commands ignored;
    panels.begin_frame(kSize, 1.0 / 60);
    screen.draw(view, {}, panels.theme(), ignored);
    panels.end_frame(target.target());
    glFinish();
}

}  // namespace

Expected<cli::FrameFigures> measure_frames(const cli::Places& places) {
    const auto from = Clock::now();
    auto context = render::OffscreenContext::create();
    if (!context) return tl::unexpected(context.error());
    auto renderer = render::Renderer::create();
    if (!renderer) return tl::unexpected(renderer.error());
    auto panels = PanelLayer::create(places.data, renderer->software());
    if (!panels) return tl::unexpected(panels.error());
    draw_home_once(places, *panels);
    const double first_frame_s = std::chrono::duration<double>(Clock::now() - from).count();

    const bool on_head = cli::head_available(places);
    const auto asked = Clock::now();
    auto prepared = cli::prepare_session(places, on_head ? "practice/acne-scars-cheeks" : "tutorial/first-strokes", 1);
    if (!prepared) return tl::unexpected(prepared.error());
    const double patient_s = std::chrono::duration<double>(Clock::now() - asked).count();
    auto world = simulation::World::create(prepared->setup);
    if (!world) return tl::unexpected(world.error());
    auto expert = trainee::Trainee::create("expert", 1, *world);
    if (!expert) return tl::unexpected(expert.error());
    FrameBench bench(std::move(*prepared), std::move(*world), std::move(*expert), *renderer, *panels);
    if (auto status = bench.begin(); !status) return tl::unexpected(status.error());
    const double seen_s = bench.first_picture_s();
    cli::FrameFigures figures = bench.measure();
    figures.first_frame_s = first_frame_s;
    if (on_head) figures.patient_s = patient_s, figures.patient_seen_s = seen_s;
    return figures;
}

}  // namespace np::app
