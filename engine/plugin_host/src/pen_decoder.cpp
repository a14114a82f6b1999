#include "needlepoint/plugin_host/pen_decoder.h"

#include <algorithm>

#include "guarded_call.h"
#include "needlepoint/plugin_host/own_parameters.h"
#include "parameter_list.h"

namespace np::plugin_host {

DeviceSource source_of(const Library& device) {
    const np_device& door = device.device();
    return {static_cast<DeviceSource::Kind>(door.source), door.address, door.observes, door.device_class};
}

// Its address is np_host::context and np_pen_sink::context, so it does not move.
struct PenDecoder::Data {
    std::shared_ptr<const Library> library;
    Parameters parameters;
    std::vector<np_parameter> list;
    LogLine log;
    np_host host{};
    np_pen_sink sink{};
    void* instance = nullptr;
    std::string fault, problem, complaint;
    std::uint64_t malformed = 0;
    std::vector<np_pen_sample>* out = nullptr;  // only during `consume`

    Data(std::shared_ptr<const Library> device, Parameters given, LogLine log_line)
        : library(std::move(device)),
          parameters(std::move(given)),
          list(parameter_list(parameters)),
          log(std::move(log_line)),
          sink{sizeof(np_pen_sink), 0, this, take_sample, take_malformed} {
        host.bytes = sizeof(np_host);
        host.abi_major = NP_ABI_MAJOR;
        host.abi_minor = NP_ABI_MINOR;
        host.context = this;
        host.name = "needlepoint";
        host.version = NP_VERSION;
        host.extension = extension;
        host.fault = take_fault;
    }
    Data(const Data&) = delete;
    Data& operator=(const Data&) = delete;
    ~Data() {
        if (instance != nullptr) quiet_call([&] { library->device().destroy(instance); });
    }

    static const Data& of(const np_host* host) { return *static_cast<const Data*>(host->context); }
    static void take_fault(const np_host* host, const char* sentence) {
        if (sentence != nullptr) static_cast<Data*>(host->context)->fault = sentence;
    }
    static const void* extension(const np_host* host, const char* key, std::uint32_t revision);

    static std::int32_t take_sample(const np_pen_sink* sink, const np_pen_sample* sample) {
        Data& self = *static_cast<Data*>(sink->context);
        constexpr std::uint32_t kKnown =
            NP_PEN_POSITION | NP_PEN_ORIENTATION | NP_PEN_AXIS | NP_PEN_PRESSURE | NP_PEN_TILT | NP_PEN_BUTTONS;
        std::string wrong;
        if (self.out == nullptr)
            wrong = "a sample was given outside of consume";
        else if (sample == nullptr || sample->bytes != sizeof(np_pen_sample))
            wrong = "a sample had another size than the interface says";
        else if ((sample->observed & ~kKnown) != 0 || sample->observed == 0)
            wrong = "a sample did not say what it holds";
        else if ((sample->observed & ~self.library->device().observes) != 0)
            wrong = "a sample held what the device does not claim to observe";
        if (!wrong.empty()) {
            ++self.malformed;
            self.complaint = std::move(wrong);
            return NP_REFUSED;
        }
        self.out->push_back(*sample);
        return NP_OK;
    }
    static void take_malformed(const np_pen_sink* sink, const char* sentence) {
        Data& self = *static_cast<Data*>(sink->context);
        ++self.malformed;
        self.complaint = sentence == nullptr ? "input that could not be read" : sentence;
    }

    template <class Call>
    void call(Call&& body) {
        if (!problem.empty()) return;
        const std::string found = guarded_call(fault, body);
        if (!found.empty()) problem = "the device plugin '" + library->manifest().id + "' gave up: " + found;
    }
};

namespace {

std::string key_or_empty(const char* key) {
    return key == nullptr ? std::string() : std::string(key);
}

}  // namespace

const void* PenDecoder::Data::extension(const np_host*, const char* key, std::uint32_t revision) {
    static constexpr np_ext_log kLog = {[](const np_host* host, std::uint32_t level, const char* text) {
        const Data& self = of(host);
        if (self.log && text != nullptr) self.log(self.library->manifest().id, level, text);
    }};
    static constexpr np_ext_parameters kParameters = {
        [](const np_host* host, const char* wanted) -> const np_parameter* {
            const std::string name = key_or_empty(wanted);
            for (const np_parameter& one : of(host).list)
                if (name == one.key) return &one;
            return nullptr;
        },
        [](const np_host* host) -> std::uint64_t { return of(host).list.size(); },
        [](const np_host* host, std::uint64_t index) -> const np_parameter* {
            return index < of(host).list.size() ? &of(host).list[index] : nullptr;
        }};
    static constexpr np_ext_texts kTexts = {
        [](const np_host*, const char* text) -> const char* { return text == nullptr ? "" : text; }};
    const std::string name = key_or_empty(key);
    if (revision != 1) return nullptr;
    if (name == NP_EXT_LOG) return &kLog;
    if (name == NP_EXT_PARAMETERS) return &kParameters;
    return name == NP_EXT_TEXTS ? &kTexts : nullptr;
}

PenDecoder::PenDecoder(std::unique_ptr<Data> data) : data_(std::move(data)) {}
PenDecoder::PenDecoder(PenDecoder&&) noexcept = default;
PenDecoder& PenDecoder::operator=(PenDecoder&&) noexcept = default;
PenDecoder::~PenDecoder() = default;

Expected<PenDecoder> PenDecoder::begin(std::shared_ptr<const Library> device, Parameters parameters, LogLine log) {
    const std::string& id = device->manifest().id;
    if (device->kind() != Kind::kDevice)
        return no("a device was expected, and the plugin '" + id + "' is of the kind " + to_word(device->kind()));
    if (device->apart())
        return no("the device plugin '" + id + "' may only run apart from the program, and devices can't; pin it");
    if (Status fits = settle_own_parameters(parameters, {device}); !fits) return tl::unexpected(fits.error());
    auto data = std::make_unique<Data>(device, std::move(parameters), std::move(log));
    Data& here = *data;
    here.call([&] {
        here.instance = device->device().create(&here.host);
        return here.instance == nullptr ? NP_FAULT : device->device().begin(here.instance);
    });
    if (!here.problem.empty()) return no(here.problem);
    return PenDecoder(std::move(data));
}

void PenDecoder::feed(std::span<const std::byte> bytes, std::uint64_t arrival_us, std::vector<np_pen_sample>& out) {
    Data& data = *data_;
    const np_chunk chunk = {sizeof(np_chunk), 0, arrival_us, reinterpret_cast<const std::uint8_t*>(bytes.data()),
                            bytes.size()};
    data.out = &out;
    data.call([&] { return data.library->device().consume(data.instance, &chunk, &data.sink); });
    data.out = nullptr;
}

void PenDecoder::restart() {
    data_->call([&] { return data_->library->device().begin(data_->instance); });
}

std::uint64_t PenDecoder::malformed() const {
    return data_->malformed;
}
const std::string& PenDecoder::complaint() const {
    return data_->complaint;
}
const std::string& PenDecoder::problem() const {
    return data_->problem;
}

}  // namespace np::plugin_host
