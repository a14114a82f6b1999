// What a scorer said in one `finish`, word for word, and a text of it that two runs can be compared by.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "needlepoint/sdk/plugin.h"

namespace np::plugin_host {

struct SaidFinding {
    np_finding raw{};  // its pointers are null; the texts are below
    std::string id, rule, thing, unit, source, text, limit_key, critical;
    std::string better;
    std::string null_text;  // name of a text that was null, or empty
};
struct SaidFigure {
    np_figure raw{};
    std::string key, unit;
    std::string null_text;
};
struct SaidMark {
    np_mark raw{};
    std::string reason;
    bool null_reason = false;
};

struct Said {
    std::vector<SaidFinding> findings;
    std::vector<SaidFigure> figures;
    std::vector<SaidMark> marks;
    bool outside_finish = false;  // the sink was used when it was closed

    // Everything in the order in which it was said; numbers with all their digits. Equal answers give equal texts.
    std::string text() const;
    std::int64_t lost() const;  // sum of all costs
};

// A sink that writes down. Its address must not change between open() and the end of the plugin's life.
class SaidSink {
  public:
    // `refuse`: takes nothing and says NP_REFUSED, as a host that has had enough.
    explicit SaidSink(bool refuse);
    SaidSink(const SaidSink&) = delete;
    SaidSink& operator=(const SaidSink&) = delete;

    const np_sink* open();
    Said close();
    bool used_while_closed() const { return misuse_; }

  private:
    static std::int32_t take_finding(const np_sink* sink, const np_finding* finding);
    static std::int32_t take_figure(const np_sink* sink, const np_figure* figure);
    static std::int32_t take_mark(const np_sink* sink, const np_mark* mark);
    static SaidSink& self(const np_sink* sink) { return *static_cast<SaidSink*>(sink->context); }
    std::int32_t verdict();

    np_sink sink_;
    bool refuse_, open_ = false, misuse_ = false;
    Said said_;
};

}  // namespace np::plugin_host
