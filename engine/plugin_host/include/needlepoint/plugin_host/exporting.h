// An exporter at work: a session's records and marks go in, the bytes of another format come out.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "needlepoint/core/status.h"
#include "needlepoint/plugin_host/fold.h"
#include "needlepoint/plugin_host/texts.h"

namespace np::plugin_host {

// What np_export_session tells. Texts are empty where the record does not tell.
struct ExportSession {
    sdk::Tick end_tick = 0;
    std::string title, session, trainee, patient, began, program, rules;
};

// One scorer's answer, its sentences translated and filled in.
struct ExportMark {
    Result result;
    std::string name;
    double weight = 0;  // 0..1
};

struct ExportMarks {
    bool passed = false;
    std::int32_t total = 0, full = 10000;  // hundredths
    std::string verdict;
    std::vector<ExportMark> marks;
};

// Takes the bytes as they come; what it refuses ends the export.
using TakeBytes = std::function<Status(std::span<const std::byte>)>;

// `texts`: what the plugin's translations come from. One thread at a time. The plugin runs on the caller's thread, in
// this process. Every error is a sentence that names the plugin; after one nothing more can be done.
class Exporting {
  public:
    static Expected<Exporting> begin(std::shared_ptr<const Library> exporter, const SessionFacts& facts,
                                     const ExportSession& session, TakeBytes take, TextTable texts = {},
                                     LogLine log = {});
    Exporting(Exporting&&) noexcept;
    Exporting& operator=(Exporting&&) noexcept;
    ~Exporting();

    // Every record in order, inputs before the events of the same tick. Inputs reach only exporters that take them.
    Status consume(sdk::RecordView record);
    // Once, last.
    Status finish(const ExportMarks& marks);

  private:
    struct Data;
    explicit Exporting(std::unique_ptr<Data> data);
    std::unique_ptr<Data> data_;
};

}  // namespace np::plugin_host
