// A record written field by field from the event table, for any kind.
#pragma once

#include <algorithm>
#include <cstring>
#include <span>
#include <vector>

#include "needlepoint/sdk/events.hpp"

namespace np::plugin_host {

// Bytes of one element behind a slice; 0 for fields that lie in the record's fixed part.
inline std::uint32_t element_bytes(sdk::FieldType type) {
    switch (type) {
        case sdk::FieldType::kText:
        case sdk::FieldType::kU8s:
            return 1;
        case sdk::FieldType::kU32s:
        case sdk::FieldType::kI32s:
            return 4;
        default:
            return 0;
    }
}

// How the same record may lie in memory.
struct Layout {
    std::uint32_t extra_fixed = 0;    // bytes behind the fixed fields, as a later revision would have
    bool contents_backwards = false;  // texts and arrays in another order, with gaps
    std::uint16_t revision = 1;
};

class RecordWriter {
  public:
    RecordWriter(const sdk::KindInfo& kind, sdk::Tick tick, const Layout& layout = {})
        : bytes_(kind.fixed_bytes + layout.extra_fixed) {
        std::fill(bytes_.begin() + kind.fixed_bytes, bytes_.end(), std::byte{0xa7});
        header_.kind = kind.number;
        header_.revision = layout.revision;
        header_.tick = tick;
    }
    // `offset` from the start of the record, inside the fixed part.
    void put(std::uint32_t offset, const void* from, std::size_t size) {
        std::memcpy(bytes_.data() + offset, from, size);
    }
    // The contents of a text or an array whose slice lies at `slice_offset`.
    void contents(std::uint32_t slice_offset, std::span<const std::byte> from, std::uint32_t element,
                  bool gap = false) {
        bytes_.resize((bytes_.size() + 7) / 8 * 8 + (gap ? 16 : 0),
                      std::byte{gap ? std::uint8_t{0xee} : std::uint8_t{0}});
        const np_slice slice = {static_cast<std::uint32_t>(bytes_.size()),
                                static_cast<std::uint32_t>(from.size() / element)};
        put(slice_offset, &slice, sizeof slice);
        bytes_.insert(bytes_.end(), from.begin(), from.end());
    }
    // Appends the record; call once.
    void finish(sdk::EventBuffer& out) {
        bytes_.resize((bytes_.size() + 7) / 8 * 8);
        header_.bytes = static_cast<std::uint32_t>(bytes_.size());
        put(0, &header_, sizeof header_);
        out.append_bytes(bytes_, 1);
    }

  private:
    std::vector<std::byte> bytes_;
    np_event_header header_{};
};

}  // namespace np::plugin_host
