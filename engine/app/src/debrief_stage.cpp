// The debrief: the marks of the closed record, its replay, and the way from a finding to its moment and spot.
#include <algorithm>
#include <cmath>

#include "camera_rig.h"
#include "debrief_view.h"
#include "face_maps.h"
#include "follow_up_desk.h"
#include "frame_buffer.h"
#include "head_model.h"
#include "needlepoint/assessment/grade.h"
#include "needlepoint/core/files.h"
#include "needlepoint/session/inspect.h"
#include "replayer.h"
#include "scene_view.h"
#include "skin_painter.h"
#include "stage.h"
#include "visit.h"
#include "zone_labels.h"

#include <imgui.h>

namespace np::app {

using ui::MapMode;

namespace {

constexpr double kReplaySpeed = 8;  // a video that one likes to watch

class DebriefStage : public Screen {
  public:
    DebriefStage(Stage& stage, std::string file, std::shared_ptr<const session::Record> record, cli::Prepared prepared,
                 assessment::Marks marks, Replayer replayer)
        : stage_(stage),
          file_(std::move(file)),
          record_(std::move(record)),
          prepared_(std::move(prepared)),
          marks_(std::move(marks)),
          replayer_(std::move(replayer)),
          painter_(prepared_.setup.body->table),
          face_map_(prepared_.setup.body->table, prepared_.setup.parameters),
          faults_(prepared_.setup.body->table),
          zone_labels_(*prepared_.setup.body, stage.words) {
        faults_.take(marks_);
        contents_ = debrief_contents(marks_, prepared_.setup.scenario, record_->end_tick(), force_observed(*record_),
                                     stage.words);
        view().phases = phases_of(*record_, prepared_.setup.parameters);
        view().notice = record_->whole() ? "" : record_->cut_sentence();
    }

    Status begin() {
        const Status made =
            prepared_.patient ? stage_.renderer.set_head(head_model_of(*prepared_.patient, !stage_.renderer.software()))
                              : stage_.renderer.set_pad(pad_model_of(*prepared_.setup.body));
        if (!made) return made;
        camera_.jump(whole_view());
        show_map(MapMode::kDepth);
        return {};
    }

    void key(ui::KeyPress press, Next& next) override {
        ui::Commands out;
        screen_.key(press, view(), out);
        carry_out(out, next);
    }

    void frame(const WindowInput& input, double seconds, Next& next) override {
        // What an assessment was marked by stays as it was.
        if (!prepared_.assessment)
            if (const auto news = stage_.plugins.poll()) take(*news);
        if (view().playing) {
            const auto step = static_cast<sdk::Tick>(seconds * 1000 * kReplaySpeed);
            seek(view().tick + std::max<sdk::Tick>(1, step));
            if (view().tick >= view().duration_ticks) view().playing = false;
        }
        if (!stage_.panels.wants_mouse() && (input.drag_x != 0 || input.drag_y != 0))
            camera_.turn(input.drag_x * 0.25, input.drag_y * 0.25, 1);
        if (!stage_.panels.wants_mouse() && input.wheel != 0)
            camera_.turn(0, 0, std::clamp(1 - 0.1 * input.wheel, 0.5, 2.0));
        camera_.pass(seconds);
        const render::Size size = stage_.window.size();
        draw_face();
        stage_.panels.fit(stage_.settings.scale_percent / 100, size);
        stage_.panels.begin_frame(size, seconds);
        stage_.window.feed_panels();
        draw_backdrop(size);
        ui::Commands out;
        screen_.draw(view(), stage_.panels.theme(), out);
        stage_.panels.end_frame({0, size});
        carry_out(out, next);
    }

    bool busy() const override { return contents_.view.playing || camera_.moving(); }

  private:
    ui::DebriefView& view() { return contents_.view; }

