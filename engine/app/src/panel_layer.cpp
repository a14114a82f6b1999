#include "panel_layer.h"

#include <epoxy/gl.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <cmath>
#include <utility>

namespace np::app {

PanelLayer::PanelLayer(ImGuiContext* context, const std::filesystem::path& data)
    : context_(context),
      theme_(std::make_unique<ui::Theme>()),
      fonts_{data / "assets" / "fonts", "/usr/share/fonts/opentype/inter"} {}

PanelLayer::PanelLayer(PanelLayer&& other) noexcept
    : context_(std::exchange(other.context_, nullptr)),
      theme_(std::move(other.theme_)),
      fonts_(std::move(other.fonts_)),
      notice_(std::move(other.notice_)),
      kept_(std::exchange(other.kept_, std::nullopt)),
      started_(std::exchange(other.started_, false)) {}

PanelLayer::~PanelLayer() {
    if (!context_) return;
    ImGui::SetCurrentContext(context_);
    kept_.reset();
    if (started_) ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext(context_);
}

Expected<PanelLayer> PanelLayer::create(const std::filesystem::path& data, bool keep) {
    PanelLayer layer(ImGui::CreateContext(), data);
    ImGui::SetCurrentContext(layer.context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
    const bool es = !epoxy_is_desktop_gl();
    if (!ImGui_ImplOpenGL3_Init(es ? "#version 300 es" : "#version 330 core"))
        return cannot(
            "The panels' drawing could not be set up; OpenGL 3.3 or OpenGL ES 3.0 was expected. Update the graphics "
            "driver.");
    layer.started_ = true;
    if (keep) layer.kept_.emplace();
    layer.rebuild();
    return layer;
}

void PanelLayer::rebuild() {
    const Status status = ui::build_theme(*theme_, fonts_);
    notice_ = status ? std::string() : status.error().message;
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
    if (kept_) kept_->forget();
}

void PanelLayer::fit(double wanted_scale, render::Size size) {
    ImGui::SetCurrentContext(context_);
    const double scale = ui::fitting_scale(wanted_scale, size.width, size.height);
    if (std::abs(scale - theme_->scale) < 0.01) return;
    theme_->scale = scale;
    rebuild();
}

void PanelLayer::begin_frame(render::Size size, double seconds) {
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(size.width), static_cast<float>(size.height)};
    io.DeltaTime = static_cast<float>(std::fmax(seconds, 1e-4));
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
}

void PanelLayer::end_frame(render::Target target) {
    ImGui::Render();
    if (kept_) return kept_->draw(*ImGui::GetDrawData(), target, ImGui::GetIO().Fonts->TexID);
    glBindFramebuffer(GL_FRAMEBUFFER, target.framebuffer);
    glViewport(0, 0, target.size.width, target.size.height);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

bool PanelLayer::wants_mouse() const {
    return ImGui::GetIO().WantCaptureMouse;
}

}  // namespace np::app
