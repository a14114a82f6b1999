#include "elf_needs.h"

#include <elf.h>

#include <cstdint>
#include <cstring>

namespace np::plugin_host {
namespace {

class Image {
  public:
    explicit Image(std::span<const std::byte> bytes) : bytes_(bytes) {}

    template <class Value>
    bool at(std::uint64_t offset, Value& value) const {
        if (offset > bytes_.size() || bytes_.size() - offset < sizeof value) return false;
        std::memcpy(&value, bytes_.data() + offset, sizeof value);
        return true;
    }
    std::string text(std::uint64_t offset) const {
        std::string text;
        for (char one = 0; text.size() < 4096 && at(offset + text.size(), one) && one != 0;) text += one;
        return text;
    }
    // Where in the file an address lies.
    bool place_of(const Elf64_Ehdr& header, std::uint64_t address, std::uint64_t& place) const {
        Elf64_Phdr segment;
        for (unsigned i = 0; i < header.e_phnum && at(header.e_phoff + i * sizeof segment, segment); ++i) {
            if (segment.p_type != PT_LOAD || address < segment.p_vaddr || address - segment.p_vaddr >= segment.p_filesz)
                continue;
            place = segment.p_offset + (address - segment.p_vaddr);
            return true;
        }
        return false;
    }

  private:
    std::span<const std::byte> bytes_;
};

}  // namespace

std::vector<std::string> needed_libraries(std::span<const std::byte> bytes) {
    const Image image(bytes);
    Elf64_Ehdr header;
    if (!image.at(0, header)) return {};
    std::vector<std::uint64_t> names;
    std::uint64_t texts = 0, texts_at = 0;
    Elf64_Phdr segment;
    for (unsigned i = 0; i < header.e_phnum && image.at(header.e_phoff + i * sizeof segment, segment); ++i) {
        if (segment.p_type != PT_DYNAMIC) continue;
        Elf64_Dyn entry;
        for (std::uint64_t k = 0; k < 4096 && image.at(segment.p_offset + k * sizeof entry, entry); ++k) {
            if (entry.d_tag == DT_NULL) break;
            if (entry.d_tag == DT_NEEDED) names.push_back(entry.d_un.d_val);
            if (entry.d_tag == DT_STRTAB) texts = entry.d_un.d_ptr;
        }
    }
    std::vector<std::string> needed;
    if (!image.place_of(header, texts, texts_at)) return needed;
    for (const std::uint64_t name : names)
        if (std::string text = image.text(texts_at + name); !text.empty()) needed.push_back(std::move(text));
    return needed;
}

}  // namespace np::plugin_host
