// The same pictures by other ways through the driver: OpenGL ES 3.0, and all that a graphics card is asked for.
#include <gtest/gtest.h>

#include <map>

#include "perceived_difference.h"
#include "picture_stage.h"
#include "reference_files.h"

namespace np::test {
namespace {

using render::ContextKind;
using render::DriverKind;

// One scene of each program: skin with marks, worked and overlaid; eyes, hair, cloth, solids, clear things, pad.
constexpr const char* kEach[] = {"type-2-eyes-open", "type-3-pen", "map-depth", "room", "pad-needled"};

void expect_same(const std::string& scene, const render::Image& drawn, const std::string& how) {
    const auto kept = reference(scene);
    ASSERT_TRUE(kept) << kept.error().message;
    const Verdict verdict = compare(*kept, drawn);
    tell(scene + " with " + how, verdict);
    if (!verdict.same)
        ADD_FAILURE() << scene << " looks different with " << how << ": " << verdict.words << "\n"
                      << leave_beside(scene + "-" + how, *kept, drawn).string() << "/side-by-side.png";
}

TEST(drivers, draw_the_same_with_opengl_es) {
    auto studio = Studio::open(ContextKind::kEs);
    ASSERT_TRUE(studio) << studio.error().message;
    EXPECT_NE(studio->renderer().driver().find("OpenGL ES 3"), std::string::npos) << studio->renderer().driver();
    for (const char* scene : kEach) {
        auto shot = shot_of(row_named(scene));
        ASSERT_TRUE(shot) << shot.error().message;
        const auto drawn = studio->picture(*shot);
        ASSERT_TRUE(drawn) << drawn.error().message;
        expect_same(scene, *drawn, "es");
    }
}

// A frame of a window on a graphics card: the fine mesh, full quality, four samples per pixel, large atlas pictures.
Expected<render::Image> frame_of_a_card(Studio& studio, const Shot& shot) {
    render::Renderer& renderer = studio.renderer();
    const Status set = shot.on_pad ? renderer.set_pad(shot.pad) : renderer.set_head(shot.head);
    if (!set) return tl::unexpected(set.error());
    render::SkinMaps maps = shot.maps;
    if (const auto sent = renderer.upload(maps); !sent) return tl::unexpected(sent.error());
    const render::Size twice{kPictureSize.width * 2, kPictureSize.height * 2};
    auto target = render::OffscreenTarget::create(twice);
    if (!target) return tl::unexpected(target.error());
    renderer.render(shot.scene, target->target());
    return render::reduced(renderer.read_pixels(target->target()), 2);
}

TEST(drivers, draw_the_same_as_a_graphics_card_would) {
    std::map<std::string, render::Image> desktop;
    for (const ContextKind kind : {ContextKind::kBest, ContextKind::kEs}) {
        auto studio = Studio::open(kind, DriverKind::kGraphicsCard);
        ASSERT_TRUE(studio) << studio.error().message;
        EXPECT_FALSE(studio->renderer().software());
        EXPECT_EQ(studio->renderer().samples(), 4);
        for (const std::string scene : {"type-2-eyes-open", "type-3-pen", "type-3-gel"}) {
            auto shot = shot_of(row_named(scene));
            ASSERT_TRUE(shot) << shot.error().message;
            const auto drawn = frame_of_a_card(*studio, *shot);
            ASSERT_TRUE(drawn) << drawn.error().message;
            const auto kept = reference(scene);
            ASSERT_TRUE(kept) << kept.error().message;
            // Samples leave edges sharper than the pass over a finished picture does: not so at a quarter of the size.
            const Verdict verdict = compare(render::reduced(*kept, 4), render::reduced(*drawn, 4));
            tell(scene + " on a card", verdict);
            EXPECT_TRUE(verdict.same) << scene << ": " << verdict.words << "\n"
                                      << leave_beside(scene + "-card", *kept, *drawn).string();
            const auto [other, first] = desktop.emplace(scene, *drawn);
            if (first) continue;
            const Verdict between = compare(other->second, *drawn);
            tell(scene + " on a card with es", between);
            EXPECT_TRUE(between.same) << scene << ": OpenGL and OpenGL ES differ: " << between.words;
        }
    }
}

}  // namespace
}  // namespace np::test
