#include "needlepoint/plugin_host/library.h"

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>

#include "manifest.h"
#include "needlepoint/core/files.h"
#include "worker_messages.h"
#include "worker_process.h"

namespace np::plugin_host {
namespace {

std::string in_quotes(std::string_view text) {
    return "'" + std::string(text) + "'";
}

#if defined(__x86_64__)
constexpr std::uint16_t kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr std::uint16_t kMachine = EM_AARCH64;
#elif defined(__riscv)
constexpr std::uint16_t kMachine = EM_RISCV;
#else
constexpr std::uint16_t kMachine = EM_NONE;
#endif

// What the loader would say less plainly, or only by crashing.
Status check_format(const std::string& file, std::span<const std::byte> bytes) {
    if (bytes.size() < sizeof(Elf64_Ehdr) || std::memcmp(bytes.data(), ELFMAG, SELFMAG) != 0)
        return no("a shared library was expected, " + in_quotes(file) + " is none; build the plugin again");
    Elf64_Ehdr header;
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB)
        return no("a 64-bit little-endian library was expected, " + in_quotes(file) +
                  " is another; build the plugin for this machine");
    if (kMachine != EM_NONE && header.e_machine != kMachine)
        return no("a library for this processor was expected, " + in_quotes(file) + " is built for machine type " +
                  std::to_string(header.e_machine) + "; build the plugin for this machine");
    if (header.e_type != ET_DYN)
        return no("a shared library was expected, " + in_quotes(file) +
                  " is another kind of ELF file; link the plugin with -shared");
    // The loader maps segments unchecked; a file that was cut would end in SIGBUS.
    const std::uint64_t sections = std::uint64_t{header.e_shnum} * header.e_shentsize;
    if (header.e_shoff > bytes.size() || sections > bytes.size() - header.e_shoff ||
        header.e_phentsize != sizeof(Elf64_Phdr) || header.e_phoff > bytes.size() ||
        (bytes.size() - header.e_phoff) / sizeof(Elf64_Phdr) < header.e_phnum)
        return no("the library " + in_quotes(file) + " is cut or damaged; build or copy it again");
    for (std::size_t i = 0; i < header.e_phnum; ++i) {
        Elf64_Phdr segment;
        std::memcpy(&segment, bytes.data() + header.e_phoff + i * sizeof segment, sizeof segment);
        if (segment.p_offset > bytes.size() || segment.p_filesz > bytes.size() - segment.p_offset)
            return no("the library " + in_quotes(file) + " is cut or damaged; build or copy it again");
    }
    return {};
}

Status check_pin(const std::string& file, const Digest& digest, const Pins* pins) {
    if (pins == nullptr) return {};
    const Pin* pin = pins->find(file);
    if (pin == nullptr)
        return no("the plugin " + in_quotes(file) + " is not among the pinned ones; remove it or write the pins anew");
    const std::string found = to_hex(digest);
    if (found != pin->sha256)
        return no("the plugin " + in_quotes(file) + " was pinned with SHA-256 " + pin->sha256 + ", found " + found +
                  "; install the original plugin again");
    return {};
}

// The loader takes a path that it has seen before for the same library, and descriptors are used again: so the digest
// goes into the spelling ("./" or ".//" for each bit), and only equal contents can ever be taken for each other.
std::string unique_path(int descriptor, const Digest& digest) {
    std::string path = "/proc/self/fd/";
    for (const std::byte byte : digest)
        for (unsigned bit = 0; bit < 8; ++bit)
            path += ((std::to_integer<unsigned>(byte) >> bit) & 1u) != 0 ? ".//" : "./";
    return path + std::to_string(descriptor);
}

// The very bytes that were hashed, in a file in memory that nobody can change any more.
Expected<int> seal(const std::string& file, std::span<const std::byte> bytes) {
    const int memory = memfd_create(file.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (memory < 0)
        return cannot("memory for the plugin " + in_quotes(file) + " could not be had: " + std::strerror(errno));
    std::size_t written = 0;
    while (written < bytes.size()) {
        const ssize_t count = write(memory, bytes.data() + written, bytes.size() - written);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            const std::string why = std::strerror(errno);
            close(memory);
            return cannot("the plugin " + in_quotes(file) + " could not be copied to memory: " + why);
        }
        written += static_cast<std::size_t>(count);
    }
    fcntl(memory, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
    return memory;
}

Expected<void*> open_library(const std::string& file, const std::string& path) {
    void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle != nullptr) return handle;
    std::string why = dlerror();
    if (const std::size_t at = why.find(path); at != std::string::npos) why.replace(at, path.size(), file);
    return no("the plugin " + in_quotes(file) + " could not be loaded: " + why);
}

// A file's bytes that look like a plugin for this machine and are as pinned.
struct Candidate {
    std::string file;
    std::vector<std::byte> bytes;
    Digest digest{};
};

Expected<Candidate> read_candidate(const std::filesystem::path& path, const Pins* pins) {
    auto bytes = read_file(path);
    if (!bytes) return tl::unexpected(bytes.error());
    Candidate candidate{path.filename().string(), std::move(*bytes), {}};
    candidate.digest = sha256(candidate.bytes);
    if (Status status = check_format(candidate.file, candidate.bytes); !status) return tl::unexpected(status.error());
    if (Status status = check_pin(candidate.file, candidate.digest, pins); !status)
        return tl::unexpected(status.error());
    return candidate;
}

// Asks a worker what the plugin in `memory` says of itself.
Expected<Manifest> ask_for_manifest(const Candidate& candidate, int memory) {
    Job job;
    job.memory_bytes = WorkerLimits{}.memory_bytes;
    job.files = {candidate.file};
    job.digests = {candidate.digest};
    WorkerProcess worker(std::move(job), {{candidate.file, candidate.digest, memory}}, nullptr, {});
    const auto told = worker.manifests();
    if (!told.empty() && told[0].problem.empty()) return told[0].manifest;
    if (!told.empty()) return no(told[0].problem);
    const auto fault = worker.fault();
    return no("the plugin " + in_quotes(candidate.file) +
              " could not be loaded: " + (fault ? fault->sentence : "its worker ended") + "; mend or remove it");
}

}  // namespace

