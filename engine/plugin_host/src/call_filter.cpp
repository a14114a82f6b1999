#include "call_filter.h"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string>

namespace np::plugin_host {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#elif defined(__riscv)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_RISCV64;
#else
constexpr std::uint32_t kArchitecture = 0;
#endif

sock_filter statement(unsigned code, std::uint32_t value) {
    return {static_cast<std::uint16_t>(code), 0, 0, value};
}
sock_filter jump(unsigned code, std::uint32_t value, std::size_t if_true, std::size_t if_false) {
    return {static_cast<std::uint16_t>(code), static_cast<std::uint8_t>(if_true), static_cast<std::uint8_t>(if_false),
            value};
}
sock_filter load(std::size_t offset) {
    return statement(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}

}  // namespace

CallFilter::CallFilter() {
    // Calls of another architecture (32-bit entry) have other numbers: no way in.
    program_.push_back(load(offsetof(seccomp_data, arch)));
    program_.push_back(jump(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 1, 0));
    program_.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    program_.push_back(load(offsetof(seccomp_data, nr)));
}

void CallFilter::allow(long number, std::vector<CallCondition> conditions, bool or_later) {
    // Per condition: load, mask, compare. Then: allow, and (or go on with the number loaded again) trap.
    const std::size_t body = conditions.size() * 3 + 2;
    program_.push_back(jump(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(number), 0, body));
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const CallCondition& one = conditions[i];
        // The low half on little-endian machines; the kernel takes descriptors and flags from there.
        program_.push_back(load(offsetof(seccomp_data, args) + one.argument * 8));
        program_.push_back(statement(BPF_ALU | BPF_AND | BPF_K, one.mask));
        const std::size_t to_trap = (conditions.size() - 1 - i) * 3 + 1;
        program_.push_back(jump(BPF_JMP | (one.at_least ? BPF_JGE : BPF_JEQ) | BPF_K, one.value, 0, to_trap));
    }
    program_.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    program_.push_back(or_later ? load(offsetof(seccomp_data, nr)) : statement(BPF_RET | BPF_K, SECCOMP_RET_TRAP));
}

Status CallFilter::install() {
    if (kArchitecture == 0) return cannot("this processor's system calls can't be filtered here");
    program_.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_TRAP));
    sock_fprog program = {static_cast<unsigned short>(program_.size()), program_.data()};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
        return cannot(std::string("system calls can't be filtered on this kernel: ") + std::strerror(errno));
    return {};
}

}  // namespace np::plugin_host
