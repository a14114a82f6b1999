#include "check_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "needlepoint/plugin_host/check.h"

namespace np::plugin_host {
namespace {

double now_s() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

void limit(int what, std::uint64_t soft, std::uint64_t hard) {
    const rlimit value = {soft, hard};
    setrlimit(static_cast<__rlimit_resource>(what), &value);
}

// Between fork and exec: only what POSIX allows there.
[[noreturn]] void become(char* const* arguments, int material, int answer, const ChildLimits& limits, pid_t parent) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    // Out of the way first, so that neither dup2 overwrites what the other needs.
    const int from_material = fcntl(material, F_DUPFD, 10), from_answer = fcntl(answer, F_DUPFD, 10);
    const int nowhere = open("/dev/null", O_RDWR);
    for (int descriptor = 0; descriptor < 3; ++descriptor) dup2(nowhere, descriptor);
    dup2(from_material, kCheckMaterialDescriptor);
    dup2(from_answer, kCheckAnswerDescriptor);
    close_range(5, ~0u, 0);
    limit(RLIMIT_CORE, 0, 0);
    limit(RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 2);
    if (limits.memory_bytes != 0) limit(RLIMIT_AS, limits.memory_bytes, limits.memory_bytes);
    signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    execv(arguments[0], arguments);
    _exit(127);
}

}  // namespace

Expected<Child> Child::start(const std::vector<std::string>& words, int material, const ChildLimits& limits) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return cannot(std::string("a pipe could not be had: ") + std::strerror(errno));
    const pid_t parent = getpid();
    const pid_t process = fork();
    if (process == 0) become(arguments.data(), material, ends[1], limits, parent);
    close(ends[1]);
    if (process < 0) {
        close(ends[0]);
        return cannot(std::string("a process could not be started: ") + std::strerror(errno) +
                      "; close other programs and try again");
    }
    setpgid(process, process);  // here too: who comes first does not matter
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    Child child;
    child.process_ = process;
    child.answer_ = ends[0];
    child.deadline_s_ = now_s() + limits.wall_seconds;
    return child;
}

Child::Child(Child&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      answer_(std::exchange(other.answer_, -1)),
      deadline_s_(other.deadline_s_),
      end_(std::move(other.end_)) {}

Child& Child::operator=(Child&& other) noexcept {
    std::swap(process_, other.process_);
    std::swap(answer_, other.answer_);
    std::swap(deadline_s_, other.deadline_s_);
    std::swap(end_, other.end_);
    return *this;
}

Child::~Child() {
    if (process_ > 0) {
        kill_group();
        reap(true);
    }
    if (answer_ >= 0) close(answer_);
}

void Child::kill_group() const {
    kill(-process_, SIGKILL);
    kill(process_, SIGKILL);
}

void Child::read_answer() {
    char part[4096];
    for (;;) {
        const ssize_t count = read(answer_, part, sizeof part);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        if (end_.answer.size() < 65536) end_.answer.append(part, static_cast<std::size_t>(count));
    }
}

void Child::reap(bool wait) {
    siginfo_t ended{};
    int result;
    // First only a look: as long as it is not reaped, nobody else can get the number of its group.
    do result = waitid(P_PID, static_cast<id_t>(process_), &ended, WEXITED | WNOWAIT | (wait ? 0 : WNOHANG));
    while (result != 0 && errno == EINTR);
    if (result == 0 && ended.si_pid == 0) return;
    kill(-process_, SIGKILL);
    int status = 0;
    pid_t reaped;
    do reaped = waitpid(process_, &status, 0);
    while (reaped < 0 && errno == EINTR);
    process_ = -1;
    read_answer();
    if (reaped < 0) return;
    if (WIFSIGNALED(status)) end_.signal = WTERMSIG(status);
    if (WIFEXITED(status)) end_.exit_code = WEXITSTATUS(status);
    // Out of processor time: the kernel says so with a signal of its own, then with SIGKILL.
    if (end_.signal == SIGXCPU) end_.timed_out = true;
}

bool Child::poll_end() {
    if (process_ < 0) return true;
    read_answer();
    reap(false);
    if (process_ < 0) return true;
    if (now_s() < deadline_s_) return false;
    end_.timed_out = true;
    kill_group();
    reap(true);
    return true;
}

}  // namespace np::plugin_host
