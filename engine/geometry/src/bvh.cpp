#include "bvh.h"

#include <algorithm>
#include <limits>

#include "triangle.h"

namespace np::geometry {
namespace {

constexpr int kBins = 16;
constexpr std::uint32_t kLeafSize = Bvh::kLeafSize;
// A node costs about as much as one triangle: four boxes are tested at once.
constexpr double kNodeCost = 1.0;
// From this depth on ranges are halved by count, so that no mesh makes a tree deeper than a traversal's stack.
constexpr int kDeepest = 36;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Box {
    Vec3 low{kInfinity, kInfinity, kInfinity}, high{-kInfinity, -kInfinity, -kInfinity};

    void add(Vec3 p) {
        low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
    }
    void add(const Box& other) {
        add(other.low);
        add(other.high);
    }
    double half_area() const {
        if (high.x < low.x) return 0;
        const Vec3 e = high - low;
        return e.x * e.y + e.y * e.z + e.z * e.x;
    }
};

double component(Vec3 v, int axis) {
    return axis == 0 ? v.x : (axis == 1 ? v.y : v.z);
}

struct Item {
    Box box;
    Vec3 center;
    std::uint32_t triangle;
};

struct Split {
    int axis = -1;
    int bin = 0;  // bins below go left
    double cost = 0;
};

struct Range {
    std::uint32_t begin, end;
    std::uint32_t size() const { return end - begin; }
};

class Builder {
  public:
    explicit Builder(std::vector<Item> items) : items_(std::move(items)) {}

    Bvh build() {
        Bvh bvh;
        if (items_.empty()) return bvh;
        const Box whole = box_of({0, static_cast<std::uint32_t>(items_.size())});
        bvh.low = whole.low;
        bvh.high = whole.high;
        const Vec3 l = whole.low, h = whole.high;
        const double reach = std::max({-l.x, -l.y, -l.z, h.x, h.y, h.z, 1.0});
        // Wider than the rounding of bounds, of the ray's origin and of their difference, in single precision.
        pad_ = reach * 1e-6;
        bvh.reach_mm = reach;
        bvh.nodes.reserve(items_.size() / 3 + 1);
        bvh.triangles.reserve(items_.size() + items_.size() / 2);
        add_node(bvh, {0, static_cast<std::uint32_t>(items_.size())}, 0);
        return bvh;
    }

  private:
    Box box_of(Range range) const {
        Box box;
        for (std::uint32_t i = range.begin; i < range.end; ++i) box.add(items_[i].box);
        return box;
    }

    static int bin_of(double center, double low, double scale) {
        return std::clamp(static_cast<int>((center - low) * scale), 0, kBins - 1);
    }

    Split best_split(Range range, const Box& centers) const {
        Split best;
        best.cost = kInfinity;
        for (int axis = 0; axis < 3; ++axis) {
            const double low = component(centers.low, axis), width = component(centers.high, axis) - low;
            if (!(width > 0)) continue;
            const double scale = kBins / width;
            std::array<Box, kBins> boxes;
            std::array<std::uint32_t, kBins> counts{};
            for (std::uint32_t i = range.begin; i < range.end; ++i) {
                const auto bin = static_cast<std::size_t>(bin_of(component(items_[i].center, axis), low, scale));
                boxes[bin].add(items_[i].box);
                ++counts[bin];
            }
            std::array<double, kBins> right_cost{};
            Box right;
            std::uint32_t right_count = 0;
            for (int bin = kBins - 1; bin > 0; --bin) {
                right.add(boxes[static_cast<std::size_t>(bin)]);
                right_count += counts[static_cast<std::size_t>(bin)];
                right_cost[static_cast<std::size_t>(bin)] = right_count ? right.half_area() * right_count : kInfinity;
            }
            Box left;
            std::uint32_t left_count = 0;
            for (int bin = 1; bin < kBins; ++bin) {
                left.add(boxes[static_cast<std::size_t>(bin - 1)]);
                left_count += counts[static_cast<std::size_t>(bin - 1)];
                if (left_count == 0) continue;
                const double cost = left.half_area() * left_count + right_cost[static_cast<std::size_t>(bin)];
                if (cost < best.cost) best = {axis, bin, cost};
            }
        }
        return best;
    }