    // A plugin was built anew: the session is folded again and shown where it was.
    void take(const PluginDesk::News& news) {
        view().notice = news.sentence;
        if (!news.changed) return;
        auto marks = assessment::grade(*record_, stage_.plugins.graders_of(*record_));
        if (!marks) {
            view().notice += " " + marks.error().message;
            return;
        }
        const std::int32_t before = marks_.total;
        marks_ = std::move(*marks);
        faults_.take(marks_);
        auto fresh = debrief_contents(marks_, prepared_.setup.scenario, record_->end_tick(), force_observed(*record_),
                                      stage_.words);
        contents_.places = std::move(fresh.places);
        ui::DebriefView& now = view();
        now.graded = fresh.view.graded, now.total = fresh.view.total, now.passed = fresh.view.passed;
        now.decided_by = std::move(fresh.view.decided_by);
        now.scorers = std::move(fresh.view.scorers);
        now.findings = std::move(fresh.view.findings);
        now.next = std::move(fresh.view.next);
        now.not_assessed = std::move(fresh.view.not_assessed);
        now.selected = -1;
        now.notice += " The total is " + assessment::hundredths(marks_.total) + "; it was " +
                      assessment::hundredths(before) + ".";
        colour();
    }

    render::Camera whole_view() const {
        const bool pad = !prepared_.patient;
        return render::view_camera(view_of(best_view(prepared_.setup.scenario), pad),
                                   landmarks_of(prepared_.patient.get()), 1.25);
    }

    void draw_face() {
        const ui::Rect area = screen_.face_area();
        const render::Size size{std::max(64, static_cast<int>(area.width)),
                                std::max(64, static_cast<int>(area.height))};
        const bool fresh = face_.resize(size);
        (void)stage_.renderer.upload(painter_.maps());
        render::Scene scene;
        scene.subject = prepared_.patient ? render::Subject::kHead : render::Subject::kPad;
        if (prepared_.patient) scene.appearance = appearance_of(prepared_.patient->request);
        scene.camera = camera_.now();
        scene.room = false;
        scene.overlay = overlay_ ? 1 : 0;
        scene.zone_lines = view().legend ? 1 : 0;
        view().labels.clear();
        const ui::Rect seen = screen_.face_area();
        if (view().map == MapMode::kZones && prepared_.patient)
            view().labels = zone_labels_.seen(scene.camera, size, seen.x, seen.y);
        show_pen(scene);
        stage_.renderer.render(scene, face_.target(), fresh);
    }

    // While it plays, the pen is where it was.
    void show_pen(render::Scene& scene) const {
        const auto& hand = replayer_.hand();
        if (!hand || !contents_.view.playing) return;  // standing still, it would hide the spot
        render::PenLook pen;
        pen.tip_mm = {hand->tip_um[0] / 1e3, hand->tip_um[1] / 1e3, hand->tip_um[2] / 1e3};
        pen.axis = geometry::normalized(
            {hand->axis_q30[0] / 1073741824.0, hand->axis_q30[1] / 1073741824.0, hand->axis_q30[2] / 1073741824.0});
        pen.motor_on = (hand->buttons & 1u) != 0;
        pen.hand = render::Hand::kNone;  // nothing over the face that is discussed
        scene.pen = pen;
    }

    void draw_backdrop(render::Size size) const {
        ImDrawList* list = ImGui::GetBackgroundDrawList();
        list->AddRectFilled({0, 0}, {static_cast<float>(size.width), static_cast<float>(size.height)},
                            IM_COL32(0x0F, 0x13, 0x17, 255));
        const ui::Rect area = screen_.face_area();
        list->AddImage(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(face_.image())), {area.x, area.y},
                       {area.right(), area.bottom()}, {0, 1}, {1, 0});
    }

    void show_map(MapMode mode) {
        view().map = mode;
        view().legend = face_map_.legend(mode);
        overlay_ = view().legend.has_value();
        if (mode == MapMode::kLater && sit_down_to_follow()) return look_ahead(desk_->view().hours);
        painter_.repaint(replayer_.skin(), nullptr);
        colour();
    }

    // The follow-up begins when the visit is over, wherever the replay stands.
    bool sit_down_to_follow() {
        if (desk_) return true;
        auto desk = FollowUpDesk::create(replayer_.after(0), prepared_.setup.body->table, prepared_.setup.parameters,
                                         stage_.words);
        if (!desk) {
            view().notice = desk.error().message;
            // The map that the next one by key would be: whoever goes through them isn't held up.
            view().map = MapMode::kSkin;
            view().legend.reset();
            overlay_ = view().legend.has_value();
            return false;
        }
        desk_.emplace(std::move(*desk));
        return true;
    }

