#include "instance.h"

#include <exception>
#include <new>

namespace np::plugin_host {
namespace {

std::uint32_t mode_of(const Parameters& parameters) {
    const auto mode = parameters.text("session.mode");
    if (mode == "assessment") return NP_MODE_ASSESSMENT;
    return mode == "tutorial" ? NP_MODE_TUTORIAL : NP_MODE_PRACTICE;
}

}  // namespace

void Instance::tell(Call call, sdk::Tick tick) const {
    if (page_ == nullptr) return;
    page_->plugin.store(static_cast<std::uint32_t>(number_), std::memory_order_relaxed);
    page_->tick.store(tick, std::memory_order_relaxed);
    page_->call.store(static_cast<std::uint32_t>(call), std::memory_order_relaxed);
    page_->serial.store(page_->serial.load(std::memory_order_relaxed) + 1, std::memory_order_release);
}

template <class Function>
void Instance::guarded(Call call, sdk::Tick tick, Function&& function) {
    side_.fault.clear();
    std::string problem;
    tell(call, tick);
    try {
        const std::int32_t result = function();
        if (result != NP_OK) problem = side_.fault.empty() ? "the scorer gave up without a reason" : side_.fault;
    } catch (const std::bad_alloc&) {
        problem = "the scorer used up the memory that a plugin may have";
    } catch (const std::exception& escaped) {
        problem = std::string("the scorer let an exception escape: ") + escaped.what();
    } catch (...) {
        problem = "the scorer let an exception escape";
    }
    tell(Call::kNone, tick);
    if (problem.empty() && !answer_.misuse().empty()) problem = answer_.misuse();
    if (problem.empty()) return;
    fault_ = std::move(problem);
    fault_tick_ = tick;
}

Instance::Instance(std::shared_ptr<const Library> library, const SharedFacts& shared, WorkerPage* page,
                   std::size_t number)
    : library_(std::move(library)),
      side_(shared, library_->manifest().id),
      answer_(shared.tissue.patient().zones().size(), shared.tissue.patient().cells().size()),
      page_(page),
      number_(number) {
    const np_session session = {sizeof(np_session), mode_of(shared.session.parameters), shared.session.seed,
                                shared.session.scenario.c_str()};
    guarded(Call::kBegin, 0, [&] {
        instance_ = library_->scorer().create(&side_.host);
        return instance_ == nullptr ? std::int32_t{NP_FAULT} : library_->scorer().begin(instance_, &session);
    });
}

Instance::~Instance() {
    if (instance_ == nullptr) return;
    tell(Call::kDestroy, page_ == nullptr ? 0 : page_->tick.load());
    try {
        library_->scorer().destroy(instance_);
    } catch (...) {
        // Its mark is already given; there is nothing left to tell.
    }
    tell(Call::kNone, 0);
}

void Instance::consume(const np_batch& batch) {
    if (!fault_.empty()) return;
    guarded(Call::kConsume, batch.end_tick, [&] { return library_->scorer().consume(instance_, &batch); });
}

Result Instance::answer(sdk::Tick now) {
    const Manifest& manifest = library_->manifest();
    Result result;
    result.id = manifest.id;
    result.version = manifest.version;
    result.name_key = manifest.name_key;
    result.digest = library_->digest();
    if (fault_.empty()) ask(now, result);
    if (fault_.empty()) return result;
    result.state = State::kNotScored;
    result.reason = fault_;
    result.tick = fault_tick_;
    return result;
}

// A fault here must not stick: whether somebody asked in between may not change the final answer.
void Instance::ask(sdk::Tick now, Result& result) {
    answer_.open(now);
    guarded(Call::kFinish, now, [&] { return library_->scorer().finish(instance_, answer_.sink()); });
    answer_.close(result.id, result);
    result.tick = result.state == State::kNotScored ? now : 0;
    if (fault_.empty()) return;
    result.state = State::kNotScored;
    result.reason = std::move(fault_);
    fault_.clear();
    result.findings.clear();
    result.figures.clear();
}

}  // namespace np::plugin_host
