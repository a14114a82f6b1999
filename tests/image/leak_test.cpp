// A hundred changes from patient to patient leave nothing behind, neither on the graphics card nor in memory.
#include <epoxy/gl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "frame_buffer.h"
#include "picture_stage.h"

namespace np::test {
namespace {

// All names of the current context that stand for something, by kind. Drivers number from 1 and reuse what was freed.
std::map<std::string, int> living_objects() {
    std::map<std::string, int> count;
    for (GLuint name = 1; name < 4000; ++name) {
        count["textures"] += glIsTexture(name);
        count["buffers"] += glIsBuffer(name);
        count["vertex arrays"] += glIsVertexArray(name);
        count["framebuffers"] += glIsFramebuffer(name);
        count["renderbuffers"] += glIsRenderbuffer(name);
        count["programs"] += glIsProgram(name);
        count["shaders"] += glIsShader(name);
    }
    return count;
}

double resident_mb() {
    long pages = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

TEST(leaks, a_hundred_changes_of_patient_leave_nothing_behind) {
    auto studio = Studio::open();
    ASSERT_TRUE(studio) << studio.error().message;
    render::Renderer& renderer = studio->renderer();
    // With lesions and without, beard and none, worked and plain skin, and the pad, which takes the place of each of
    // them.
    std::vector<Shot> shots;
    for (const char* scene : {"under-make-up", "pad", "type-6-needled", "pad-needled", "type-3-pen"}) {
        auto shot = shot_of(row_named(scene), false);
        ASSERT_TRUE(shot) << shot.error().message;
        shots.push_back(std::move(*shot));
    }
    const auto change = [&](std::size_t from, std::size_t to) {
        for (const std::size_t which : {from, to}) {
            const Shot& shot = shots[which];
            ASSERT_TRUE(shot.on_pad ? renderer.set_pad(shot.pad) : renderer.set_head(shot.head));
            render::SkinMaps maps = shot.maps;
            ASSERT_TRUE(renderer.upload(maps));
            app::FrameBuffer window;
            window.resize({160, 120});
            renderer.render(shot.scene, window.target());
        }
    };
    // Each twice, so that what is kept for good is there.
    const std::size_t n = shots.size();
    for (std::size_t i = 0; i < n; ++i) change(i, (i + 1) % n);
    glFinish();
    const auto before = living_objects();
    EXPECT_GT(before.at("textures"), 8);
    EXPECT_GT(before.at("buffers"), 20);
    EXPECT_GT(before.at("programs"), 8);
    EXPECT_EQ(before.at("shaders"), 0) << "freed once their program is linked";
    const double memory_before = resident_mb();
    for (std::size_t i = 0; i < 50; ++i) change(i % n, (i * 3 + 1) % n);
    glFinish();
    EXPECT_EQ(living_objects(), before);
    EXPECT_LT(resident_mb() - memory_before, 12) << "MB more after a hundred changes than before";
}

TEST(leaks, a_renderer_takes_everything_with_it) {
    auto context = render::OffscreenContext::create();
    ASSERT_TRUE(context) << context.error().message;
    const auto before = living_objects();
    {
        auto renderer = render::Renderer::create();
        ASSERT_TRUE(renderer) << renderer.error().message;
        auto shot = shot_of(row_named("pad-needled"));
        ASSERT_TRUE(shot);
        ASSERT_TRUE(renderer->set_pad(shot->pad));
        ASSERT_TRUE(renderer->picture(shot->scene, {64, 48}));
    }
    EXPECT_EQ(living_objects(), before);
}

}  // namespace
}  // namespace np::test
