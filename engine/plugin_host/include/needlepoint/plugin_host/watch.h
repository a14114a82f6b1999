// Live reload: notices that plugins of a folder were built anew, and loads them.
//
// A file that is being written is waited for; one that does not load says so and the old one goes on. What is loaded is
// what was read and hashed, whatever happens to the file meanwhile. Never use it in an assessment.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "needlepoint/plugin_host/library.h"

namespace np::plugin_host {

// One thread. Looks at names, sizes and times of the files, a few system calls each time.
class Watch {
  public:
    using Clock = std::chrono::steady_clock;

    // `loaded`: what was loaded from the folder; only what changes from now on is news.
    Watch(std::filesystem::path folder, Libraries loaded);

    struct News {
        Libraries libraries;                // all that now hold, in the order of their files
        std::vector<std::string> reloaded;  // ids
        std::vector<std::string> problems;  // sentences: what changed and could not be used
    };
    // What changed since the last news. Looks at the folder at most ten times a second, however often it is called.
    std::optional<News> poll(Clock::time_point now);

    const Libraries& libraries() const { return libraries_; }

  private:
    // What tells one state of a file from another without reading it.
    struct Trace {
        std::uint64_t inode = 0, bytes = 0;
        std::int64_t seconds = 0, nanoseconds = 0;
        bool operator==(const Trace&) const = default;
    };
    struct File {
        Trace seen, settled;        // as of the last look; as of the last load or complaint
        Clock::time_point since{};  // `seen` has been so since then
    };
    std::map<std::string, Trace> look() const;
    void take(const std::string& name, File& file, Clock::duration still, News& news);
    void use(std::shared_ptr<const Library> fresh, News& news);

    std::filesystem::path folder_;
    Libraries libraries_;
    std::map<std::string, File> files_;
    std::optional<Clock::time_point> looked_;
};

}  // namespace np::plugin_host