    void look_ahead(double hours) {
        desk_->look_ahead(hours);
        show_later();
    }

    void show_later() {
        view().playing = false;
        view().later = desk_->view();
        painter_.repaint(desk_->now());
        overlay_ = true;  // what healing leaves in colour
    }

    void colour() { face_map_.paint(painter_.maps(), view().map, replayer_.skin(), faults_); }

    void seek(sdk::Tick tick) {
        tick = std::min<sdk::Tick>(tick, view().duration_ticks);
        const auto back = replayer_.seek(tick);
        if (!back) {
            view().notice = back.error().message;
            view().playing = false;
            return;
        }
        view().tick = tick;
        if (view().map == MapMode::kLater) return show_map(MapMode::kRedness);
        if (*back) {
            painter_.repaint(replayer_.skin(), nullptr);
            colour();
        } else {
            painter_.follow(replayer_.skin(), nullptr, 2000);
            face_map_.follow(painter_.maps(), view().map, replayer_.skin(), faults_, painter_.changed());
        }
    }

    void select(int index) {
        if (index < 0 || index >= static_cast<int>(view().findings.size())) return;
        view().selected = index;
        view().playing = false;
        seek(view().findings[static_cast<std::size_t>(index)].end_tick);
        const auto sight = sight_of(contents_.places[static_cast<std::size_t>(index)], prepared_.setup.body->table);
        if (!sight) return;
        camera_.go(render::spot_camera(sight->at_mm, sight->normal, sight->height_mm), stage_.settings.reduce_motion);
    }

    void export_as(const std::string& what) {
        const std::filesystem::path base = std::filesystem::path(file_).replace_extension();
        Status status;
        std::filesystem::path target = file_;
        if (what == "report") {
            target = base.string() + ".html";
            const auto story = assessment::story_of(*record_);
            const auto texts = scenario::load_texts(stage_.places.data / "assets" / "locale" / "en.yaml");
            const assessment::ReportExtras extras{texts ? &*texts : nullptr, {}};
            status = story ? write_text(target, assessment::report_html(marks_, *story, {}, extras))
                           : Status(tl::unexpected(story.error()));
        } else if (what == "csv") {
            // One table for marks and findings, one for the needles.
            target = base.string() + ".csv";
            status = write_text(target, assessment::to_csv(marks_));
            if (status) status = write_strikes(base.string() + "-strikes.csv");
        }
        view().notice = status ? "Saved as " + target.string() : status.error().message;
    }

    // A row per needle and strike: what a spreadsheet needs for depth and place.
    Status write_strikes(const std::filesystem::path& target) const {
        std::string rows = "tick_ms,stroke,cell,zone,depth_um\n";
        const auto read = record_->for_each_block(
            [&](const session::Block& block) {
                for (const sdk::RecordView event : block.events) {
                    const auto* strike = event.raw<sdk::event::strike>();
                    if (!strike) continue;
                    const auto cells = event.array<std::uint32_t>(strike->cell);
                    const auto zones = event.array<std::uint8_t>(strike->zone);
                    const auto depths = event.array<std::int32_t>(strike->depth_um);
                    for (std::size_t i = 0; i < cells.size() && i < zones.size() && i < depths.size(); ++i) {
                        const auto& known = prepared_.setup.body->table.zones;
                        rows += std::to_string(event.tick()) + "," + std::to_string(strike->stroke) + "," +
                                std::to_string(cells[i]) + "," + (zones[i] < known.size() ? known[zones[i]].id : "") +
                                "," + std::to_string(depths[i]) + "\n";
                    }
                }
            },
            true);
        if (!read) return read;
        return write_text(target, rows);
    }

