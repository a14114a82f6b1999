#include "check_elf.h"

#include <elf.h>

#include <cstring>
#include <optional>

namespace np::plugin_host {
namespace {

// Reads with every offset checked; a damaged file is an error, never a crash.
class Reader {
  public:
    explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    template <class Struct>
    std::optional<Struct> at(std::uint64_t offset) const {
        if (offset > bytes_.size() || sizeof(Struct) > bytes_.size() - offset) return std::nullopt;
        Struct result;
        std::memcpy(&result, bytes_.data() + offset, sizeof result);
        return result;
    }
    bool holds(std::uint64_t offset, std::uint64_t size) const {
        return offset <= bytes_.size() && size <= bytes_.size() - offset;
    }
    // The text from `offset` to its zero byte.
    std::optional<std::string> text(std::uint64_t offset) const {
        if (offset >= bytes_.size()) return std::nullopt;
        const auto* begin = reinterpret_cast<const char*>(bytes_.data()) + offset;
        const void* end = std::memchr(begin, 0, bytes_.size() - offset);
        if (end == nullptr) return std::nullopt;
        return std::string(begin, static_cast<const char*>(end));
    }

  private:
    std::span<const std::byte> bytes_;
};

struct DynamicTable {
    std::uint64_t strings = 0, symbols = 0, hash = 0, gnu_hash = 0;  // virtual addresses
    std::vector<std::uint64_t> needed, search;                       // offsets into the strings
};

class Parser {
  public:
    explicit Parser(std::span<const std::byte> bytes) : reader_(bytes) {}

    bool run() { return read_header() && read_segments() && read_dynamic() && read_symbols() && read_sections(); }
    ElfFile file;

  private:
    bool read_header() {
        const auto header = reader_.at<Elf64_Ehdr>(0);
        if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) return false;
        if (header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_ident[EI_DATA] != ELFDATA2LSB) return false;
        header_ = *header;
        file.type = header_.e_type;
        file.machine = header_.e_machine;
        return true;
    }

    bool read_segments() {
        if (header_.e_phnum > 0 && header_.e_phentsize != sizeof(Elf64_Phdr)) return false;
        for (std::uint64_t i = 0; i < header_.e_phnum; ++i) {
            const auto segment = reader_.at<Elf64_Phdr>(header_.e_phoff + i * sizeof(Elf64_Phdr));
            if (!segment || !reader_.holds(segment->p_offset, segment->p_filesz)) return false;
            segments_.push_back(*segment);
            if (segment->p_type == PT_GNU_STACK && (segment->p_flags & PF_X) != 0) file.executable_stack = true;
            if (segment->p_type == PT_TLS && segment->p_memsz > 0) file.thread_locals = true;
        }
        return true;
    }

    // Where a virtual address lies in the file.
    std::optional<std::uint64_t> offset_of(std::uint64_t address) const {
        for (const Elf64_Phdr& segment : segments_)
            if (segment.p_type == PT_LOAD && address >= segment.p_vaddr && address - segment.p_vaddr < segment.p_filesz)
                return segment.p_offset + (address - segment.p_vaddr);
        return std::nullopt;
    }

    bool read_dynamic() {
        for (const Elf64_Phdr& segment : segments_) {
            if (segment.p_type != PT_DYNAMIC) continue;
            for (std::uint64_t at = 0; at + sizeof(Elf64_Dyn) <= segment.p_filesz; at += sizeof(Elf64_Dyn)) {
                const auto entry = reader_.at<Elf64_Dyn>(segment.p_offset + at);
                if (!entry) return false;
                if (entry->d_tag == DT_NULL) break;
                note(*entry);
            }
        }
        return name(table_.needed, file.needed) && name(table_.search, file.search);
    }

    void note(const Elf64_Dyn& entry) {
        const std::uint64_t value = entry.d_un.d_val;
        switch (entry.d_tag) {
            case DT_STRTAB:
                table_.strings = value;
                break;
            case DT_SYMTAB:
                table_.symbols = value;
                break;
            case DT_HASH:
                table_.hash = value;
                break;
            case DT_GNU_HASH:
                table_.gnu_hash = value;
                break;
            case DT_NEEDED:
                table_.needed.push_back(value);
                break;
            case DT_RPATH:
            case DT_RUNPATH:
                table_.search.push_back(value);
                break;
            case DT_TEXTREL:
                file.patched_code = true;
                break;
            case DT_FLAGS:
                file.patched_code |= (value & DF_TEXTREL) != 0;
                break;
            case DT_INIT_ARRAYSZ:
                file.constructors = value / sizeof(Elf64_Addr);
                break;
            default:
                break;
        }
    }

