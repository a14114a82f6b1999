// Incident plugins at work: events go in, what is to happen to the patient comes out, tick by tick.
//
// The caller writes each happening into the session as an input (/input/intrusion) of its tick; the record then holds
// all that a replay needs. Deterministic: equal events, facts and plugins give equal happenings.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "needlepoint/core/status.h"
#include "needlepoint/plugin_host/fold.h"

namespace np::plugin_host {

struct Happening {
    std::string plugin;  // id
    std::string id;      // of the incident, such as E08
    std::string cue;     // what the trainee perceives, or empty: the rule pack's words
    sdk::Tick tick = 0;
};

// One thread at a time. Plugins run on the caller's thread, in this process.
class Happenings {
  public:
    // Creates an instance of each incident plugin among `plugins`, in the order of their ids; other kinds are left out.
    // Fails on a broken zone table or missing tissue parameters, and on a plugin that may only run apart.
    static Expected<Happenings> begin(const Libraries& plugins, const SessionFacts& facts, LogLine log = {});
    Happenings(Happenings&&) noexcept;
    Happenings& operator=(Happenings&&) noexcept;
    ~Happenings();

    bool empty() const;  // no plugin at all: the rest costs nothing

    // Call once for every tick, before it is simulated and after all events of earlier ticks were consumed. Appends
    // what happens at that tick, by plugin and in the order of the wishes.
    void at(sdk::Tick now, std::vector<Happening>& out);
    // Events of the tick that was simulated, in order. Inputs are stepped over.
    void consume(const sdk::EventBuffer& events);

    // One sentence for each plugin that gave up or broke a rule; it is no longer asked, the session goes on.
    std::vector<std::string> problems() const;

  private:
    struct Data;
    explicit Happenings(std::unique_ptr<Data> data);
    std::unique_ptr<Data> data_;
};

}  // namespace np::plugin_host
