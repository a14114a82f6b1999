// The worker: the process in which plugins run that this installation does not vouch for, and all scorers of an
// examination. It is this program, started once more by a hidden word; what a plugin does to it hurts nobody else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace np::plugin_host {

// The first argument by which a program knows that it is to be a worker.
inline constexpr const char* kWorkerWord = "plugin-worker";

// The first thing in `main` of every program that loads plugins:
//     if (np::plugin_host::is_worker(argc, argv)) return np::plugin_host::run_worker();
bool is_worker(int argc, const char* const* argv);
// The worker's whole life, until its host lets go of it. Returns its exit code.
int run_worker();

struct WorkerLimits {
    std::uint64_t memory_bytes = 512ull << 20;  // that a plugin may have
    // Processor time, not wall time: a busy machine fails nobody.
    std::uint32_t call_ms = 2000;         // for one call
    std::uint32_t share_per_mille = 200;  // of the session's time, in the long run
    std::uint32_t stopped_s = 10;         // wall time without any progress or use of the processor
    std::uint32_t log_lines = 2000;
};

// What keeps a plugin from files, network, processes and clock on this machine, a sentence each; what is missing here
// is named.
std::vector<std::string> sandbox_sentences();

}  // namespace np::plugin_host
