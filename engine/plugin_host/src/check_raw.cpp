#include "check_raw.h"

#include <dlfcn.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cinttypes>
#include <cstdio>
#include <cstring>

namespace np::plugin_host {

RawLibrary::RawLibrary(const std::filesystem::path& file) {
    handle_ = dlopen(std::filesystem::absolute(file).c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle_ == nullptr) {
        problem_ = dlerror();
        return;
    }
    entry_ = static_cast<const np_plugin*>(dlsym(handle_, NP_PLUGIN_SYMBOL));
}

RawLibrary::~RawLibrary() {
    if (handle_ != nullptr) dlclose(handle_);
}

bool RawLibrary::readable() const {
    return entry_ != nullptr && can_read(entry_, sizeof(np_plugin)) && entry_->abi_major == NP_ABI_MAJOR &&
           entry_->abi_minor == NP_ABI_MINOR && entry_->bytes == sizeof(np_plugin);
}

bool RawLibrary::holds(const void* address) const {
    Dl_info mine{}, theirs{};
    return dladdr(entry_, &mine) != 0 && dladdr(address, &theirs) != 0 && mine.dli_fbase == theirs.dli_fbase;
}

bool RawLibrary::writable(const void* address) {
    std::FILE* maps = std::fopen("/proc/self/maps", "r");
    if (maps == nullptr) return false;
    const auto wanted = reinterpret_cast<std::uintptr_t>(address);
    char line[512];
    bool found = false;
    while (!found && std::fgets(line, sizeof line, maps) != nullptr) {
        std::uint64_t begin = 0, end = 0;
        char rights[8] = {};
        if (std::sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s", &begin, &end, rights) == 3)
            found = wanted >= begin && wanted < end && rights[1] == 'w';
    }
    std::fclose(maps);
    return found;
}

// The kernel copies, so that a wild address is an answer and not a crash.
bool RawLibrary::can_read(const void* address, std::size_t bytes) {
    char buffer[4096];
    if (bytes > sizeof buffer) return can_read(address, sizeof buffer);
    const iovec to = {buffer, bytes}, from = {const_cast<void*>(address), bytes};
    return process_vm_readv(getpid(), &to, 1, &from, 1, 0) == static_cast<ssize_t>(bytes);
}

bool RawLibrary::text_at(const char* address, std::string& text) {
    text.clear();
    if (address == nullptr) return false;
    for (const char* at = address; text.size() < 4096; ++at) {
        // A page at a time is enough: rights change at pages only.
        if ((at == address || reinterpret_cast<std::uintptr_t>(at) % 4096 == 0) && !can_read(at, 1)) return false;
        if (*at == 0) return true;
        text += *at;
    }
    return true;
}

}  // namespace np::plugin_host
