#include "needlepoint/input/decoders.h"

namespace np::input {

namespace {
constexpr double kDegreesPerRadian = 57.29577951308232;
}

bool XTabletDecoder::has_pressure() const {
    for (const XValuator& valuator : valuators_)
        if (valuator.label == "Abs Pressure" && valuator.high > valuator.low) return true;
    return false;
}

RawPenSample XTabletDecoder::sample(std::uint32_t time_ms, std::int64_t now_us) {
    // The difference of two 32-bit times is right even where the count ran over in between.
    if (started_) wrapped_ms_ += static_cast<std::int32_t>(time_ms - last_ms_);
    if (!started_) wrapped_ms_ = time_ms;
    started_ = true;
    last_ms_ = time_ms;
    RawPenSample raw;
    raw.time_us = wrapped_ms_ * 1000;
    raw.arrived_us = now_us;
    raw.own_clock = true;
    raw.buttons = buttons_;
    std::optional<double> x, y;
    double tilt_x = 0, tilt_y = 0;
    bool tilts = false;
    for (const XValuator& valuator : valuators_) {
        const auto found = now_.find(valuator.number);
        if (found == now_.end() || !(valuator.high > valuator.low)) continue;
        const double share = (found->second - valuator.low) / (valuator.high - valuator.low);
        // Units per radian are said as resolution; where the driver says none, tilt is in degrees.
        const double degrees =
            valuator.resolution > 1 ? found->second / valuator.resolution * kDegreesPerRadian : found->second;
        if (valuator.label == "Abs X") x = share;
        if (valuator.label == "Abs Y") y = share;
        if (valuator.label == "Abs Pressure") raw.pressure = share;
        if (valuator.label == "Abs Tilt X") tilt_x = degrees, tilts = true;
        if (valuator.label == "Abs Tilt Y") tilt_y = degrees, tilts = true;
    }
    if (x && y) raw.place = {*x, *y};
    if (tilts) raw.tilt_deg = {tilt_x, tilt_y};
    return raw;
}

RawPenSample XTabletDecoder::motion(std::uint32_t time_ms, std::int64_t now_us, std::span<const unsigned char> mask,
                                    std::span<const double> values) {
    std::size_t next = 0;
    for (std::size_t bit = 0; bit < mask.size() * 8 && next < values.size(); ++bit)
        if ((mask[bit / 8] >> (bit % 8) & 1) != 0) now_[static_cast<int>(bit)] = values[next++];
    return sample(time_ms, now_us);
}

RawPenSample XTabletDecoder::button(std::uint32_t time_ms, std::int64_t now_us, int detail, bool down) {
    if (detail >= 1 && detail <= 3) {
        const std::uint32_t bit = detail == 1 ? 1u : detail == 3 ? 2u : 4u;
        buttons_ = down ? buttons_ | bit : buttons_ & ~bit;
    }
    return sample(time_ms, now_us);
}

}  // namespace np::input