    void carry_out(const ui::Commands& commands, Next& next) {
        for (const auto& command : commands) {
            if (std::holds_alternative<ui::command::Leave>(command))
                next.home = true;
            else if (const auto* to = std::get_if<ui::command::Seek>(&command))
                seek(to->tick);
            else if (const auto* finding = std::get_if<ui::command::SelectFinding>(&command))
                select(finding->index);
            else if (const auto* map = std::get_if<ui::command::ShowMap>(&command))
                show_map(map->mode);
            else if (const auto* ahead = std::get_if<ui::command::LookAhead>(&command))
                look_ahead(ahead->hours);
            else if (const auto* care = std::get_if<ui::command::ChooseCare>(&command))
                desk_->choose_care(care->index), show_later();
            else if (const auto* zone = std::get_if<ui::command::ChooseZone>(&command))
                desk_->choose_zone(zone->index), show_later();
            else if (const auto* what = std::get_if<ui::command::Export>(&command))
                export_as(what->what);
            else if (const auto* open = std::get_if<ui::command::OpenScenario>(&command))
                next.scenario = open->id;
            else if (const auto* action = std::get_if<ui::command::Do>(&command))
                act(action->action);
        }
    }

    void act(ui::Action action) {
        if (action == ui::Action::kPlay) {
            if (!view().playing && view().tick >= view().duration_ticks) seek(0);
            view().playing = !view().playing;
        }
        if (action >= ui::Action::kViewFront && action <= ui::Action::kViewJaw)
            camera_.go(
                render::view_camera(view_of(action, !prepared_.patient), landmarks_of(prepared_.patient.get()), 1.25),
                stage_.settings.reduce_motion);
        if (action == ui::Action::kOrbitLeft || action == ui::Action::kOrbitRight)
            camera_.turn(action == ui::Action::kOrbitLeft ? -6 : 6, 0, 1);
        if (action == ui::Action::kOrbitUp || action == ui::Action::kOrbitDown)
            camera_.turn(0, action == ui::Action::kOrbitUp ? 6 : -6, 1);
        if (action == ui::Action::kZoomIn || action == ui::Action::kZoomOut)
            camera_.turn(0, 0, action == ui::Action::kZoomIn ? 0.9 : 1.1);
        if (action == ui::Action::kLarger || action == ui::Action::kSmaller)
            if (change_setting(stage_.settings, "step:scale_percent", action == ui::Action::kLarger ? 1 : -1))
                (void)save_settings(stage_.places.user, stage_.settings);
    }

    Stage& stage_;
    std::string file_;
    std::shared_ptr<const session::Record> record_;
    cli::Prepared prepared_;
    assessment::Marks marks_;
    Replayer replayer_;
    SkinPainter painter_;
    DebriefContents contents_;
    ui::DebriefScreen screen_;
    CameraRig camera_;
    FrameBuffer face_;
    FaceMap face_map_;
    FaultHeat faults_;
    ZoneLabels zone_labels_;
    bool overlay_ = false;
    std::optional<FollowUpDesk> desk_;
};

}  // namespace

Expected<std::unique_ptr<Screen>> make_debrief_screen(Stage& stage, const std::string& file,
                                                      std::unique_ptr<Visit> visit) {
    auto opened = session::Record::open(file);
    if (!opened) return tl::unexpected(opened.error());
    auto record = std::make_shared<const session::Record>(std::move(*opened));
    auto marks = assessment::grade(*record, stage.plugins.graders_of(*record));
    if (!marks) return tl::unexpected(marks.error());
    Expected<cli::Prepared> prepared =
        visit ? Expected<cli::Prepared>(visit->prepared()) : cli::prepare_replay(stage.places, *record);
    if (!prepared) return tl::unexpected(prepared.error());
    auto skin = skin::SkinState::create(prepared->setup.skin_map, prepared->setup.parameters);
    if (!skin) return tl::unexpected(skin.error());
    auto replayer = Replayer::create(record, std::move(*skin));
    if (!replayer) return tl::unexpected(replayer.error());
    auto screen = std::make_unique<DebriefStage>(stage, file, record, std::move(*prepared), std::move(*marks),
                                                 std::move(*replayer));
    if (auto status = screen->begin(); !status) return tl::unexpected(status.error());
    return screen;
}

}  // namespace np::app
