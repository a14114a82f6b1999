#include "needlepoint/input/ports.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace np::input {

namespace {

constexpr std::int64_t kTryAgainUs = 1'000'000;

// A file descriptor that is closed with its owner.
class Handle {
  public:
    Handle() = default;
    explicit Handle(int fd) : fd_(fd) {}
    ~Handle() { close(); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    void take(int fd) { close(), fd_ = fd; }
    void close() {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }
    bool open() const { return fd_ >= 0; }
    int fd() const { return fd_; }

  private:
    int fd_ = -1;
};

std::string words_of(int error) {
    return std::strerror(error);
}

bool later(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

// Reads once. The count, 0 at the end of the stream, -1 when there is nothing now, -2 on trouble (see errno).
ssize_t read_some(int fd, std::vector<std::byte>& into, std::size_t most) {
    const std::size_t before = into.size();
    into.resize(before + most);
    const ssize_t got = ::read(fd, into.data() + before, most);
    into.resize(before + (got > 0 ? static_cast<std::size_t>(got) : 0));
    if (got >= 0) return got;
    return later(errno) ? -1 : -2;
}

class FilePort : public BytePort {
  public:
    explicit FilePort(std::string path) : path_(std::move(path)) {}

    Status open() {
        // Nonblocking, so that a named pipe without a writer opens at once.
        const int fd = ::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
        if (fd < 0) {
            const int error = errno;
            trouble_ = path_ + " could not be opened: " + words_of(error);
            if (error == EACCES) trouble_ += "; add yourself to the group 'input', or permit reading";
            return cannot(trouble_);
        }
        struct stat about {};
        if (::fstat(fd, &about) == 0 && S_ISDIR(about.st_mode)) {
            ::close(fd);
            trouble_ = path_ + " is a folder; a device, pipe or file was expected";
            return cannot(trouble_);
        }
        endless_ = S_ISFIFO(about.st_mode) || S_ISCHR(about.st_mode);
        line_ = ::isatty(fd) == 1;
        handle_.take(fd);
        ++beginnings_;
        trouble_.clear();
        return {};
    }

    bool read(std::vector<std::byte>& into, std::size_t most, std::int64_t now_us) override {
        if (!handle_.open()) {
            if (now_us - tried_us_ < kTryAgainUs) return false;
            tried_us_ = now_us;
            if (!open()) return false;
        }
        const ssize_t got = read_some(handle_.fd(), into, most);
        if (got > 0) return true;
        // Unplugged. A serial line that was cut reads as ended.
        if (got == -2 || (got == 0 && line_)) {
            const std::string why = got == 0 ? "the line was cut" : words_of(errno);
            trouble_ = path_ + " can no longer be read: " + why + "; plug the device in again";
            handle_.close();
            tried_us_ = now_us;
        }
        // A pipe whose writer has gone reads as ended and may get another writer; a plain file has been read to its
        // end.
        if (got == 0 && !endless_) trouble_ = path_ + " has been read to its end";
        return false;
    }
    const std::string& trouble() const override { return trouble_; }
    std::uint64_t beginnings() const override { return beginnings_; }

  private:
    std::string path_, trouble_;
    Handle handle_;
    bool endless_ = true, line_ = false;
    std::uint64_t beginnings_ = 0;
    std::int64_t tried_us_ = 0;
};

// An address with a number; names are not asked for here, so that nothing waits for a name server.
bool fill_address(const std::string& address, std::uint16_t port, sockaddr_storage& out, socklen_t& size) {
    std::memset(&out, 0, sizeof out);
    auto* v4 = reinterpret_cast<sockaddr_in*>(&out);
    auto* v6 = reinterpret_cast<sockaddr_in6*>(&out);
    const std::string plain = address == "localhost" ? "127.0.0.1" : address;
    if (::inet_pton(AF_INET, plain.c_str(), &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET, v4->sin_port = htons(port);
        size = sizeof *v4;
        return true;
    }
    if (::inet_pton(AF_INET6, plain.c_str(), &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6, v6->sin6_port = htons(port);
        size = sizeof *v6;
        return true;
    }
    return false;
}

class UdpPort : public BytePort {
  public:
    Status open(const std::string& address, std::uint16_t port) {
        sockaddr_storage at{};
        socklen_t size = 0;
        if (!fill_address(address, port, at, size))
            return usage("'" + address + "' is not an address in numbers such as 127.0.0.1");
        handle_.take(::socket(at.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        if (!handle_.open() || ::bind(handle_.fd(), reinterpret_cast<const sockaddr*>(&at), size) != 0)
            return cannot("UDP port " + std::to_string(port) + " of " + address + " could not be opened: " +
                          words_of(errno) + "; another program may use it, choose another port");
        return {};
    }
    bool read(std::vector<std::byte>& into, std::size_t, std::int64_t) override {
        constexpr std::size_t kLargest = 65536;
        return read_some(handle_.fd(), into, kLargest) >= 0;
    }
    const std::string& trouble() const override { return trouble_; }
    std::uint64_t beginnings() const override { return 1; }

  private:
    Handle handle_;
    std::string trouble_;
};

class TcpPort : public BytePort {
  public:
    TcpPort(std::string host, std::uint16_t port, std::vector<std::byte> hello)
        : host_(std::move(host)), port_(port), hello_(std::move(hello)) {}

    Status check() const {
        sockaddr_storage at{};
        socklen_t size = 0;
        return fill_address(host_, port_, at, size)
                   ? Status{}
                   : usage("'" + host_ + "' is not an address in numbers such as 192.168.0.7 (or localhost)");
    }

    bool read(std::vector<std::byte>& into, std::size_t most, std::int64_t now_us) override {
        if (!handle_.open() && !begin(now_us)) return false;
        if (!connected_ && !finish(now_us)) return false;
        const ssize_t got = read_some(handle_.fd(), into, most);
        if (got > 0) return true;
        if (got == 0) drop("the server closed the connection", now_us);
        if (got == -2) drop(words_of(errno), now_us);
        return false;
    }
    const std::string& trouble() const override { return trouble_; }
    std::uint64_t beginnings() const override { return beginnings_; }
    void restart() override {
        handle_.close();
        connected_ = false;
        trouble_ = "the stream of " + name() + " made no sense; connecting anew";
    }

  private:
    std::string name() const { return host_ + ":" + std::to_string(port_); }

    void drop(const std::string& why, std::int64_t now_us) {
        trouble_ = "waiting for " + name() + ": " + why;
        handle_.close();
        connected_ = false;
        tried_us_ = now_us;
    }

    bool begin(std::int64_t now_us) {
        if (tried_us_ != 0 && now_us - tried_us_ < kTryAgainUs) return false;
        tried_us_ = now_us;
        sockaddr_storage at{};
        socklen_t size = 0;
        if (!fill_address(host_, port_, at, size)) return false;
        handle_.take(::socket(at.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        if (!handle_.open()) return false;
        const int at_once = 1;
        (void)::setsockopt(handle_.fd(), IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
        if (::connect(handle_.fd(), reinterpret_cast<const sockaddr*>(&at), size) != 0 && errno != EINPROGRESS)
            drop(words_of(errno), now_us);
        else
            trouble_ = "waiting for " + name();
        return handle_.open();
    }

    bool finish(std::int64_t now_us) {
        pollfd ready{handle_.fd(), POLLOUT, 0};
        if (::poll(&ready, 1, 0) <= 0) return false;
        int error = 0;
        socklen_t size = sizeof error;
        (void)::getsockopt(handle_.fd(), SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0) {
            drop(words_of(error), now_us);
            return false;
        }
        connected_ = true;
        trouble_.clear();
        ++beginnings_;
        if (!hello_.empty()) (void)::send(handle_.fd(), hello_.data(), hello_.size(), MSG_NOSIGNAL);
        return true;
    }

    std::string host_, trouble_;
    std::uint16_t port_;
    std::vector<std::byte> hello_;
    Handle handle_;
    bool connected_ = false;
    std::uint64_t beginnings_ = 0;
    std::int64_t tried_us_ = 0;
};

}  // namespace

Expected<std::unique_ptr<BytePort>> open_file_port(const std::string& path) {
    auto port = std::make_unique<FilePort>(path);
    if (auto status = port->open(); !status) return tl::unexpected(status.error());
    return port;
}

Expected<std::unique_ptr<BytePort>> open_udp_port(const std::string& address, std::uint16_t port) {
    auto made = std::make_unique<UdpPort>();
    if (auto status = made->open(address, port); !status) return tl::unexpected(status.error());
    return made;
}

Expected<std::unique_ptr<BytePort>> open_tcp_port(const std::string& host, std::uint16_t port,
                                                  std::vector<std::byte> hello) {
    auto made = std::make_unique<TcpPort>(host, port, std::move(hello));
    if (auto status = made->check(); !status) return tl::unexpected(status.error());
    return made;
}

}  // namespace np::input
