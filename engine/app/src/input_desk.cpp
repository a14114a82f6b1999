#include "input_desk.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "needlepoint/cli/pen_sources.h"

namespace np::app {

using input::Counts;
using input::DeviceClass;
using input::RawPenSample;
using input::Refusal;

namespace {

constexpr double kSwayS = 8, kStandS = 2;
constexpr std::size_t kMostPoses = 20'000;

std::string figure(const char* format, double value) {
    char text[160];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

}  // namespace

std::int64_t monotonic_us() {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

// Mouse and gamepad as the window system gives them, on the same path as everything else.
class InputDesk::WindowSource : public input::Source {
  public:
    explicit WindowSource(DeviceClass device) : device_(device) {}
    DeviceClass device() const override { return device_; }
    std::string trouble() const override { return device_ == DeviceClass::kGamepad ? missing_ : std::string(); }

    void hear(const WindowInput& input, const std::optional<WindowGamepad>& gamepad, render::Size size) {
        RawPenSample sample;
        if (device_ == DeviceClass::kMouse) {
            if (!input.mouse_moved && input.left == left_) return;
            left_ = input.left;
            // A drag may end outside of the window.
            sample.place = {std::clamp(input.mouse_x / size.width, 0.0, 1.0),
                            std::clamp(input.mouse_y / size.height, 0.0, 1.0)};
            sample.buttons = input.left ? 1 : 0;
        } else {
            missing_ = gamepad ? "" : "no gamepad is plugged in";
            if (!gamepad) return;
            sample.push = {gamepad->left_x, gamepad->left_y, 0, gamepad->right_x, gamepad->right_y, 0};
            sample.pressure = gamepad->trigger;
            sample.buttons = gamepad->button ? 1 : 0;
        }
        heard_.push_back(sample);
    }
    void poll(std::int64_t now_us, std::vector<RawPenSample>& out) override {
        for (RawPenSample& sample : heard_) {
            sample.time_us = sample.arrived_us = now_us;
            out.push_back(sample);
        }
        heard_.clear();
    }

  private:
    DeviceClass device_;
    bool left_ = false;
    std::string missing_;
    std::vector<RawPenSample> heard_;
};

InputDesk::InputDesk(const cli::Places& places) : places_(places), file_(places.user / "input.yaml") {
    auto loaded = input::load_input_settings(file_);
    if (loaded) settings_ = std::move(*loaded);
    const std::string broken = loaded ? "" : loaded.error().message;
    found_ = input::find_devices();
    plugins_ = cli::plugin_pen_sources(places_);
    open();
    if (!broken.empty()) trouble_ = broken;
}

InputDesk::~InputDesk() = default;

Expected<std::unique_ptr<input::Source>> InputDesk::open_named(const std::string& name) {
    from_window_ = nullptr;
    cursor_from_window_ = false;
    const auto spec = input::parse_source(name);
    if (!spec) return tl::unexpected(spec.error());
    using Kind = input::SourceSpec::Kind;
    cursor_from_window_ = spec->kind == Kind::kXTablet || spec->kind == Kind::kXDevice;
    if (!spec->from_window()) return cli::open_pen_source(places_, *spec);
    const bool mouse = spec->kind == input::SourceSpec::Kind::kMouse;
    auto source = std::make_unique<WindowSource>(mouse ? DeviceClass::kMouse : DeviceClass::kGamepad);
    from_window_ = source.get();
    return source;
}

void InputDesk::open() {
    trouble_.clear();
    weighed_.clear();
    measuring_ = Measuring::kNothing;
    result_.clear();
    told_ = {};
    clocks_apart_us_ = std::numeric_limits<std::int64_t>::max() / 2;
    auto source = open_named(settings_.source);
    if (!source) {
        trouble_ = source.error().message + " Until then the mouse is in the hand.";
        source = open_named("mouse");
    }
    pen_ = std::make_unique<input::PenInput>(std::move(*source), settings_.of(settings_.source));
}

void InputDesk::poll(const WindowInput& input, const std::optional<WindowGamepad>& gamepad, render::Size size) {
    samples_.clear();
    if (from_window_) from_window_->hear(input, gamepad, size);
    polled_us_ = monotonic_us();
    pen_->poll(polled_us_, samples_);
    gather();
    if (cursor_from_window_)
        for (input::PenSample& sample : samples_)
            sample.place = {std::clamp(input.mouse_x / size.width, 0.0, 1.0),
                            std::clamp(input.mouse_y / size.height, 0.0, 1.0)};
}

void InputDesk::used() {
    // A sample lay waiting since the device spoke. How the two clocks lie is known from the quickest so far.
    for (const input::PenSample& sample : samples_)
        clocks_apart_us_ = std::min(clocks_apart_us_ + 1, sample.arrived_us - sample.time_us);
    for (const input::PenSample& sample : samples_) latency_.used(sample.time_us + clocks_apart_us_);
}
void InputDesk::presented() {
    latency_.presented(monotonic_us());
}

DeviceClass InputDesk::device() const {
    return pen_->device();
}
bool InputDesk::lost() const {
    return pen_->lost(polled_us_);
}

std::string InputDesk::device_words() const {
    const input::Calibration& calibration = settings_.of(settings_.source);
    std::string words(input::to_word(pen_->device()));
    char text[120];
    if (calibration.pivot) {
        std::snprintf(text, sizeof text, "; pivot residual %.2f mm", calibration.pivot->residual_mm);
        words += text;
    }
    if (calibration.registration) {
        std::snprintf(text, sizeof text, "; registration residual %.2f mm", calibration.registration->residual_mm);
        words += text;
    }
    if (calibration.upright) {
        std::snprintf(text, sizeof text, "; upright residual %.2f degrees", calibration.upright->residual_deg);
        words += text;
    }
    words += calibration.pressure.measured() ? "; pressure weighed" : "; pressure not weighed";
    return words;
}

std::optional<std::string> InputDesk::news_of_refusals() {
    const Counts counts = pen_->counts();
    if (counts.refused_in_all() == told_.refused_in_all() || polled_us_ - told_us_ < 10'000'000) return std::nullopt;
    std::string words;
    for (std::size_t i = 0; i < input::kRefusals; ++i) {
        const std::uint64_t more = counts.refused[i] - told_.refused[i];
        if (more == 0) continue;
        words += (words.empty() ? "" : ", ") + std::to_string(more) + " " +
                 std::string(input::to_word(static_cast<Refusal>(i)));
    }
    told_ = counts;
    told_us_ = polled_us_;
    return words;
}

void InputDesk::save() {
    if (auto status = input::save_input_settings(file_, settings_); !status) trouble_ = status.error().message;
}

void InputDesk::choose(const std::string& source) {
    settings_.source = source;
    open();
    save();
}

void InputDesk::next_source(int by) {
    const ui::InputView now = view();
    const auto count = static_cast<int>(now.sources.size());
    if (count == 0) return;
    const int to = ((now.chosen + by) % count + count) % count;
    choose(now.sources[static_cast<std::size_t>(to)].id);
}

void InputDesk::find_again() {
    found_ = input::find_devices();
    open();
}

void InputDesk::weigh() {
    const auto& raw = pen_->latest_raw();
    const ui::InputView now = view();
    if (!raw || !raw->pressure || now.weigh_grams <= 0) return;
    constexpr double kMnPerGram = 9.80665;
    weighed_.emplace_back(*raw->pressure, now.weigh_grams * kMnPerGram);
    trouble_.clear();
    if (weighed_.size() < 2) return;
    auto points = weighed_;
    auto curve = input::PressureCurve::create(points);
    if (!curve) {
        trouble_ = curve.error().message;
        weighed_.clear();
        return;
    }
    input::Calibration& calibration = settings_.calibration[settings_.source];
    calibration.pressure = *curve;
    pen_->recalibrate(calibration);
    save();
}

void InputDesk::weigh_again() {
    weighed_.clear();
    settings_.calibration[settings_.source].pressure = {};
    pen_->recalibrate(settings_.of(settings_.source));
    save();
}

void InputDesk::begin(Measuring what) {
    const auto& raw = pen_->latest_raw();
    const bool pivot = what == Measuring::kPivot;
    if (!raw || (pivot ? !raw->position_mm || !raw->orientation : !raw->tilt_deg)) {
        result_ = pivot ? "This device tells no pose, so there is no tip to look for."
                        : "This device tells no tilt, so there is nothing to set upright.";
        return;
    }
    const bool again = measuring_ == what;
    measuring_ = again ? Measuring::kNothing : what;
    measuring_since_us_ = polled_us_;
    poses_.clear();
    tilts_.clear();
    result_ = again ? "Broken off; what was known before still holds." : "";
}
void InputDesk::begin_pivot() {
    begin(Measuring::kPivot);
}
void InputDesk::begin_upright() {
    begin(Measuring::kUpright);
}

// One report a frame is enough: the hand is no faster.
void InputDesk::gather() {
    if (measuring_ == Measuring::kNothing) return;
    const auto& raw = pen_->latest_raw();
    if (raw && raw->arrived_us > gathered_us_) {
        gathered_us_ = raw->arrived_us;
        if (measuring_ == Measuring::kPivot && raw->position_mm && raw->orientation && poses_.size() < kMostPoses)
            poses_.push_back({*raw->position_mm, *raw->orientation});
        if (measuring_ == Measuring::kUpright && raw->tilt_deg && tilts_.size() < kMostPoses)
            tilts_.push_back(*raw->tilt_deg);
    }
    const double seconds = static_cast<double>(polled_us_ - measuring_since_us_) * 1e-6;
    if (seconds >= (measuring_ == Measuring::kPivot ? kSwayS : kStandS)) conclude();
}

void InputDesk::conclude() {
    input::Calibration calibration = settings_.of(settings_.source);
    const bool pivot = measuring_ == Measuring::kPivot;
    measuring_ = Measuring::kNothing;
    if (pivot) {
        const auto found = input::calibrate_pivot(poses_);
        if (!found) {
            result_ = "No tip found: " + found.error().message;
            return;
        }
        calibration.pivot = *found;
        result_ = figure("The tip lies %.1f mm from the marker; ", geometry::length(found->tip_mm)) +
                  figure("what is left over is %.2f mm.", found->residual_mm);
        if (found->residual_mm > 1) result_ += " That is much: do it again, with the tip in a small dent.";
    } else {
        const auto found = input::find_upright(tilts_);
        if (!found) {
            result_ = "Not taken: " + found.error().message;
            return;
        }
        calibration.upright = *found;
        result_ = figure("Upright is %+.1f\u00B0 across and ", found->tilt_deg[0]) +
                  figure("%+.1f\u00B0 along to the device; ", found->tilt_deg[1]) +
                  figure("what it wavered by is %.2f\u00B0.", found->residual_deg);
    }
    settings_.calibration[settings_.source] = calibration;
    pen_->recalibrate(calibration);
    save();
}

ui::InputView InputDesk::view() const {
    ui::InputView view;
    view.sources.push_back({"mouse", "Mouse", "place by cursor; angle and force are modelled", ""});
    view.sources.push_back({"gamepad", "Gamepad of the window", "sticks and trigger; force is modelled", ""});
    for (const input::FoundDevice& device : found_)
        if (!device.source.empty())
            view.sources.push_back({device.source, device.name, "tells " + device.tells, device.trouble});
    for (const input::FoundDevice& plugin : plugins_)
        view.sources.push_back({plugin.source, plugin.name, "tells " + plugin.tells, plugin.trouble});
    for (const auto& [name, calibration] : settings_.calibration)
        if (std::none_of(view.sources.begin(), view.sources.end(), [&](const auto& known) { return known.id == name; }))
            view.sources.push_back({name, name, "calibrated before", ""});
    if (std::none_of(view.sources.begin(), view.sources.end(),
                     [&](const auto& known) { return known.id == settings_.source; }))
        view.sources.push_back({settings_.source, settings_.source, "chosen by name", ""});
    for (std::size_t i = 0; i < view.sources.size(); ++i)
        if (view.sources[i].id == settings_.source) view.chosen = static_cast<int>(i);
    for (const input::FoundDevice& device : found_)
        if (device.source.empty()) view.cannot.push_back(device.name + ": " + device.trouble);

    view.trouble = trouble_.empty() ? pen_->trouble() : trouble_;
    view.rate_hz = pen_->rate_hz();
    const Counts counts = pen_->counts();
    view.taken = counts.taken;
    for (std::size_t i = 0; i < input::kRefusals; ++i)
        view.refused.push_back({std::string(input::to_word(static_cast<Refusal>(i))), counts.refused[i]});
    view.latency_frames = latency_.frames();
    view.latency_median_ms = latency_.quantile_ms(0.5);
    view.latency_worst_ms = latency_.quantile_ms(0.99);
    const auto& raw = pen_->latest_raw();
    const auto& pen = pen_->latest();
    if (raw && pen) {
        view.heard = true;
        if (raw->place) view.place = {(*raw->place)[0], (*raw->place)[1]};
        if (raw->push) view.push = {(*raw->push)[0], (*raw->push)[1], (*raw->push)[2]};
        if (raw->tilt_deg) view.tilt_deg = {(*raw->tilt_deg)[0], (*raw->tilt_deg)[1]};
        view.pressure = raw->pressure;
        view.force_n = pen->press_n;
        if (pen->pose) view.tip_mm = {pen->pose->tip_mm.x, pen->pose->tip_mm.y, pen->pose->tip_mm.z};
        view.buttons = raw->buttons;
        view.force_observed = (pen->observed & input::kObservedForce) != 0;
        view.angle_observed = (pen->observed & input::kObservedAngle) != 0;
        view.place_observed = (pen->observed & input::kObservedPlace) != 0;
    }
    const input::Calibration& calibration = settings_.of(settings_.source);
    if (pen_->device() == DeviceClass::kTracker || (raw && raw->position_mm)) {
        view.tracked = true;
        if (calibration.pivot) view.pivot_residual_mm = calibration.pivot->residual_mm;
        if (calibration.registration) view.registration_residual_mm = calibration.registration->residual_mm;
    }
    view.pressure_points = calibration.pressure.measured() ? static_cast<int>(calibration.pressure.points().size()) : 0;
    view.pressure_off_line_n = calibration.pressure.measured() ? calibration.pressure.off_line_n() : 0;
    view.can_pivot = raw && raw->position_mm && raw->orientation;
    view.can_stand = raw && raw->tilt_deg;
    if (calibration.upright) view.upright_residual_deg = calibration.upright->residual_deg;
    view.result = result_;
    if (measuring_ != Measuring::kNothing) {
        const bool pivot = measuring_ == Measuring::kPivot;
        const double seconds = static_cast<double>(polled_us_ - measuring_since_us_) * 1e-6;
        view.measuring = std::clamp(seconds / (pivot ? kSwayS : kStandS), 0.0, 1.0);
        view.asked = pivot ? "Keep the tip on one spot and sway the pen to all sides. The key P breaks it off."
                           : "Hold the pen upright, against something square, and keep still. The key U breaks it off.";
    }
    constexpr double kWeights[] = {50, 100, 200, 400};
    const bool scale = pen_->device() != DeviceClass::kMouse && pen_->device() != DeviceClass::kGamepad &&
                       pen_->device() != DeviceClass::kSpaceMouse;
    if (scale && raw && raw->pressure && weighed_.size() < std::size(kWeights))
        view.weigh_grams = kWeights[weighed_.size()];
    view.command = "needlepoint input calibrate '" + settings_.source + "'";
    return view;
}

}  // namespace np::app
