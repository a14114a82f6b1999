#include "application.h"

#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "needlepoint/app/app.h"
#include "visit.h"

namespace np::app {

namespace {
using Clock = std::chrono::steady_clock;
double seconds_between(Clock::time_point a, Clock::time_point b) {
    return std::chrono::duration<double>(b - a).count();
}
constexpr double kBusyFrame = 1.0 / 60, kIdleFrame = 1.0 / 10;
}  // namespace

// One frame with a sentence and a bar, while something takes a while. A share below 0 makes the bar wander.
void Application::draw_waiting(const std::string& words, double share) {
    const render::Size size = stage_.window.size();
    stage_.panels.begin_frame(size, 0.01);
    ImDrawList* list = ImGui::GetBackgroundDrawList();
    const auto colour = [](ui::Colour c) {
        return IM_COL32((c.rgb >> 16) & 0xFF, (c.rgb >> 8) & 0xFF, c.rgb & 0xFF, 255);
    };
    const ImU32 top = colour(ui::colour::kBackdropTop), bottom = colour(ui::colour::kBackdropBottom);
    const float w = static_cast<float>(size.width), h = static_cast<float>(size.height);
    list->AddRectFilledMultiColor({0, 0}, {w, h}, top, top, bottom, bottom);
    ImFont* font = stage_.panels.theme().fonts[static_cast<std::size_t>(ui::Type::kTitle)];
    const ImVec2 extent = font->CalcTextSizeA(font->FontSize, 1e9f, 0, words.c_str());
    list->AddText(font, font->FontSize, {(w - extent.x) / 2, h * 0.45f}, colour(ui::colour::kText), words.c_str());
    const float long_px = 0.22f * w, thick_px = std::max(3.0f, 0.006f * h), left = (w - long_px) / 2,
                bar_y = h * 0.45f + 2.2f * font->FontSize;
    const double now_s = std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
    const double middle = 0.5 - 0.38 * std::cos(now_s * 2.4);
    const double from = share < 0 ? middle - 0.12 : 0, to = share < 0 ? middle + 0.12 : std::min(share, 1.0);
    const auto at = [&](double t) { return left + static_cast<float>(t) * long_px; };
    list->AddRectFilled({at(0), bar_y}, {at(1), bar_y + thick_px}, colour(ui::colour::kLine), thick_px / 2);
    list->AddRectFilled({at(from), bar_y}, {at(to), bar_y + thick_px}, colour(ui::colour::kAccent), thick_px / 2);
    stage_.panels.end_frame({0, size});
    stage_.window.show();
}

void Application::change_screen(Next next) {
    if (screen_) screen_->leave();
    Expected<std::unique_ptr<Screen>> made = tl::unexpected(Error{});
    if (!next.scenario.empty()) {
        screen_.reset();
        const auto show = [this](const std::string& words, double share) {
            (void)stage_.window.poll(0);  // the window stays alive; what is pressed meanwhile means nothing
            draw_waiting(words, share);
        };
        made = make_room_screen(stage_, next.scenario, show);
    } else if (!next.record.empty()) {
        screen_.reset();
        draw_waiting("Marking the visit\u2026", -1);
        made = make_debrief_screen(stage_, next.record, std::move(next.visit));
    } else {
        screen_.reset();
        screen_ = make_home_screen(stage_, next.notice);
        return;
    }
    screen_ = made ? std::move(*made) : make_home_screen(stage_, made.error().message);
}

Status Application::run() {
    screen_ = make_home_screen(stage_, {});
    Clock::time_point last = Clock::now();
    double drawn_s = 0;
    while (!stage_.window.wants_to_close()) {
        const double pace = screen_->busy() ? kBusyFrame : kIdleFrame;
        const WindowInput& input = stage_.window.poll(std::max(0.0, pace - drawn_s));
        Next next;
        for (const ui::KeyPress& press : input.keys) screen_->key(press, next);
        for (const char32_t character : input.typed) screen_->type(character);
        const Clock::time_point now = Clock::now();
        const double seconds = seconds_between(last, now);
        last = now;
        stage_.desk.poll(input, stage_.window.gamepad(), stage_.window.size());
        screen_->frame(input, seconds, next);
        stage_.window.show();
        stage_.desk.presented();
        drawn_s = seconds_between(now, Clock::now());
        if (screen_->at_work() && stage_.picker.add_frame(drawn_s * 1000)) {
            stage_.use_quality();
            screen_->drawn_in_less_detail(stage_.settings.quality);
        }
        if (next.quit)
            stage_.window.close();
        else if (next.home || !next.scenario.empty() || !next.record.empty()) {
            change_screen(std::move(next));
            last = Clock::now();
        }
    }
    if (screen_) screen_->leave();
    screen_.reset();
    return {};
}

Status open_window(const cli::Places& places) {
    auto window = Window::open("Needlepoint", 1280, 720);
    if (!window) return tl::unexpected(window.error());
    auto renderer = render::Renderer::create();
    if (!renderer) return tl::unexpected(renderer.error());
    auto panels = PanelLayer::create(places.data, renderer->software());
    if (!panels) return tl::unexpected(panels.error());
    InputDesk desk(places);
    const Words words = Words::load(places.data);
    PluginDesk plugins(places, words);
    Stage stage{places,
                **window,
                *panels,
                *renderer,
                render::QualityPicker{},
                words,
                load_settings(places.user, (*window)->content_scale()),
                desk,
                plugins};
    stage.settings.version = NP_VERSION;
    stage.settings.data_folder = (places.user / "records").string();
    stage.settings.quality = std::string(render::quality_name(renderer->quality()));
    stage.panels.theme().mirrored = stage.settings.left_handed;
    stage.panels.theme().reduce_motion = stage.settings.reduce_motion;
    return Application(stage).run();
}

cli::Front front() {
    return {open_window, make_pictures, measure_frames};
}

}  // namespace np::app
