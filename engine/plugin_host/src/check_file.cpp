// What can be seen of a library without loading it.
#include <elf.h>

#include <algorithm>

#include "check_forbidden.h"
#include "check_table.h"

namespace np::plugin_host {
namespace {

constexpr std::uint64_t kLargestFile = 64u << 20;
constexpr std::uint64_t kMostConstructors = 2;     // the compiler's own, and one more of a C++ library
constexpr std::uint64_t kMostWritableBytes = 256;  // the compiler's own bookkeeping

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < 8; ++i) text += (i == 0 ? "" : ", ") + names[i];
    return names.size() > 8 ? text + " and " + std::to_string(names.size() - 8) + " more" : text;
}

Verdict is_elf(Scene& scene) {
    if (!scene.elf()) return failed(scene.elf().error().message);
    const ElfFile& file = *scene.elf();
    if (file.type != ET_DYN)
        return failed("a shared library was expected, found another kind of ELF file; link the plugin with -shared");
    if (this_machine() != 0 && file.machine != this_machine())
        return failed("a library for machine type " + std::to_string(this_machine()) + " was expected, found " +
                      std::to_string(file.machine) + "; build the plugin for this machine");
    return passed();
}

Verdict is_small(Scene& scene) {
    if (scene.bytes().size() <= kLargestFile) return passed();
    return warned("at most 64 MiB were expected, found " + std::to_string(scene.bytes().size() >> 20) +
                  " MiB; strip the library");
}

// Checks on the dynamic tables make sense only for a file that has them.
std::optional<Verdict> unreadable(Scene& scene) {
    if (scene.elf()) return std::nullopt;
    return skipped("the file can't be read as a library; see file.elf");
}

Verdict exports_one(Scene& scene) {
    if (auto stop = unreadable(scene)) return *stop;
    std::vector<std::string> others;
    bool entry = false;
    for (const ElfSymbol& symbol : scene.elf()->symbols) {
        if (!symbol.defined) continue;
        if (symbol.name == NP_PLUGIN_SYMBOL)
            entry = true;
        else if (symbol.name != "_init" && symbol.name != "_fini")
            others.push_back(symbol.name);
    }
    if (!entry)
        return failed("the constant '" NP_PLUGIN_SYMBOL
                      "' was expected among the exports and is missing; name the "
                      "plugin with one of the SDK's macros, or export that constant");
    if (others.empty()) return passed();
    return failed("one exported symbol was expected, found also " + listed(others) +
                  "; compile with -fvisibility=hidden and link with the SDK's plugin.map");
}

Verdict entry_is_data(Scene& scene) {
    if (auto stop = unreadable(scene)) return *stop;
    for (const ElfSymbol& symbol : scene.elf()->symbols) {
        if (!symbol.defined || symbol.name != NP_PLUGIN_SYMBOL) continue;
        if (!symbol.data) return failed("'" NP_PLUGIN_SYMBOL "' must be a constant, and it is a function");
        if (symbol.bytes < 4 * sizeof(std::uint32_t))
            return failed("'" NP_PLUGIN_SYMBOL "' is only " + std::to_string(symbol.bytes) +
                          " bytes long; define it as the manifest of the SDK");
        return passed();
    }
    return skipped("there is no such symbol; see file.exports_one");
}

// One body for all groups of forbidden functions: the row says which.
Verdict calls_none(Scene& scene, std::string_view check, CheckOutcome outcome) {
    if (auto stop = unreadable(scene)) return *stop;
    const ForbiddenGroup& group = *forbidden_group(check);
    const auto found = forbidden_in(*scene.elf(), group);
    if (found.empty()) return passed();
    return {outcome, "none of these was expected: " + listed(found) + "; " + std::string(group.instead)};
}

#define NP_CALLS_NONE(name, check, outcome)       \
    Verdict name(Scene& scene) {                  \
        return calls_none(scene, check, outcome); \
    }
NP_CALLS_NONE(no_mathematics, "file.no_mathematics", CheckOutcome::kFail)
NP_CALLS_NONE(no_clock, "file.no_clock", CheckOutcome::kFail)
NP_CALLS_NONE(no_random, "file.no_random", CheckOutcome::kFail)
NP_CALLS_NONE(no_files, "file.no_files", CheckOutcome::kFail)
NP_CALLS_NONE(no_descriptors, "file.no_descriptors", CheckOutcome::kFail)
NP_CALLS_NONE(no_network, "file.no_network", CheckOutcome::kFail)
NP_CALLS_NONE(no_processes, "file.no_processes", CheckOutcome::kFail)
NP_CALLS_NONE(no_environment, "file.no_environment", CheckOutcome::kFail)
NP_CALLS_NONE(no_threads, "file.no_threads", CheckOutcome::kFail)
NP_CALLS_NONE(no_output, "file.no_output", CheckOutcome::kFail)
NP_CALLS_NONE(no_signals, "file.no_signals", CheckOutcome::kFail)
NP_CALLS_NONE(no_loading, "file.no_loading", CheckOutcome::kFail)
NP_CALLS_NONE(no_rounding_switch, "file.no_rounding_switch", CheckOutcome::kFail)
NP_CALLS_NONE(no_aborting, "file.no_aborting", CheckOutcome::kWarn)
NP_CALLS_NONE(no_locale, "file.no_locale", CheckOutcome::kWarn)
NP_CALLS_NONE(no_hashing, "file.no_hashing", CheckOutcome::kWarn)
#undef NP_CALLS_NONE

