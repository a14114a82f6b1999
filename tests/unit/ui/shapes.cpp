// Colour never alone: each severity and each badge is drawn with a shape of its own.
#include <set>

#include "../../../engine/ui/src/paint.h"
#include "panel_fixture.h"

namespace np::ui {
namespace {

// The outline of what was drawn, whatever its colour.
std::vector<float> outline(const std::function<void(const Painter&)>& draw, const Theme& theme) {
    ImGui::NewFrame();
    ImDrawList* list = ImGui::GetForegroundDrawList();
    const int from = list->VtxBuffer.Size;
    draw(Painter(list, theme));
    std::vector<float> points;
    for (int i = from; i < list->VtxBuffer.Size; ++i)
        points.push_back(list->VtxBuffer[i].pos.x), points.push_back(list->VtxBuffer[i].pos.y);
    ImGui::Render();
    return points;
}

TEST_F(PanelTest, EachSeverityHasItsOwnShape) {
    set_up(1280, 720, 1.0);
    std::set<std::vector<float>> shapes;
    for (const Severity severity : {Severity::kGood, Severity::kMinor, Severity::kMajor, Severity::kCritical})
        shapes.insert(outline([&](const Painter& paint) { paint.shape(100, 100, 20, severity); }, theme_));
    EXPECT_EQ(shapes.size(), 4u);
}

TEST_F(PanelTest, EachBadgeHasItsOwnShapeAndName) {
    set_up(1280, 720, 1.0);
    std::set<std::vector<float>> shapes;
    std::set<std::string> names;
    for (const Badge badge : {Badge::kSealed, Badge::kSterile, Badge::kClean, Badge::kUsed, Badge::kContaminated}) {
        shapes.insert(outline([&](const Painter& paint) { draw_badge(paint, badge, 100, 100); }, theme_));
        names.insert(badge_name(badge));
    }
    EXPECT_EQ(shapes.size(), 5u);
    EXPECT_EQ(names.size(), 5u);
}

TEST_F(PanelTest, EveryThingOfTheTrayHasAPictureOfItsOwnKind) {
    set_up(1280, 720, 1.0);
    for (const char* thing : {"pen", "sleeve", "cartridge_1", "gauze", "gel", "serum", "cool_mask", "gloves", "mask",
                              "eye_shields", "sharps", "bin", "lamp", "loupe", "chart", "phone", "saline"})
        EXPECT_NE(icon_of(thing), Icon::kThing) << thing;
    EXPECT_EQ(icon_of("something else"), Icon::kThing);
}

}  // namespace
}  // namespace np::ui
