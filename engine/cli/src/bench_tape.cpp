#include "bench_tape.h"

#include <map>

#include "bench_figures.h"

namespace np::cli {

Expected<Prepared> prepare_bench_visit(const Places& places) {
    return prepare_session(places, bench_scenario(places), 1, {"generic_36", 100});
}

Expected<Tape> visit_of(const session::Record& record) {
    Tape tape;
    const auto status = record.for_each_tick(
        [&](sdk::Tick, const sdk::EventBuffer& inputs, const sdk::EventBuffer&) { tape.inputs.push_back(inputs); });
    if (!status) return tl::unexpected(status.error());
    return tape;
}

Expected<Tape> strokes_of(const session::Record& record) {
    Tape tape;
    bool in_stroke = false;
    const auto status =
        record.for_each_tick([&](sdk::Tick, const sdk::EventBuffer& inputs, const sdk::EventBuffer& events) {
            bool ends = false;
            for (const sdk::RecordView event : events) {
                in_stroke = in_stroke || event.kind() == NP_KIND_stroke_begin;
                ends = event.kind() == NP_KIND_stroke_end || (ends && event.kind() != NP_KIND_stroke_begin);
            }
            if (in_stroke) tape.inputs.push_back(inputs);
            if (!in_stroke && tape.inputs.empty()) tape.before.push_back(inputs);
            in_stroke = in_stroke && !ends;
        });
    if (!status) return tl::unexpected(status.error());
    if (tape.inputs.empty()) return no("the session that was to be measured holds no stroke");
    return tape;
}

Expected<simulation::World> world_at_start(const simulation::Setup& setup, const Tape& tape) {
    auto world = simulation::World::create(setup);
    sdk::EventBuffer events;
    for (const sdk::EventBuffer& inputs : tape.before) {
        if (!world) break;
        events.clear();
        world->step(inputs, events);
    }
    return world;
}

// Stands before the surface, notes what is asked and passes it on.
class SurfaceQuestions::Listener final : public geometry::Surface {
  public:
    explicit Listener(const geometry::Surface& behind) : behind_(&behind) {}

    std::optional<geometry::RayHit> first_hit(const geometry::Ray& ray) const override {
        rays_.push_back({ray, {}, 0, 0, 0});
        return behind_->first_hit(ray);
    }
    void first_crossings(const geometry::ParallelRays& rays, std::span<geometry::Crossing> out) const override {
        behind_->first_crossings(rays, out);
        if (rays.origins.empty()) return;
        // The asker is known by where it keeps the answers.
        const auto [asker, fresh] = askers_.try_emplace({out.data(), out.size()}, kept_.size());
        if (fresh) kept_.emplace_back(out.size());
        rays_.push_back({{{}, rays.direction, rays.min_t, rays.max_t, rays.entering_only},
                         {},
                         origins_.size(),
                         rays.origins.size(),
                         asker->second});
        origins_.insert(origins_.end(), rays.origins.begin(), rays.origins.end());
    }
    geometry::SurfacePoint point_of(geometry::Vec3 origin, geometry::Vec3 direction,
                                    const geometry::Crossing& crossing) const override {
        rays_.push_back({{origin, direction}, crossing, 0, kPoint, 0});
        return behind_->point_of(origin, direction, crossing);
    }
    std::optional<geometry::SurfacePoint> closest(geometry::Vec3 point, double within_mm) const override {
        rays_.push_back({{point, {}, 0, within_mm}, {}, 0, kClosest, 0});
        return behind_->closest(point, within_mm);
    }

    double ask_again() {
        double sum = 0;
        for (const Question& q : rays_) {
            if (q.count == kPoint) {
                sum += behind_->point_of(q.ray.origin, q.ray.direction, q.crossing).position.x;
            } else if (q.count == kClosest) {
                if (const auto point = behind_->closest(q.ray.origin, q.ray.max_t)) sum += point->position.x;
            } else if (q.count == 0) {
                if (const auto hit = behind_->first_hit(q.ray)) sum += hit->t;
            } else {
                auto& kept = kept_[q.asker];
                behind_->first_crossings({std::span(origins_).subspan(q.first, q.count), q.ray.direction, q.ray.min_t,
                                          q.ray.max_t, q.ray.entering_only},
                                         kept);
                sum += kept.front().t;
            }
        }
        return sum;
    }
    double rays() const { return static_cast<double>(origins_.size()); }
    void forget() {
        rays_.clear();
        origins_.clear();
    }

  private:
    static constexpr std::size_t kPoint = ~std::size_t{0}, kClosest = kPoint - 1;
    struct Question {
        geometry::Ray ray;
        geometry::Crossing crossing;
        std::size_t first, count, asker;  // count: of parallel rays, or what else is asked
    };
    const geometry::Surface* behind_;
    mutable std::vector<Question> rays_;
    mutable std::vector<geometry::Vec3> origins_;
    mutable std::map<std::pair<const geometry::Crossing*, std::size_t>, std::size_t> askers_;
    mutable std::vector<std::vector<geometry::Crossing>> kept_;
};

SurfaceQuestions::SurfaceQuestions(std::shared_ptr<const anatomy::Body> asked, std::unique_ptr<Listener> heard)
    : asked_(std::move(asked)), heard_(std::move(heard)) {}
SurfaceQuestions::SurfaceQuestions(SurfaceQuestions&&) noexcept = default;
SurfaceQuestions::~SurfaceQuestions() = default;

Expected<SurfaceQuestions> SurfaceQuestions::of(const simulation::Setup& setup, const Tape& tape) {
    auto listened = std::make_shared<anatomy::Body>();
    listened->id = setup.body->id;
    listened->hash = setup.body->hash;
    listened->contact = setup.body->contact;
    listened->table = setup.body->table;
    auto listener = std::make_unique<Listener>(*setup.body->surface);
    Listener* const heard = listener.get();
    listened->surface = std::move(listener);
    simulation::Setup with_listener = setup;
    with_listener.body = listened;
    {
        auto world = world_at_start(with_listener, tape);
        if (!world) return tl::unexpected(world.error());
        heard->forget();
        sdk::EventBuffer events;
        for (const sdk::EventBuffer& inputs : tape.inputs) {
            events.clear();
            world->step(inputs, events);
        }
    }
    listener.reset(static_cast<Listener*>(listened->surface.release()));
    return SurfaceQuestions(setup.body, std::move(listener));
}

double SurfaceQuestions::ask_again() {
    return heard_->ask_again();
}
double SurfaceQuestions::rays() const {
    return heard_->rays();
}

}  // namespace np::cli
