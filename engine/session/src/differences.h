// Differencing of columns, in wrapping arithmetic so that every value survives. See columns.h.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace np::session {

template <class Unsigned>
void difference(std::span<Unsigned> values, int order) {
    for (int pass = 0; pass < order; ++pass)
        for (std::size_t i = values.size(); i-- > 1;) values[i] = static_cast<Unsigned>(values[i] - values[i - 1]);
}

template <class Unsigned>
void sum(std::span<Unsigned> values, int order) {
    for (int pass = 0; pass < order; ++pass)
        for (std::size_t i = 1; i < values.size(); ++i) values[i] = static_cast<Unsigned>(values[i] + values[i - 1]);
}

// Lists end to end; row r lies at starts[r] .. starts[r + 1].
template <class Unsigned>
void sum_lists(std::vector<Unsigned>& values, const std::vector<std::uint32_t>& starts, int order) {
    for (int pass = 0; pass < order; ++pass)
        for (std::size_t row = 1; row + 1 < starts.size(); ++row) {
            const std::size_t shared = std::min(starts[row + 1] - starts[row], starts[row] - starts[row - 1]);
            const Unsigned* const before = values.data() + starts[row - 1];
            Unsigned* const here = values.data() + starts[row];  // behind `before` and all that is shared of it
            for (std::size_t i = 0; i < shared; ++i) here[i] = static_cast<Unsigned>(here[i] + before[i]);
        }
}

}  // namespace np::session
