// The part that touches the system: opens files, sockets and the X server for reading, and never waits. Everything that
// interprets what comes lies in decoders. A port belongs to one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "needlepoint/core/status.h"
#include "needlepoint/input/decoders.h"

namespace np::input {

// Bytes from outside. `read` returns at once.
class BytePort {
  public:
    virtual ~BytePort() = default;
    // Appends what has arrived, at most `most` bytes: a whole datagram, or as much of a stream as there is. False:
    // there is nothing more now.
    virtual bool read(std::vector<std::byte>& into, std::size_t most, std::int64_t now_us) = 0;
    // What a person should know, such as "waiting for 127.0.0.1:18944: connection refused"; empty when all is well.
    virtual const std::string& trouble() const = 0;
    // Grows by one whenever a new connection or a newly opened file begins: what was half read is void.
    virtual std::uint64_t beginnings() const = 0;
    virtual void restart() {}  // the stream makes no sense any more
};

// A device node, a named pipe or a file. One that goes away (unplugged) is tried again every second.
Expected<std::unique_ptr<BytePort>> open_file_port(const std::string& path);
// Datagrams to `port` of `address` (a number such as 127.0.0.1, ::1 or 0.0.0.0).
Expected<std::unique_ptr<BytePort>> open_udp_port(const std::string& address, std::uint16_t port);
// A connection to a server, made in the background and anew every second while there is none. `hello` is sent first.
Expected<std::unique_ptr<BytePort>> open_tcp_port(const std::string& host, std::uint16_t port,
                                                  std::vector<std::byte> hello = {});

}  // namespace np::input
