#include "needlepoint/core/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace np {

namespace {

std::string reason() {
    return std::strerror(errno);
}

template <class Container>
Expected<Container> read_whole(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return cannot("could not open " + path.string() + ": " + reason() + "; check the path");
    struct ::stat facts {};
    if (::fstat(file, &facts) != 0 || S_ISDIR(facts.st_mode)) {
        ::close(file);
        return cannot("a file was expected at " + path.string() + ", found something else; check the path");
    }
    Container contents;
    contents.resize(static_cast<std::size_t>(facts.st_size));
    std::size_t at = 0;
    while (true) {
        // One more than the stated size, so that a file that grows meanwhile (or a pipe) is read to its end.
        if (at == contents.size()) contents.resize(contents.size() + 4096);
        const ssize_t got = ::read(file, contents.data() + at, contents.size() - at);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            const std::string why = reason();
            ::close(file);
            return cannot("could not read " + path.string() + ": " + why);
        }
        if (got == 0) break;
        at += static_cast<std::size_t>(got);
    }
    ::close(file);
    contents.resize(at);
    return contents;
}

}  // namespace

Expected<std::vector<std::byte>> read_file(const std::filesystem::path& path) {
    return read_whole<std::vector<std::byte>>(path);
}

Expected<std::string> read_text(const std::filesystem::path& path) {
    return read_whole<std::string>(path);
}

Status write_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    const std::string beside = path.string() + ".part" + std::to_string(::getpid());
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) return cannot("could not create " + path.string() + ": " + reason() + "; check the folder");
    std::size_t at = 0;
    bool good = true;
    while (good && at < bytes.size()) {
        const ssize_t put = ::write(file, bytes.data() + at, bytes.size() - at);
        if (put < 0 && errno == EINTR) continue;
        good = put >= 0;
        if (good) at += static_cast<std::size_t>(put);
    }
    std::string why = good ? "" : reason();
    if (::close(file) != 0 && good) {
        good = false;
        why = reason();
    }
    if (good && ::rename(beside.c_str(), path.c_str()) != 0) {
        good = false;
        why = reason();
    }
    if (good) return {};
    ::unlink(beside.c_str());
    return cannot("could not write " + path.string() + ": " + why + "; make room or choose another place");
}

Status write_text(const std::filesystem::path& path, std::string_view text) {
    return write_file(path, std::as_bytes(std::span(text.data(), text.size())));
}

}  // namespace np
