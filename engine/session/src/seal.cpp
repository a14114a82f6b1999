#include "needlepoint/session/seal.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "hexadecimal.h"
#include "needlepoint/core/files.h"

namespace np::session {

namespace {

static_assert(crypto_sign_PUBLICKEYBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64 && crypto_sign_BYTES == 64 &&
              crypto_sign_SEEDBYTES == 32);

// What is signed begins with these words, so that a seal can never be taken for a signature under something else.
constexpr std::string_view kPurpose = "needlepoint record seal 1\n";

std::vector<unsigned char> signed_message(const Digest& chain_head) {
    std::vector<unsigned char> message(kPurpose.begin(), kPurpose.end());
    for (const std::byte b : chain_head) message.push_back(std::to_integer<unsigned char>(b));
    return message;
}

const unsigned char* raw(const std::byte* bytes) {
    return reinterpret_cast<const unsigned char*>(bytes);
}
unsigned char* raw(std::byte* bytes) {
    return reinterpret_cast<unsigned char*>(bytes);
}

// 64 lower-case hexadecimal digits and a line end.
std::optional<std::array<std::byte, 32>> parse_hex(std::string_view text) {
    if (!text.empty() && text.back() == '\n') text.remove_suffix(1);
    std::array<std::byte, 32> bytes;
    if (!from_hex(text, bytes)) return std::nullopt;
    return bytes;
}

// Creates the key file, readable by its owner only; another process that does the same at the same time wins or loses
// as a whole.
Status create_key_file(const std::filesystem::path& file) {
    std::error_code problem;
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), problem);
    std::array<std::byte, 32> seed;
    randombytes_buf(seed.data(), seed.size());
    std::string text = to_hex(seed) + "\n";
    const std::string beside = file.string() + ".part" + std::to_string(::getpid());
    const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = descriptor >= 0;
    good = good && ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
           ::fsync(descriptor) == 0;
    good = good && ::link(beside.c_str(), file.c_str()) == 0;
    const int why = errno;
    if (descriptor >= 0) {
        ::close(descriptor);
        ::unlink(beside.c_str());
    }
    sodium_memzero(seed.data(), seed.size());
    sodium_memzero(text.data(), text.size());
    if (good || why == EEXIST) return {};
    return cannot("could not create the station key " + file.string() + ": " + std::strerror(why) +
                  "; check the folder");
}

}  // namespace

Expected<StationKey> StationKey::load_or_create(const std::filesystem::path& key_file) {
    if (sodium_init() < 0) return cannot("the cryptographic library did not start; reinstall libsodium");
    std::error_code problem;
    if (!std::filesystem::exists(key_file, problem))
        if (Status done = create_key_file(key_file); !done) return tl::unexpected(done.error());
    struct ::stat facts {};
    if (::stat(key_file.c_str(), &facts) == 0 && (facts.st_mode & 077) != 0)
        return no(
            "the station key " + key_file.string() +
            " was expected to be readable by its owner only; say chmod 600, or remove it if others may have copied it");
    auto text = read_text(key_file);
    if (!text) return tl::unexpected(text.error());
    auto seed = parse_hex(*text);
    sodium_memzero(text->data(), text->size());
    if (!seed)
        return no("64 hexadecimal digits were expected in the station key " + key_file.string() +
                  ", found something else; restore or remove the file");
    StationKey key;
    crypto_sign_seed_keypair(raw(key.public_key_.data()), raw(key.secret_.data()), raw(seed->data()));
    sodium_memzero(seed->data(), seed->size());
    std::filesystem::path public_file = key_file;
    public_file.replace_extension(".pub");
    if (!std::filesystem::exists(public_file, problem))
        if (Status done = write_text(public_file, to_hex(key.public_key_) + "\n"); !done)
            return tl::unexpected(done.error());
    return key;
}

StationKey::~StationKey() {
    sodium_memzero(secret_.data(), secret_.size());
}

StationKey::StationKey(StationKey&& other) noexcept : secret_(other.secret_), public_key_(other.public_key_) {
    sodium_memzero(other.secret_.data(), other.secret_.size());
}

StationKey& StationKey::operator=(StationKey&& other) noexcept {
    if (this == &other) return *this;
    secret_ = other.secret_;
    public_key_ = other.public_key_;
    sodium_memzero(other.secret_.data(), other.secret_.size());
    return *this;
}

Signature StationKey::sign(const Digest& chain_head) const {
    const auto message = signed_message(chain_head);
    Signature signature;
    crypto_sign_detached(raw(signature.data()), nullptr, message.data(), message.size(), raw(secret_.data()));
    return signature;
}

bool signature_matches(const PublicKey& key, const Digest& chain_head, const Signature& signature) {
    if (sodium_init() < 0) return false;
    const auto message = signed_message(chain_head);
    return crypto_sign_verify_detached(raw(signature.data()), message.data(), message.size(), raw(key.data())) == 0;
}

Expected<TrustedStations> TrustedStations::load(const std::filesystem::path& folder) {
    TrustedStations stations;
    std::error_code problem;
    std::vector<std::filesystem::path> files;
    for (auto at = std::filesystem::directory_iterator(folder, problem);
         !problem && at != std::filesystem::directory_iterator(); at.increment(problem))
        if (at->path().extension() == ".pub") files.push_back(at->path());
    if (problem && problem != std::errc::no_such_file_or_directory)
        return cannot("a folder of trusted keys was expected at " + folder.string() + ": " + problem.message() +
                      "; check --trust");
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        const auto text = read_text(file);
        if (!text) return tl::unexpected(text.error());
        const auto key = parse_hex(*text);
        if (!key)
            return no("64 hexadecimal digits were expected in the public key " + file.string() +
                      ", found something else; replace the file");
        stations.add(file.stem().string(), *key);
    }
    return stations;
}

std::optional<std::string> TrustedStations::name_of(const PublicKey& key) const {
    const auto found = names_.find(key);
    if (found == names_.end()) return std::nullopt;
    return found->second;
}

}  // namespace np::session
