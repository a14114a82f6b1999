// Takes and checks what a scorer says in `finish`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/plugin_host/fold.h"

namespace np::plugin_host {

// No text of an answer is longer; a text without an end is noticed here and not by a crash.
inline constexpr std::size_t kMostTextBytes = 4096;
// UTF-8, and not too long.
bool valid_text(std::string_view text);

// The sink of one scorer. Its address is the np_sink::context and stays valid as long as the scorer, so that a sink
// used at the wrong time is noticed and not a crash.
class Answer {
  public:
    Answer(std::size_t zones, std::size_t cells);
    Answer(const Answer&) = delete;
    Answer& operator=(const Answer&) = delete;

    const np_sink* sink() const { return &sink_; }
    // From here on the sink accepts; findings must not begin after `now`.
    void open(sdk::Tick now);
    // The same by value, for answers that come from a worker.
    void take(const sdk::Finding& finding);
    void take(const Figure& figure);
    void take_mark(std::uint32_t state, std::int32_t mark, std::int32_t full, const std::string& reason);
    // Ends it and moves the answer into `result` (state, reason, mark, findings, figures).
    void close(std::string_view scorer, Result& result);
    // A sentence if the sink was used while it was closed.
    const std::string& misuse() const { return misuse_; }

  private:
    static std::int32_t take_finding(const np_sink* sink, const np_finding* finding);
    static std::int32_t take_figure(const np_sink* sink, const np_figure* figure);
    static std::int32_t take_mark(const np_sink* sink, const np_mark* mark);
    static Answer& self(const np_sink* sink) { return *static_cast<Answer*>(sink->context); }
    std::int32_t refuse(std::string why);
    std::string problem_of(const np_finding& finding) const;
    std::string problem_of_mark() const;

    np_sink sink_;
    std::size_t zones_, cells_;
    bool open_ = false;
    sdk::Tick now_ = 0;
    std::string misuse_, problem_;
    std::vector<sdk::Finding> findings_;
    std::vector<Figure> figures_;
    std::optional<np_mark> mark_;  // its reason is in reason_
    std::string reason_;
};

}  // namespace np::plugin_host
