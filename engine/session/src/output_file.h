// The file under a recorder: appended with write(), so that what was written survives the death of the program.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>

#include "needlepoint/core/status.h"

namespace np::session {

class OutputFile {
  public:
    static Expected<OutputFile> create(const std::filesystem::path& path, bool replace);
    OutputFile(OutputFile&& other) noexcept;
    OutputFile& operator=(OutputFile&&) = delete;
    ~OutputFile();

    // All or nothing: after a failure the file ends where it ended before.
    Status append(std::span<const std::byte> bytes);
    // Waits for the disk; `unless_recent`: at most once per second of wall time.
    Status sync(bool unless_recent);
    std::uint64_t size() const { return size_; }

  private:
    OutputFile(std::filesystem::path path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
    std::filesystem::path path_;
    int descriptor_;
    std::uint64_t size_ = 0;
    std::chrono::steady_clock::time_point last_sync_{};
};

}  // namespace np::session
