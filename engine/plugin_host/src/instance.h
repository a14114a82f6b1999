// One scorer at work in this process: calls its functions and notices what it does wrong.
#pragma once

#include <memory>
#include <string>

#include "answer.h"
#include "host_side.h"
#include "needlepoint/plugin_host/fold.h"
#include "worker_page.h"

namespace np::plugin_host {

class Instance {
  public:
    // `page`, `number`: where to tell which call is being made; null in the host itself.
    Instance(std::shared_ptr<const Library> library, const SharedFacts& shared, WorkerPage* page, std::size_t number);
    ~Instance();
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    void consume(const np_batch& batch);
    Result answer(sdk::Tick now);

  private:
    void ask(sdk::Tick now, Result& result);
    template <class Function>
    void guarded(Call call, sdk::Tick tick, Function&& function);
    void tell(Call call, sdk::Tick tick) const;

    std::shared_ptr<const Library> library_;
    HostSide side_;
    Answer answer_;
    WorkerPage* page_;
    std::size_t number_;
    void* instance_ = nullptr;
    std::string fault_;  // not empty: it can't go on
    sdk::Tick fault_tick_ = 0;
};

}  // namespace np::plugin_host
