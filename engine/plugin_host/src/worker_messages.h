// What host and worker say to each other over their socket: frames of a type, a length and bytes. What comes from a
// worker is checked as if an enemy had written it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "needlepoint/plugin_host/fold.h"

namespace np::plugin_host {

enum class Frame : std::uint32_t {
    kJob = 1,   // host: what to do; the first frame
    kAsk,       // host: answer when the ring is read up to here
    kManifest,  // worker: what a plugin says of itself, or why it can't be used; one per plugin, in order
    kReady,     // worker: all instances were created
    kLog,
    kAnswer,
    kOverrun,  // worker: the ring went past it
    kCannot,   // worker: a sentence; it could not begin
};

inline constexpr std::size_t kMostFrameBytes = 64u << 20;

struct FrameHead {
    std::uint32_t type = 0;
    std::uint32_t reserved = 0;
    std::uint64_t bytes = 0;
};

struct Job {
    bool fold = false;  // false: only tell the manifests
    std::uint64_t memory_bytes = 0;
    std::uint64_t ring_from = 0;
    std::vector<std::string> files;  // names of the plugins, for messages; descriptors follow in the same order
    std::vector<Digest> digests;
    SessionFacts facts;  // with `fold`
};
std::vector<std::byte> encode(const Job& job);
Expected<Job> decode_job(std::span<const std::byte> bytes);

struct Ask {
    std::uint64_t until = 0;  // position in the ring
    bool close = false;       // the session is over
};
std::vector<std::byte> encode(const Ask& ask);
std::optional<Ask> decode_ask(std::span<const std::byte> bytes);

// A manifest, or a problem.
struct Told {
    Manifest manifest;
    std::string problem;
};
std::vector<std::byte> encode(const Told& told);
std::optional<Told> decode_told(std::span<const std::byte> bytes);

struct Logged {
    std::string scorer, text;
    std::uint32_t level = 0;
};
std::vector<std::byte> encode(const Logged& logged);
std::optional<Logged> decode_logged(std::span<const std::byte> bytes);

// Results without digest, version and name: those the host knows itself.
std::vector<std::byte> encode(const std::vector<Result>& results);
// Checks lengths and numbers of things, not yet their sense.
std::optional<std::vector<Result>> decode_results(std::span<const std::byte> bytes, std::size_t expected);

}  // namespace np::plugin_host
