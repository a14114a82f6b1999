// What is wrong with a file that a person wrote, and where.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace np::scenario {

struct Diagnostic {
    std::string file;        // as the caller named it
    int line = 1;            // counted from 1
    int column = 1;          // counted from 1, in bytes
    std::string message;     // what was expected and what was found
    std::string suggestion;  // the word that was probably meant, or empty

    // "file:line:column: message (did you mean 'word'?)"
    std::string text() const;
};

using Diagnostics = std::vector<Diagnostic>;

// One diagnostic per line.
std::string to_text(const Diagnostics& diagnostics);

// The candidate nearest to `word` by edit distance, or empty if none is near enough to be a typing error.
std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace np::scenario
