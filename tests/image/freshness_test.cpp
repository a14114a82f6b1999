// What happens to the skin is on the screen in the very frame that took in the event, and only what changed was sent.
#include <gtest/gtest.h>

#include <algorithm>

#include "frame_buffer.h"
#include "head_model.h"
#include "needlepoint/simulation/world.h"
#include "needlepoint/trainee/trainee.h"
#include "picture_stage.h"
#include "play.h"
#include "scene_view.h"
#include "skin_painter.h"

namespace np::test {
namespace {

constexpr render::Size kSize{480, 360};
constexpr sdk::Tick kTicksPerFrame = 33;

// A visit and its picture, frame by frame, in the order of the room: world, skin, maps, picture.
class Frames {
  public:
    static Expected<Frames> open(const std::string& scenario) {
        auto context = render::OffscreenContext::create();
        if (!context) return tl::unexpected(context.error());
        auto renderer = render::Renderer::create();
        if (!renderer) return tl::unexpected(renderer.error());
        auto session = cli::prepare_session(places(), scenario, 1);
        if (!session) return tl::unexpected(session.error());
        auto world = simulation::World::create(session->setup);
        if (!world) return tl::unexpected(world.error());
        auto expert = trainee::Trainee::create("expert", 1, *world);
        if (!expert) return tl::unexpected(expert.error());
        auto skin = skin::SkinState::create(session->setup.body->table, session->setup.parameters);
        if (!skin) return tl::unexpected(skin.error());
        Frames frames(std::move(*context), std::move(*renderer), std::move(*session), std::move(*world),
                      std::move(*expert), std::move(*skin));
        if (auto status = frames.renderer_.set_pad(app::pad_model_of(*frames.session_.setup.body)); !status)
            return tl::unexpected(status.error());
        return frames;
    }

    // The strikes among the frame's events.
    std::size_t work() {
        std::size_t strikes = 0;
        for (sdk::Tick i = 0; i < kTicksPerFrame && !trainee_.done(); ++i) {
            inputs_.clear();
            events_.clear();
            trainee_.act(world_, inputs_);
            world_.step(inputs_, events_);
            skin_.consume(events_);
            for (const sdk::RecordView event : events_) strikes += event.kind() == sdk::event::strike::kKind;
        }
        return strikes;
    }

    // What the frame sent, in bytes.
    std::size_t follow() {
        painter_.follow(skin_, &world_.procedure(), 0);
        const auto sent = renderer_.upload(painter_.maps());
        EXPECT_TRUE(sent) << sent.error().message;
        return sent.value_or(0);
    }
    // The camera stands still, the pen is left out: what differs is the skin's doing.
    render::Image picture(bool everything) {
        render::Scene scene = app::scene_of(world_, world_.scenario(), nullptr, nullptr);
        scene.camera = render::view_camera(render::View::kPad, {}, 4.0 / 3);
        target_.resize(kSize);
        renderer_.render(scene, target_.target(), everything);
        return renderer_.read_pixels(target_.target());
    }
    bool done() const { return trainee_.done() || world_.finished(); }

  private:
    Frames(render::OffscreenContext context, render::Renderer renderer, cli::Prepared session, simulation::World world,
           trainee::Trainee expert, skin::SkinState skin)
        : context_(std::move(context)),
          renderer_(std::move(renderer)),
          session_(std::move(session)),
          world_(std::move(world)),
          trainee_(std::move(expert)),
          skin_(std::move(skin)),
          painter_(session_.setup.body->table) {}
    render::OffscreenContext context_;
    render::Renderer renderer_;
    cli::Prepared session_;
    simulation::World world_;
    trainee::Trainee trainee_;
    skin::SkinState skin_;
    app::SkinPainter painter_;
    app::FrameBuffer target_;
    sdk::EventBuffer inputs_, events_;
};

TEST(Freshness, every_strike_is_seen_in_the_frame_that_it_falls_into) {
    auto frames = Frames::open("tutorial/first-strokes");
    ASSERT_TRUE(frames) << frames.error().message;
    render::Image before = frames->picture(true);
    int seen = 0;
    while (seen < 12 && !frames->done()) {
        if (frames->work() == 0) {
            frames->follow();
            before = frames->picture(false);
            continue;
        }
        const std::size_t sent = frames->follow();
        EXPECT_GT(sent, 0U);
        EXPECT_LT(sent, 100'000U) << "bytes: only what changed is sent";
        const render::Image now = frames->picture(false);
        EXPECT_NE(now.rgba, before.rgba) << "a frame with strikes looks like the one before";
        EXPECT_EQ(now.rgba, frames->picture(true).rgba) << "part of what changed was not drawn";
        before = now;
        ++seen;
    }
    EXPECT_EQ(seen, 12);
}

}  // namespace
}  // namespace np::test
