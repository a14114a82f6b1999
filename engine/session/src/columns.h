// Records of one kind as parallel arrays in one message, and back. All of it follows from the event table.
//
// Every value of a column is stored as the difference to the same place in the row before, as often as the table's
// `order` says; the first row of a message stands for itself, so a message is read without its predecessors. For a
// list "the same place" is the element of the same index; lists are laid end to end behind a column of their counts.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "needlepoint/core/status.h"
#include "needlepoint/sdk/events.hpp"

namespace np::session {

// How columns of 32-bit numbers lie in a message. Narrow: after differencing most are small, so a column fills the
// first of three arrays (int8, int16, and its own type) that can hold all of its values; the other two are empty. Wide
// is what earlier versions wrote: always its own type.
enum class ColumnForm : std::uint8_t { kWide, kNarrow };

struct Row {
    const np_event_header* record = nullptr;
    std::uint16_t place = 0;  // among the inputs, or among the events, of its tick
};

// "needlepoint/StrokeBegin" and the ros2msg definition of its message.
std::string schema_name(const sdk::KindInfo& kind);
std::string schema_text(const sdk::KindInfo& kind, ColumnForm form);

// Appends the message of at least one row. Ticks are within 255 of `first_tick`. Fails on text that is not UTF-8.
class RowEncoder {
  public:
    Status encode(const sdk::KindInfo& kind, ColumnForm form, sdk::Tick first_tick, std::span<const Row> rows,
                  std::vector<std::byte>& out);

  private:
    // A column on its way; reused from message to message.
    std::vector<std::uint8_t> octets_;
    std::vector<std::uint16_t> places_;
    std::vector<std::uint32_t> words_, counts_;
    std::vector<std::uint64_t> wide_;
    std::vector<std::int8_t> narrow8_;
    std::vector<std::int16_t> narrow16_;

    void column(const sdk::FieldInfo& field, std::span<const Row> rows, class CdrWriter& out);
    void put_words(std::span<const std::uint32_t> words, class CdrWriter& out);
    bool texts(const sdk::FieldInfo& field, std::span<const Row> rows, class CdrWriter& out) const;
    ColumnForm form_{};
};

// The rows of a message, ready to become records again. Reused from message to message.
class DecodedRows {
  public:
    // Checks everything that later steps rely on: equal lengths, ticks in order and below `end_tick`, UTF-8.
    // Columns that the message lacks at its end (an older program wrote it) read as zero.
    Status decode(const sdk::KindInfo& kind, ColumnForm form, sdk::Tick first_tick, sdk::Tick end_tick,
                  std::span<const std::byte> message);

    std::size_t size() const { return ticks_.size(); }
    sdk::Tick tick(std::size_t row) const { return first_tick_ + ticks_[row]; }
    std::uint16_t place(std::size_t row) const { return places_[row]; }
    // Of the record that a row makes, laid out as EventBuffer lays it out.
    std::uint32_t bytes(std::size_t row) const { return bytes_[row]; }
    // Fills in the records of all rows, column by column; row r at out + at[r], where all is zero so far.
    void write_records(std::byte* out, std::span<const std::uint32_t> at) const;

  private:
    struct Column {
        std::vector<std::uint64_t> wide;    // U64, I64
        std::vector<std::uint32_t> words;   // U32, I32, elements of U32S and I32S; I32X3: all x, all y, all z
        std::vector<std::uint32_t> axis;    // of I32X3, the one that is being read
        std::vector<std::uint8_t> octets;   // elements of U8S
        std::vector<std::uint32_t> starts;  // of each row's list, and one behind the last
        std::vector<std::string_view> texts;
        std::vector<std::uint32_t> offsets;  // of each row's contents in its record
    };
    bool read_column(const sdk::FieldInfo& field, Column& column, class CdrReader& in) const;
    void measure_records();

    const sdk::KindInfo* kind_ = nullptr;
    ColumnForm form_{};
    sdk::Tick first_tick_ = 0;
    std::vector<std::uint8_t> ticks_;
    std::vector<std::uint16_t> places_;
    std::vector<std::uint32_t> bytes_;
    std::vector<Column> columns_;
};

}  // namespace np::session
