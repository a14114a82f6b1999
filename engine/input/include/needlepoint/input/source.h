// A device by name: which there are, how one is opened, and the path that every sample takes from it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/core/status.h"
#include "needlepoint/input/calibration.h"
#include "needlepoint/input/decoders.h"
#include "needlepoint/input/guard.h"
#include "needlepoint/input/ports.h"

namespace np::input {

// "mouse", "tablet" (X server), "xdevice:NAME" (a pointer of the X server), "gamepad" (window),
// "tablet:/dev/input/event5", "gamepad:PATH", "spacemouse[:PATH]", "tracker:HOST:PORT[/TOOL]" (OpenIGTLink),
// "plugin:ID[@ADDRESS]" (a device plugin, such as plugin:osc).
struct SourceSpec {
    enum class Kind : std::uint8_t {
        kMouse,
        kXTablet,
        kXDevice,
        kTablet,
        kWindowGamepad,
        kGamepad,
        kSpaceMouse,
        kTracker,
        kPlugin
    };
    Kind kind = Kind::kMouse;
    std::string text;     // as it was given
    std::string address;  // path or host
    std::uint16_t port = 0;
    std::string tool;  // tool of a tracker, or id of a plugin
    // Fed by the window or by a plugin's host rather than by `open_source`.
    bool from_window() const { return kind == Kind::kMouse || kind == Kind::kWindowGamepad; }
};
Expected<SourceSpec> parse_source(std::string_view text);

// Something that gives samples. Used by one thread; `poll` never waits.
class Source {
  public:
    virtual ~Source() = default;
    virtual void poll(std::int64_t now_us, std::vector<RawPenSample>& out) = 0;
    virtual DeviceClass device() const = 0;
    virtual std::string trouble() const { return {}; }   // a sentence, or empty
    virtual std::uint64_t damaged() const { return 0; }  // messages that no decoder understood
    virtual bool streams() const { return false; }       // speaks even when it is still, so silence means lost
};
// A port and what understands it. `streams` as above; `datagrams`: each read is a message of its own.
std::unique_ptr<Source> make_byte_source(std::unique_ptr<BytePort> port, std::unique_ptr<Decoder> decoder,
                                         DeviceClass device, bool streams);
// Opens what the system has. Not for the mouse and the window's gamepad, nor for plugins.
Expected<std::unique_ptr<Source>> open_source(const SourceSpec& spec);

struct FoundDevice {
    std::string source;   // for parse_source; empty where it cannot be used
    std::string name;     // in the maker's words
    std::string tells;    // "place, pressure, tilt"
    std::string trouble;  // why it cannot be used, and what to do
};
// What is plugged in, and what this build cannot use.
std::vector<FoundDevice> find_devices();

// The path: source, guard, calibration, guard again.
class PenInput {
  public:
    PenInput(std::unique_ptr<Source> source, Calibration calibration, GuardLimits limits = {});
    // Samples that may be used, oldest first.
    void poll(std::int64_t now_us, std::vector<PenSample>& out);
    void recalibrate(Calibration calibration) { calibration_ = std::move(calibration); }

    Counts counts() const;
    DeviceClass device() const { return source_->device(); }
    std::string trouble() const { return source_->trouble(); }
    const std::optional<PenSample>& latest() const { return latest_; }
    const std::optional<RawPenSample>& latest_raw() const { return latest_raw_; }
    double rate_hz() const { return rate_hz_; }  // of samples that passed, in the latest second
    // A device that always speaks has been silent for a quarter of a second: the hand is not known.
    bool lost(std::int64_t now_us) const;

  private:
    std::unique_ptr<Source> source_;
    Calibration calibration_;
    Guard guard_;
    std::vector<RawPenSample> raw_;
    std::optional<PenSample> latest_;
    std::optional<RawPenSample> latest_raw_;
    std::uint64_t damaged_ = 0, since_passed_ = 0;
    std::int64_t since_us_ = 0;
    double rate_hz_ = 0;
};

}  // namespace np::input
