#include "death_watch.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "sandbox.h"

namespace np::plugin_host {
namespace {

// A signal handler gets no context of ours, so this one process-wide record exists, in the worker only.
struct Watch {
    WorkerPage* page = nullptr;
    unsigned long clock_begin[8] = {}, clock_end[8] = {};
    std::size_t clock_count = 0;
    const char* served_path = nullptr;
    int served_descriptor = -1;
    int control = -1;
    std::uintptr_t stack_top = 0;
    std::uintptr_t stack_bytes = 0;
};
Watch watch;
constexpr rlim_t kMostStack = 8u << 20;

std::uintptr_t instruction_of(const ucontext_t& context) {
#if defined(__x86_64__)
    return static_cast<std::uintptr_t>(context.uc_mcontext.gregs[REG_RIP]);
#elif defined(__aarch64__)
    return context.uc_mcontext.pc;
#else
    (void)context;
    return 0;
#endif
}

bool in_clock_pages(std::uintptr_t address) {
    for (std::size_t i = 0; i < watch.clock_count; ++i)
        if (address >= watch.clock_begin[i] && address < watch.clock_end[i]) return true;
    return false;
}

// The time stamp counter: rdtsc (0f 31) and rdtscp (0f 01 f9).
bool reads_counter(const siginfo_t& info, std::uintptr_t instruction) {
#if defined(__x86_64__)
    if (info.si_code != SI_KERNEL || instruction == 0) return false;
    const auto* code = reinterpret_cast<const unsigned char*>(instruction);
    return code[0] == 0x0f && (code[1] == 0x31 || (code[1] == 0x01 && code[2] == 0xf9));
#else
    (void)info;
    (void)instruction;
    return false;
#endif
}

// Just below the lowest place that the stack may reach.
bool beyond_stack(std::uintptr_t address) {
    const std::uintptr_t lowest = watch.stack_top - watch.stack_bytes;
    return address < lowest + (64u << 10) && address + (1u << 20) > lowest;
}

void on_fault(int signal, siginfo_t* info, void* raw) {
    const std::uintptr_t instruction = instruction_of(*static_cast<const ucontext_t*>(raw));
    const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
    switch (signal) {
        case SIGSEGV:
            if (in_clock_pages(instruction) || in_clock_pages(address) || reads_counter(*info, instruction))
                die(Death::kClock);
            if (beyond_stack(address)) die(Death::kStack);
            die(Death::kSegment, address);
        case SIGFPE:
            die(Death::kArithmetic);
        case SIGILL:
            die(Death::kIllegal);
        case SIGBUS:
            if (beyond_stack(address)) die(Death::kStack);
            die(Death::kBus, address);
        default:
            die(Death::kAbort);
    }
}

// A forbidden system call: the loader's question for its library is answered, everything else ends the worker.
void on_forbidden(int, siginfo_t* info, void* raw) {
    auto& context = *static_cast<ucontext_t*>(raw);
#if defined(__x86_64__)
    auto& result = context.uc_mcontext.gregs[REG_RAX];
    const auto first = static_cast<std::uint64_t>(context.uc_mcontext.gregs[REG_RDI]);
    const auto second = static_cast<std::uint64_t>(context.uc_mcontext.gregs[REG_RSI]);
#elif defined(__aarch64__)
    auto& result = context.uc_mcontext.regs[0];
    const std::uint64_t first = context.uc_mcontext.regs[0], second = context.uc_mcontext.regs[1];
#else
    std::int64_t result = 0;
    const std::uint64_t first = 0, second = 0;
    (void)context;
#endif
    if (info->si_syscall == SYS_openat && watch.served_path != nullptr &&
        std::strcmp(reinterpret_cast<const char*>(second), watch.served_path) == 0) {
        const int copy = fcntl(watch.served_descriptor, F_DUPFD, kFirstLoaderDescriptor);
        result = copy >= 0 ? copy : -errno;
        return;
    }
    die(Death::kForbidden, static_cast<std::uint64_t>(info->si_syscall), first);
}

}  // namespace

void die(Death death, std::uint64_t detail, std::uint64_t extra) {
    if (watch.page != nullptr) {
        watch.page->detail.store(detail);
        watch.page->extra.store(extra);
        watch.page->death.store(static_cast<std::uint32_t>(death));
    }
    syscall(SYS_exit_group, kDeathExit);
    __builtin_unreachable();
}

Status watch_for_death(WorkerPage* page) {
    watch.page = page;
    char here = 0;
    watch.stack_top = reinterpret_cast<std::uintptr_t>(&here);
    struct rlimit stack = {};
    getrlimit(RLIMIT_STACK, &stack);
    if (stack.rlim_cur == RLIM_INFINITY || stack.rlim_cur > kMostStack) {
        stack.rlim_cur = kMostStack;
        setrlimit(RLIMIT_STACK, &stack);
    }
    watch.stack_bytes = stack.rlim_cur;
    constexpr std::size_t kHandlerStack = 64u << 10;
    void* memory = mmap(nullptr, kHandlerStack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return cannot("memory for the worker's signal stack could not be had");
    const stack_t own = {memory, 0, kHandlerStack};
    sigaltstack(&own, nullptr);
    struct sigaction action = {};
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigfillset(&action.sa_mask);
    sigdelset(&action.sa_mask, SIGSYS);
    action.sa_sigaction = on_fault;
    for (const int signal : {SIGSEGV, SIGFPE, SIGILL, SIGBUS, SIGABRT}) sigaction(signal, &action, nullptr);
    action.sa_sigaction = on_forbidden;
    sigaction(SIGSYS, &action, nullptr);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    return {};
}

void note_clock_pages(unsigned long begin, unsigned long end) {
    if (watch.clock_count == 8) return;
    watch.clock_begin[watch.clock_count] = begin;
    watch.clock_end[watch.clock_count++] = end;
}

void note_served_file(const char* path, int descriptor) {
    watch.served_path = path;
    watch.served_descriptor = descriptor;
}

void note_control(int control) {
    watch.control = control;
}
int confined_control() {
    return watch.control;
}

}  // namespace np::plugin_host
