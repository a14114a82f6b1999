// Numbers of the simulation as hexadecimal floats, line by line, for comparing two machines or two builds with `diff`.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>

#include "needlepoint/core/status.h"
#include "needlepoint/simulation/world.h"

namespace np::cli {

class HexLog {
  public:
    // Writes over a file that exists.
    static Expected<HexLog> create(const std::filesystem::path& file);
    // One line for the tick that the world has just made: where the pen is, what it does, pain. Every event as its
    // bytes' digest, and every 500 ticks the hash of the whole state.
    void write(const simulation::World& world, const sdk::EventBuffer& events);
    // A full disk shows itself here at the latest.
    Status close();

  private:
    struct CloseFile {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    HexLog(std::filesystem::path name, std::FILE* file) : name_(std::move(name)), file_(file) {}
    std::filesystem::path name_;
    std::unique_ptr<std::FILE, CloseFile> file_;
};

}  // namespace np::cli
