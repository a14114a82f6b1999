// Devices that are not there: their bytes, as the kernel and the protocols would give them.
#pragma once

#include <linux/input-event-codes.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "needlepoint/input/decoders.h"

namespace np::input::test {

using Bytes = std::vector<std::byte>;

inline void put_event(Bytes& to, std::int64_t time_us, std::uint16_t type, std::uint16_t code, std::int32_t value) {
    const std::int64_t seconds = time_us / 1'000'000, micro = time_us % 1'000'000;
    const std::size_t at = to.size();
    to.resize(at + 24);
    std::memcpy(to.data() + at, &seconds, 8);
    std::memcpy(to.data() + at + 8, &micro, 8);
    std::memcpy(to.data() + at + 16, &type, 2);
    std::memcpy(to.data() + at + 18, &code, 2);
    std::memcpy(to.data() + at + 20, &value, 4);
}

// One report of a tablet: place, pressure, tilt.
inline void put_pen(Bytes& to, std::int64_t time_us, int x, int y, int pressure, int tilt_x, int tilt_y) {
    put_event(to, time_us, EV_ABS, ABS_X, x);
    put_event(to, time_us, EV_ABS, ABS_Y, y);
    put_event(to, time_us, EV_ABS, ABS_PRESSURE, pressure);
    put_event(to, time_us, EV_ABS, ABS_TILT_X, tilt_x);
    put_event(to, time_us, EV_ABS, ABS_TILT_Y, tilt_y);
    put_event(to, time_us, EV_KEY, BTN_TOUCH, pressure > 0);
    put_event(to, time_us, EV_SYN, SYN_REPORT, 0);
}

inline void put_big(Bytes& to, std::uint64_t value, std::size_t size) {
    for (std::size_t i = size; i-- > 0;) to.push_back(static_cast<std::byte>(value >> (8 * i) & 0xFF));
}
inline void put_real(Bytes& to, double value) {
    const auto single = static_cast<float>(value);
    std::uint32_t bits = 0;
    std::memcpy(&bits, &single, 4);
    put_big(to, bits, 4);
}
inline void put_name(Bytes& to, const std::string& name, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i)
        to.push_back(i < name.size() ? static_cast<std::byte>(name[i]) : std::byte{0});
}

// `time_us` 0: the server has no clock.
inline Bytes igtl_message(const std::string& type, const std::string& device, std::int64_t time_us, Bytes body,
                          std::uint16_t version = 1) {
    if (version >= 2) {
        Bytes whole;
        put_big(whole, 12, 2), put_big(whole, 4, 2), put_big(whole, 6, 4), put_big(whole, 77, 4);
        whole.insert(whole.end(), body.begin(), body.end());
        put_name(whole, "metadata!!", 10);
        body = whole;
    }
    Bytes message;
    put_big(message, version, 2);
    put_name(message, type, 12);
    put_name(message, device, 20);
    const auto seconds = static_cast<std::uint64_t>(time_us / 1'000'000),
               rest = static_cast<std::uint64_t>(time_us % 1'000'000);
    put_big(message, seconds << 32 | ((rest << 32) + 999'999) / 1'000'000, 8);
    put_big(message, body.size(), 8);
    put_big(message, crc64(body), 8);
    message.insert(message.end(), body.begin(), body.end());
    return message;
}

inline Bytes transform_body(const Turn& turn, geometry::Vec3 at) {
    Bytes body;
    for (const geometry::Vec3 unit : {geometry::Vec3{1, 0, 0}, geometry::Vec3{0, 1, 0}, geometry::Vec3{0, 0, 1}}) {
        const geometry::Vec3 column = turned(turn, unit);
        put_real(body, column.x), put_real(body, column.y), put_real(body, column.z);
    }
    put_real(body, at.x), put_real(body, at.y), put_real(body, at.z);
    return body;
}

inline void put_tool(Bytes& body, const std::string& name, const Turn& turn, geometry::Vec3 at) {
    put_name(body, name, 20);
    put_big(body, 3, 1), put_big(body, 0, 1);
    put_real(body, at.x), put_real(body, at.y), put_real(body, at.z);
    put_real(body, turn.x), put_real(body, turn.y), put_real(body, turn.z), put_real(body, turn.w);
}

}  // namespace np::input::test
