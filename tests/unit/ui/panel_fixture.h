// An ImGui context without anything to draw into: layouts and texts can be tested on any machine.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "needlepoint/ui/commands.h"
#include "needlepoint/ui/theme.h"

namespace np::ui {

class PanelTest : public ::testing::Test {
  protected:
    PanelTest() {
        context_ = ImGui::CreateContext();
        ImGui::GetIO().IniFilename = nullptr;
    }
    ~PanelTest() override { ImGui::DestroyContext(context_); }

    void set_up(float width, float height, double scale) {
        ImGuiIO& io = ImGui::GetIO();
        io.DisplaySize = {width, height};
        io.DeltaTime = 0.1f;
        theme_.scale = fitting_scale(scale, width, height);
        theme_.reduce_motion = true;
        theme_.cut = &cut_;
        const std::filesystem::path folders[] = {"/usr/share/fonts/opentype/inter"};
        const Status status = build_theme(theme_, folders);
        ASSERT_TRUE(status) << status.error().message;
        unsigned char* pixels = nullptr;
        int w = 0, h = 0;
        io.Fonts->GetTexDataAsAlpha8(&pixels, &w, &h);
        io.Fonts->SetTexID(reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(1)));
    }

    // Two frames: scroll positions settle in the first.
    void frames(const std::function<void()>& draw) {
        for (int i = 0; i < 2; ++i) {
            ImGui::NewFrame();
            cut_.clear();
            draw();
            ImGui::Render();
        }
    }

    std::string all_cut() const {
        std::string text;
        for (const std::string& words : cut_) text += "[" + words + "] ";
        return text;
    }

    ImGuiContext* context_ = nullptr;
    Theme theme_;
    std::vector<std::string> cut_;
    Commands out_;
};

}  // namespace np::ui
