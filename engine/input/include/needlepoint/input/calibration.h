// From a device's terms to the patient's: where the tip is on the tool, where the patient lies, what a pressure weighs.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "needlepoint/core/status.h"
#include "needlepoint/input/sample.h"

namespace np::input {

struct TrackedPose {
    geometry::Vec3 position_mm;
    Turn orientation;
};

// The tip rests on one spot while the tool is swayed about it: for every pose, position + turn(tip) is that spot.
struct Pivot {
    geometry::Vec3 tip_mm;   // in the tool's frame
    geometry::Vec3 spot_mm;  // in the device's frame
    double residual_mm = 0;  // root mean square of what is left over
    double swayed_deg = 0;   // the largest turn between two poses
};
// Least squares over all poses (as Yaniv, 2015, "algebraic one step"). Fails with fewer than 12 poses, or where the
// tool was swayed by less than 30 degrees or about one axis only, so that the tip is not determined.
Expected<Pivot> calibrate_pivot(std::span<const TrackedPose> poses);

struct Landmark {
    std::string name;
    geometry::Vec3 device_mm;   // where the tip touched it
    geometry::Vec3 patient_mm;  // where it is on the patient
};
// Device frame to patient's frame: first the turn, then the shift.
struct Registration {
    Turn turn;
    geometry::Vec3 shift_mm;
    double residual_mm = 0;  // root mean square distance of the landmarks after it
    geometry::Vec3 apply(geometry::Vec3 point) const { return turned(turn, point) + shift_mm; }
};
// Horn (1987), unit quaternions. Fails with fewer than three landmarks, or where they lie on a line.
Expected<Registration> register_landmarks(std::span<const Landmark> landmarks);

// Pressure 0..1 to newtons: straight lines between measured points, flat beyond them.
class PressureCurve {
  public:
    // The desk's default, straight from 0 to 4 N: it moves the pen, but is no measurement.
    PressureCurve();
    // Pairs of pressure and millinewtons, rising in both. At least two, at most 64; the first may be (0, 0).
    static Expected<PressureCurve> create(std::vector<std::pair<double, double>> points);
    double newtons(double pressure) const;
    bool measured() const { return measured_; }
    // How far the points lie off the straight line that fits them best, root mean square in newtons.
    double off_line_n() const;
    const std::vector<std::pair<double, double>>& points() const { return points_; }

  private:
    std::vector<std::pair<double, double>> points_;
    bool measured_ = false;
};

// What a device's tilt says when the pen stands upright, to be taken off; held so for a while.
struct Upright {
    std::array<double, 2> tilt_deg{};  // mean while it stood
    double residual_deg = 0;           // root mean square of what it wavered by
};
// Fails with fewer than 12 reports, or where the pen wavered by more than 3 degrees or leant by more than 30.
Expected<Upright> find_upright(std::span<const std::array<double, 2>> tilts_deg);

// What is known of one device. What is not there has not been calibrated.
struct Calibration {
    std::optional<Pivot> pivot;
    std::optional<geometry::Vec3> axis;  // of the pen in the tool's frame, towards the tip; else from origin to tip
    std::optional<Registration> registration;
    PressureCurve pressure;
    std::optional<Upright> upright;
};

// The sample in the patient's terms, and which of its parts count as measured. A tracked pose needs registration, and
// pivot where the device tells an orientation; without them the sample has no pose.
PenSample calibrated(const RawPenSample& raw, DeviceClass device, const Calibration& calibration);

}  // namespace np::input
