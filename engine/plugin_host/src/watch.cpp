#include "needlepoint/plugin_host/watch.h"

#include <sys/stat.h>

#include <algorithm>

namespace np::plugin_host {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kBetweenLooks{100};
constexpr milliseconds kStill{100};     // so long unchanged: written to its end, most likely
constexpr milliseconds kPatience{800};  // so long unchanged and still not good: broken

}  // namespace

Watch::Watch(std::filesystem::path folder, Libraries loaded)
    : folder_(std::move(folder)), libraries_(std::move(loaded)) {
    for (const auto& [name, trace] : look()) files_[name] = {trace, trace, Clock::time_point{}};
}

std::map<std::string, Watch::Trace> Watch::look() const {
    std::map<std::string, Trace> traces;
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
        if (at->path().extension() != ".so") continue;
        struct stat state {};
        if (stat(at->path().c_str(), &state) != 0) continue;
        traces[at->path().filename().string()] = {state.st_ino, static_cast<std::uint64_t>(state.st_size),
                                                  state.st_mtim.tv_sec, state.st_mtim.tv_nsec};
    }
    return traces;
}

std::optional<Watch::News> Watch::poll(Clock::time_point now) {
    if (looked_ && now - *looked_ < kBetweenLooks) return std::nullopt;
    looked_ = now;
    const auto traces = look();
    for (const auto& [name, trace] : traces)
        if (files_.find(name) == files_.end()) files_[name] = {trace, {}, now};
    News news;
    for (auto& [name, file] : files_) {
        const auto found = traces.find(name);
        const Trace trace = found == traces.end() ? Trace{} : found->second;
        if (!(trace == file.seen)) {
            file.seen = trace;
            file.since = now;
            continue;
        }
        if (!(file.seen == file.settled)) take(name, file, now - file.since, news);
    }
    if (news.reloaded.empty() && news.problems.empty()) return std::nullopt;
    news.libraries = libraries_;
    return news;
}

// A linker takes the old file away before it writes the new one, and writes it piece by piece: only what stays as it
// is for a while is tried, and only what stays bad for longer is complained about.
void Watch::take(const std::string& name, File& file, Clock::duration still, News& news) {
    if (still < kStill) return;
    const bool gone = file.seen == Trace{};
    if (!gone) {
        auto library = load_by_plan(folder_ / name, {});  // changed bytes are nobody's pinned ones
        if (library) {
            file.settled = file.seen;
            use(std::move(*library), news);
            return;
        }
        if (still < kPatience) return;
        news.problems.push_back(library.error().message + "; the plugins as they were before go on");
    } else {
        if (still < kPatience) return;
        news.problems.push_back("the plugin '" + name + "' was taken away; as it was before it goes on");
    }
    file.settled = file.seen;
}

void Watch::use(std::shared_ptr<const Library> fresh, News& news) {
    const auto same_file = [&](const auto& one) { return one->file() == fresh->file(); };
    const auto old = std::find_if(libraries_.begin(), libraries_.end(), same_file);
    for (const auto& other : libraries_)
        if (!same_file(other) && other->manifest().id == fresh->manifest().id) {
            news.problems.push_back("the plugin '" + fresh->file() + "' has the id '" + fresh->manifest().id +
                                    "' like '" + other->file() + "'; remove one of them");
            return;
        }
    // Built anew to the same bytes: nothing to tell.
    if (old != libraries_.end() && (*old)->digest() == fresh->digest()) return;
    news.reloaded.push_back(fresh->manifest().id);
    if (old != libraries_.end()) {
        *old = std::move(fresh);
        return;
    }
    const auto later = std::find_if(libraries_.begin(), libraries_.end(),
                                    [&](const auto& one) { return one->file() > fresh->file(); });
    libraries_.insert(later, std::move(fresh));
}

}  // namespace np::plugin_host
