// Panels that are kept look as if they were drawn anew, whatever moves, comes and goes.
#include "kept_panels.h"

#include <epoxy/gl.h>
#include <gtest/gtest.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <cmath>

#include "needlepoint/render/offscreen.h"

namespace np::app {
namespace {

constexpr render::Size kSize{330, 210};  // no multiple of the tiles

class KeptPanelsTest : public testing::Test {
  protected:
    void SetUp() override {
        auto context = render::OffscreenContext::create();
        ASSERT_TRUE(context) << context.error().message;
        context_ = std::make_unique<render::OffscreenContext>(std::move(*context));
        ImGui::CreateContext();
        ImGui::GetIO().IniFilename = nullptr;
        ImGui::GetIO().DisplaySize = {static_cast<float>(kSize.width), static_cast<float>(kSize.height)};
        ASSERT_TRUE(ImGui_ImplOpenGL3_Init("#version 330 core"));
        kept_ = std::make_unique<KeptPanels>();
        for (FrameBuffer* buffer : {&direct_, &through_}) buffer->resize(kSize);
        picture_.resize({64, 64});
    }
    void TearDown() override {
        kept_.reset();
        direct_ = {};
        through_ = {};
        picture_ = {};
        ImGui_ImplOpenGL3_Shutdown();
        ImGui::DestroyContext();
    }
    // Something of everything: text over a see-through panel, a bar that moves, a panel that comes and goes, a picture.
    static void panels(int frame, ui::Image picture) {
        ImDrawList* list = ImGui::GetForegroundDrawList();
        list->AddRectFilled({8, 8}, {150, 120}, IM_COL32(30, 36, 44, 235), 9);
        list->AddText({16, 16}, IM_COL32(230, 240, 245, 255), "Left cheek");
        list->AddText({16, 40}, IM_COL32(120, 220, 200, 255), std::to_string(frame).c_str());
        const float along = static_cast<float>(frame * 7 % 120);
        list->AddRectFilled({16, 70}, {20 + along, 78}, IM_COL32(80, 210, 190, 180), 4);
        list->AddCircle({250 + along / 4, 60}, 25.5F, IM_COL32(240, 200, 90, 255), 0, 2);
        if (frame % 3 != 0) list->AddRectFilled({40, 100}, {220, 180}, IM_COL32(90, 20, 30, 120), 12);
        if (picture != 0 && frame % 4 > 1)
            list->AddImage(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(picture)), {260, 120}, {324, 184});
    }
    // The largest difference in any channel of what the two ways give over the same ground.
    int difference(int frame, bool with_picture) {
        fill(picture_, frame % 2 == 0 ? 0.9F : 0.2F);
        for (const FrameBuffer* buffer : {&direct_, &through_}) fill(*buffer, 0.1F * static_cast<float>(frame % 5));
        ImGui_ImplOpenGL3_NewFrame();
        ImGui::NewFrame();
        panels(frame, with_picture ? picture_.image() : 0);
        ImGui::Render();
        ImDrawData& data = *ImGui::GetDrawData();
        glBindFramebuffer(GL_FRAMEBUFFER, direct_.target().framebuffer);
        ImGui_ImplOpenGL3_RenderDrawData(&data);
        kept_->draw(data, through_.target(), ImGui::GetIO().Fonts->TexID);
        const render::Image a = direct_.read(), b = through_.read();
        int most = 0;
        for (std::size_t i = 0; i < a.rgba.size(); ++i)
            most = std::max(most, std::abs(int{a.rgba[i]} - int{b.rgba[i]}));
        return most;
    }
    static void fill(const FrameBuffer& buffer, float grey) {
        buffer.clear();
        glClearColor(grey, grey, grey, 1);
        glClear(GL_COLOR_BUFFER_BIT);
    }
    std::unique_ptr<render::OffscreenContext> context_;
    std::unique_ptr<KeptPanels> kept_;
    FrameBuffer direct_, through_, picture_;
};

TEST_F(KeptPanelsTest, LookAsIfDrawnAnewInEveryFrame) {
    // Twice into eight bits instead of once: two steps of rounding.
    for (int frame = 0; frame < 40; ++frame) EXPECT_LE(difference(frame, false), 2) << "frame " << frame;
}

TEST_F(KeptPanelsTest, ShowAPictureThatChangesUnderTheSamePanels) {
    for (int frame = 0; frame < 24; ++frame) EXPECT_LE(difference(frame, true), 2) << "frame " << frame;
}

TEST_F(KeptPanelsTest, FollowANewTypeface) {
    for (int frame = 0; frame < 3; ++frame) EXPECT_LE(difference(1, false), 2);
    ImGui::GetIO().Fonts->Clear();
    ImFontConfig larger;
    larger.SizePixels = 22;
    ImGui::GetIO().Fonts->AddFontDefault(&larger);
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
    kept_->forget();
    for (int frame = 0; frame < 3; ++frame) EXPECT_LE(difference(1, false), 2);
}

TEST(PanelTilesTest, NameTheTilesThatChangedAndNoOthers) {
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    const auto tiles_with_square_at = [](float x, float y) {
        ImGui::GetIO().DisplaySize = {320, 160};
        ImGui::NewFrame();
        ImGui::GetForegroundDrawList()->AddRectFilled({40, 40}, {60, 60}, IM_COL32_WHITE);
        ImGui::GetForegroundDrawList()->AddRectFilled({x, y}, {x + 10, y + 10}, IM_COL32_WHITE);
        ImGui::Render();
        return PanelTiles(*ImGui::GetDrawData(), {320, 160}, ImGui::GetIO().Fonts->TexID);
    };
    const PanelTiles before = tiles_with_square_at(200, 70), after = tiles_with_square_at(240, 70);
    std::vector<bool> changed(before.count());
    for (std::size_t tile = 0; tile < before.count(); ++tile) changed[tile] = !after.same(tile, before);
    // Columns 6 and 7 of the row from 64 on: pixels 200..210 and 240..250.
    EXPECT_EQ(after.rects(changed), (std::vector<render::PixelRect>{{192, 64, 64, 32}}));
    EXPECT_TRUE(after.occupied(1 * 10 + 1));
    EXPECT_FALSE(after.occupied(2 * 10 + 6)) << "the square has gone from there";
    std::vector<bool> corners(before.count());
    corners.front() = corners.back() = true;
    EXPECT_EQ(after.rects(corners).size(), 2U);
    EXPECT_EQ(after.rects(corners, 1), (std::vector<render::PixelRect>{{0, 0, 320, 160}}));
    ImGui::DestroyContext();
}

}  // namespace
}  // namespace np::app
