// The head as our own tool bakes it from the MakeHuman package: one file of a few megabytes in a cache.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "needlepoint/core/hash.h"
#include "needlepoint/core/status.h"

namespace np::anatomy {

struct HeadData;  // private

// Immutable and cheap to copy; building patients from it is safe on any thread.
class BakedHead {
  public:
    explicit BakedHead(std::shared_ptr<const HeadData> data, Digest digest) : data_(std::move(data)), digest_(digest) {}
    const HeadData& data() const { return *data_; }
    // SHA-256 of the file, for a record's metadata.
    const Digest& digest() const { return digest_; }
    // Names of the shapes that PatientRequest::shape may weigh, sorted: "nose-hump-morehump", "l-eye-bag-max" ...
    std::vector<std::string> shape_names() const;

  private:
    std::shared_ptr<const HeadData> data_;
    Digest digest_;
};

// Refuses a file of another recipe, a truncated one, and one whose contents contradict themselves.
Expected<BakedHead> load_baked_head(const std::filesystem::path& path);
Expected<BakedHead> parse_baked_head(std::span<const std::byte> bytes);

}  // namespace np::anatomy
