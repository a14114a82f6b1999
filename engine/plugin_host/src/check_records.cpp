#include "check_records.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <set>

#include "needlepoint/sdk/plugin.h"

namespace np::plugin_host {
namespace {

using sdk::FieldInfo;
using sdk::FieldType;
using sdk::KindInfo;

bool is_id(std::string_view word) {
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !word.empty() && word.size() <= 40 && std::all_of(word.begin(), word.end(), good);
}

// Words between commas; a sentence is none.
void take_words(std::string_view list, std::set<std::string>& words) {
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find_first_of(",;:"), list.size());
        std::string_view word = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 1, list.size()));
        while (!word.empty() && word.front() == ' ') word.remove_prefix(1);
        while (!word.empty() && word.back() == ' ') word.remove_suffix(1);
        if (is_id(word)) words.insert(std::string(word));
    }
}

// Makes the fields of a record up.
class Maker {
  public:
    Maker(const Vocabulary& vocabulary, std::uint64_t seed, Taste taste)
        : vocabulary_(vocabulary), dice_(seed), taste_(taste) {}

    sdk::Tick step(sdk::Tick most) { return dice_.below(most + 1); }
    const KindInfo& any_event() {
        for (;;) {
            const KindInfo& kind = sdk::kKinds[dice_.below(std::size(sdk::kKinds))];
            if (!sdk::is_input(kind.number)) return kind;
        }
    }
    void make(const KindInfo& kind, sdk::Tick tick, sdk::EventBuffer& out) {
        RecordWriter writer(kind, tick);
        const std::uint64_t elements = dice_.one_in(20) ? 0 : 1 + dice_.below(36);
        for (const FieldInfo& field : kind.fields) {
            const std::uint32_t element = element_bytes(field.type);
            if (element == 0)
                scalar(field, writer);
            else if (field.type == FieldType::kText)
                text(field, writer);
            else
                array(field, odd() ? dice_.below(70) : elements, element, writer);
        }
        writer.finish(out);
    }

  private:
    bool odd() { return taste_ == Taste::kExtreme && dice_.one_in(3); }

    std::uint64_t number(const FieldInfo& field) {
        const std::string_view name = field.name, unit = field.unit;
        if (odd()) {
            static constexpr std::uint64_t kEnds[] = {0,
                                                      1,
                                                      255,
                                                      0x7fffffff,
                                                      0x80000000,
                                                      0xffffffff,
                                                      0xfffffffe,
                                                      0x7fffffffffffffff,
                                                      0x8000000000000000,
                                                      0xffffffffffffffff};
            return kEnds[dice_.below(std::size(kEnds))];
        }
        if (name == "cell") return vocabulary_.cells == 0 ? NP_NO_CELL : dice_.below(vocabulary_.cells);
        if (name == "zone")
            return vocabulary_.zones == 0 || dice_.one_in(10) ? NP_NO_ZONE : dice_.below(vocabulary_.zones);
        if (unit == "0/1") return dice_.below(2);
        if (unit == "bits") return dice_.below(32);
        if (unit == "mdeg") return dice_.below(180001);
        if (unit == "um/s") return dice_.below(120000);
        if (unit == "um") return dice_.below(3000);
        if (unit == "ms") return dice_.below(5000);
        if (unit == "mN") return dice_.below(6000);
        if (name == "stroke") return 1 + dice_.below(20);
        return dice_.below(8);
    }

    void scalar(const FieldInfo& field, RecordWriter& writer) {
        if (field.type == FieldType::kI32X3) {
            std::int32_t vector[3] = {0, 0, -(1 << 30)};
            if (std::string_view(field.unit) == "um")
                for (std::int32_t& one : vector) one = static_cast<std::int32_t>(dice_.below(100000)) - 50000;
            if (odd())
                for (std::int32_t& one : vector) one = static_cast<std::int32_t>(number(field));
            writer.put(field.offset, vector, sizeof vector);
            return;
        }
        const std::uint64_t value = number(field);
        const bool wide = field.type == FieldType::kU64 || field.type == FieldType::kI64;
        writer.put(field.offset, &value, wide ? 8 : 4);
    }

    void text(const FieldInfo& field, RecordWriter& writer) {
        std::set<std::string> own;
        take_words(field.doc, own);
        std::string word;
        if (!own.empty() && !dice_.one_in(3))
            word = *std::next(own.begin(), static_cast<std::ptrdiff_t>(dice_.below(own.size())));
        else if (!vocabulary_.words.empty() && !dice_.one_in(5))
            word = vocabulary_.words[dice_.below(vocabulary_.words.size())];
        if (odd()) {
            static const std::string kOdd[] = {std::string(5000, 'w'),
                                               "%s%n%d",
                                               "{value}{zone}",
                                               "a,b,,c ",
                                               "\xc3\xa9\xe2\x82\xac",
                                               "../../etc",
                                               "-1",
                                               std::string(1, '\0') + "behind",
                                               "<b>&\"'"};
            word = kOdd[dice_.below(std::size(kOdd))];
        }
        writer.contents(field.offset, std::as_bytes(std::span(word.data(), word.size())), 1, false);
    }

