// What a shared library says of itself, read from its bytes without loading it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "needlepoint/core/status.h"

namespace np::plugin_host {

// One entry of the dynamic symbol table.
struct ElfSymbol {
    std::string name;
    bool defined = false;  // here, and seen from outside
    bool weak = false;
    bool data = false;  // an object, not a function
    std::uint64_t bytes = 0;
};

struct ElfFile {
    std::uint16_t type = 0, machine = 0;
    std::vector<ElfSymbol> symbols;    // without the nameless first one and what only the library itself sees
    std::vector<std::string> needed;   // libraries that it asks for
    std::vector<std::string> search;   // folders that it wants searched for them
    bool executable_stack = false;     // it asks for one
    bool patched_code = false;         // relocations in its code
    bool thread_locals = false;        // a variable per thread
    std::uint64_t constructors = 0;    // functions that run while it is loaded; the compiler's own one counts
    std::uint64_t writable_bytes = 0;  // variables that stay writable; 0 if the section table was stripped

    // Refuses, with a sentence, what is no 64-bit little-endian ELF file or is cut or damaged.
    static Expected<ElfFile> parse(std::span<const std::byte> bytes);
};

// Type number of the processor that this program runs on; 0 where it is not known.
std::uint16_t this_machine();

}  // namespace np::plugin_host