Verdict needs_known(Scene& scene) {
    if (auto stop = unreadable(scene)) return *stop;
    static constexpr std::string_view kKnown[] = {"libc.so",     "libm.so",      "libgcc_s.so", "libstdc++.so",
                                                  "libc++.so",   "libc++abi.so", "ld-linux",    "libasan.so",
                                                  "libubsan.so", "libtsan.so"};
    std::vector<std::string> others;
    for (const std::string& name : scene.elf()->needed)
        if (std::none_of(std::begin(kKnown), std::end(kKnown), [&](auto known) { return name.rfind(known, 0) == 0; }))
            others.push_back(name);
    if (others.empty()) return passed();
    return failed("only the libraries of C and C++ were expected, found " + listed(others) +
                  "; link what you need into the plugin, so that its bytes are all that a pin has to hold");
}

Verdict no_search_path(Scene& scene) {
    if (auto stop = unreadable(scene)) return *stop;
    if (scene.elf()->search.empty()) return passed();
    return warned("no folders to search for libraries were expected, found " + listed(scene.elf()->search) +
                  "; link without -rpath");
}

Verdict no_executable_stack(Scene& scene) {
    if (auto stop = unreadable(scene)) return *stop;
    if (!scene.elf()->executable_stack) return passed();
    return failed("a stack without the right to run code was expected; link with -z noexecstack");
}

Verdict no_patched_code(Scene& scene) {
    if (auto stop = unreadable(scene)) return *stop;
    if (!scene.elf()->patched_code) return passed();
    return failed("code that needs no patching while it is loaded was expected; compile with -fPIC");
}

Verdict no_thread_variables(Scene& scene) {
    if (auto stop = unreadable(scene)) return *stop;
    if (!scene.elf()->thread_locals) return passed();
    return failed(
        "no variable per thread was expected, since calls come from different threads in turn; keep the state "
        "in the instance");
}

Verdict few_constructors(Scene& scene) {
    if (auto stop = unreadable(scene)) return *stop;
    if (scene.elf()->constructors <= kMostConstructors) return passed();
    return warned("no code that runs while the library is loaded was expected, found " +
                  std::to_string(scene.elf()->constructors - 1) +
                  " such functions; make the constants constinit or constexpr");
}

Verdict no_writable_variables(Scene& scene) {
    if (auto stop = unreadable(scene)) return *stop;
    if (scene.elf()->writable_bytes <= kMostWritableBytes) return passed();
    return warned("no state outside of instances was expected, found " + std::to_string(scene.elf()->writable_bytes) +
                  " bytes of variables; keep them in the instance, and make what never changes const");
}

constexpr CheckRow kRows[] = {
    {"file.elf", "The file is a whole 64-bit shared library for this machine.", Needs::kFile, kForAll, is_elf},
    {"file.size", "The library is no larger than 64 MiB.", Needs::kFile, kForAll, is_small},
    {"file.exports_one", "It exports exactly one symbol, 'needlepoint_plugin'.", Needs::kFile, kForAll, exports_one},
    {"file.entry_is_data", "That symbol is a constant and not a function.", Needs::kFile, kForAll, entry_is_data},
    {"file.needs_known", "It asks for no library but those of C and C++.", Needs::kFile, kForAll, needs_known},
    {"file.no_search_path", "It brings no folders to search for libraries.", Needs::kFile, kForAll, no_search_path},
    {"file.no_executable_stack", "It does not ask for a stack that may run code.", Needs::kFile, kForAll,
     no_executable_stack},
    {"file.no_patched_code", "Its code needs no patching while it is loaded.", Needs::kFile, kForAll, no_patched_code},
    {"file.no_thread_variables", "It keeps no variables per thread.", Needs::kFile, kForAll, no_thread_variables},
    {"file.few_constructors", "Next to no code runs while it is loaded.", Needs::kFile, kForAll, few_constructors},
    {"file.no_writable_variables", "It keeps no variables outside of its instances.", Needs::kFile, kForAll,
     no_writable_variables},
    {"file.no_mathematics", "It calls nothing of the C library's mathematics but sqrt.", Needs::kFile, kForAll,
     no_mathematics},
    {"file.no_clock", "It asks no clock and does not sleep.", Needs::kFile, kForAll, no_clock},
    {"file.no_random", "It draws no random numbers of the system.", Needs::kFile, kForAll, no_random},
    {"file.no_files", "It opens no files and maps no memory.", Needs::kFile, kForAll, no_files},
    {"file.no_descriptors", "It leaves descriptors alone.", Needs::kFile, kForAll, no_descriptors},
    {"file.no_network", "It uses no network.", Needs::kFile, kForAll, no_network},
    {"file.no_processes", "It starts, ends and asks for no process.", Needs::kFile, kForAll, no_processes},
    {"file.no_environment", "It asks for no environment, locale, user or machine.", Needs::kFile, kForAll,
     no_environment},
    {"file.no_threads", "It starts no threads.", Needs::kFile, kForAll, no_threads},
    {"file.no_output", "It writes nothing by itself.", Needs::kFile, kForAll, no_output},
    {"file.no_signals", "It leaves signals and timers alone.", Needs::kFile, kForAll, no_signals},
    {"file.no_loading", "It loads no further code and changes no memory rights.", Needs::kFile, kForAll, no_loading},
    {"file.no_rounding_switch", "It leaves the floating-point environment alone.", Needs::kFile, kForAll,
     no_rounding_switch},
    {"file.no_aborting", "It does not end the program when it is in doubt.", Needs::kFile, kForAll, no_aborting},
    {"file.no_locale", "It calls nothing that depends on the locale.", Needs::kFile, kForAll, no_locale},
    {"file.no_hashing", "It walks through no hash tables, whose order may differ.", Needs::kFile, kForAll, no_hashing},
};

}  // namespace

std::span<const CheckRow> file_checks() {
    return kRows;
}

}  // namespace np::plugin_host
