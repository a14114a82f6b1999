// Pictures without a window, for the command line.
#include <imgui.h>

#include <algorithm>

#include "debrief_view.h"
#include "face_maps.h"
#include "frame_buffer.h"
#include "head_model.h"
#include "needlepoint/app/app.h"
#include "needlepoint/render/offscreen.h"
#include "needlepoint/ui/map_picture.h"
#include "panel_layer.h"
#include "scene_view.h"
#include "skin_painter.h"
#include "words.h"
#include "zone_labels.h"

namespace np::app {

namespace {

class OffscreenPictures : public cli::Pictures {
  public:
    OffscreenPictures(render::OffscreenContext context, render::Renderer renderer, PanelLayer panels,
                      const std::filesystem::path& data)
        : context_(std::move(context)),
          renderer_(std::move(renderer)),
          panels_(std::move(panels)),
          words_(Words::load(data)) {}

    Status face(const cli::PictureSubject& subject, const std::string& view, cli::PictureSize size,
                const std::filesystem::path& out) override {
        const auto named = render::view_named(view);
        if (!named)
            return usage("The view '" + view + "' is not known; front, left, right or three-quarter was expected.");
        const ui::MapMode map = map_named(subject.map).value_or(ui::MapMode::kSkin);
        const render::Size whole{static_cast<int>(size.width), static_cast<int>(size.height)};
        auto image = draw(subject, *named, whole, map, true);
        if (!image) return tl::unexpected(image.error());
        if (map != ui::MapMode::kSkin) *image = with_key(*image, subject, *named, map);
        return render::write_png(*image, out);
    }

    Status debrief(const cli::PictureSubject& subject, const assessment::Marks& marks, cli::PictureSize size,
                   const std::filesystem::path& out) override {
        const render::Size whole{static_cast<int>(size.width), static_cast<int>(size.height)};
        const simulation::World& world = *subject.world;
        DebriefContents contents = debrief_contents(marks, world.scenario(), world.tick(), true, words_);
        contents.view.picture = true;
        contents.view.map = ui::MapMode::kDensity;
        contents.view.legend = FaceMap(world.body().table, world.parameters()).legend(contents.view.map);
        FrameBuffer buffer;
        buffer.resize(whole);
        panels_.theme().reduce_motion = true;
        panels_.fit(1.0, whole);
        ui::DebriefScreen screen;
        ui::Commands ignored;
        ui::Image face = 0;
        // The first pass tells where the face belongs, the second draws it.
        for (int pass = 0; pass < 3; ++pass) {
            panels_.begin_frame(whole, 0.05);
            if (face) {
                const ui::Rect area = screen.face_area();
                ImGui::GetBackgroundDrawList()->AddImage(
                    reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(face)), {area.x, area.y},
                    {area.right(), area.bottom()});
            }
            screen.draw(contents.view, panels_.theme(), ignored);
            buffer.clear();
            panels_.end_frame(buffer.target());
            if (face) continue;
            const ui::Rect area = screen.face_area();
            const render::View view = view_of(best_view(world.scenario()), !subject.patient);
            auto image = draw(subject, view, {static_cast<int>(area.width), static_cast<int>(area.height)},
                              contents.view.map, false);
            if (!image) return tl::unexpected(image.error());
            face = make_texture(*image);
        }
        const Status written = render::write_png(buffer.read(), out);
        free_texture(face);
        return written;
    }

  private:
    static render::Camera camera_of(const cli::PictureSubject& subject, render::View view, render::Size size) {
        return render::view_camera(subject.patient ? view : render::View::kPad, landmarks_of(subject.patient),
                                   static_cast<double>(size.width) / size.height);
    }

    // Legend and names over the picture.
    render::Image with_key(const render::Image& image, const cli::PictureSubject& subject, render::View view,
                           ui::MapMode map) {
        const render::Size size{image.width, image.height};
        const anatomy::Body& body = subject.world->body();
        std::vector<ui::MapLabel> labels;
        if (map == ui::MapMode::kZones && subject.patient)
            labels = ZoneLabels(body, words_).seen(camera_of(subject, view, size), size);
        const ui::Legend legend = FaceMap(body.table, subject.world->parameters()).legend(map).value_or(ui::Legend{});
        FrameBuffer buffer;
        buffer.resize(size);
        panels_.theme().reduce_motion = true;
        panels_.fit(1.0, size);
        const ui::Image texture = make_texture(image);
        panels_.begin_frame(size, 0.05);
        ui::draw_map_picture(texture, legend, labels, panels_.theme());
        buffer.clear();
        panels_.end_frame(buffer.target());
        render::Image out = buffer.read();
        free_texture(texture);
        return out;
    }

    Expected<render::Image> draw(const cli::PictureSubject& subject, render::View view, render::Size size,
                                 ui::MapMode map, bool room) {
        const simulation::World& world = *subject.world;
        if (auto status = context_.make_current(); !status) return tl::unexpected(status.error());
        const Status made = subject.patient ? renderer_.set_head(head_model_of(*subject.patient, true))
                                            : renderer_.set_pad(pad_model_of(world.body()));
        if (!made) return tl::unexpected(made.error());
        SkinPainter painter(world.body().table);
        if (subject.later)
            painter.repaint(*subject.later);
        else
            painter.repaint(world.skin(), &world.procedure());
        if (!subject.later) {
            FaultHeat faults(world.body().table);
            if (subject.marks) faults.take(*subject.marks);
            FaceMap(world.body().table, world.parameters()).paint(painter.maps(), map, world.skin(), faults);
        }
        if (const auto sent = renderer_.upload(painter.maps()); !sent) return tl::unexpected(sent.error());
        render::Scene scene = scene_of(world, world.scenario(), subject.patient, nullptr);
        scene.camera = camera_of(subject, view, size);
        scene.eye_shields = scene.cool_mask = false;  // taken off for the picture
        scene.room = room;
        scene.depth_of_field = subject.depth_of_field;
        scene.overlay = map == ui::MapMode::kSkin && !subject.later ? 0 : 1;
        scene.zone_lines = map == ui::MapMode::kSkin ? 0 : 1;
        return renderer_.picture(scene, size, 2);
    }

    render::OffscreenContext context_;  // outlives what was made in it
    render::Renderer renderer_;
    PanelLayer panels_;
    Words words_;
};

}  // namespace

Expected<std::unique_ptr<cli::Pictures>> make_pictures(const cli::Places& places) {
    auto context = render::OffscreenContext::create();
    if (!context) return tl::unexpected(context.error());
    auto renderer = render::Renderer::create();
    if (!renderer) return tl::unexpected(renderer.error());
    auto panels = PanelLayer::create(places.data, renderer->software());
    if (!panels) return tl::unexpected(panels.error());
    return std::make_unique<OffscreenPictures>(std::move(*context), std::move(*renderer), std::move(*panels),
                                               places.data);
}

}  // namespace np::app
