#include "needlepoint/input/source.h"

#include "system_devices.h"

namespace np::input {

namespace {

constexpr std::size_t kMostPerRead = 1 << 16;
constexpr int kMostReadsPerPoll = 4096;  // a flood is taken in over several frames rather than stopping one
constexpr std::int64_t kLostUs = 250'000;

class ByteSource : public Source {
  public:
    ByteSource(std::unique_ptr<BytePort> port, std::unique_ptr<Decoder> decoder, DeviceClass device, bool streams)
        : port_(std::move(port)), decoder_(std::move(decoder)), device_(device), streams_(streams) {}

    void poll(std::int64_t now_us, std::vector<RawPenSample>& out) override {
        for (int i = 0; i < kMostReadsPerPoll; ++i) {
            bytes_.clear();
            if (!port_->read(bytes_, kMostPerRead, now_us)) break;
            if (port_->beginnings() != beginnings_) {
                beginnings_ = port_->beginnings();
                decoder_->reset();
            }
            decoder_->feed(bytes_, now_us, out);
            if (decoder_->lost()) port_->restart();
        }
    }
    DeviceClass device() const override { return device_; }
    std::string trouble() const override { return port_->trouble(); }
    std::uint64_t damaged() const override { return decoder_->damaged(); }
    bool streams() const override { return streams_; }

  private:
    std::unique_ptr<BytePort> port_;
    std::unique_ptr<Decoder> decoder_;
    DeviceClass device_;
    bool streams_;
    std::vector<std::byte> bytes_;
    std::uint64_t beginnings_ = 0;
};

Expected<std::unique_ptr<Source>> open_evdev(const std::string& path, EvdevKind kind, DeviceClass device) {
    auto port = open_file_port(path);
    if (!port) return tl::unexpected(port.error());
    return make_byte_source(std::move(*port), std::make_unique<EvdevDecoder>(kind, evdev_ranges(path)), device, false);
}

}  // namespace

std::unique_ptr<Source> make_byte_source(std::unique_ptr<BytePort> port, std::unique_ptr<Decoder> decoder,
                                         DeviceClass device, bool streams) {
    return std::make_unique<ByteSource>(std::move(port), std::move(decoder), device, streams);
}

Expected<std::unique_ptr<Source>> open_source(const SourceSpec& spec) {
    using Kind = SourceSpec::Kind;
    switch (spec.kind) {
        case Kind::kXTablet:
            return open_x_device("");
        case Kind::kXDevice:
            return open_x_device(spec.address);
        case Kind::kTablet:
            return open_evdev(spec.address, EvdevKind::kTablet, DeviceClass::kTablet);
        case Kind::kGamepad:
            return open_evdev(spec.address, EvdevKind::kGamepad, DeviceClass::kGamepad);
        case Kind::kSpaceMouse: {
            std::string path = spec.address;
            if (path.empty())
                for (const FoundDevice& found : evdev_devices())
                    if (found.source.rfind("spacemouse:", 0) == 0) path = found.source.substr(11);
            if (path.empty())
                return cannot(
                    "a 3D mouse was expected and none was found; plug one in, or name its device: "
                    "spacemouse:/dev/input/event5");
            return open_evdev(path, EvdevKind::kSpaceMouse, DeviceClass::kSpaceMouse);
        }
        case Kind::kTracker: {
            auto port = open_tcp_port(spec.address, spec.port, igtl_start_qtdata(10));
            if (!port) return tl::unexpected(port.error());
            return make_byte_source(std::move(*port), std::make_unique<IgtlDecoder>(spec.tool), DeviceClass::kTracker,
                                    true);
        }
        case Kind::kMouse:
        case Kind::kWindowGamepad:
            return usage("the source '" + spec.text +
                         "' exists in the window only; open the trainer and look under Settings, Input");
        case Kind::kPlugin:
            break;
    }
    return usage("the source '" + spec.text + "' is a plugin's and is opened by the plugin's host");
}

std::vector<FoundDevice> find_devices() {
    std::vector<FoundDevice> found = evdev_devices();
    for (FoundDevice& tablet : x_tablets()) found.push_back(std::move(tablet));
    return found;
}

PenInput::PenInput(std::unique_ptr<Source> source, Calibration calibration, GuardLimits limits)
    : source_(std::move(source)), calibration_(std::move(calibration)), guard_(limits) {}

void PenInput::poll(std::int64_t now_us, std::vector<PenSample>& out) {
    raw_.clear();
    source_->poll(now_us, raw_);
    guard_.damaged(source_->damaged() - damaged_);
    damaged_ = source_->damaged();
    for (const RawPenSample& raw : raw_) {
        if (guard_.look(raw)) continue;
        PenSample pen = calibrated(raw, source_->device(), calibration_);
        if (guard_.look_again(pen)) continue;
        latest_raw_ = raw;
        latest_ = pen;
        out.push_back(std::move(pen));
    }
    const std::int64_t spent = now_us - since_us_;
    if (spent >= 1'000'000) {
        const std::uint64_t taken = guard_.counts().taken;
        rate_hz_ = since_us_ == 0 ? 0 : static_cast<double>(taken - since_passed_) * 1e6 / static_cast<double>(spent);
        since_passed_ = taken;
        since_us_ = now_us;
    }
}

Counts PenInput::counts() const {
    return guard_.counts();
}

bool PenInput::lost(std::int64_t now_us) const {
    return source_->streams() && (!latest_ || now_us - latest_->arrived_us > kLostUs);
}

}  // namespace np::input
