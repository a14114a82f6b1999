#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "system_devices.h"

#ifdef NP_HAVE_EVDEV
#include <libevdev/libevdev.h>
#endif

namespace np::input {

#ifdef NP_HAVE_EVDEV

namespace {

namespace fs = std::filesystem;

// A node that is open, with what libevdev knows of it.
class Node {
  public:
    explicit Node(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {
        error_ = errno;
        struct stat about {};
        if (fd_ < 0 || ::fstat(fd_, &about) != 0 || !S_ISCHR(about.st_mode)) return;
        if (libevdev_new_from_fd(fd_, &device_) != 0) device_ = nullptr;
    }
    ~Node() {
        if (device_ != nullptr) libevdev_free(device_);
        if (fd_ >= 0) ::close(fd_);
    }
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;
    const libevdev* get() const { return device_; }
    bool denied() const { return fd_ < 0 && error_ == EACCES; }
    bool has(unsigned type, unsigned code) const { return libevdev_has_event_code(device_, type, code) != 0; }

  private:
    int fd_;
    int error_ = 0;
    libevdev* device_ = nullptr;
};

FoundDevice describe(const Node& node, const std::string& path) {
    FoundDevice found;
    const char* name = libevdev_get_name(node.get());
    found.name = name != nullptr ? name : path;
    constexpr int k3Dconnexion = 0x256f, kLogitech = 0x046d;
    const int vendor = libevdev_get_id_vendor(node.get());
    const bool six = node.has(EV_ABS, ABS_RX) || node.has(EV_REL, REL_RX);
    if (node.has(EV_KEY, BTN_TOOL_PEN) || node.has(EV_KEY, BTN_STYLUS)) {
        found.source = "tablet:" + path;
        found.tells = std::string("place") + (node.has(EV_ABS, ABS_PRESSURE) ? ", pressure" : "") +
                      (node.has(EV_ABS, ABS_TILT_X) ? ", tilt" : "");
    } else if (node.has(EV_KEY, BTN_SOUTH) && node.has(EV_ABS, ABS_X)) {
        found.source = "gamepad:" + path;
        found.tells = "sticks, trigger";
    } else if (six && (vendor == k3Dconnexion || vendor == kLogitech) && !node.has(EV_KEY, BTN_LEFT)) {
        found.source = "spacemouse:" + path;
        found.tells = "push and turn";
    }
    return found;
}

}  // namespace

std::map<std::uint16_t, EvdevRange> evdev_ranges(const std::string& path) {
    std::map<std::uint16_t, EvdevRange> ranges;
    const Node node(path);
    if (node.get() == nullptr) return ranges;
    for (std::uint16_t code = 0; code <= ABS_MAX; ++code)
        if (const input_absinfo* about = libevdev_get_abs_info(node.get(), code)) {
            EvdevRange range{about->minimum, about->maximum, 0};
            // Tilt is said in units per radian, where it is said.
            if ((code == ABS_TILT_X || code == ABS_TILT_Y) && about->resolution > 0)
                range.per_degree = about->resolution * 0.017453292519943295;
            ranges[code] = range;
        }
    return ranges;
}

std::vector<FoundDevice> evdev_devices() {
    std::vector<FoundDevice> all;
    std::vector<std::string> paths;
    std::error_code trouble;
    for (fs::directory_iterator at("/dev/input", trouble), end; !trouble && at != end; at.increment(trouble))
        if (at->path().filename().string().rfind("event", 0) == 0) paths.push_back(at->path().string());
    std::sort(paths.begin(), paths.end());
    std::size_t denied = 0;
    for (const std::string& path : paths) {
        const Node node(path);
        denied += node.denied();
        if (node.get() == nullptr) continue;
        FoundDevice found = describe(node, path);
        if (!found.source.empty()) all.push_back(std::move(found));
    }
    if (denied > 0)
        all.push_back(
            {"", "Devices below /dev/input", "",
             std::to_string(denied) + " could not be looked at; add yourself to the group 'input' and log in again"});
    return all;
}

#else

std::map<std::uint16_t, EvdevRange> evdev_ranges(const std::string&) {
    return {};
}

std::vector<FoundDevice> evdev_devices() {
    return {
        {"", "Tablets, gamepads and 3D mice below /dev/input", "",
         "this build cannot list them, for libevdev was missing; name a device (tablet:/dev/input/event5), or install "
         "libevdev-dev and build again"}};
}

#endif

}  // namespace np::input
