#include "needlepoint/plugin_host/library.h"

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "manifest.h"
#include "needlepoint/core/files.h"

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

// Opens the very bytes that were hashed: a sealed file in memory that nobody can change any more.
Expected<void*> open_bytes(const std::string& file, std::span<const std::byte> bytes, const Digest& digest) {
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
    const std::string path = unique_path(memory, digest);
    void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    std::string why = handle == nullptr ? dlerror() : "";
    close(memory);
    if (handle == nullptr) {
        if (const std::size_t at = why.find(path); at != std::string::npos) why.replace(at, path.size(), file);
        return no("the plugin " + in_quotes(file) + " could not be loaded: " + why);
    }
    return handle;
}

}  // namespace

Expected<std::shared_ptr<const Library>> Library::load(const std::filesystem::path& path, const Pins* pins) {
    auto bytes = read_file(path);
    if (!bytes) return tl::unexpected(bytes.error());
    const std::shared_ptr<Library> library(new Library);
    library->file_ = path.filename().string();
    library->digest_ = sha256(*bytes);
    if (Status status = check_format(library->file_, *bytes); !status) return tl::unexpected(status.error());
    if (Status status = check_pin(library->file_, library->digest_, pins); !status)
        return tl::unexpected(status.error());
    auto handle = open_bytes(library->file_, *bytes, library->digest_);
    if (!handle) return tl::unexpected(handle.error());
    library->handle_ = *handle;
    library->entry_ = static_cast<const np_plugin*>(dlsym(library->handle_, NP_PLUGIN_SYMBOL));
    if (library->entry_ == nullptr)
        return no("the library " + in_quotes(library->file_) +
                  " does not export '" NP_PLUGIN_SYMBOL
                  "'; use NP_SCORER or the macro of another kind, or export that constant");
    auto manifest = read_manifest(library->file_, *library->entry_);
    if (!manifest) return tl::unexpected(manifest.error());
    library->manifest_ = std::move(*manifest);
    return std::shared_ptr<const Library>(library);
}

Library::~Library() {
    if (handle_ != nullptr) dlclose(handle_);
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

Expected<std::vector<Listing>> list_plugins(const std::filesystem::path& folder, const Pins* pins) {
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
        auto library = Library::load(file, pins);
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

Expected<Libraries> load_plugins(const std::filesystem::path& folder, const Pins* pins) {
    auto listings = list_plugins(folder, pins);
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

}  // namespace np::plugin_host
