#include "check_surroundings.h"

#include <dirent.h>
#include <fcntl.h>
#include <fenv.h>
#include <locale.h>
#include <malloc.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "check_process.h"
#include "needlepoint/core/files.h"
#include "needlepoint/core/hash.h"

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace np::plugin_host {
namespace {

unsigned entries(const char* folder) {
    DIR* open = opendir(folder);
    if (open == nullptr) return 0;
    unsigned count = 0;
    while (const dirent* entry = readdir(open))
        if (entry->d_name[0] != '.') ++count;
    closedir(open);
    return count;
}

bool writes_comma() {
    char text[16];
    std::snprintf(text, sizeof text, "%.1f", 1.5);
    return std::strcmp(text, "1,5") == 0;
}

// The file of a locale's numbers as the GNU C library reads it: a magic number, how many items, where each lies.
// Only the numbers: that is all a decimal comma needs.
bool make_comma_locale(const std::filesystem::path& folder) {
    constexpr std::uint32_t kMagic = 0x20031115u ^ 1u;  // of category LC_NUMERIC
    struct File {
        std::uint32_t magic = kMagic, count = 6;
        std::uint32_t offsets[6] = {32, 34, 36, 40, 44, 48};
        char point[2] = {',', 0}, separator[2] = {'.', 0}, grouping[4] = {3, 3, 0, 0};
        std::uint32_t wide_point = ',', wide_separator = '.';
        char codeset[8] = "UTF-8";
    };
    static_assert(sizeof(File) == 56);
    const File file;
    std::error_code error;
    std::filesystem::create_directories(folder / "np_comma", error);
    return !error && write_file(folder / "np_comma" / "LC_NUMERIC", std::as_bytes(std::span(&file, 1)));
}

}  // namespace

std::uint64_t floating_point_modes() {
    std::uint64_t modes = static_cast<std::uint64_t>(fegetround());
#if defined(__x86_64__)
    // MXCSR without the six bits that say which exceptions were raised; the x87 control word behind it.
    std::uint16_t x87 = 0;
    __asm__ volatile("fnstcw %0" : "=m"(x87));
    modes |= (std::uint64_t{_mm_getcsr()} & ~0x3full) << 16;
    modes |= std::uint64_t{x87} << 48;
#elif defined(__aarch64__)
    std::uint64_t control = 0;
    __asm__ volatile("mrs %0, fpcr" : "=r"(control));
    modes |= control << 16;
#endif
    return modes;
}

bool set_flush_to_zero(bool on) {
#if defined(__x86_64__)
    const unsigned bits = 0x8040;  // flush results, take operands for zero
    _mm_setcsr(on ? _mm_getcsr() | bits : _mm_getcsr() & ~bits);
    return true;
#elif defined(__aarch64__)
    std::uint64_t control = 0;
    __asm__ volatile("mrs %0, fpcr" : "=r"(control));
    control = on ? control | (1ull << 24) : control & ~(1ull << 24);
    __asm__ volatile("msr fpcr, %0" : : "r"(control));
    return true;
#else
    (void)on;
    return false;
#endif
}

unsigned open_descriptors() {
    return entries("/proc/self/fd");
}
unsigned running_threads() {
    return entries("/proc/self/task");
}
bool has_children() {
    siginfo_t info{};
    return waitid(P_ALL, 0, &info, WEXITED | WSTOPPED | WNOHANG | WNOWAIT) == 0;
}
std::uint64_t heap_bytes() {
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
}
std::uint64_t processor_time_us() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000u + static_cast<std::uint64_t>(now.tv_nsec) / 1000u;
}

OutputTrap::OutputTrap() {
    std::fflush(nullptr);
    file_ = memfd_create("output", MFD_CLOEXEC);
    for (const int descriptor : {1, 2}) {
        kept_[descriptor - 1] = fcntl(descriptor, F_DUPFD_CLOEXEC, 100);
        dup2(file_, descriptor);
    }
}
OutputTrap::~OutputTrap() {
    std::fflush(nullptr);
    for (const int descriptor : {1, 2}) {
        dup2(kept_[descriptor - 1], descriptor);
        close(kept_[descriptor - 1]);
    }
    close(file_);
}
std::uint64_t OutputTrap::bytes() const {
    std::fflush(nullptr);
    struct stat facts {};
    return fstat(file_, &facts) == 0 ? static_cast<std::uint64_t>(facts.st_size) : 0;
}

std::string set_comma_locale() {
    for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "nl_NL.UTF-8", "pt_BR.UTF-8", "ru_RU.UTF-8"})
        if (setlocale(LC_ALL, name) != nullptr && writes_comma()) return name;
    setlocale(LC_ALL, "C");
    std::error_code unknown;
    std::string folder = (std::filesystem::temp_directory_path(unknown) / "needlepoint-locale-XXXXXX").string();
    if (unknown || mkdtemp(folder.data()) == nullptr) return {};
    bool made = make_comma_locale(folder);
    if (made) {
        setenv("LOCPATH", folder.c_str(), 1);
        made = setlocale(LC_NUMERIC, "np_comma") != nullptr && writes_comma();
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return made ? "with a decimal comma" : "";
}

std::string answer_digest(Scene& scene) {
    return to_hex(sha256(scene.play(scene.rich()).text));
}

std::string answer_elsewhere(Scene& scene, const std::string& padding) {
    const int material = memfd_create("material", MFD_CLOEXEC);
    const auto bytes = scene.material().encode();
    const bool written =
        material >= 0 && write(material, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
    std::string answer;
    if (written) {
        lseek(material, 0, SEEK_SET);
        setenv("NEEDLEPOINT_PADDING", padding.c_str(), 1);
        std::vector<std::string> words = {scene.how().program.string()};
        words.insert(words.end(), scene.how().words.begin(), scene.how().words.end());
        words.push_back(scene.path().string());
        words.push_back(kAnswerElsewhere);
        if (auto child = Child::start(words, material, {20, 60, 0})) {
            while (!child->poll_end()) {
                pollfd wait = {child->answer_descriptor(), POLLIN, 0};
                poll(&wait, 1, 20);
            }
            if (child->end().signal == 0 && child->end().exit_code == 0) answer = child->end().answer;
        }
    }
    if (material >= 0) close(material);
    return answer;
}

}  // namespace np::plugin_host
