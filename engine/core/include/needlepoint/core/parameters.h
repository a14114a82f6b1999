// Named numbers and texts: how rule packs, devices and tissue models reach the code that uses them.
// Keys are dotted paths ("zone.malar.scar.max_um"). Every value remembers where it came from.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "needlepoint/core/status.h"

namespace np {

// Evidence of a value, as the clinical data files print it. `tag` is V, R, S0..S3 or EA (engineering assumption).
struct Provenance {
    std::string tag;
    std::string source;
    std::string approved_by;  // empty: nobody has signed it
    std::string date;

    bool assumed() const { return tag == "EA" && approved_by.empty(); }
};

struct Parameter {
    std::variant<double, std::string> value;
    std::string unit;
    Provenance provenance;
};

// Ordered by key, so that iterating is reproducible. A value type; copies share their entries until one is changed.
class Parameters {
  public:
    using Entries = std::map<std::string, Parameter, std::less<>>;

    void set(std::string key, Parameter parameter) { own().insert_or_assign(std::move(key), std::move(parameter)); }
    void set(std::string key, double value) { set(std::move(key), Parameter{value, {}, {}}); }
    void set(std::string key, std::string text) { set(std::move(key), Parameter{std::move(text), {}, {}}); }

    const Parameter* find(std::string_view key) const;
    std::optional<double> number(std::string_view key) const;
    std::optional<std::string> text(std::string_view key) const;
    // For keys that the program cannot do without: an error names the key.
    Expected<double> need(std::string_view key) const;
    double number_or(std::string_view key, double fallback) const { return number(key).value_or(fallback); }

    // The entries of `other` win.
    void merge(const Parameters& other);
    const Entries& entries() const;

    // One line per entry, sorted, numbers in shortest round-trip form: equal contents give equal bytes.
    std::string canonical() const;
    static Expected<Parameters> parse_canonical(std::string_view text);

  private:
    Entries& own();
    std::shared_ptr<Entries> entries_;  // null: none
};

}  // namespace np
