#include "history.h"

#include <algorithm>
#include <chrono>
#include <ctime>

#include "needlepoint/assessment/grade.h"
#include "needlepoint/session/record.h"

namespace np::app {

namespace fs = std::filesystem;

namespace {

std::string local_time(fs::file_time_type when) {
    const auto system = std::chrono::time_point_cast<std::chrono::system_clock::duration>(
        when - fs::file_time_type::clock::now() + std::chrono::system_clock::now());
    const std::time_t seconds = std::chrono::system_clock::to_time_t(system);
    std::tm parts{};
    localtime_r(&seconds, &parts);
    char text[64];
    std::strftime(text, sizeof text, "%d %B %Y, %H:%M", &parts);
    return text;
}

}  // namespace

History::History(const fs::path& folder, PluginDesk& plugins) : plugins_(plugins) {
    std::error_code trouble;
    for (fs::directory_iterator at(folder, trouble), end; !trouble && at != end; at.increment(trouble)) {
        if (at->path().extension() != ".mcap") continue;
        Done done;
        done.file = at->path();
        std::error_code ignored;
        done.when = fs::last_write_time(at->path(), ignored);
        done_.push_back(std::move(done));
    }
    std::sort(done_.begin(), done_.end(),
              [](const Done& a, const Done& b) { return std::tie(a.when, a.file) < std::tie(b.when, b.file); });
    for (std::size_t i = 0; i < done_.size(); ++i) queue_.push_back(i);
}

bool History::grade_next(const std::vector<ui::ScenarioCard>& cards) {
    if (queue_.empty()) return false;
    grade(done_[queue_.front()], cards);
    queue_.pop_front();
    return true;
}

void History::grade_again() {
    const std::deque<std::size_t> before = std::move(queue_);
    queue_.clear();
    for (std::size_t i = 0; i < done_.size(); ++i)
        if (!done_[i].assessment || std::find(before.begin(), before.end(), i) != before.end()) queue_.push_back(i);
}

void History::grade(Done& done, const std::vector<ui::ScenarioCard>& cards) {
    done.opened = true;
    done.row = {};
    done.row.path = done.file.string();
    done.row.title = done.file.stem().string();
    done.row.when = local_time(done.when);
    done.row.severity = ui::Severity::kMinor;
    const auto record = session::Record::open(done.file);
    if (!record) {
        done.row.state = "can't be read";
        return;
    }
    done.whole = record->whole();
    done.assessment = is_assessment(*record);
    const auto fact = record->meta().facts.find("scenario");
    if (fact != record->meta().facts.end()) done.scenario = fact->second;
    for (const ui::ScenarioCard& card : cards)
        if (card.id == done.scenario) done.row.title = card.title;
    done.row.when += " \u00B7 " + std::to_string(record->end_tick() / 60000) + " min " +
                     std::to_string(record->end_tick() / 1000 % 60) + " s";
    const auto marks = assessment::grade(*record, plugins_.graders_of(*record), nullptr, &patients_);
    if (!marks || !marks->assessed) {
        done.row.state = done.whole ? "not graded" : "cut";
        return;
    }
    done.row.mark = marks->total / 100.0;
    done.row.state = !done.whole ? "cut" : marks->passed ? "passed" : "not passed";
    done.row.severity = marks->passed && done.whole ? ui::Severity::kGood : ui::Severity::kMajor;
}

std::vector<ui::HistoryRow> History::rows() const {
    std::vector<ui::HistoryRow> rows;
    for (auto done = done_.rbegin(); done != done_.rend(); ++done)
        if (done->opened) rows.push_back(done->row);
    return rows;
}

std::vector<double> History::marks_of(const std::string& scenario) const {
    std::vector<double> marks;
    for (const Done& done : done_)
        if (done.whole && done.row.mark >= 0 && done.scenario == scenario) marks.push_back(done.row.mark);
    return marks;
}

}  // namespace np::app
