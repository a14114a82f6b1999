// The treatment room: hand, camera and commands in; patient and panels out.
#pragma once

#include "camera_rig.h"
#include "coach.h"
#include "face_maps.h"
#include "inset_views.h"
#include "needlepoint/assessment/grade.h"
#include "room_view.h"
#include "skin_painter.h"
#include "stage.h"
#include "teaching_views.h"
#include "visit.h"
#include "zone_labels.h"

namespace np::app {

class RoomStage : public Screen {
  public:
    RoomStage(Stage& stage, std::unique_ptr<Visit> visit);
    ~RoomStage() override;
    // Gives the patient to the renderer, has everything compiled and finds the quality that this machine can draw.
    Status begin(const ShowProgress& show);

    void key(ui::KeyPress press, Next& next) override;
    void frame(const WindowInput& input, double seconds, Next& next) override;
    bool busy() const override;
    bool at_work() const override { return busy(); }
    void drawn_in_less_detail(const std::string& preset) override;
    void leave() override;

  private:
    const scenario::Scenario& scenario() const { return visit_->prepared().setup.scenario; }
    bool pad() const { return scenario().body == scenario::BodyKind::kPracticePad; }
    double aspect() const;

    // room_actions.cpp: what keys and panels ask for.
    void act(ui::Action action, Next& next);
    void set_pen(ui::Action action);
    void take_numbered(int number);
    void take_next();
    void look_with_loupe();
    void clinical(const ui::command::Clinical& wish);
    void carry_out(const ui::Commands& commands, Next& next);

    HandInput hand_input(const WindowInput& input);
    void take_hand(const WindowInput& input, double seconds);
    void tell_of_refusals();
    void move_camera(const WindowInput& input, double seconds);
    void go(ui::Action view);
    render::Scene scene() const;
    void rehearse(const ShowProgress& show);
    void draw_patient(render::Size size, double seconds);
    void colour_skin(double seconds);
    std::optional<ui::MapView> map_view(render::Size size) const;
    void draw_panels(const WindowInput& input, render::Size size, double seconds, Next& next);
    void finish(Next& next);

    Stage& stage_;
    std::unique_ptr<Visit> visit_;
    SkinPainter painter_;
    Perceived perceived_;
    RoomFiller filler_;
    RoomChoices choices_;
    Coach coach_;
    ui::RoomScreen screen_;
    ui::RoomView view_;
    CameraRig camera_;
    std::optional<ui::Action> region_;  // looked at last, and how often in a row it was asked for
    std::size_t region_step_ = 0;
    bool turned_away_ = false;  // since then
    std::optional<render::Camera> before_loupe_;
    TeachingViews aids_;
    FaceMap face_map_;
    FaultHeat faults_;
    ZoneLabels zone_labels_;
    SectionCut cut_;
    InsetViews insets_;
    std::optional<assessment::Grader> preview_;  // in practice: the marks so far, for the map of faults
    double faults_age_s_ = 1e9;
    ui::MapMode drawn_ = ui::MapMode::kSkin;  // what colours the skin now
    double cursor_x_ = 0, cursor_y_ = 0;
    bool hints_ = true, focused_ = true;
    bool ended_ = false;
    double quiet_s_ = 0;
    std::optional<input::PenSample> device_hand_;  // what the device said last
};

}  // namespace np::app
