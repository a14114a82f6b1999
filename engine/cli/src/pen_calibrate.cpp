// `input calibrate`: pivot, landmarks of the patient, weights.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "needlepoint/cli/pen_sources.h"
#include "needlepoint/cli/session_setup.h"
#include "needlepoint/input/calibration_file.h"
#include "pen_commands.h"

namespace np::cli {

using geometry::Vec3;
using json = nlohmann::ordered_json;

namespace {

constexpr double kStillS = 1.0;   // so long a hand has to be still
constexpr double kStillMm = 1.5;  // within
constexpr double kStillPressure = 0.03;
constexpr double kApartMm = 10;  // landmarks are at least so far apart

std::int64_t now_us() {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

// A source that is listened to for a while.
class Listener {
  public:
    Listener(std::unique_ptr<input::Source> source, input::Calibration calibration)
        : pen_(std::move(source), std::move(calibration)) {}

    // Calls for each sample, newest last, until it answers true or the time is over. False: the time is over.
    template <class Take>
    bool until(double seconds, Take&& take) {
        const std::int64_t begin = now_us(), end = begin + static_cast<std::int64_t>(seconds * 1e6);
        for (std::int64_t now = begin; now < end; now = now_us()) {
            samples_.clear();
            pen_.poll(now, samples_);
            for (const input::PenSample& sample : samples_)
                if (take(sample, *pen_.latest_raw(), static_cast<double>(now - begin) * 1e-6)) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        return false;
    }
    std::string trouble() const { return pen_.trouble(); }
    std::uint64_t refused() const { return pen_.counts().refused_in_all(); }

  private:
    input::PenInput pen_;
    std::vector<input::PenSample> samples_;
};

std::string silence(const Listener& listener, const std::string& source) {
    return source + " said nothing that could be used" +
           (listener.trouble().empty() ? "" : " (" + listener.trouble() + ")") + "; see needlepoint input listen '" +
           source + "'";
}

Status find_pivot(Listener& listener, const CalibrateArguments& arguments, input::Calibration& calibration) {
    std::fprintf(stderr, "Keep the tip on one spot and sway the pen to all sides for %.0f seconds.\n",
                 arguments.seconds);
    std::vector<input::TrackedPose> poses;
    bool place_only = false;
    (void)listener.until(arguments.seconds, [&](const input::PenSample&, const input::RawPenSample& raw, double) {
        if (raw.position_mm && raw.orientation) poses.push_back({*raw.position_mm, *raw.orientation});
        place_only = place_only || (raw.position_mm && !raw.orientation);
        return poses.size() >= 20'000;
    });
    if (poses.empty())
        return no(place_only ? arguments.source + " tells no orientation, so there is no pivot to find"
                             : silence(listener, arguments.source));
    auto pivot = input::calibrate_pivot(poses);
    if (!pivot) return tl::unexpected(pivot.error());
    calibration.pivot = *pivot;
    return {};
}

// Where the tip rests for a while, in the device's frame, far from where it rested before.
std::optional<Vec3> still_tip(Listener& listener, double seconds, const std::vector<input::Landmark>& before) {
    std::vector<std::pair<double, Vec3>> kept;
    std::optional<Vec3> found;
    (void)listener.until(seconds, [&](const input::PenSample& pen, const input::RawPenSample&, double at) {
        if (!pen.pose) return false;
        kept.emplace_back(at, pen.pose->tip_mm);
        const auto old = std::find_if(kept.begin(), kept.end(), [&](const auto& k) { return k.first >= at - kStillS; });
        const bool long_enough = old != kept.begin();
        kept.erase(kept.begin(), old);
        Vec3 middle;
        for (const auto& [when, tip] : kept) middle += tip / static_cast<double>(kept.size());
        bool still = long_enough && kept.size() >= 5;
        for (const auto& [when, tip] : kept) still = still && length(tip - middle) < kStillMm;
        for (const input::Landmark& landmark : before) still = still && length(landmark.device_mm - middle) > kApartMm;
        if (still) found = middle;
        return still;
    });
    return found;
}

// Points of the scenario's patient that can be touched: by name, or the usual ones.
Expected<std::vector<input::Landmark>> wanted_landmarks(const Places& places, const CalibrateArguments& arguments) {
    const auto prepared = prepare_session(places, arguments.scenario, 1);
    if (!prepared) return tl::unexpected(prepared.error());
    std::map<std::string, Vec3> known;
    if (prepared->patient) {
        known = prepared->patient->landmarks_mm;
    } else {
        // The corners of the pad, as one who sits before it sees them.
        Vec3 low{1e9, 1e9, 0}, high{-1e9, -1e9, 0};
        for (const Vec3& p : prepared->setup.body->contact.positions)
            low = {std::min(low.x, p.x), std::min(low.y, p.y), 0},
            high = {std::max(high.x, p.x), std::max(high.y, p.y), 0};
        known = {{"upper_left", {low.x, high.y, 0}},
                 {"upper_right", {high.x, high.y, 0}},
                 {"lower_right", {high.x, low.y, 0}},
                 {"lower_left", {low.x, low.y, 0}}};
    }
    std::vector<std::string> names = arguments.landmarks;
    if (names.empty() && prepared->patient)
        for (const char* usual :
             {"pronasale", "exocanthion_l", "exocanthion_r", "cheilion_l", "cheilion_r", "gnathion"})
            if (known.count(usual)) names.push_back(usual);
    if (names.empty())
        for (const auto& [name, at] : known) names.push_back(name);
    std::vector<input::Landmark> wanted;
    std::string all;
    for (const auto& [name, at] : known) all += (all.empty() ? "" : ", ") + name;
    for (const std::string& name : names) {
        const auto found = known.find(name);
        if (found == known.end())
            return usage("'" + name + "' is not a landmark of " + arguments.scenario + "; it has " + all);
        wanted.push_back({name, {}, found->second});
    }
    if (wanted.size() < 3) return usage("at least three landmarks were expected; there are " + all);
    return wanted;
}

Status find_registration(Listener& listener, const Places& places, const CalibrateArguments& arguments,
                         input::Calibration& calibration) {
    auto wanted = wanted_landmarks(places, arguments);
    if (!wanted) return tl::unexpected(wanted.error());
    std::vector<input::Landmark> touched;
    for (input::Landmark landmark : *wanted) {
        std::fprintf(stderr, "Touch %s with the tip and hold still.\n", landmark.name.c_str());
        const auto at = still_tip(listener, arguments.seconds, touched);
        if (!at)
            return no("the tip was not held still on '" + landmark.name + "' within " +
                      std::to_string(std::lround(arguments.seconds)) + " seconds, or it could not be seen" +
                      (listener.trouble().empty() ? "" : ": " + listener.trouble()));
        landmark.device_mm = *at;
        touched.push_back(landmark);
    }
    auto registration = input::register_landmarks(touched);
    if (!registration) return tl::unexpected(registration.error());
    calibration.registration = *registration;
    return {};
}

std::optional<double> still_pressure(Listener& listener, double seconds, double above) {
    std::vector<std::pair<double, double>> kept;
    std::optional<double> found;
    double latest = -1;
    // A pen that is held perfectly still sends nothing: its last word holds.
    const std::int64_t begin = now_us();
    while (now_us() - begin < static_cast<std::int64_t>(seconds * 1e6) && !found) {
        (void)listener.until(0.02, [&](const input::PenSample&, const input::RawPenSample& raw, double) {
            if (raw.pressure) latest = *raw.pressure;
            return false;
        });
        if (latest < 0) continue;
        const double at = static_cast<double>(now_us() - begin) * 1e-6;
        kept.emplace_back(at, latest);
        const auto old = std::find_if(kept.begin(), kept.end(), [&](const auto& k) { return k.first >= at - kStillS; });
        const bool long_enough = old != kept.begin();
        kept.erase(kept.begin(), old);
        double low = 1, high = 0, sum = 0;
        for (const auto& [when, pressure] : kept)
            low = std::min(low, pressure), high = std::max(high, pressure), sum += pressure;
        const double mean = sum / static_cast<double>(kept.size());
        if (long_enough && high - low < kStillPressure && mean > above + 0.01) found = mean;
    }
    return found;
}

Status weigh(Listener& listener, const CalibrateArguments& arguments, input::Calibration& calibration) {
    constexpr double kMnPerGram = 9.80665;
    if (arguments.grams.size() < 2 || !std::is_sorted(arguments.grams.begin(), arguments.grams.end()))
        return usage("--grams: at least two weights were expected, the lightest first, such as 50,100,200,400");
    std::vector<std::pair<double, double>> points;
    for (const double grams : arguments.grams) {
        std::fprintf(stderr, "Press until the scale shows %.0f g, and hold still.\n", grams);
        const auto pressure = still_pressure(listener, arguments.seconds, points.empty() ? 0 : points.back().first);
        if (!pressure)
            return no("no still pressure above the one before was felt for " + std::to_string(std::lround(grams)) +
                      " g within " + std::to_string(std::lround(arguments.seconds)) + " seconds" +
                      (listener.trouble().empty() ? "" : ": " + listener.trouble()));
        points.emplace_back(*pressure, grams * kMnPerGram);
    }
    auto curve = input::PressureCurve::create(std::move(points));
    if (!curve) return tl::unexpected(curve.error());
    calibration.pressure = *curve;
    return {};
}

void report(const CalibrateArguments& arguments, const input::Calibration& calibration, const std::string& file) {
    json document{{"source", arguments.source}, {"saved", true}};
    if (calibration.pivot) {
        const Vec3 tip = calibration.pivot->tip_mm;
        document["pivot"] = {{"tip_mm", {tip.x, tip.y, tip.z}}, {"residual_mm", calibration.pivot->residual_mm}};
    }
    if (calibration.registration) document["registration"] = {{"residual_mm", calibration.registration->residual_mm}};
    if (calibration.pressure.measured()) document["pressure_mn"] = calibration.pressure.points();
    if (arguments.json) {
        std::printf("%s\n", document.dump(2).c_str());
        return;
    }
    if (arguments.what == "pivot")
        std::printf(
            "The tip lies %.2f mm from the marker; what is left over is %.2f mm.%s\n",
            length(calibration.pivot->tip_mm), calibration.pivot->residual_mm,
            calibration.pivot->residual_mm > 1 ? " That is much: do it again, with the tip in a small dent." : "");
    if (arguments.what == "landmarks")
        std::printf("The patient is placed; the landmarks lie %.2f mm off on the whole.%s\n",
                    calibration.registration->residual_mm,
                    calibration.registration->residual_mm > 3 ? " That is much: touch them again." : "");
    std::printf("Saved in %s.\n", file.c_str());
}

}  // namespace

Status calibrate_pen(const Places& places, const CalibrateArguments& arguments) {
    if (!(arguments.seconds > 0 && arguments.seconds <= 3600))
        return usage("--seconds: a number above 0 and up to 3600 was expected");
    const auto spec = input::parse_source(arguments.source);
    if (!spec) return tl::unexpected(spec.error());
    const std::filesystem::path file = places.user / "input.yaml";
    auto settings = input::load_input_settings(file);
    if (!settings) return tl::unexpected(settings.error());
    input::Calibration calibration = settings->of(spec->text);
    Status done;
    if (arguments.what == "forget") {
        settings->calibration.erase(spec->text);
        if (done = input::save_input_settings(file, *settings); done)
            std::printf("%s is no longer calibrated.\n", spec->text.c_str());
        return done;
    }
    if (arguments.what == "here") {
        calibration.registration = input::Registration{};  // the device speaks in the patient's frame already
    } else {
        auto source = open_pen_source(places, *spec);
        if (!source) return tl::unexpected(source.error());
        input::Calibration known = calibration;
        // What is looked for is found in the device's own frame.
        if (arguments.what == "landmarks") known.registration = input::Registration{};
        Listener listener(std::move(*source), known);
        if (arguments.what == "pivot") done = find_pivot(listener, arguments, calibration);
        if (arguments.what == "landmarks") done = find_registration(listener, places, arguments, calibration);
        if (arguments.what == "weigh") done = weigh(listener, arguments, calibration);
    }
    if (!done) return done;
    settings->calibration[spec->text] = calibration;
    if (done = input::save_input_settings(file, *settings); !done) return done;
    report(arguments, calibration, file.string());
    return {};
}

}  // namespace np::cli
