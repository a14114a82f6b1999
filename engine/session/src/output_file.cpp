#include "output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace np::session {

Expected<OutputFile> OutputFile::create(const std::filesystem::path& path, bool replace) {
    const int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (replace ? O_TRUNC : O_EXCL);
    const int descriptor = ::open(path.c_str(), flags, 0666);
    if (descriptor >= 0) return OutputFile(path, descriptor);
    if (errno == EEXIST)
        return cannot("a new file was expected, but " + path.string() + " exists; choose another name or say --force");
    return cannot("could not create the record " + path.string() + ": " + std::strerror(errno) + "; check the folder");
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      last_sync_(other.last_sync_) {}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Status OutputFile::append(std::span<const std::byte> bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        const ssize_t put = ::write(descriptor_, bytes.data() + at, bytes.size() - at);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) {
            const std::string reason = put < 0 ? std::strerror(errno) : "the disk takes no more";
            // Half a block would only be in the way of whoever reads the file; failing here changes nothing.
            if (::ftruncate(descriptor_, static_cast<off_t>(size_)) != 0) errno = 0;
            return cannot("could not write the record " + path_.string() + ": " + reason +
                          "; what was written before is safe; make room and start a new session");
        }
        at += static_cast<std::size_t>(put);
    }
    size_ += bytes.size();
    return {};
}

Status OutputFile::sync(bool unless_recent) {
    const auto now = std::chrono::steady_clock::now();
    if (unless_recent && now - last_sync_ < std::chrono::seconds(1)) return {};
    last_sync_ = now;
    // EINVAL: the place cannot be synchronised, such as a pipe; that is no failure of the record.
    if (::fdatasync(descriptor_) == 0 || errno == EINVAL) return {};
    return cannot("the disk did not confirm the record " + path_.string() + ": " + std::strerror(errno) +
                  "; keep a copy of what is there and check the disk");
}

}  // namespace np::session
