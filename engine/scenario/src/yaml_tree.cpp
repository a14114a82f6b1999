#include "yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <sstream>

namespace np::scenario::yaml {

const Node* Node::find(std::string_view key) const {
    for (const auto& [name, value] : entries)
        if (name.text == key) return &value;
    return nullptr;
}

namespace {

// Thrown inside this file only, through yaml-cpp, to stop at the first thing that we refuse.
struct Refusal {
    int line, column;
    std::string message;
};

// Builds the tree from yaml-cpp's events. The open containers are a stack; a map waits for a key or for its value.
class Builder : public YAML::EventHandler {
  public:
    explicit Builder(const Limits& limits) : limits_(limits) {}
    Node take() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        add(make(Node::Kind::kEmpty, mark, "", anchor));
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        refuse(mark, "an alias (*name) is not allowed here; write the value out");
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        Node node = make(Node::Kind::kScalar, mark, tag, anchor);
        node.text = value;
        node.quoted = tag == "!";
        add(std::move(node));
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(make(Node::Kind::kList, mark, tag, anchor));
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(make(Node::Kind::kMap, mark, tag, anchor));
    }
    void OnMapEnd() override { close(); }

  private:
    struct Open {
        Node node;
        bool has_key = false;
        Node key;
    };

    [[noreturn]] static void refuse(const YAML::Mark& mark, std::string message) {
        throw Refusal{mark.line + 1, mark.column + 1, std::move(message)};
    }

    Node make(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        if (anchor != 0) refuse(mark, "an anchor (&name) is not allowed here; write the value out");
        if (!tag.empty() && tag != "?" && tag != "!")
            refuse(mark, "a tag (" + tag.substr(0, 40) + ") is not allowed here; remove it");
        if (++nodes_ > limits_.nodes)
            refuse(mark, "the file has more than " + std::to_string(limits_.nodes) + " values; make it smaller");
        Node node;
        node.kind = kind;
        node.line = mark.line + 1;
        node.column = mark.column + 1;
        return node;
    }

    void open(Node node) {
        if (static_cast<int>(stack_.size()) >= limits_.depth)
            throw Refusal{node.line, node.column,
                          "lists and maps are nested more than " + std::to_string(limits_.depth) + " deep"};
        stack_.push_back(Open{std::move(node), false, {}});
    }

    void close() {
        Node node = std::move(stack_.back().node);
        stack_.pop_back();
        add(std::move(node));
    }

    void add(Node node) {
        if (stack_.empty()) {
            root_ = std::move(node);
            return;
        }
        Open& top = stack_.back();
        if (top.node.kind == Node::Kind::kList) {
            top.node.items.push_back(std::move(node));
        } else if (!top.has_key) {
            take_key(top, std::move(node));
        } else {
            top.node.entries.push_back(Entry{std::move(top.key), std::move(node)});
            top.has_key = false;
        }
    }

    static void take_key(Open& top, Node node) {
        if (node.kind != Node::Kind::kScalar) throw Refusal{node.line, node.column, "a key must be a word"};
        for (const auto& [key, value] : top.node.entries)
            if (key.text == node.text)
                throw Refusal{
                    node.line, node.column,
                    "the key '" + node.text + "' is given twice; the first time in line " + std::to_string(key.line)};
        top.key = std::move(node);
        top.has_key = true;
    }

    Limits limits_;
    std::size_t nodes_ = 0;
    std::vector<Open> stack_;
    Node root_;
};

// Length of the valid UTF-8 sequence at `at`, or 0.
std::size_t utf8_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const unsigned first = byte(at);
    const auto tail = [&](std::size_t i) { return (byte(at + i) & 0xc0u) == 0x80u; };
    if (first < 0x80) return 1;
    if (first >= 0xc2 && first <= 0xdf) return tail(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        if (!tail(1) || !tail(2)) return 0;
        if (first == 0xe0 && byte(at + 1) < 0xa0) return 0;
        if (first == 0xed && byte(at + 1) > 0x9f) return 0;
        return 3;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        if (!tail(1) || !tail(2) || !tail(3)) return 0;
        if (first == 0xf0 && byte(at + 1) < 0x90) return 0;
        if (first == 0xf4 && byte(at + 1) > 0x8f) return 0;
        return 4;
    }
    return 0;
}