Expected<std::shared_ptr<const Library>> Library::load(const std::filesystem::path& path, const Pins* pins) {
    auto candidate = read_candidate(path, pins);
    if (!candidate) return tl::unexpected(candidate.error());
    const auto memory = seal(candidate->file, candidate->bytes);
    if (!memory) return tl::unexpected(memory.error());
    auto library = adopt(candidate->file, candidate->digest, unique_path(*memory, candidate->digest));
    close(*memory);
    return library;
}

Expected<std::shared_ptr<const Library>> Library::adopt(const std::string& file, const Digest& digest,
                                                        const std::string& path) {
    const std::shared_ptr<Library> library(new Library);
    library->file_ = file;
    library->digest_ = digest;
    auto handle = open_library(file, path);
    if (!handle) return tl::unexpected(handle.error());
    library->handle_ = *handle;
    library->entry_ = static_cast<const np_plugin*>(dlsym(library->handle_, NP_PLUGIN_SYMBOL));
    if (library->entry_ == nullptr)
        return no("the library " + in_quotes(file) +
                  " does not export '" NP_PLUGIN_SYMBOL
                  "'; use NP_SCORER or the macro of another kind, or export that constant");
    auto manifest = read_manifest(file, *library->entry_);
    if (!manifest) return tl::unexpected(manifest.error());
    library->manifest_ = std::move(*manifest);
    return std::shared_ptr<const Library>(library);
}

Expected<std::shared_ptr<const Library>> Library::load_apart(const std::filesystem::path& path, const Pins* pins,
                                                             bool pinned) {
    auto candidate = read_candidate(path, pins);
    if (!candidate) return tl::unexpected(candidate.error());
    const std::shared_ptr<Library> library(new Library);
    library->file_ = candidate->file;
    library->digest_ = candidate->digest;
    library->pinned_ = pinned;
    const auto memory = seal(candidate->file, candidate->bytes);
    if (!memory) return tl::unexpected(memory.error());
    library->memory_ = *memory;
    auto manifest = ask_for_manifest(*candidate, *memory);
    if (!manifest) return tl::unexpected(manifest.error());
    library->manifest_ = std::move(*manifest);
    return std::shared_ptr<const Library>(library);
}

Library::~Library() {
    if (handle_ != nullptr) dlclose(handle_);
    if (memory_ >= 0) close(memory_);
}

