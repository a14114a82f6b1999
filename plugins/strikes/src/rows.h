// Rows of a table: numbers with a fixed count of decimals, texts in quotes where they need it (RFC 4180).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace np::strikes {

class Row {
  public:
    explicit Row(char separator = ',') : separator_(separator) {}

    void text(std::string_view value) {
        cell();
        const bool plain =
            value.find_first_of("\"\r\n") == std::string_view::npos && value.find(separator_) == std::string_view::npos;
        if (plain) {
            line_ += value;
            return;
        }
        line_ += '"';
        for (const char c : value) line_ += c == '"' ? std::string("\"\"") : std::string(1, c);
        line_ += '"';
    }
    // `value` / 10^places with so many decimals.
    void number(std::int64_t value, int places) {
        cell();
        std::int64_t unit = 1;
        for (int i = 0; i < places; ++i) unit *= 10;
        if (value < 0) line_ += '-';
        const std::int64_t size = value < 0 ? -value : value;
        line_ += std::to_string(size / unit);
        if (places == 0) return;
        const std::string fraction = std::to_string(size % unit);
        line_ += '.';
        line_.append(static_cast<std::size_t>(places) - fraction.size(), '0');
        line_ += fraction;
    }
    // The row with its end, and a new one begun.
    std::string take() {
        std::string done = std::move(line_) + "\r\n";
        line_.clear();
        fresh_ = true;
        return done;
    }

  private:
    void cell() {
        if (!fresh_) line_ += separator_;
        fresh_ = false;
    }
    char separator_;
    std::string line_;
    bool fresh_ = true;
};

// Mean (rounded half up), least and most; all 0 of nothing.
struct Spread {
    std::int64_t mean = 0, least = 0, most = 0;
};

inline Spread spread_of(std::span<const std::int32_t> values) {
    Spread spread;
    if (values.empty()) return spread;
    spread.least = spread.most = values[0];
    std::int64_t sum = 0;
    for (const std::int32_t value : values) {
        sum += value;
        if (value < spread.least) spread.least = value;
        if (value > spread.most) spread.most = value;
    }
    const auto count = static_cast<std::int64_t>(values.size());
    const std::int64_t doubled = 2 * sum + count;
    spread.mean = doubled >= 0 ? doubled / (2 * count) : -((-doubled + 2 * count - 1) / (2 * count));
    return spread;
}

}  // namespace np::strikes
