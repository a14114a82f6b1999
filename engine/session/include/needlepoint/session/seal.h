// Who vouches for a record: the station's key and the keys of stations that are trusted. Ed25519 through libsodium.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "needlepoint/core/hash.h"
#include "needlepoint/core/status.h"

namespace np::session {

using PublicKey = std::array<std::byte, 32>;
using Signature = std::array<std::byte, 64>;

// The secret with which a station seals its records. Wiped from memory when destroyed.
class StationKey {
  public:
    // Reads the key file; makes one (mode 0600) when there is none, and beside it NAME.pub, which may be given to
    // others. Refuses a key file that others may read.
    static Expected<StationKey> load_or_create(const std::filesystem::path& key_file);
    ~StationKey();
    StationKey(StationKey&&) noexcept;
    StationKey& operator=(StationKey&&) noexcept;

    const PublicKey& public_key() const { return public_key_; }
    Signature sign(const Digest& chain_head) const;

  private:
    StationKey() = default;
    std::array<std::byte, 64> secret_{};
    PublicKey public_key_{};
};

bool signature_matches(const PublicKey& key, const Digest& chain_head, const Signature& signature);

// Public keys of known stations: the files NAME.pub (64 hexadecimal digits) of a folder.
class TrustedStations {
  public:
    // A folder that is missing holds no keys; a .pub file that is no key is an error.
    static Expected<TrustedStations> load(const std::filesystem::path& folder);
    void add(std::string name, const PublicKey& key) { names_.insert_or_assign(key, std::move(name)); }
    // The station's name if the key is trusted.
    std::optional<std::string> name_of(const PublicKey& key) const;

  private:
    std::map<PublicKey, std::string> names_;
};

}  // namespace np::session
