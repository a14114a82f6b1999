// A YAML file as a small tree with positions, and only the harmless part of YAML: no anchors, aliases, tags or second
// documents, no repeated keys, bounded size and depth. Hides yaml-cpp and all its exceptions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/scenario/diagnostics.h"

namespace np::scenario::yaml {

struct Entry;

struct Node {
    enum class Kind { kEmpty, kScalar, kList, kMap };
    Kind kind = Kind::kEmpty;
    bool quoted = false;  // a quoted or block scalar is always text
    int line = 1, column = 1;
    std::string text;            // scalar
    std::vector<Node> items;     // list
    std::vector<Entry> entries;  // map, in the order of the file; keys are scalars

    const Node* find(std::string_view key) const;
};

struct Entry {
    Node first, second;  // key, value
};

struct Limits {
    std::size_t bytes = 256 * 1024;
    std::size_t nodes = 20000;
    int depth = 16;
};

// False: `diagnostics` says why, at least once.
bool parse(std::string_view text, std::string_view file, const Limits& limits, Node& root, Diagnostics& diagnostics);

// "a map", "a list", "'text'" ...: what was found, for messages.
std::string describe(const Node& node);

// The tree in one spelling: maps by sorted keys, scalars as JSON strings with a mark for plain ones.
std::string canonical(const Node& node);

// The tree as YAML again, one line; `parse` of it gives an equal tree but for positions.
std::string written(const Node& node);

}  // namespace np::scenario::yaml
