#include "map_reader.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace np::scenario {

std::optional<double> strict_number(std::string_view text) {
    std::string_view rest = text;
    const auto digits = [&rest] {
        std::size_t count = 0;
        while (count < rest.size() && rest[count] >= '0' && rest[count] <= '9') ++count;
        const std::string_view found = rest.substr(0, count);
        rest.remove_prefix(count);
        return found;
    };
    if (text.size() > 20) return std::nullopt;
    if (!rest.empty() && rest.front() == '-') rest.remove_prefix(1);
    const std::string_view whole = digits();
    if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) return std::nullopt;
    if (!rest.empty() && rest.front() == '.') {
        rest.remove_prefix(1);
        if (digits().empty()) return std::nullopt;
    }
    if (!rest.empty()) return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

namespace {

std::string shown(double value) {
    char buffer[32];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
    return error == std::errc{} ? std::string(buffer, end) : std::string("?");
}

std::string listed(const Words& words) {
    std::string result;
    for (std::size_t i = 0; i < words.size() && i < 12; ++i) result += (i > 0 ? ", " : "") + words[i];
    if (words.size() > 12) result += ", ...";
    return result;
}

}  // namespace

MapReader::MapReader(const yaml::Node& node, std::string what, std::string_view file, Diagnostics& diagnostics)
    : node_(node), what_(std::move(what)), file_(file), diagnostics_(diagnostics) {
    if (node.kind != yaml::Node::Kind::kMap)
        complain(node, what_ + ": a map (key: value) was expected, found " + yaml::describe(node));
}

MapReader::~MapReader() {
    for (const auto& [key, value] : node_.entries)
        if (std::find(asked_.begin(), asked_.end(), key.text) == asked_.end())
            complain(key, what_ + " has no key " + yaml::describe(key), nearest_word(key.text, asked_));
}

void MapReader::complain(const yaml::Node& at, std::string message, std::string suggestion) {
    // A broken file needs no thousand messages.
    if (diagnostics_.size() < 100)
        diagnostics_.push_back({file_, at.line, at.column, std::move(message), std::move(suggestion)});
}

const yaml::Node* MapReader::take(std::string_view key) {
    asked_.emplace_back(key);
    return node_.find(key);
}

void MapReader::need(std::string_view key) {
    if (node_.find(key) == nullptr) complain(node_, what_ + " needs the key '" + std::string(key) + "'");
}

bool MapReader::text(std::string_view key, std::string& out, std::size_t longest) {
    const yaml::Node* node = take(key);
    if (node == nullptr) return false;
    if (node->kind != yaml::Node::Kind::kScalar || node->text.empty()) {
        complain(*node, "'" + std::string(key) + "': a text was expected, found " + yaml::describe(*node));
        return false;
    }
    if (node->text.size() > longest) {
        complain(*node, "'" + std::string(key) + "': at most " + std::to_string(longest) + " bytes of text, found " +
                            std::to_string(node->text.size()));
        return false;
    }
    out = node->text;
    return true;
}

bool MapReader::check_word(const yaml::Node& node, std::string_view key, const Words& known) {
    if (node.kind == yaml::Node::Kind::kScalar && std::find(known.begin(), known.end(), node.text) != known.end())
        return true;
    const std::string near = node.kind == yaml::Node::Kind::kScalar ? nearest_word(node.text, known) : std::string();
    complain(node,
             "'" + std::string(key) + "': one of " + listed(known) + " was expected, found " + yaml::describe(node),
             near);
    return false;
}

bool MapReader::word(std::string_view key, std::string& out, const Words& known) {
    const yaml::Node* node = take(key);
    if (node == nullptr || !check_word(*node, key, known)) return false;
    out = node->text;
    return true;
}

bool MapReader::words(std::string_view key, Words& out, const Words& known) {
    const yaml::Node* node = take(key);
    if (node == nullptr) return false;
    if (node->kind != yaml::Node::Kind::kList) {
        complain(*node, "'" + std::string(key) + "': a list was expected, found " + yaml::describe(*node));
        return false;
    }
    Words found;
    bool good = true;
    for (const yaml::Node& item : node->items) {
        if (!check_word(item, key, known)) {
            good = false;
        } else if (std::find(found.begin(), found.end(), item.text) != found.end()) {
            complain(item, "'" + std::string(key) + "' names '" + item.text + "' twice");
            good = false;
        } else {
            found.push_back(item.text);
        }
    }
    out = std::move(found);
    return good;
}

bool MapReader::number(std::string_view key, double& out, double low, double high) {
    const yaml::Node* node = take(key);
    if (node == nullptr) return false;
    const std::string name = "'" + std::string(key) + "': ";
    const std::string range = "a number from " + shown(low) + " to " + shown(high);
    std::optional<double> value;
    if (node->kind == yaml::Node::Kind::kScalar && !node->quoted) value = strict_number(node->text);
    if (!value) {
        complain(*node, name + range + " was expected, found " + yaml::describe(*node));
        return false;
    }
    if (!(*value >= low && *value <= high)) {
        complain(*node, name + range + " was expected, found " + node->text);
        return false;
    }
    out = *value;
    return true;
}

bool MapReader::whole(std::string_view key, int& out, int low, int high) {
    double value = out;
    if (!number(key, value, low, high)) return false;
    const int rounded = static_cast<int>(value);
    if (rounded != value) {
        complain(*node_.find(key), "'" + std::string(key) + "': a whole number was expected, found " + shown(value));
        return false;
    }
    out = rounded;
    return true;
}

bool MapReader::truth(std::string_view key, bool& out) {
    const yaml::Node* node = take(key);
    if (node == nullptr) return false;
    if (node->kind == yaml::Node::Kind::kScalar && !node->quoted && (node->text == "true" || node->text == "false")) {
        out = node->text == "true";
        return true;
    }
    std::string near;
    if (node->text == "yes" || node->text == "on" || node->text == "Yes" || node->text == "True") near = "true";
    if (node->text == "no" || node->text == "off" || node->text == "No" || node->text == "False") near = "false";
    complain(*node, "'" + std::string(key) + "': true or false was expected, found " + yaml::describe(*node), near);
    return false;
}

std::vector<const yaml::Node*> MapReader::maps(std::string_view key, std::size_t most) {
    const yaml::Node* node = take(key);
    std::vector<const yaml::Node*> result;
    if (node == nullptr) return result;
    if (node->kind != yaml::Node::Kind::kList) {
        complain(*node, "'" + std::string(key) + "': a list was expected, found " + yaml::describe(*node));
        return result;
    }
    if (node->items.size() > most)
        complain(*node, "'" + std::string(key) + "': at most " + std::to_string(most) + " entries, found " +
                            std::to_string(node->items.size()));
    for (std::size_t i = 0; i < node->items.size() && i < most; ++i) result.push_back(&node->items[i]);
    return result;
}

}  // namespace np::scenario
