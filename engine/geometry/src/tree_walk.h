// The one walk through the tree: nearest box first, leaving out boxes beyond the best answer so far.
#pragma once

#include "bvh.h"
#include "lanes.h"

namespace np::geometry {

// `test(node, keys)` chooses children and gives each a key that grows with its distance; `leaf(slot, count)` answers
// with the bound beyond which keys are of no more interest.
// `fetch(slot)` is called as soon as a leaf is known to be wanted, so that memory has time to bring it.
template <class Test, class Fetch, class Leaf>
void walk_tree(const Bvh& bvh, float bound, Test&& test, Fetch&& fetch, Leaf&& leaf) {
    struct Waiting {
        std::uint32_t first, count;
        float key;
    };
    constexpr int kStack = 192;  // three waiting children per level of the deepest tree
    Waiting stack[kStack];
    int top = 0;
    stack[top++] = {0, 0, -3e38F};
    while (top > 0) {
        const Waiting now = stack[--top];
        if (now.key > bound) continue;
        if (now.count > 0) {
            bound = leaf(now.first, now.count);
            continue;
        }
        const Bvh::Node& node = bvh.nodes[now.first];
        Float4 keys;
        const int chosen = lanes_of(test(node, bound, keys)) & node.used;
        const int base = top;
        for (int left = chosen; left != 0; left &= left - 1) {
            const int k = __builtin_ctz(static_cast<unsigned>(left));
            const auto at = static_cast<std::size_t>(k);
            if (node.count[at] > 0) {
                fetch(node.first[at]);
            } else {
                __builtin_prefetch(&bvh.nodes[node.first[at]]);
                __builtin_prefetch(&bvh.nodes[node.first[at]].first);
            }
            int place = top++;
            for (; place > base && stack[place - 1].key < keys[k]; --place) stack[place] = stack[place - 1];
            stack[place] = {node.first[at], node.count[at], keys[k]};
        }
    }
}

}  // namespace np::geometry
