#include "check_forbidden.h"

#include <algorithm>

namespace np::plugin_host {
namespace {

using Names = std::string_view;

// sqrt is exact on every machine; everything else differs in its last bits from one C library to the next. Each name
// stands for its float and long double forms too.
constexpr Names kMathematics[] = {
    "sin",         "cos",       "tan",       "asin",       "acos",   "atan",      "atan2", "sinh",  "cosh",
    "tanh",        "asinh",     "acosh",     "atanh",      "exp",    "exp2",      "exp10", "expm1", "log",
    "log2",        "log10",     "log1p",     "logb",       "pow",    "cbrt",      "hypot", "erf",   "erfc",
    "tgamma",      "lgamma",    "lgamma_r",  "j0",         "j1",     "jn",        "y0",    "y1",    "yn",
    "fmod",        "remainder", "remquo",    "fma",        "sincos", "nearbyint", "rint",  "lrint", "llrint",
    "round",       "lround",    "llround",   "trunc",      "ceil",   "floor",     "modf",  "frexp", "ldexp",
    "scalbn",      "scalbln",   "nextafter", "nexttoward", "fdim",   "fmax",      "fmin",  "ilogb", "drem",
    "significand", "roundeven"};
constexpr Names kClock[] = {"time",
                            "clock",
                            "clock_gettime",
                            "clock_getres",
                            "gettimeofday",
                            "timespec_get",
                            "localtime",
                            "localtime_r",
                            "gmtime",
                            "gmtime_r",
                            "mktime",
                            "strftime",
                            "ftime",
                            "times",
                            "getrusage",
                            "nanosleep",
                            "clock_nanosleep",
                            "sleep",
                            "usleep",
                            "timer_create",
                            "timer_settime",
                            "tzset",
                            "ctime",
                            "asctime",
                            "_ZNSt6chrono3_V212system_clock3nowEv",
                            "_ZNSt6chrono3_V212steady_clock3nowEv"};
constexpr Names kRandom[] = {"rand",
                             "srand",
                             "rand_r",
                             "random",
                             "srandom",
                             "random_r",
                             "drand48",
                             "lrand48",
                             "mrand48",
                             "erand48",
                             "getrandom",
                             "getentropy",
                             "arc4random",
                             "_ZNSt13random_device9_M_getvalEv",
                             "_ZNSt13random_device7_M_initERKNSt7__cxx1112basic_"
                             "stringIcSt11char_traitsIcESaIcEEE",
                             "_ZNSt13random_device7_M_finiEv"};
constexpr Names kFiles[] = {"open",
                            "open64",
                            "openat",
                            "openat64",
                            "creat",
                            "creat64",
                            "fopen",
                            "fopen64",
                            "freopen",
                            "freopen64",
                            "fdopen",
                            "opendir",
                            "fdopendir",
                            "scandir",
                            "stat",
                            "stat64",
                            "lstat",
                            "fstat",
                            "fstatat",
                            "__xstat",
                            "__fxstat",
                            "statx",
                            "access",
                            "faccessat",
                            "readlink",
                            "readlinkat",
                            "realpath",
                            "unlink",
                            "unlinkat",
                            "remove",
                            "rename",
                            "renameat",
                            "mkdir",
                            "mkdirat",
                            "rmdir",
                            "chdir",
                            "fchdir",
                            "getcwd",
                            "chmod",
                            "chown",
                            "link",
                            "symlink",
                            "truncate",
                            "ftruncate",
                            "mkstemp",
                            "tmpfile",
                            "shm_open",
                            "memfd_create",
                            "mmap",
                            "mmap64",
                            "sendfile",
                            "inotify_init",
                            "_ZNSt13basic_filebufIcSt11char_traitsIcEE4openEPKcSt13_Ios_Openmode"};
constexpr Names kDescriptors[] = {
    "close",  "close_range",  "closefrom",     "dup",     "dup2",     "dup3",           "fcntl", "fcntl64", "ioctl",
    "read",   "pread",        "pread64",       "readv",   "lseek",    "lseek64",        "pipe",  "pipe2",   "poll",
    "select", "epoll_create", "epoll_create1", "eventfd", "signalfd", "timerfd_create", "fclose"};
constexpr Names kNetwork[] = {"socket",  "socketpair",  "connect",       "bind",        "listen",     "accept",
                              "accept4", "send",        "sendto",        "sendmsg",     "recv",       "recvfrom",
                              "recvmsg", "getaddrinfo", "gethostbyname", "gethostname", "getifaddrs", "if_nametoindex"};
constexpr Names kProcesses[] = {"fork",
                                "vfork",
                                "_Fork",
                                "clone",
                                "clone3",
                                "posix_spawn",
                                "posix_spawnp",
                                "execve",
                                "execv",
                                "execvp",
                                "execl",
                                "execlp",
                                "execle",
                                "execvpe",
                                "fexecve",
                                "system",
                                "popen",
                                "pclose",
                                "wait",
                                "waitpid",
                                "waitid",
                                "kill",
                                "raise",
                                "tgkill",
                                "killpg",
                                "exit",
                                "_exit",
                                "_Exit",
                                "quick_exit",
                                "atexit",
                                "__cxa_at_quick_exit",
                                "on_exit",
                                "at_quick_exit",
                                "setsid",
                                "ptrace",
                                "prctl",
                                "setrlimit",
                                "setrlimit64",
                                "nice",
                                "daemon",
                                "syscall",
                                "getpid",
                                "getppid",
                                "gettid"};
constexpr Names kEnvironment[] = {"getenv",
                                  "secure_getenv",
                                  "setenv",
                                  "putenv",
                                  "unsetenv",
                                  "clearenv",
                                  "environ",
                                  "__environ",
                                  "setlocale",
                                  "uselocale",
                                  "newlocale",
                                  "localeconv",
                                  "nl_langinfo",
                                  "sysconf",
                                  "uname",
                                  "getuid",
                                  "geteuid",
                                  "getpwuid",
                                  "getlogin",
                                  "sched_getaffinity",
                                  "get_nprocs",
                                  "getauxval",
                                  "_ZNSt6localeC1Ev",
                                  "_ZNSt6locale6globalERKS_",
                                  "_ZNSt6localeC1EPKc"};
constexpr Names kThreads[] = {
    "pthread_create", "thrd_create",
    "pthread_atfork", "sem_open",
    "pthread_cancel", "_ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE"};
constexpr Names kOutput[] = {"printf",   "vprintf",      "puts",          "putchar",       "perror",         "fprintf",
                             "vfprintf", "fputs",        "fputc",         "putc",          "fwrite",         "write",
                             "pwrite",   "pwrite64",     "writev",        "dprintf",       "vdprintf",       "syslog",
                             "vsyslog",  "__printf_chk", "__fprintf_chk", "__vprintf_chk", "__vfprintf_chk", "stdout",
                             "stderr",   "psignal",      "_ZSt4cout",     "_ZSt4cerr",     "_ZSt4clog"};
constexpr Names kSignals[] = {
    "signal", "__sysv_signal", "sigaction", "sigprocmask", "pthread_sigmask", "sigaltstack", "sigsuspend", "sigwait",
    "alarm",  "ualarm",        "setitimer", "siglongjmp",  "__sigsetjmp",     "bsd_signal",  "sigqueue",   "pause"};
constexpr Names kLoading[] = {"dlopen",          "dlmopen",  "dlsym",         "dlvsym", "dladdr",
                              "dl_iterate_phdr", "mprotect", "pkey_mprotect", "dlinfo"};
constexpr Names kRounding[] = {"fesetround",      "fesetenv",       "feupdateenv",     "feholdexcept",
                               "feclearexcept",   "feenableexcept", "fedisableexcept", "feraiseexcept",
                               "fesetexceptflag", "fegetround",     "fetestexcept"};
constexpr Names kAborting[] = {"abort",   "__assert_fail", "__assert",     "_ZSt9terminatev",
                               "longjmp", "_longjmp",      "__longjmp_chk"};
// These ask the locale that is set when they are called.
constexpr Names kLocale[] = {"sprintf",
                             "snprintf",
                             "vsnprintf",
                             "vsprintf",
                             "asprintf",
                             "__sprintf_chk",
                             "__snprintf_chk",
                             "__vsnprintf_chk",
                             "sscanf",
                             "__isoc99_sscanf",
                             "atof",
                             "strtod",
                             "strtof",
                             "strtold",
                             "strcoll",
                             "strxfrm",
                             "toupper",
                             "tolower",
                             "isalpha",
                             "isalnum",
                             "isspace",
                             "isupper",
                             "islower",
                             "ispunct",
                             "__ctype_b_loc",
                             "__ctype_tolower_loc",
                             "__ctype_toupper_loc",
                             "qsort",
                             "_ZNSt8ios_base4InitC1Ev"};
constexpr Names kHashing[] = {"_ZSt11_Hash_bytesPKvmm",
                              "_ZSt15_Fnv_hash_bytesPKvmm",
                              "_ZNKSt8__detail20_Prime_rehash_policy14_M_need_rehashEmmm",
                              "_ZNKSt8__detail20_Prime_rehash_policy11_M_next_bktEm",
                              "hcreate",
                              "hsearch"};

constexpr ForbiddenGroup kGroups[] = {
    {"file.no_mathematics", "use needlepoint/sdk/math.h, which gives the same bits on every machine", kMathematics},
    {"file.no_clock", "the only time is the tick of an event", kClock},
    {"file.no_random", "draw from the extension needlepoint.random, which follows the session's seed", kRandom},
    {"file.no_files", "everything a plugin may know comes from the host; an exporter writes through its sink", kFiles},
    {"file.no_descriptors", "descriptors belong to the host", kDescriptors},
    {"file.no_network", "the host opens what a device plugin declares", kNetwork},
    {"file.no_processes", "return NP_FAULT with a sentence instead of ending or starting a process", kProcesses},
    {"file.no_environment", "take what may vary as a parameter that you declare", kEnvironment},
    {"file.no_threads", "the host calls from one thread at a time and may use several in turn", kThreads},
    {"file.no_output", "write through the extension needlepoint.log", kOutput},
    {"file.no_signals", "signals belong to the host", kSignals},
    {"file.no_loading", "link what you need into the plugin", kLoading},
    {"file.no_rounding_switch", "compute with the rounding mode that the host has set", kRounding},
    {"file.no_aborting", "return NP_FAULT with a sentence instead", kAborting},
    {"file.no_locale", "write numbers without the C library, or prove with same.locale that it does not matter",
     kLocale},
    {"file.no_hashing", "walk a std::map or a sorted std::vector, whose order is the same everywhere", kHashing},
};

bool matches(std::string_view symbol, std::string_view name, bool mathematics) {
    if (symbol == name) return true;
    if (!mathematics || symbol.size() <= name.size()) return false;
    // sinf, sinl, __sin_finite, and their like
    if (symbol.substr(0, name.size()) == name)
        return symbol.size() == name.size() + 1 && (symbol.back() == 'f' || symbol.back() == 'l');
    const std::string finite = "__" + std::string(name) + "_finite";
    return symbol == finite;
}

}  // namespace

const ForbiddenGroup* forbidden_group(std::string_view check) {
    for (const ForbiddenGroup& group : kGroups)
        if (group.check == check) return &group;
    return nullptr;
}

std::vector<std::string> forbidden_in(const ElfFile& file, const ForbiddenGroup& group) {
    const bool mathematics = group.names.data() == std::data(kMathematics);
    std::vector<std::string> found;
    for (const ElfSymbol& symbol : file.symbols) {
        if (symbol.defined) continue;
        const auto is_it = [&](std::string_view name) { return matches(symbol.name, name, mathematics); };
        if (std::any_of(group.names.begin(), group.names.end(), is_it)) found.push_back(symbol.name);
    }
    return found;
}

}  // namespace np::plugin_host
