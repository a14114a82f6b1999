// What a plugin leaves behind in the process, and what of the process it depends on.
#include <errno.h>
#include <fenv.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/time.h>

#include "check_surroundings.h"
#include "check_table.h"

namespace np::plugin_host {
namespace {

// Runs a session with something measured around every call; fails with `what` when it ever differs.
template <class Measure>
Verdict unchanged(Scene& scene, Measure measure, const std::string& what) {
    decltype(measure()) before{};
    bool same = true;
    const auto watch = [&](PlayPlan plan) {
        plan.before = [&] { before = measure(); };
        plan.after = [&] { same = same && measure() == before; };
        scene.play(plan);
    };
    // The ordinary session first: to make the rich one the plugin is called too, and what it changed then stays
    // changed.
    watch(scene.plan(scene.ordinary()));
    if (same) watch(scene.plan(scene.rich()));
    return same ? passed() : failed(what);
}

Verdict keeps_modes(Scene& scene) {
    return unchanged(
        scene, floating_point_modes,
        "the rounding mode, flush-to-zero and traps were expected to stay as they were, and a call changed "
        "them; compile without -ffast-math and leave them alone");
}

Verdict no_flags(Scene& scene) {
    PlayPlan plan = scene.plan(scene.rich());
    const Play first = scene.play(plan);
    plan.before = [] { feraiseexcept(FE_ALL_EXCEPT); };
    return same_answer(first, scene.play(plan),
                       "when floating-point exceptions were raised before it answers differently");
}

Verdict no_tiny_numbers(Scene& scene) {
    PlayPlan plan = scene.plan(scene.rich());
    const Play first = scene.play(plan);
    if (!set_flush_to_zero(true)) return skipped("this processor can't flush tiny numbers to zero");
    const Play second = scene.play(plan);
    set_flush_to_zero(false);
    const Verdict same = same_answer(first, second, "");
    if (same.outcome == CheckOutcome::kPass) return same;
    return warned("with tiny numbers flushed to zero it answers differently; keep away from numbers below 1e-300");
}

sigjmp_buf trap_point;
void on_trap(int) {
    siglongjmp(trap_point, 1);
}

Verdict no_invalid_numbers(Scene& scene) {
    PlayPlan plan = scene.plan(scene.ordinary());
    plan.before = [] {
        feclearexcept(FE_ALL_EXCEPT);
        feenableexcept(FE_INVALID | FE_DIVBYZERO);
    };
    plan.after = [] { fedisableexcept(FE_ALL_EXCEPT); };
    struct sigaction action {
    }, kept{};
    action.sa_handler = on_trap;
    sigaction(SIGFPE, &action, &kept);
    // The process ends after this check, so what the jump leaves behind does no harm.
    if (sigsetjmp(trap_point, 1) != 0) {
        fedisableexcept(FE_ALL_EXCEPT);
        return warned(
            "it divides by zero or computes with what is no number in an ordinary session; guard the division");
    }
    scene.play(plan);
    sigaction(SIGFPE, &kept, nullptr);
    return passed();
}

Verdict no_errno(Scene& scene) {
    PlayPlan plan = scene.plan(scene.rich());
    plan.before = [] { errno = 0; };
    const Play first = scene.play(plan);
    plan.before = [] { errno = ERANGE; };
    return same_answer(first, scene.play(plan),
                       "with errno set before it answers differently; clear it before you read it");
}

struct SignalState {
    sigset_t mask{};
    struct sigaction actions[32] = {};
    bool operator==(const SignalState& other) const {
        for (int signal = 1; signal < 32; ++signal)
            if (sigismember(&mask, signal) != sigismember(&other.mask, signal) ||
                actions[signal].sa_handler != other.actions[signal].sa_handler)
                return false;
        return true;
    }
};
SignalState signal_state() {
    SignalState state;
    sigprocmask(SIG_BLOCK, nullptr, &state.mask);
    for (int signal = 1; signal < 32; ++signal) sigaction(signal, nullptr, &state.actions[signal]);
    return state;
}

Verdict keeps_signals(Scene& scene) {
    return unchanged(scene, signal_state, "signals were expected to be handled as before, and a call changed that");
}

volatile sig_atomic_t interruptions = 0;
void on_alarm(int) {
    interruptions = interruptions + 1;
}

Verdict stands_interruptions(Scene& scene) {
    const Play first = scene.play(scene.rich());
    struct sigaction action {};
    action.sa_handler = on_alarm;
    sigaction(SIGALRM, &action, nullptr);
    const itimerval often = {{0, 500}, {0, 500}}, never = {};
    setitimer(ITIMER_REAL, &often, nullptr);
    const Play second = scene.play(scene.rich());
    setitimer(ITIMER_REAL, &never, nullptr);
    return same_answer(first, second, "interrupted by signals it answers differently");
}

Verdict writes_nothing(Scene& scene) {
    std::uint64_t written = 0;
    {
        OutputTrap trap;
        scene.play(scene.rich());
        written = trap.bytes();
    }
    if (written == 0) return passed();
    return failed("nothing was expected on standard output and error, found " + std::to_string(written) +
                  " bytes; write through the extension needlepoint.log");
}

Verdict keeps_descriptors(Scene& scene) {
    scene.rich();
    return unchanged(scene, open_descriptors,
                     "open descriptors were expected to stay as they were, and a call opened or closed some");
}

Verdict leaves_no_threads(Scene& scene) {
    return unchanged(scene, running_threads, "no further thread was expected to run after a call, and one did");
}

Verdict leaves_no_children(Scene& scene) {
    scene.play(scene.rich());
    return has_children() ? failed("no child process was expected, and there is one") : passed();
}

Verdict no_extension_in_create(Scene& scene) {
    const Play play = scene.play(scene.ordinary());
    if (!play.asked.asked_in_create) return passed();
    return failed("extensions were expected to be fetched from `begin` on, and `create` fetched one");
}

Verdict logs_little(Scene& scene) {
    const Play play = scene.play(scene.rich());
    const std::uint64_t most = 1000;
    if (play.asked.log_lines <= most) return passed();
    return warned("at most " + std::to_string(most) + " lines for the log were expected from one session, found " +
                  std::to_string(play.asked.log_lines) + "; log what an author needs, not every event");
}

constexpr CheckRow kRows[] = {
    {"manners.floating_point_modes", "It leaves rounding, flush-to-zero and traps as they were.", Needs::kLibrary,
     kForAll, keeps_modes},
    {"manners.floating_point_flags", "It does not depend on exceptions that were raised before.", Needs::kAnswer,
     kForAll, no_flags},
    {"manners.tiny_numbers", "It does not depend on numbers too small to matter.", Needs::kAnswer, kForAll,
     no_tiny_numbers},
    {"manners.invalid_numbers", "It divides by nothing and computes with numbers only.", Needs::kAnswer, kForAll,
     no_invalid_numbers},
    {"manners.errno", "It does not depend on errno.", Needs::kAnswer, kForAll, no_errno},
    {"manners.signals", "It leaves signal handlers and masks as they were.", Needs::kLibrary, kForAll, keeps_signals},
    {"manners.interruptions", "Signals in between change nothing.", Needs::kAnswer, kForAll, stands_interruptions},
    {"manners.output", "It writes nothing to standard output and error.", Needs::kLibrary, kForAll, writes_nothing},
    {"manners.descriptors", "It leaves descriptors as they were.", Needs::kLibrary, kForAll, keeps_descriptors},
    {"manners.threads", "No thread of its own runs on after a call.", Needs::kLibrary, kForAll, leaves_no_threads},
    {"manners.children", "It leaves no child process.", Needs::kLibrary, kForAll, leaves_no_children},
    {"manners.create", "It asks for no extension before `begin`.", Needs::kLibrary, kForAll, no_extension_in_create},
    {"manners.log", "It logs no more than a person reads.", Needs::kLibrary, kForAll, logs_little},
};

}  // namespace

std::span<const CheckRow> manners_checks() {
    return kRows;
}

}  // namespace np::plugin_host