    // Two halves, or one where splitting does not pay.
    bool split(Range range, int depth, Range& left, Range& right) {
        if (range.size() <= 1) return false;
        Box centers, box;
        for (std::uint32_t i = range.begin; i < range.end; ++i) {
            centers.add(items_[i].center);
            box.add(items_[i].box);
        }
        const Split best = depth < kDeepest ? best_split(range, centers) : Split{};
        std::uint32_t middle = range.begin + range.size() / 2;
        const double leaf_cost = box.half_area() * (range.size() - kNodeCost);
        if (range.size() <= kLeafSize && (best.axis < 0 || best.cost >= leaf_cost)) return false;
        if (best.axis >= 0) {
            const double low = component(centers.low, best.axis);
            const double scale = kBins / (component(centers.high, best.axis) - low);
            const auto at = std::partition(
                items_.begin() + range.begin, items_.begin() + range.end,
                [&](const Item& item) { return bin_of(component(item.center, best.axis), low, scale) < best.bin; });
            middle = static_cast<std::uint32_t>(at - items_.begin());
        }
        left = {range.begin, middle};
        right = {middle, range.end};
        return true;
    }

    std::uint32_t add_node(Bvh& bvh, Range range, int depth) {
        const auto index = static_cast<std::uint32_t>(bvh.nodes.size());
        bvh.nodes.emplace_back();
        std::array<Range, 4> children{range};
        std::array<double, 4> areas{box_of(range).half_area()};
        std::array<bool, 4> whole{};  // not worth splitting
        int count = 1;
        while (count < 4) {
            // The child with the largest surface is the one most rays would enter.
            int widest = -1;
            double area = -1;
            for (int k = 0; k < count; ++k) {
                const auto at = static_cast<std::size_t>(k);
                if (whole[at] || areas[at] <= area) continue;
                area = areas[at];
                widest = k;
            }
            if (widest < 0) break;
            Range left{}, right{};
            if (!split(children[static_cast<std::size_t>(widest)], depth, left, right)) {
                whole[static_cast<std::size_t>(widest)] = true;
                continue;
            }
            const auto from = static_cast<std::size_t>(widest), next = static_cast<std::size_t>(count++);
            children[from] = left;
            children[next] = right;
            areas[from] = box_of(left).half_area();
            areas[next] = box_of(right).half_area();
        }
        for (int k = 0; k < 4; ++k) {
            const auto at = static_cast<std::size_t>(k);
            fill_child(bvh, index, k, k < count ? children[at] : Range{0, 0}, whole[at], depth);
        }
        return index;
    }

    void fill_child(Bvh& bvh, std::uint32_t node, int child, Range range, bool whole, int depth) {
        const auto k = static_cast<std::size_t>(child);
        const Box box = box_of(range);
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const bool empty = range.size() == 0;
            bvh.nodes[node].low[axis][k] =
                empty ? 1e30F : static_cast<float>(component(box.low, static_cast<int>(axis)) - pad_);
            bvh.nodes[node].high[axis][k] =
                empty ? -1e30F : static_cast<float>(component(box.high, static_cast<int>(axis)) + pad_);
        }
        bvh.nodes[node].first[k] = 0;
        bvh.nodes[node].count[k] = 0;
        if (range.size() == 0) return;
        bvh.nodes[node].used |= 1 << child;
        if (whole || range.size() <= kLeafSize) {
            bvh.nodes[node].first[k] = add_leaf(bvh, range);
            bvh.nodes[node].count[k] = static_cast<std::uint16_t>(range.size());
        } else {
            const std::uint32_t below = add_node(bvh, range, depth + 1);
            bvh.nodes[node].first[k] = below;
        }
    }

    std::uint32_t add_leaf(Bvh& bvh, Range range) const {
        const auto slot = static_cast<std::uint32_t>(bvh.triangles.size());
        for (std::uint32_t i = 0; i < kLeafSize; ++i)
            bvh.triangles.push_back(i < range.size() ? items_[range.begin + i].triangle : Bvh::kEmpty);
        return slot;
    }

    std::vector<Item> items_;
    double pad_ = 0;
};

}  // namespace

Bvh build_bvh(const TriangleMesh& mesh) {
    std::vector<Item> items;
    items.reserve(mesh.triangles.size());
    for (std::uint32_t i = 0; i < mesh.triangles.size(); ++i) {
        Item item;
        bool sound = true;
        for (const std::uint32_t corner : mesh.triangles[i]) {
            sound = sound && corner < mesh.positions.size() && finite(mesh.positions[corner]);
            if (sound) item.box.add(mesh.positions[corner]);
        }
        if (!sound) continue;
        item.center = 0.5 * (item.box.low + item.box.high);
        item.triangle = i;
        items.push_back(item);
    }
    return Builder(std::move(items)).build();
}

}  // namespace np::geometry
