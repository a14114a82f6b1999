#include "scene_view.h"

#include "head_model.h"

#include <algorithm>
#include <vector>

namespace np::app {

using ui::Action;

namespace {

render::PenLook pen_look(const simulation::World& world, const scenario::Scenario& scenario, const HandSampler& hand) {
    const simulation::PenView pen = world.pen();
    const auto& settings = world.procedure().pen();
    render::PenLook look;
    look.tip_mm = pen.touching ? pen.tip_mm : hand.tip();
    look.axis = hand.axis();
    look.motor_on = settings.motor_on;
    look.cartridge_fitted = !settings.cartridge.empty();
    const clinic::ThingState* sleeve = world.procedure().thing("sleeve");
    look.sleeve = sleeve && sleeve->place == clinic::Place::kPen;
    look.needle_length_mm = settings.needle_length_um / 1000.0;
    look.dent_mm = pen.touching ? std::min(1.5, 0.35 * pen.force_n) : 0;
    look.swath_mm = world.parameters().number_or("device." + scenario.device + ".swath_mm", 5);
    return look;
}

std::vector<render::Prop> on_trolley(const clinic::Procedure& procedure) {
    std::vector<render::PropKind> kinds{render::PropKind::kTray};
    std::vector<bool> used{false};
    for (const clinic::ThingState& thing : procedure.things()) {
        if (thing.place != clinic::Place::kTray) continue;
        const auto kind = render::prop_kind(thing.id, !thing.sealed);
        if (!kind) continue;
        kinds.push_back(*kind);
        used.push_back(thing.used);
    }
    std::vector<render::Prop> props = render::laid_out(kinds, render::default_tray_pose());
    for (std::size_t i = 0; i < props.size(); ++i) props[i].used = used[i];
    return props;
}

// A cloth or bottle in the hand is where the hand is; which way it is turned is `show_to_eye`'s.
void show_held(render::Scene& scene, const clinic::Procedure& procedure, const HandSampler& hand) {
    const std::string held(procedure.held());
    if (held.empty() || held == "pen") return;
    const clinic::ThingState* thing = procedure.thing(held);
    const auto kind = render::prop_kind(held, thing && !thing->sealed);
    if (!kind) return;
    render::Prop prop;
    prop.kind = *kind;
    prop.selected = true;
    prop.used = thing && thing->used;
    render::hold(prop, hand.tip(), hand.axis(), render::Hand::kRight);
    scene.props.push_back(prop);
}

}  // namespace

render::Landmarks landmarks_of(const anatomy::Patient* patient) {
    render::Landmarks landmarks;
    if (patient)
        for (const auto& [name, at] : patient->landmarks_mm) landmarks.emplace(name, at);
    return landmarks;
}

render::View view_of(Action action, bool pad) {
    using render::View;
    if (pad) return View::kPad;
    switch (action) {
        case Action::kViewLeft:
            return View::kLeft;
        case Action::kViewRight:
            return View::kRight;
        case Action::kViewThreeQuarterLeft:
            return View::kThreeQuarterLeft;
        case Action::kViewThreeQuarterRight:
            return View::kThreeQuarterRight;
        case Action::kViewForehead:
            return View::kForehead;
        case Action::kViewCheekLeft:
            return View::kCheekLeft;
        case Action::kViewCheekRight:
            return View::kCheekRight;
        case Action::kViewNose:
            return View::kNose;
        case Action::kViewLips:
            return View::kMouth;
        case Action::kViewJaw:
            return View::kChin;
        default:
            return View::kFront;
    }
}

void show_to_eye(render::Scene& scene, bool left_handed) {
    const geometry::Vec3 up = scene.camera.up;
    if (scene.free_hand) {
        scene.free_hand->left_handed = left_handed;
        // A hand that only rests comes from its own side of the picture.
        const geometry::Vec3 right = geometry::normalized(cross(scene.camera.target - scene.camera.eye, up));
        if (scene.free_hand->tension <= 0) scene.free_hand->pull = (left_handed ? 1.0 : -1.0) * right - 0.6 * up;
    }
    const render::Hand working = left_handed ? render::Hand::kLeft : render::Hand::kRight;
    for (render::Prop& prop : scene.props) {
        if (prop.held_by == render::Hand::kNone) continue;
        prop.held_by = working;
        render::turn_label(prop, scene.camera.eye);
    }
    if (!scene.pen) return;
    render::PenLook& pen = *scene.pen;
    pen.hand = working;
    // Over the end of the handle no side is the nearer one: there the picture's upper edge decides.
    pen.toward_display = geometry::normalized(scene.camera.eye - pen.tip_mm) + 0.15 * up;
}

render::Scene scene_of(const simulation::World& world, const scenario::Scenario& scenario,
                       const anatomy::Patient* patient, const HandSampler* hand) {
    const clinic::Procedure& procedure = world.procedure();
    render::Scene scene;
    const bool pad = scenario.body == scenario::BodyKind::kPracticePad;
    scene.subject = pad ? render::Subject::kPad : render::Subject::kHead;
    if (patient) scene.appearance = appearance_of(patient->request);
    const auto worn = [&](const char* id) {
        const clinic::ThingState* thing = procedure.thing(id);
        return thing && thing->place == clinic::Place::kPatient;
    };
    scene.eye_shields = worn("eye_shields");
    scene.cool_mask = worn("cool_mask");
    for (const clinic::LesionView& lesion : procedure.lesions())
        scene.lesions_revealed = scene.lesions_revealed && lesion.visible;
    if (!hand) return scene;
    if (!pad) scene.props = on_trolley(procedure);
    if (procedure.held() == "pen")
        scene.pen = pen_look(world, scenario, *hand);
    else
        show_held(scene, procedure, *hand);
    if (const auto at = hand->planted()) {
        render::FreeHandLook look;
        look.at_mm = *at;
        look.normal = hand->planted_normal();
        look.tension = geometry::length(hand->pull());
        if (look.tension > 0) look.pull = geometry::normalized(hand->pull());
        scene.free_hand = look;
    }
    if (const clinic::ThingState* lamp = procedure.thing("lamp"))
        scene.lighting.examination_lamp = lamp->place == clinic::Place::kHand;
    return scene;
}

}  // namespace np::app
