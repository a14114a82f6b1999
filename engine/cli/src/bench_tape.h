// The sessions that are measured, tick by tick: a whole visit of the expert trainee with a pen of 36 needles at 100 Hz,
// and its strokes end to end, which is needling without a pause. And what their steps ask of the skin's surface.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "needlepoint/cli/session_setup.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/session/record.h"

namespace np::cli {

// Inputs that a world is given. `before` brings it to where measuring begins.
struct Tape {
    std::vector<sdk::EventBuffer> before, inputs;

    double seconds() const { return static_cast<double>(inputs.size()) * 1e-3; }
};

Expected<Prepared> prepare_bench_visit(const Places& places);
// The whole visit of a record.
Expected<Tape> visit_of(const session::Record& record);
// `before`: the visit up to its first stroke; then its strokes, end to end. Fails where there is none.
Expected<Tape> strokes_of(const session::Record& record);

// The world after `before`.
Expected<simulation::World> world_at_start(const simulation::Setup& setup, const Tape& tape);

// Every question that the tape's steps ask of the surface, to be asked again: the same, in the same order, each
// starting from the answer that its asker kept.
class SurfaceQuestions {
  public:
    static Expected<SurfaceQuestions> of(const simulation::Setup& setup, const Tape& tape);
    SurfaceQuestions(SurfaceQuestions&&) noexcept;
    ~SurfaceQuestions();
    // A sum over the answers.
    double ask_again();
    double rays() const;

  private:
    class Listener;
    SurfaceQuestions(std::shared_ptr<const anatomy::Body> asked, std::unique_ptr<Listener> heard);
    std::shared_ptr<const anatomy::Body> asked_;
    std::unique_ptr<Listener> heard_;
};

}  // namespace np::cli