Libraries of_kind(const Libraries& libraries, Kind kind) {
    Libraries chosen;
    for (const auto& library : libraries)
        if (library->kind() == kind) chosen.push_back(library);
    return chosen;
}

std::shared_ptr<const Library> find_plugin(const Libraries& libraries, std::string_view id) {
    for (const auto& library : libraries)
        if (library->manifest().id == id) return library;
    return nullptr;
}

namespace {

// As pinned: the installation vouches for exactly these bytes. Looks at the file before it is read for loading; who
// changes it in between only moves it out of this process, since its digest is compared again.
bool vouched_for(const std::filesystem::path& file, const Pins* trusted) {
    const Pin* pin = trusted == nullptr ? nullptr : trusted->find(file.filename().string());
    if (pin == nullptr) return false;
    const auto bytes = read_file(file);
    return bytes && to_hex(sha256(*bytes)) == pin->sha256;
}

}  // namespace

Expected<std::shared_ptr<const Library>> load_by_plan(const std::filesystem::path& file, const LoadPlan& plan) {
    const bool known = vouched_for(file, plan.trusted);
    if (known && !plan.all_apart) return Library::load(file, plan.trusted);
    auto library = Library::load_apart(file, plan.demanded, known);
    if (!library || (*library)->kind() == Kind::kScorer) return library;
    // Only scorers have a worker to run in. What the installation vouches for may run here even so.
    // The others are listed and stay apart: whoever wants to use one says that it has to be pinned, and nobody who
    // does not is troubled by it.
    return known ? Library::load(file, plan.trusted) : library;
}

namespace {

using Load = std::function<Expected<std::shared_ptr<const Library>>(const std::filesystem::path&)>;

Expected<std::vector<Listing>> list_with(const std::filesystem::path& folder, const Load& load) {
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        if (at->path().extension() == ".so") files.push_back(at->path());
    if (error)
        return cannot("the plugin folder '" + folder.string() + "' could not be read: " + error.message() +
                      "; give another with --plugins");
    std::sort(files.begin(), files.end());
    std::vector<Listing> listings;
    for (const auto& file : files) {
        Listing listing{file, nullptr, {}};
        auto library = load(file);
        if (!library)
            listing.problem = library.error().message;
        else
            listing.library = *library;
        for (const Listing& other : listings) {
            if (!listing.library || !other.library || other.library->manifest().id != listing.library->manifest().id)
                continue;
            listing.problem = "the plugin " + in_quotes(file.filename().string()) + " has the id " +
                              in_quotes(other.library->manifest().id) + " like " +
                              in_quotes(other.file.filename().string()) + "; remove one of them";
            listing.library = nullptr;
        }
        listings.push_back(std::move(listing));
    }
    return listings;
}

Expected<Libraries> only_good(Expected<std::vector<Listing>> listings, const std::filesystem::path& folder,
                              const Pins* pins) {
    if (!listings) return tl::unexpected(listings.error());
    Libraries libraries;
    for (Listing& listing : *listings) {
        if (!listing.library) return no(listing.problem);
        libraries.push_back(std::move(listing.library));
    }
    if (pins == nullptr) return libraries;
    for (const Pin& pin : pins->entries) {
        const auto is_it = [&](const std::shared_ptr<const Library>& one) { return one->file() == pin.file; };
        if (std::none_of(libraries.begin(), libraries.end(), is_it))
            return no("the pinned plugin " + in_quotes(pin.file) + " is missing in '" + folder.string() +
                      "'; install the plugins again");
    }
    return libraries;
}

}  // namespace

Expected<std::vector<Listing>> list_plugins(const std::filesystem::path& folder, const Pins* pins) {
    return list_with(folder, [pins](const std::filesystem::path& file) { return Library::load(file, pins); });
}
Expected<std::vector<Listing>> list_plugins(const std::filesystem::path& folder, const LoadPlan& plan) {
    return list_with(folder, [&](const std::filesystem::path& file) { return load_by_plan(file, plan); });
}
Expected<Libraries> load_plugins(const std::filesystem::path& folder, const Pins* pins) {
    return only_good(list_plugins(folder, pins), folder, pins);
}
Expected<Libraries> load_plugins(const std::filesystem::path& folder, const LoadPlan& plan) {
    return only_good(list_plugins(folder, plan), folder, plan.demanded);
}

}  // namespace np::plugin_host
