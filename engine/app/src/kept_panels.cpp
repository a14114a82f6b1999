#include "kept_panels.h"

#include <epoxy/gl.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <array>

namespace np::app {

namespace {
// Uploading the panels' triangles costs as much as drawing many tiles.
constexpr std::size_t kMostRedraws = 3;

void bind(render::Target target) {
    glBindFramebuffer(GL_FRAMEBUFFER, target.framebuffer);
    glViewport(0, 0, target.size.width, target.size.height);
}

void blend_premultiplied(const ImDrawList*, const ImDrawCmd*) {
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
}
}  // namespace

void KeptPanels::forget() {
    seen_ = drawn_ = {};
}

void KeptPanels::draw(ImDrawData& data, render::Target target, ImTextureID lasting) {
    PanelTiles now(data, target.size, lasting);
    if (picture_.resize(target.size) || !now.same_grid(drawn_)) drawn_ = PanelTiles({}, target.size, lasting);
    const bool known = now.same_grid(seen_);
    std::vector<bool> there(now.count()), stale(now.count());
    std::size_t many = 0, changed = 0;
    for (std::size_t tile = 0; tile < now.count(); ++tile) {
        there[tile] = now.occupied(tile);
        stale[tile] = there[tile] && !now.same(tile, drawn_);
        many += there[tile] ? 1 : 0;
        changed += there[tile] && (!known || !now.same(tile, seen_)) ? 1 : 0;
    }
    if (2 * changed > many) {
        bind(target);
        ImGui_ImplOpenGL3_RenderDrawData(&data);
    } else {
        bind(picture_.target());
        for (const render::PixelRect& part : now.rects(stale, kMostRedraws)) redraw(data, part);
        lay_over(data, now.rects(there), target);
        drawn_ = now;
    }
    seen_ = std::move(now);
}

void KeptPanels::redraw(ImDrawData& data, render::PixelRect part) const {
    glEnable(GL_SCISSOR_TEST);
    glScissor(part.x, picture_.size().height - part.y - part.height, part.width, part.height);
    glClearColor(0, 0, 0, 0);
    glClear(GL_COLOR_BUFFER_BIT);
    glDisable(GL_SCISSOR_TEST);
    const ImVec4 clip(static_cast<float>(part.x), static_cast<float>(part.y), static_cast<float>(part.x + part.width),
                      static_cast<float>(part.y + part.height));
    std::vector<ImDrawList*> lists;
    std::vector<ImVec4> asked;  // to be put back
    for (int i = 0; i < data.CmdListsCount; ++i) {
        bool shows = false;
        for (ImDrawCmd& cmd : data.CmdLists[i]->CmdBuffer) {
            asked.push_back(cmd.ClipRect);
            ImVec4& c = cmd.ClipRect;
            c = {std::max(c.x, clip.x), std::max(c.y, clip.y), std::min(c.z, clip.z), std::min(c.w, clip.w)};
            shows = shows || (c.x < c.z && c.y < c.w);
        }
        if (shows) lists.push_back(data.CmdLists[i]);
    }
    ImDrawData some = data;
    some.CmdLists = lists.data();
    some.CmdListsCount = static_cast<int>(lists.size());
    ImGui_ImplOpenGL3_RenderDrawData(&some);
    auto next = asked.begin();
    for (int i = 0; i < data.CmdListsCount; ++i)
        for (ImDrawCmd& cmd : data.CmdLists[i]->CmdBuffer) cmd.ClipRect = *next++;
}

void KeptPanels::lay_over(const ImDrawData& data, const std::vector<render::PixelRect>& parts,
                          render::Target target) const {
    const float width = static_cast<float>(target.size.width), height = static_cast<float>(target.size.height);
    ImDrawList list(ImGui::GetDrawListSharedData());
    list._ResetForNewFrame();
    list.PushClipRect({0, 0}, {width, height});
    list.AddCallback(blend_premultiplied, nullptr);
    const auto picture = reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(picture_.image()));
    list.PushTextureID(picture);
    for (const render::PixelRect& part : parts) {
        const ImVec2 low(static_cast<float>(part.x), static_cast<float>(part.y));
        const ImVec2 high(std::min(width, low.x + static_cast<float>(part.width)),
                          std::min(height, low.y + static_cast<float>(part.height)));
        list.AddImage(picture, low, high, {low.x / width, 1 - low.y / height}, {high.x / width, 1 - high.y / height});
    }
    std::array<ImDrawList*, 1> lists{&list};
    ImDrawData over = data;
    over.CmdLists = lists.data();
    over.CmdListsCount = 1;
    over.TotalVtxCount = list.VtxBuffer.Size;
    over.TotalIdxCount = list.IdxBuffer.Size;
    bind(target);
    ImGui_ImplOpenGL3_RenderDrawData(&over);
}

}  // namespace np::app
