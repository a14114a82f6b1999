// A device plugin at work: bytes of its source go in, samples of the pen come out.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "needlepoint/core/parameters.h"
#include "needlepoint/core/status.h"
#include "needlepoint/plugin_host/fold.h"

namespace np::plugin_host {

// Where a device plugin wants its bytes from; see np_source.
struct DeviceSource {
    enum class Kind : std::uint32_t {
        kUdp = NP_SOURCE_UDP,
        kTcp = NP_SOURCE_TCP,
        kFile = NP_SOURCE_FILE,
        kSerial = NP_SOURCE_SERIAL
    };
    Kind kind = Kind::kUdp;
    std::string address;             // default; the user may give another
    std::uint32_t observes = 0;      // enum np_pen_observed
    std::uint32_t device_class = 1;  // as in np_hand
};
// Of a device plugin.
DeviceSource source_of(const Library& device);

// One thread at a time. The plugin runs on the caller's thread, in this process.
class PenDecoder {
  public:
    // `parameters`: for the plugin's own (`plugin.<id>.*`); missing ones take their default, wrong ones are refused.
    static Expected<PenDecoder> begin(std::shared_ptr<const Library> device, Parameters parameters, LogLine log = {});
    PenDecoder(PenDecoder&&) noexcept;
    PenDecoder& operator=(PenDecoder&&) noexcept;
    ~PenDecoder();

    // Bytes as they arrived (a datagram is one call) at `arrival_us` of the host's monotonic clock. Appends the samples
    // that they complete. Nothing more comes once the plugin has failed.
    void feed(std::span<const std::byte> bytes, std::uint64_t arrival_us, std::vector<np_pen_sample>& out);
    // The source was lost and opened anew.
    void restart();

    std::uint64_t malformed() const;       // inputs that it could not read, and samples that were refused
    const std::string& complaint() const;  // the latest sentence about one of them, or empty
    const std::string& problem() const;    // why it gave up, or empty

  private:
    struct Data;
    explicit PenDecoder(std::unique_ptr<Data> data);
    std::unique_ptr<Data> data_;
};

}  // namespace np::plugin_host
