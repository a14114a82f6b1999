#include <linux/input-event-codes.h>

#include <cstring>
#include <limits>

#include "needlepoint/input/decoders.h"

namespace np::input {

namespace {

// struct input_event of a 64-bit kernel: two 64-bit times, then type, code and value.
constexpr std::size_t kEventBytes = 24;
constexpr std::uint32_t kNearBit = 0x100;  // the pen is close enough to be seen

std::map<std::uint16_t, EvdevRange> usual_ranges(EvdevKind kind) {
    switch (kind) {
        case EvdevKind::kTablet:
            return {{ABS_X, {0, 32767, 0}},
                    {ABS_Y, {0, 32767, 0}},
                    {ABS_PRESSURE, {0, 8191, 0}},
                    {ABS_TILT_X, {-64, 63, 0}},
                    {ABS_TILT_Y, {-64, 63, 0}}};
        case EvdevKind::kGamepad:
            return {{ABS_X, {-32768, 32767, 0}},  {ABS_Y, {-32768, 32767, 0}}, {ABS_RX, {-32768, 32767, 0}},
                    {ABS_RY, {-32768, 32767, 0}}, {ABS_Z, {0, 1023, 0}},       {ABS_RZ, {0, 1023, 0}}};
        case EvdevKind::kSpaceMouse:
            break;
    }
    std::map<std::uint16_t, EvdevRange> ranges;
    for (std::uint16_t axis = 0; axis < 6; ++axis) ranges[axis] = {-350, 350, 0};
    return ranges;
}

// Seconds and microseconds as one number; the far ends stay at the far ends.
std::int64_t microseconds(std::int64_t seconds, std::int64_t micro) {
    std::int64_t result = 0;
    if (__builtin_mul_overflow(seconds, 1'000'000, &result) || __builtin_add_overflow(result, micro, &result))
        return seconds < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
    return result;
}

}  // namespace

EvdevDecoder::EvdevDecoder(EvdevKind kind, std::map<std::uint16_t, EvdevRange> ranges)
    : kind_(kind), ranges_(usual_ranges(kind)) {
    for (const auto& [code, range] : ranges)
        if (range.high > range.low) ranges_[code] = range;
}

void EvdevDecoder::reset() {
    Decoder::reset();
    rest_.clear();
    values_.clear();
    buttons_ = 0;
}

double EvdevDecoder::share(std::uint16_t code) const {
    const auto value = values_.find(code);
    const auto range = ranges_.find(code);
    if (value == values_.end() || range == ranges_.end()) return 0;
    const double low = range->second.low, high = range->second.high;
    return (value->second - low) / (high - low);
}

double EvdevDecoder::deflection(std::uint16_t code) const {
    if (!values_.count(code)) return 0;
    const double part = 2 * share(code) - 1;
    // A stick that is let go rests near the middle, not at it.
    return part > -0.06 && part < 0.06 ? 0 : part;
}

void EvdevDecoder::button(std::uint16_t code, bool down) {
    std::uint32_t bit = 0;
    if (code == BTN_TOUCH || code == BTN_SOUTH || code == BTN_0) bit = 1;
    if (code == BTN_STYLUS || code == BTN_EAST || code == BTN_1) bit = 2;
    if (code == BTN_STYLUS2 || code == BTN_NORTH || code == BTN_2) bit = 4;
    if (code == BTN_WEST || code == BTN_3) bit = 8;
    if (code == BTN_TL) bit = 16;
    if (code == BTN_TR) bit = 32;
    buttons_ = down ? buttons_ | bit : buttons_ & ~bit;
    if (code == BTN_TOOL_PEN || code == BTN_TOOL_RUBBER) near_ = down;
}

void EvdevDecoder::take(std::uint16_t type, std::uint16_t code, std::int32_t value) {
    if (type == EV_KEY) button(code, value != 0);
    // Early 3D mice say their axes as relative, meaning the same.
    if (type == EV_ABS || (type == EV_REL && kind_ == EvdevKind::kSpaceMouse)) {
        if (code <= ABS_MAX) values_[code] = value;
    }
}

bool EvdevDecoder::report(std::int64_t time_us, std::int64_t now_us, RawPenSample& sample) const {
    sample = {};
    sample.time_us = time_us, sample.arrived_us = now_us, sample.own_clock = true;
    sample.buttons = buttons_;
    switch (kind_) {
        case EvdevKind::kTablet: {
            if (!values_.count(ABS_X) || !values_.count(ABS_Y)) return false;
            sample.place = {share(ABS_X), share(ABS_Y)};
            if (values_.count(ABS_PRESSURE)) sample.pressure = share(ABS_PRESSURE);
            if (values_.count(ABS_TILT_X) && values_.count(ABS_TILT_Y)) {
                const auto degrees = [&](std::uint16_t code) {
                    const double unit = ranges_.at(code).per_degree;
                    return values_.at(code) / (unit > 0 ? unit : 1);
                };
                sample.tilt_deg = {degrees(ABS_TILT_X), degrees(ABS_TILT_Y)};
            }
            if (near_) sample.buttons |= kNearBit;
            return true;
        }
        case EvdevKind::kGamepad:
            sample.push = {deflection(ABS_X), -deflection(ABS_Y), 0, deflection(ABS_RX), -deflection(ABS_RY), 0};
            sample.pressure = share(ABS_RZ);
            return true;
        case EvdevKind::kSpaceMouse:
            // SpaceNavigator: x right, y towards the person, z down; turns about the same.
            sample.push = {deflection(ABS_X),  -deflection(ABS_Y),  deflection(ABS_Z),
                           deflection(ABS_RY), -deflection(ABS_RX), deflection(ABS_RZ)};
            return true;
    }
    return false;
}

void EvdevDecoder::feed(std::span<const std::byte> bytes, std::int64_t now_us, std::vector<RawPenSample>& out) {
    rest_.insert(rest_.end(), bytes.begin(), bytes.end());
    std::size_t at = 0;
    for (; rest_.size() - at >= kEventBytes; at += kEventBytes) {
        std::int64_t seconds = 0, micro = 0;
        std::uint16_t type = 0, code = 0;
        std::int32_t value = 0;
        std::memcpy(&seconds, rest_.data() + at, 8);
        std::memcpy(&micro, rest_.data() + at + 8, 8);
        std::memcpy(&type, rest_.data() + at + 16, 2);
        std::memcpy(&code, rest_.data() + at + 18, 2);
        std::memcpy(&value, rest_.data() + at + 20, 4);
        if (type > EV_MAX) {
            ++damaged_;
            continue;
        }
        if (type != EV_SYN) {
            if (!dropped_) take(type, code, value);
            continue;
        }
        if (code == SYN_DROPPED) {
            // The kernel's queue ran over: what came before the next report is a patchwork.
            dropped_ = true;
            ++damaged_;
        } else if (code == SYN_REPORT) {
            RawPenSample sample;
            if (!dropped_ && report(microseconds(seconds, micro), now_us, sample)) out.push_back(sample);
            dropped_ = false;
        }
    }
    rest_.erase(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(at));
}

}  // namespace np::input
