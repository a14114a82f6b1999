// A plugin that was loaded and fits. The bytes that were hashed are the bytes that are loaded.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/core/hash.h"
#include "needlepoint/core/status.h"
#include "needlepoint/plugin_host/pins.h"
#include "needlepoint/sdk/plugin.h"

namespace np::plugin_host {

// A parameter that a plugin declares. `own`: its key begins with plugin.<id>. and the rest holds; otherwise it is only
// read from the rule pack, the scenario or the plan.
struct ParameterUse {
    enum class Type : std::uint8_t { kNumber, kText, kFlag };  // a flag is a number that is 0 or 1

    std::string key, unit, text;
    bool needed = false;
    bool own = false;
    Type type = Type::kNumber;
    double default_number = 0, minimum = 0, maximum = 0;  // minimum = maximum: any number
    std::string default_text;
    std::vector<std::string> choices;  // allowed texts; empty: any
};

// Values as in np_plugin_kind.
enum class Kind : std::uint32_t {
    kScorer = NP_PLUGIN_SCORER,
    kIncidents = NP_PLUGIN_INCIDENTS,
    kExporter = NP_PLUGIN_EXPORTER,
    kDevice = NP_PLUGIN_DEVICE
};
// "scorer", "incidents", "exporter", "device".
const char* to_word(Kind kind);

// What a plugin says of itself.
struct Manifest {
    std::string id, version, name_key;
    std::uint32_t abi_major = 0, abi_minor = 0;
    std::vector<ParameterUse> parameters;
    Kind kind = Kind::kScorer;
};

// Immutable; share it between folds and threads. The code stays mapped until the last owner is gone.
class Library {
  public:
    // Reads the file, hashes it, compares with `pins` (null: any contents), copies it to memory nobody else can
    // change, loads that, and checks the entry. Every error is a sentence. The library's own constructors run.
    static Expected<std::shared_ptr<const Library>> load(const std::filesystem::path& file, const Pins* pins = nullptr);
    // The same without running anything of it in this process: a worker loads it and tells its manifest; whatever it
    // does meanwhile is its problem. It can only be used apart. `pinned`: the installation vouches for its contents.
    static Expected<std::shared_ptr<const Library>> load_apart(const std::filesystem::path& file,
                                                               const Pins* pins = nullptr, bool pinned = false);
    // The worker's side: loads what lies in sealed memory under `path`.
    static Expected<std::shared_ptr<const Library>> adopt(const std::string& file, const Digest& digest,
                                                          const std::string& path);
    ~Library();
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    const Manifest& manifest() const { return manifest_; }
    const Digest& digest() const { return digest_; }
    const std::string& file() const { return file_; }  // name without folder
    // True: it runs in a worker; its entry and functions must not be asked for.
    bool apart() const { return entry_ == nullptr; }
    bool pinned() const { return pinned_; }  // only of those apart
    // Descriptor of its sealed bytes, -1 unless apart. Belongs to the library.
    int memory() const { return memory_; }
    const np_plugin& entry() const { return *entry_; }
    Kind kind() const { return manifest_.kind; }
    // The functions of its kind; the other three must not be asked for.
    const np_scorer& scorer() const { return *static_cast<const np_scorer*>(entry_->door); }
    const np_incidents& incidents() const { return *static_cast<const np_incidents*>(entry_->door); }
    const np_exporter& exporter() const { return *static_cast<const np_exporter*>(entry_->door); }
    const np_device& device() const { return *static_cast<const np_device*>(entry_->door); }

  private:
    Library() = default;
    std::string file_;
    Digest digest_{};
    Manifest manifest_;
    void* handle_ = nullptr;
    const np_plugin* entry_ = nullptr;
    int memory_ = -1;
    bool pinned_ = false;
};

using Libraries = std::vector<std::shared_ptr<const Library>>;

// Those of one kind, in the same order.
Libraries of_kind(const Libraries& libraries, Kind kind);
// The one of that id, or null.
std::shared_ptr<const Library> find_plugin(const Libraries& libraries, std::string_view id);

// One file of a plugin folder: loaded, or why not.
struct Listing {
    std::filesystem::path file;
    std::shared_ptr<const Library> library;  // null if it did not load
    std::string problem;                     // empty if it did
};

// Every *.so of the folder, by name; ids that occur twice are a problem of the later one.
Expected<std::vector<Listing>> list_plugins(const std::filesystem::path& folder, const Pins* pins = nullptr);
// Those that loaded; fails with the first problem. With `pins`, also fails if a pinned file is missing.
Expected<Libraries> load_plugins(const std::filesystem::path& folder, const Pins* pins = nullptr);

// Where the plugins of a folder run.
struct LoadPlan {
    const Pins* demanded = nullptr;  // an examination's: every file must be as pinned, none may be missing
    const Pins* trusted = nullptr;   // the installation's: what is as pinned may run in this process
    bool all_apart = false;          // even so: everything in workers
};
Expected<std::shared_ptr<const Library>> load_by_plan(const std::filesystem::path& file, const LoadPlan& plan);
Expected<std::vector<Listing>> list_plugins(const std::filesystem::path& folder, const LoadPlan& plan);
Expected<Libraries> load_plugins(const std::filesystem::path& folder, const LoadPlan& plan);

}  // namespace np::plugin_host