    void array(const FieldInfo& field, std::uint64_t count, std::uint32_t element, RecordWriter& writer) {
        std::vector<std::byte> contents;
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::uint64_t value = number(field);
            const auto* from = reinterpret_cast<const std::byte*>(&value);
            contents.insert(contents.end(), from, from + element);
        }
        writer.contents(field.offset, contents, element, false);
    }

    const Vocabulary& vocabulary_;
    Dice dice_;
    Taste taste_;
};

std::span<const std::byte> contents_of(sdk::RecordView record, const FieldInfo& field) {
    np_slice slice;
    std::memcpy(&slice, record.bytes().data() + field.offset, sizeof slice);
    return record.bytes().subspan(slice.offset, std::size_t{slice.count} * element_bytes(field.type));
}

}  // namespace

Vocabulary Vocabulary::of(const Parameters& parameters, std::uint32_t zones, std::uint32_t cells) {
    std::set<std::string> words;
    for (const KindInfo& kind : sdk::kKinds)
        for (const FieldInfo& field : kind.fields)
            if (field.type == FieldType::kText) take_words(field.doc, words);
    for (const auto& [key, parameter] : parameters.entries())
        if (const auto* text = std::get_if<std::string>(&parameter.value); text != nullptr && text->size() < 2000)
            take_words(*text, words);
    return {zones, cells, {words.begin(), words.end()}};
}

sdk::EventBuffer made_session(const Vocabulary& vocabulary, std::uint64_t seed, std::size_t count, Taste taste,
                              sdk::Tick first_tick, sdk::Tick most_step) {
    Maker maker(vocabulary, seed, taste);
    sdk::EventBuffer events;
    sdk::Tick tick = first_tick;
    for (std::size_t i = 0; i < count; ++i) {
        maker.make(maker.any_event(), tick, events);
        tick += maker.step(most_step);
    }
    return events;
}

sdk::EventBuffer laid_out(const sdk::EventBuffer& events, const Layout& layout) {
    sdk::EventBuffer result;
    for (const sdk::RecordView record : events) {
        const KindInfo* kind = sdk::kind_info(record.kind());
        if (kind == nullptr) {
            result.append(record);
            continue;
        }
        RecordWriter writer(*kind, record.tick(), layout);
        writer.put(sizeof(np_event_header), record.bytes().data() + sizeof(np_event_header),
                   kind->fixed_bytes - sizeof(np_event_header));
        std::vector<const FieldInfo*> slices;
        for (const FieldInfo& field : kind->fields)
            if (element_bytes(field.type) != 0) slices.push_back(&field);
        if (layout.contents_backwards) std::reverse(slices.begin(), slices.end());
        for (const FieldInfo* field : slices)
            writer.contents(field->offset, contents_of(record, *field), element_bytes(field->type),
                            layout.contents_backwards);
        writer.finish(result);
    }
    return result;
}

void append_unknown(sdk::EventBuffer& events, std::uint16_t kind, sdk::Tick tick, std::span<const std::byte> contents) {
    std::vector<std::byte> bytes(sizeof(np_event_header) + (contents.size() + 7) / 8 * 8);
    const np_event_header header = {static_cast<std::uint32_t>(bytes.size()), kind, 1, tick};
    std::memcpy(bytes.data(), &header, sizeof header);
    if (!contents.empty()) std::memcpy(bytes.data() + sizeof header, contents.data(), contents.size());
    events.append_bytes(bytes, 1);
}

sdk::EventBuffer without_inputs(const sdk::EventBuffer& records) {
    sdk::EventBuffer events;
    for (const sdk::RecordView record : records)
        if (!sdk::is_input(record.kind())) events.append(record);
    return events;
}

np_batch Piece::batch() const {
    return {sizeof(np_batch), count, first_tick, end_tick, reinterpret_cast<const np_event_header*>(bytes.data()),
            bytes.size()};
}

std::vector<Piece> pieces_of(const sdk::EventBuffer& events, sdk::Tick ticks) {
    std::vector<Piece> pieces;
    for (const sdk::RecordView record : events) {
        const sdk::Tick first = record.tick() - record.tick() % ticks;
        if (pieces.empty() || pieces.back().first_tick != first)
            pieces.push_back({{record.bytes().data(), 0}, 0, first, first + ticks});
        Piece& piece = pieces.back();
        piece.bytes = {piece.bytes.data(), piece.bytes.size() + record.bytes().size()};
        ++piece.count;
    }
    return pieces;
}

}  // namespace np::plugin_host
