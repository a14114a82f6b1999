#include "needlepoint/cli/pen_sources.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <charconv>

#include "needlepoint/cli/session_plugins.h"
#include "needlepoint/plugin_host/pen_decoder.h"

namespace np::cli {

using plugin_host::DeviceSource;

namespace {

double unit(std::int32_t q30) {
    return q30 / 1073741824.0;
}

input::RawPenSample raw_sample(const np_pen_sample& from, std::int64_t now_us) {
    input::RawPenSample to;
    to.time_us = static_cast<std::int64_t>(from.time_us);
    to.arrived_us = now_us;
    // A plugin whose device has no clock passes on the time of arrival.
    to.own_clock = to.time_us != now_us;
    const auto has = [&](std::uint32_t bit) { return (from.observed & bit) != 0; };
    if (has(NP_PEN_POSITION))
        to.position_mm =
            geometry::Vec3{from.position_um[0] / 1e3, from.position_um[1] / 1e3, from.position_um[2] / 1e3};
    if (has(NP_PEN_ORIENTATION))
        to.orientation = input::Turn{unit(from.orientation_q30[0]), unit(from.orientation_q30[1]),
                                     unit(from.orientation_q30[2]), unit(from.orientation_q30[3])};
    if (has(NP_PEN_AXIS))
        to.axis = geometry::Vec3{unit(from.axis_q30[0]), unit(from.axis_q30[1]), unit(from.axis_q30[2])};
    if (has(NP_PEN_PRESSURE)) to.pressure = from.pressure_q16 / 65536.0;
    if (has(NP_PEN_TILT)) to.tilt_deg = std::array<double, 2>{from.tilt_mdeg[0] / 1e3, from.tilt_mdeg[1] / 1e3};
    if (has(NP_PEN_BUTTONS)) to.buttons = from.buttons;
    return to;
}

// A device plugin as a decoder of bytes like every other.
class PluginDecoder : public input::Decoder {
  public:
    explicit PluginDecoder(plugin_host::PenDecoder decoder) : decoder_(std::move(decoder)) {}
    void feed(std::span<const std::byte> bytes, std::int64_t now_us, std::vector<input::RawPenSample>& out) override {
        samples_.clear();
        decoder_.feed(bytes, static_cast<std::uint64_t>(now_us), samples_);
        for (const np_pen_sample& sample : samples_) out.push_back(raw_sample(sample, now_us));
        damaged_ = decoder_.malformed();
    }
    void reset() override {
        Decoder::reset();
        decoder_.restart();
    }

  private:
    plugin_host::PenDecoder decoder_;
    std::vector<np_pen_sample> samples_;
};

// "127.0.0.1:9000" -> host and port.
Expected<std::pair<std::string, std::uint16_t>> host_and_port(const std::string& address) {
    const std::size_t colon = address.rfind(':');
    std::uint16_t port = 0;
    if (colon != std::string::npos && colon > 0) {
        const char* end = address.data() + address.size();
        const auto [at, trouble] = std::from_chars(address.data() + colon + 1, end, port);
        if (trouble == std::errc{} && at == end && port != 0) return std::pair{address.substr(0, colon), port};
    }
    return usage("HOST:PORT was expected as the address of a device, found '" + address + "'");
}

speed_t speed_of(std::uint32_t baud) {
    const std::pair<std::uint32_t, speed_t> speeds[] = {{9600, B9600},     {19200, B19200},   {38400, B38400},
                                                        {57600, B57600},   {115200, B115200}, {230400, B230400},
                                                        {460800, B460800}, {921600, B921600}, {1000000, B1000000}};
    for (const auto& [number, speed] : speeds)
        if (number == baud) return speed;
    return B0;
}

// A serial line: its settings hold as long as somebody has it open, so this keeps it open beside the port that reads.
class SerialPort : public input::BytePort {
  public:
    static Expected<std::unique_ptr<input::BytePort>> open(const std::string& address) {
        const std::size_t colon = address.rfind(':');
        std::uint32_t baud = 0;
        if (colon != std::string::npos)
            std::from_chars(address.data() + colon + 1, address.data() + address.size(), baud);
        if (speed_of(baud) == B0)
            return usage(
                "PATH:BAUD such as /dev/ttyUSB0:115200 was expected as the address of a serial device, found '" +
                address + "'");
        auto port = std::make_unique<SerialPort>();
        port->path_ = address.substr(0, colon);
        port->speed_ = speed_of(baud);
        port->set_line();
        auto inner = input::open_file_port(port->path_);
        if (!inner) return tl::unexpected(inner.error());
        port->inner_ = std::move(*inner);
        port->begun_ = port->inner_->beginnings();
        return std::unique_ptr<input::BytePort>(std::move(port));
    }
    ~SerialPort() override { let_go(); }
    bool read(std::vector<std::byte>& into, std::size_t most, std::int64_t now_us) override {
        const bool got = inner_->read(into, most, now_us);
        if (inner_->beginnings() != begun_) {
            // Plugged in again: another line, which knows nothing of the old one's settings.
            begun_ = inner_->beginnings();
            set_line();
        }
        return got;
    }
    const std::string& trouble() const override { return inner_->trouble(); }
    std::uint64_t beginnings() const override { return inner_->beginnings(); }
    void restart() override { inner_->restart(); }

