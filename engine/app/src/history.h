// What was done before: the records of a folder and their marks, graded one after another.
#pragma once

#include <deque>
#include <filesystem>
#include <string>
#include <vector>

#include "needlepoint/ui/home.h"
#include "plugin_desk.h"

namespace np::app {

// One thread. `plugins` must live longer.
class History {
  public:
    // Finds the records; none is opened yet. No folder means no record.
    History(const std::filesystem::path& folder, PluginDesk& plugins);

    bool empty() const { return done_.empty(); }
    std::size_t waiting() const { return queue_.size(); }  // records that are still to be graded

    // Grades one record, the oldest that waits; titles come from `cards`. False if none waits.
    bool grade_next(const std::vector<ui::ScenarioCard>& cards);
    // After plugins were built anew. What an assessment was marked by stays as it was, so its records do not wait
    // again; rows show what was until the new mark is there.
    void grade_again();

    std::vector<ui::HistoryRow> rows() const;                         // of those graded, newest first
    std::vector<double> marks_of(const std::string& scenario) const;  // of whole visits, oldest first

  private:
    struct Done {
        ui::HistoryRow row;
        std::string scenario;
        std::filesystem::file_time_type when;
        std::filesystem::path file;
        bool opened = false, whole = false, assessment = false;
    };
    void grade(Done& done, const std::vector<ui::ScenarioCard>& cards);

    PluginDesk& plugins_;
    plugin_host::PatientSkins patients_;
    std::vector<Done> done_;         // oldest first
    std::deque<std::size_t> queue_;  // into done_
};

}  // namespace np::app
