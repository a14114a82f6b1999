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
    constexpr double kWeights[] = {50, 100, 200, 400};
    const bool scale = pen_->device() != DeviceClass::kMouse && pen_->device() != DeviceClass::kGamepad &&
                       pen_->device() != DeviceClass::kSpaceMouse;
    if (scale && raw && raw->pressure && weighed_.size() < std::size(kWeights))
        view.weigh_grams = kWeights[weighed_.size()];
    view.command = "needlepoint input calibrate '" + settings_.source + "'";
    return view;
}

}  // namespace np::app
