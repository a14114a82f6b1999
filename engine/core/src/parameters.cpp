#include "needlepoint/core/parameters.h"

#include <array>
#include <charconv>

namespace np {

Parameters::Entries& Parameters::own() {
    if (entries_.use_count() != 1) entries_ = std::make_shared<Entries>(entries());
    return *entries_;
}

const Parameters::Entries& Parameters::entries() const {
    static const Entries kNone;
    return entries_ ? *entries_ : kNone;
}

const Parameter* Parameters::find(std::string_view key) const {
    const auto at = entries().find(key);
    return at == entries().end() ? nullptr : &at->second;
}

std::optional<double> Parameters::number(std::string_view key) const {
    const Parameter* found = find(key);
    if (found == nullptr || !std::holds_alternative<double>(found->value)) return std::nullopt;
    return std::get<double>(found->value);
}

std::optional<std::string> Parameters::text(std::string_view key) const {
    const Parameter* found = find(key);
    if (found == nullptr || !std::holds_alternative<std::string>(found->value)) return std::nullopt;
    return std::get<std::string>(found->value);
}

Expected<double> Parameters::need(std::string_view key) const {
    if (const auto value = number(key)) return *value;
    return no("a number named '" + std::string(key) + "' was expected and is missing; add it to the rule pack");
}

void Parameters::merge(const Parameters& other) {
    if (other.entries().empty()) return;
    Entries& mine = own();
    for (const auto& [key, parameter] : other.entries()) mine.insert_or_assign(key, parameter);
}

namespace {

// Fields are separated by tabs, so tabs, newlines and backslashes inside a text are escaped.
std::string escape(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '\\')
            result += "\\\\";
        else if (c == '\t')
            result += "\\t";
        else if (c == '\n')
            result += "\\n";
        else
            result += c;
    }
    return result;
}

std::string unescape(std::string_view text) {
    if (text.find('\\') == std::string_view::npos) return std::string(text);
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            result += text[i];
            continue;
        }
        const char c = text[++i];
        result += c == 't' ? '\t' : c == 'n' ? '\n' : c;
    }
    return result;
}

constexpr std::size_t kFields = 8;
using Fields = std::array<std::string_view, kFields>;

// How many fields the line has; those beyond the eighth are only counted.
std::size_t split(std::string_view line, Fields& fields) {
    for (std::size_t count = 0;; ++count) {
        const std::size_t at = line.find('\t');
        if (count < kFields) fields[count] = line.substr(0, at);
        if (at == std::string_view::npos) return count + 1;
        line.remove_prefix(at + 1);
    }
}

Expected<Parameter> parse_entry(const Fields& fields) {
    Parameter parameter;
    if (fields[1] == "n") {
        double number = 0;
        const auto [end, error] = std::from_chars(fields[2].data(), fields[2].data() + fields[2].size(), number);
        if (error != std::errc{} || end != fields[2].data() + fields[2].size())
            return no("a number was expected for '" + std::string(fields[0]) + "', found '" + std::string(fields[2]) +
                      "'");
        parameter.value = number;
    } else if (fields[1] == "t") {
        parameter.value = unescape(fields[2]);
    } else {
        return no("the parameter '" + std::string(fields[0]) + "' has the unknown type '" + std::string(fields[1]) +
                  "'");
    }
    parameter.unit = unescape(fields[3]);
    parameter.provenance = {unescape(fields[4]), unescape(fields[5]), unescape(fields[6]), unescape(fields[7])};
    return parameter;
}

}  // namespace

std::string Parameters::canonical() const {
    std::string text;
    for (const auto& [key, parameter] : entries()) {
        text += escape(key);
        if (const double* number = std::get_if<double>(&parameter.value)) {
            char digits[40];
            const auto end = std::to_chars(digits, digits + sizeof digits, *number).ptr;
            text += "\tn\t" + std::string(digits, end);
        } else {
            text += "\tt\t" + escape(std::get<std::string>(parameter.value));
        }
        const Provenance& from = parameter.provenance;
        for (const std::string* part : {&parameter.unit, &from.tag, &from.source, &from.approved_by, &from.date})
            text += '\t' + escape(*part);
        text += '\n';
    }
    return text;
}

Expected<Parameters> Parameters::parse_canonical(std::string_view text) {
    Parameters result;
    Entries& entries = result.own();
    if (!text.empty() && text.back() != '\n') return no("the parameter list ends in the middle of a line");
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        Fields fields;
        if (const std::size_t count = split(text.substr(0, end), fields); count != kFields)
            return no("a parameter line has " + std::to_string(count) + " fields where 8 were expected");
        auto parameter = parse_entry(fields);
        if (!parameter) return tl::unexpected(parameter.error());
        // Lines are sorted mostly, so each goes behind the last.
        entries.insert_or_assign(entries.end(), unescape(fields[0]), std::move(*parameter));
        text.remove_prefix(end + 1);
    }
    return result;
}

}  // namespace np