  private:
    void let_go() {
        if (line_ >= 0) ::close(line_);
        line_ = -1;
    }
    void set_line() {
        let_go();
        line_ = ::open(path_.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
        termios settings{};
        if (line_ < 0 || tcgetattr(line_, &settings) != 0) return;
        cfmakeraw(&settings);
        settings.c_cflag |= CLOCAL | CREAD;
        cfsetispeed(&settings, speed_);
        cfsetospeed(&settings, speed_);
        tcsetattr(line_, TCSANOW, &settings);
    }

    std::string path_;
    speed_t speed_ = B9600;
    std::unique_ptr<input::BytePort> inner_;
    std::uint64_t begun_ = 0;
    int line_ = -1;
};

Expected<std::unique_ptr<input::BytePort>> open_port(const DeviceSource& source, const std::string& address) {
    if (source.kind == DeviceSource::Kind::kFile) return input::open_file_port(address);
    if (source.kind == DeviceSource::Kind::kSerial) return SerialPort::open(address);
    const auto where = host_and_port(address);
    if (!where) return tl::unexpected(where.error());
    return source.kind == DeviceSource::Kind::kUdp ? input::open_udp_port(where->first, where->second)
                                                   : input::open_tcp_port(where->first, where->second);
}

plugin_host::Libraries devices(const Places& places) {
    plugin_host::Libraries found;
    const auto listings = list_installed(places);
    if (!listings) return found;
    for (const auto& listing : *listings)
        if (listing.library && listing.library->kind() == plugin_host::Kind::kDevice) found.push_back(listing.library);
    return found;
}

std::string tells(std::uint32_t observes) {
    constexpr const char* kWords[] = {"place", "orientation", "direction", "pressure", "tilt", "buttons"};
    std::string text;
    for (std::size_t i = 0; i < 6; ++i)
        if ((observes >> i & 1u) != 0) text += (text.empty() ? "" : ", ") + std::string(kWords[i]);
    return text;
}

}  // namespace

Expected<std::unique_ptr<input::Source>> open_pen_source(const Places& places, const input::SourceSpec& spec) {
    if (spec.kind != input::SourceSpec::Kind::kPlugin) return input::open_source(spec);
    const auto all = devices(places);
    const auto device = plugin_host::find_plugin(all, spec.tool);
    if (!device) {
        std::string known;
        for (const auto& one : all) known += (known.empty() ? "; there are: " : ", ") + one->manifest().id;
        return cannot("a device plugin with the id '" + spec.tool + "' was expected and none is installed" + known);
    }
    const auto settings = load_plugin_settings(places);
    if (!settings) return tl::unexpected(settings.error());
    auto decoder = plugin_host::PenDecoder::begin(device, *settings);
    if (!decoder) return tl::unexpected(decoder.error());
    const DeviceSource source = plugin_host::source_of(*device);
    std::string address = source.address;
    if (!spec.address.empty())
        address = spec.address + (spec.port != 0 ? ":" + std::to_string(spec.port) : std::string());
    auto port = open_port(source, address);
    if (!port) return tl::unexpected(port.error());
    return input::make_byte_source(std::move(*port), std::make_unique<PluginDecoder>(std::move(*decoder)),
                                   static_cast<input::DeviceClass>(source.device_class), source.device_class == 2);
}

std::vector<input::FoundDevice> plugin_pen_sources(const Places& places) {
    std::vector<input::FoundDevice> found;
    for (const auto& device : devices(places)) {
        if (device->apart()) {
            input::FoundDevice one;
            one.name = device->manifest().name_key;
            one.trouble = "it is not pinned, and devices run in the program; needlepoint plugin pin does that";
            found.push_back(std::move(one));
            continue;
        }
        const DeviceSource source = plugin_host::source_of(*device);
        input::FoundDevice one;
        one.source = "plugin:" + device->manifest().id;
        one.name = device->manifest().name_key + " (" + source.address + ")";
        one.tells = tells(source.observes);
        found.push_back(std::move(one));
    }
    return found;
}

}  // namespace np::cli
