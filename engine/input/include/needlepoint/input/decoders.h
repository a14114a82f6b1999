// From bytes to samples. Decoders are fed what has arrived, in any cut; they keep what is incomplete, and count what
// makes no sense. Pure: no clock, no file, no wait.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "needlepoint/input/sample.h"

namespace np::input {

class Decoder {
  public:
    virtual ~Decoder() = default;
    // Bytes that arrived at `now_us` of the program's monotonic clock. Appends the samples that they complete. A source
    // of datagrams calls once for each.
    virtual void feed(std::span<const std::byte> bytes, std::int64_t now_us, std::vector<RawPenSample>& out) = 0;
    // Messages so far that could not be understood.
    std::uint64_t damaged() const { return damaged_; }
    // True when what follows cannot be told from the middle of a message: the connection has to be made anew.
    bool lost() const { return lost_; }
    virtual void reset() { lost_ = false; }  // a new connection

  protected:
    std::uint64_t damaged_ = 0;
    bool lost_ = false;
};

// The kernel's `struct input_event`, as /dev/input/event* gives them.
enum class EvdevKind : std::uint8_t { kTablet, kGamepad, kSpaceMouse };

struct EvdevRange {
    std::int32_t low = 0, high = 0;
    double per_degree = 0;  // for tilt: units per degree; 0 means that the units are degrees
};

class EvdevDecoder : public Decoder {
  public:
    // Ranges by axis code; those that are missing are taken as usual for the kind (tablet 0..32767 and pressure
    // 0..8191, gamepad -32768..32767 and triggers 0..1023, SpaceNavigator -350..350).
    explicit EvdevDecoder(EvdevKind kind, std::map<std::uint16_t, EvdevRange> ranges = {});
    void feed(std::span<const std::byte> bytes, std::int64_t now_us, std::vector<RawPenSample>& out) override;
    void reset() override;

  private:
    void take(std::uint16_t type, std::uint16_t code, std::int32_t value);
    void button(std::uint16_t code, bool down);
    bool report(std::int64_t time_us, std::int64_t now_us, RawPenSample& sample) const;
    double share(std::uint16_t code) const;       // 0..1 of the axis' range
    double deflection(std::uint16_t code) const;  // -1..1

    EvdevKind kind_;
    std::map<std::uint16_t, EvdevRange> ranges_;
    std::map<std::uint16_t, std::int32_t> values_;
    std::vector<std::byte> rest_;
    std::uint32_t buttons_ = 0;
    bool dropped_ = false, near_ = true;
};

// OpenIGTLink, header versions 1 to 3: TRANSFORM, QTDATA and POSITION of one device; other messages are passed over.
class IgtlDecoder : public Decoder {
  public:
    // `tool` is the device's (TRANSFORM, POSITION) or the element's (QTDATA) name; empty takes the first that comes.
    explicit IgtlDecoder(std::string tool = {}) : tool_(std::move(tool)) {}
    void feed(std::span<const std::byte> bytes, std::int64_t now_us, std::vector<RawPenSample>& out) override;
    void reset() override;
    const std::string& tool() const { return tool_; }
    // The names that were seen, for a list to choose from; at most 16.
    const std::vector<std::string>& seen() const { return seen_; }

  private:
    void message(std::span<const std::byte> header, std::span<const std::byte> body, std::int64_t now_us,
                 std::vector<RawPenSample>& out);
    bool ours(const std::string& name);
    std::string tool_;
    std::vector<std::string> seen_;
    std::vector<std::byte> rest_;
};
// CRC-64 of ECMA-182 as OpenIGTLink uses it: polynomial 42F0E1EBA9EA3693, not reflected, starting from 0.
std::uint64_t crc64(std::span<const std::byte> bytes);
// The message that asks a server for QTDATA every `milliseconds`.
std::vector<std::byte> igtl_start_qtdata(std::uint32_t milliseconds);

// What an X server says of a pen: valuators by label ("Abs Pressure", "Abs Tilt X" ...), from XInput2.
struct XValuator {
    int number = 0;
    std::string label;
    double low = 0, high = 0;
    double resolution = 0;  // units per metre, or per radian for tilt; 0 unknown
};

class XTabletDecoder {
  public:
    explicit XTabletDecoder(std::vector<XValuator> valuators) : valuators_(std::move(valuators)) {}
    // One XI_RawMotion: the values of the valuators whose bit is set in `mask`, in their order. `time_ms` is the
    // server's.
    RawPenSample motion(std::uint32_t time_ms, std::int64_t now_us, std::span<const unsigned char> mask,
                        std::span<const double> values);
    RawPenSample button(std::uint32_t time_ms, std::int64_t now_us, int detail, bool down);
    bool has_pressure() const;

  private:
    RawPenSample sample(std::uint32_t time_ms, std::int64_t now_us);
    std::vector<XValuator> valuators_;
    std::map<int, double> now_;
    std::uint32_t buttons_ = 0, last_ms_ = 0;
    std::int64_t wrapped_ms_ = 0;  // the server's 32 bits run over every 49 days
    bool started_ = false;
};

}  // namespace np::input
