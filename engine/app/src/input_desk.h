// What lies on the desk: the chosen device, its calibration, what was refused of it, and how long a sample takes to the
// screen. Lives as long as the window.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "needlepoint/cli/places.h"
#include "needlepoint/input/calibration_file.h"
#include "needlepoint/input/latency.h"
#include "needlepoint/input/source.h"
#include "needlepoint/ui/input_view.h"
#include "window.h"

namespace np::app {

// Microseconds of the program's monotonic clock.
std::int64_t monotonic_us();

class InputDesk {
  public:
    // Reads the settings of before; what cannot be used is told in the view, and the mouse is in the hand.
    explicit InputDesk(const cli::Places& places);
    ~InputDesk();

    // Once per frame, before the screen: takes in what the window and the device have said.
    void poll(const WindowInput& input, const std::optional<WindowGamepad>& gamepad, render::Size size);
    // What may be used of this frame, oldest first.
    const std::vector<input::PenSample>& samples() const { return samples_; }
    // The pictures of this frame are out. `shown`: the hand was in it.
    void presented();
    void used();  // this frame's samples went into the picture that is being drawn

    input::DeviceClass device() const;
    bool lost() const;
    // The X server moves the cursor by this device itself, wherever its area is mapped to.
    bool cursor_from_window() const { return cursor_from_window_; }
    // For the record: which device with which calibration; and what was newly refused, at most every ten seconds.
    std::string device_words() const;
    const std::string& source() const { return settings_.source; }
    std::optional<std::string> news_of_refusals();

    // For the settings. Choosing saves.
    ui::InputView view() const;
    void choose(const std::string& source);
    void next_source(int by);
    void find_again();
    void weigh();  // the pressure now is the weight that the view asks for
    void weigh_again();
    // Poses of the swayed tool, or tilts of the standing pen, are gathered from now on; a result or the reason why
    // there is none comes by itself. The same wish again breaks it off.
    void begin_pivot();
    void begin_upright();

  private:
    enum class Measuring { kNothing, kPivot, kUpright };
    void begin(Measuring what);
    void gather();
    void conclude();
    void open();
    void save();
    Expected<std::unique_ptr<input::Source>> open_named(const std::string& name);

    const cli::Places& places_;
    std::filesystem::path file_;
    input::InputSettings settings_;
    std::unique_ptr<input::PenInput> pen_;
    class WindowSource;
    WindowSource* from_window_ = nullptr;  // owned by pen_ where the window is the source
    std::vector<input::PenSample> samples_;
    std::vector<input::FoundDevice> found_, plugins_;
    input::LatencyMeter latency_;
    std::string trouble_;
    bool cursor_from_window_ = false;
    input::Counts told_;
    std::int64_t told_us_ = 0, polled_us_ = 0, clocks_apart_us_ = 0;
    std::vector<std::pair<double, double>> weighed_;  // pressure, millinewtons
    Measuring measuring_ = Measuring::kNothing;
    std::int64_t measuring_since_us_ = 0, gathered_us_ = 0;
    std::vector<input::TrackedPose> poses_;
    std::vector<std::array<double, 2>> tilts_;
    std::string result_;
};

}  // namespace np::app
