// A library that the kit has loaded by itself, before it is known whether the host would take it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "needlepoint/sdk/plugin.h"

namespace np::plugin_host {

class RawLibrary {
  public:
    explicit RawLibrary(const std::filesystem::path& file);
    ~RawLibrary();
    RawLibrary(const RawLibrary&) = delete;
    RawLibrary& operator=(const RawLibrary&) = delete;

    const np_plugin* entry() const { return entry_; }        // null if it can't be loaded or exports none
    const std::string& problem() const { return problem_; }  // why it can't be loaded
    bool loaded() const { return handle_ != nullptr; }
    // The manifest is of this program's version and size, so that its fields mean what the SDK says.
    bool readable() const;
    // Whether an address lies in this library, and whether it could be written to.
    bool holds(const void* address) const;
    static bool writable(const void* address);
    // Whether `bytes` bytes can be read there at all.
    static bool can_read(const void* address, std::size_t bytes);
    // The text at an address, cut at 4096 bytes; false if there is none.
    static bool text_at(const char* address, std::string& text);

  private:
    void* handle_ = nullptr;
    const np_plugin* entry_ = nullptr;
    std::string problem_;
};

}  // namespace np::plugin_host