// yaml-cpp reads random bytes and UTF-16 without complaint, so the bytes are checked before it sees them.
bool check_bytes(std::string_view text, std::string_view file, const Limits& limits, Diagnostics& diagnostics) {
    const auto fail = [&](int line, int column, std::string message) {
        diagnostics.push_back({std::string(file), line, column, std::move(message), {}});
        return false;
    };
    if (text.size() > limits.bytes)
        return fail(1, 1,
                    "the file has " + std::to_string(text.size()) + " bytes; at most " + std::to_string(limits.bytes) +
                        " are read");
    if (text.substr(0, 2) == "\xff\xfe" || text.substr(0, 2) == "\xfe\xff")
        return fail(1, 1, "the file is UTF-16; save it as UTF-8");
    int line = 1;
    std::size_t line_start = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        const auto c = static_cast<unsigned char>(text[at]);
        const int column = static_cast<int>(at - line_start) + 1;
        if (length == 0) return fail(line, column, "a byte is not valid UTF-8; save the file as UTF-8");
        if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f)
            return fail(line, column,
                        c == 0 ? "a NUL byte; the file is not text (or UTF-16)" : "a control character; remove it");
        if (c == '\n') {
            ++line;
            line_start = at + 1;
        }
        at += length;
    }
    return true;
}

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) < 0x20) {
            char buffer[8];
            std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(c));
            out += buffer;
        } else {
            out += c;
        }
    }
    out += '"';
}

void append_canonical(std::string& out, const Node& node) {
    if (node.kind == Node::Kind::kEmpty) {
        out += "null";
    } else if (node.kind == Node::Kind::kScalar) {
        if (!node.quoted) out += '~';
        append_quoted(out, node.text);
    } else if (node.kind == Node::Kind::kList) {
        out += '[';
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            if (i > 0) out += ',';
            append_canonical(out, node.items[i]);
        }
        out += ']';
    } else {
        std::vector<const Entry*> sorted;
        for (const Entry& entry : node.entries) sorted.push_back(&entry);
        // Keys are unique, so there are no ties.
        std::sort(sorted.begin(), sorted.end(),
                  [](const auto* a, const auto* b) { return a->first.text < b->first.text; });
        out += '{';
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            if (i > 0) out += ',';
            append_quoted(out, sorted[i]->first.text);
            out += ':';
            append_canonical(out, sorted[i]->second);
        }
        out += '}';
    }
}

// In block style, where whatever was a plain scalar in the file may be one again.
void append_written(std::string& out, const Node& node, std::size_t depth) {
    const std::string indent(2 * depth, ' ');
    if (node.kind == Node::Kind::kEmpty) {
        out += " null\n";
    } else if (node.kind == Node::Kind::kScalar) {
        out += ' ';
        const bool plain = !node.quoted && node.text.find('\n') == std::string::npos;
        if (plain)
            out += node.text;
        else
            append_quoted(out, node.text);
        out += '\n';
    } else if (node.kind == Node::Kind::kList) {
        if (node.items.empty()) out += " []";
        out += '\n';
        for (const Node& item : node.items) {
            out += indent + "-";
            append_written(out, item, depth + 1);
        }
    } else {
        if (node.entries.empty()) out += " {}";
        out += '\n';
        for (const Entry& entry : node.entries) {
            out += indent;
            if (entry.first.quoted)
                append_quoted(out, entry.first.text);
            else
                out += entry.first.text;
            out += ':';
            append_written(out, entry.second, depth + 1);
        }
    }
}

}  // namespace

bool parse(std::string_view text, std::string_view file, const Limits& limits, Node& root, Diagnostics& diagnostics) {
    if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
    if (!check_bytes(text, file, limits, diagnostics)) return false;
    const auto fail = [&](int line, int column, std::string message) {
        diagnostics.push_back({std::string(file), std::max(line, 1), std::max(column, 1), std::move(message), {}});
        return false;
    };
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        Builder builder(limits);
        if (!parser.HandleNextDocument(builder)) return fail(1, 1, "the file is empty");
        Builder second(limits);
        if (parser.HandleNextDocument(second))
            return fail(1, 1, "the file has more than one document; keep the first and remove '---'");
        root = builder.take();
        return true;
    } catch (const Refusal& refusal) {
        return fail(refusal.line, refusal.column, refusal.message);
    } catch (const YAML::Exception& error) {
        return fail(error.mark.line + 1, error.mark.column + 1, "this is not YAML: " + error.msg);
    } catch (const std::exception& error) {
        return fail(1, 1, std::string("the file could not be read as YAML: ") + error.what());
    }
}

std::string describe(const Node& node) {
    switch (node.kind) {
        case Node::Kind::kEmpty:
            return "nothing";
        case Node::Kind::kList:
            return "a list";
        case Node::Kind::kMap:
            return "a map";
        case Node::Kind::kScalar:
            break;
    }
    std::string shown = node.text.substr(0, 40);
    while (!shown.empty() && (static_cast<unsigned char>(shown.back()) & 0xc0) == 0x80) shown.pop_back();
    if (!shown.empty() && static_cast<unsigned char>(shown.back()) >= 0xc0) shown.pop_back();
    if (shown.size() < node.text.size() && node.text.size() > 40) shown += "...";
    return (node.quoted ? "the text '" : "'") + shown + "'";
}

std::string canonical(const Node& node) {
    std::string out;
    append_canonical(out, node);
    return out;
}

std::string written(const Node& node) {
    std::string out;
    append_written(out, node, 0);
    return out.substr(out.find_first_not_of("\n"));
}

}  // namespace np::scenario::yaml