    bool name(const std::vector<std::uint64_t>& offsets, std::vector<std::string>& names) const {
        for (const std::uint64_t offset : offsets) {
            const auto text = string_at(offset);
            if (!text) return false;
            names.push_back(*text);
        }
        return true;
    }
    std::optional<std::string> string_at(std::uint64_t index) const {
        const auto begin = offset_of(table_.strings);
        return begin ? reader_.text(*begin + index) : std::nullopt;
    }

    // The dynamic section does not say how many symbols there are: the hash tables do.
    std::optional<std::uint64_t> symbol_count() const {
        if (const auto at = offset_of(table_.hash); table_.hash != 0 && at) {
            const auto count = reader_.at<std::uint32_t>(*at + 4);
            return count ? std::optional<std::uint64_t>(*count) : std::nullopt;
        }
        const auto at = offset_of(table_.gnu_hash);
        if (table_.gnu_hash == 0 || !at) return 0;
        const auto buckets = reader_.at<std::uint32_t>(*at), first = reader_.at<std::uint32_t>(*at + 4),
                   words = reader_.at<std::uint32_t>(*at + 8);
        if (!buckets || !first || !words) return std::nullopt;
        const std::uint64_t bucket_at = *at + 16 + std::uint64_t{*words} * 8, chain_at = bucket_at + *buckets * 4ull;
        std::uint64_t last = 0;
        for (std::uint64_t i = 0; i < *buckets; ++i) {
            const auto bucket = reader_.at<std::uint32_t>(bucket_at + i * 4);
            if (!bucket) return std::nullopt;
            if (*bucket > last) last = *bucket;
        }
        // Without a hashed symbol everything before `first` is undefined.
        if (last < *first) return *first;
        for (;; ++last) {
            const auto chain = reader_.at<std::uint32_t>(chain_at + (last - *first) * 4);
            if (!chain) return std::nullopt;
            if ((*chain & 1u) != 0) return last + 1;
        }
    }

    bool read_symbols() {
        if (table_.symbols == 0) return true;
        const auto begin = offset_of(table_.symbols);
        const auto count = symbol_count();
        if (!begin || !count) return false;
        for (std::uint64_t i = 1; i < *count; ++i) {
            const auto raw = reader_.at<Elf64_Sym>(*begin + i * sizeof(Elf64_Sym));
            const auto text = raw ? string_at(raw->st_name) : std::nullopt;
            if (!text) return false;
            const unsigned visibility = ELF64_ST_VISIBILITY(raw->st_other), bind = ELF64_ST_BIND(raw->st_info);
            if (text->empty() || bind == STB_LOCAL || visibility == STV_HIDDEN || visibility == STV_INTERNAL) continue;
            file.symbols.push_back({*text, raw->st_shndx != SHN_UNDEF, bind == STB_WEAK,
                                    ELF64_ST_TYPE(raw->st_info) == STT_OBJECT, raw->st_size});
        }
        return true;
    }

    bool read_sections() {
        if (header_.e_shnum == 0) return true;
        if (header_.e_shentsize != sizeof(Elf64_Shdr)) return false;
        const auto names =
            reader_.at<Elf64_Shdr>(header_.e_shoff + std::uint64_t{header_.e_shstrndx} * sizeof(Elf64_Shdr));
        if (!names) return false;
        for (std::uint64_t i = 0; i < header_.e_shnum; ++i) {
            const auto section = reader_.at<Elf64_Shdr>(header_.e_shoff + i * sizeof(Elf64_Shdr));
            const auto title = section ? reader_.text(names->sh_offset + section->sh_name) : std::nullopt;
            if (!title) return false;
            const bool writable = (section->sh_flags & SHF_WRITE) != 0 && (section->sh_flags & SHF_TLS) == 0;
            // What the loader makes read-only again, and what belongs to the linker, is nobody's variable.
            const bool variables = title->rfind(".bss", 0) == 0 || title->rfind(".data", 0) == 0;
            if (writable && variables && title->rfind(".data.rel.ro", 0) != 0) file.writable_bytes += section->sh_size;
        }
        return true;
    }

    Reader reader_;
    Elf64_Ehdr header_{};
    std::vector<Elf64_Phdr> segments_;
    DynamicTable table_;
};

}  // namespace

Expected<ElfFile> ElfFile::parse(std::span<const std::byte> bytes) {
    if (bytes.size() < SELFMAG || std::memcmp(bytes.data(), ELFMAG, SELFMAG) != 0)
        return no("an ELF file was expected, and it does not begin like one; build the plugin as a shared library");
    Parser parser(bytes);
    if (!parser.run())
        return no(
            "a whole 64-bit little-endian ELF file was expected, and a table of it points outside of the file "
            "or is of another form; build or copy it again");
    return std::move(parser.file);
}

std::uint16_t this_machine() {
#if defined(__x86_64__)
    return EM_X86_64;
#elif defined(__aarch64__)
    return EM_AARCH64;
#elif defined(__riscv)
    return EM_RISCV;
#else
    return EM_NONE;
#endif
}

}  // namespace np::plugin_host
