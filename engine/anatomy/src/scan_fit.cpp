#include "scan_fit.h"

#include "atlas.h"
#include "needlepoint/sdk/math.h"

namespace np::anatomy {

using geometry::Vec3;

Vec3 Similarity::back(Vec3 p) const {
    const Vec3 q = (p - shift) / scale;
    return {rows[0].x * q.x + rows[1].x * q.y + rows[2].x * q.z, rows[0].y * q.x + rows[1].y * q.y + rows[2].y * q.z,
            rows[0].z * q.x + rows[1].z * q.y + rows[2].z * q.z};
}

namespace {

// The eigenvector of the greatest eigenvalue of a symmetric 4 x 4 matrix, by Jacobi's rotations.
std::array<double, 4> greatest_eigenvector(std::array<std::array<double, 4>, 4> m) {
    std::array<std::array<double, 4>, 4> v{};
    for (std::size_t i = 0; i < 4; ++i) v[i][i] = 1;
    for (int sweep = 0; sweep < 30; ++sweep)
        for (std::size_t p = 0; p < 4; ++p)
            for (std::size_t q = p + 1; q < 4; ++q) {
                if (m[p][q] == 0) continue;
                const double theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
                const double t = (theta < 0 ? -1.0 : 1.0) / (np_abs(theta) + np_sqrt(theta * theta + 1));
                const double c = 1 / np_sqrt(t * t + 1), s = t * c;
                for (std::size_t k = 0; k < 4; ++k) {
                    const double a = m[k][p], b = m[k][q];
                    m[k][p] = c * a - s * b, m[k][q] = s * a + c * b;
                }
                for (std::size_t k = 0; k < 4; ++k) {
                    const double a = m[p][k], b = m[q][k];
                    m[p][k] = c * a - s * b, m[q][k] = s * a + c * b;
                    const double d = v[k][p], e = v[k][q];
                    v[k][p] = c * d - s * e, v[k][q] = s * d + c * e;
                }
            }
    std::size_t best = 0;
    for (std::size_t i = 1; i < 4; ++i)
        if (m[i][i] > m[best][best]) best = i;
    return {v[0][best], v[1][best], v[2][best], v[3][best]};
}

void set_turn(Similarity& similarity, const std::array<double, 4>& q) {
    const double w = q[0], x = q[1], y = q[2], z = q[3];
    similarity.rows[0] = {1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)};
    similarity.rows[1] = {2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)};
    similarity.rows[2] = {2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)};
}

}  // namespace

Similarity best_similarity(const std::vector<PointPair>& pairs, std::optional<double> scale) {
    Vec3 from, to;
    for (const PointPair& pair : pairs) from += pair.from, to += pair.to;
    from = from / static_cast<double>(pairs.size()), to = to / static_cast<double>(pairs.size());
    double s[3][3] = {};
    double spread = 0;
    for (const PointPair& pair : pairs) {
        const Vec3 a = pair.from - from, b = pair.to - to;
        const double left[3] = {a.x, a.y, a.z}, right[3] = {b.x, b.y, b.z};
        for (int i = 0; i < 3; ++i)
            for (int k = 0; k < 3; ++k) s[i][k] += left[i] * right[k];
        spread += dot(a, a);
    }
    const auto q = greatest_eigenvector(
        {{{s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]},
          {s[1][2] - s[2][1], s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]},
          {s[2][0] - s[0][2], s[0][1] + s[1][0], s[1][1] - s[0][0] - s[2][2], s[1][2] + s[2][1]},
          {s[0][1] - s[1][0], s[2][0] + s[0][2], s[1][2] + s[2][1], s[2][2] - s[0][0] - s[1][1]}}});
    Similarity best;
    set_turn(best, q);
    double along = 0;
    for (const PointPair& pair : pairs) along += dot(best.turned(pair.from - from), pair.to - to);
    best.scale = scale ? *scale : np_max(along / np_max(spread, 1e-30), 1e-12);
    best.shift = to - best.scale * best.turned(from);
    return best;
}

double rms(const Similarity& similarity, const std::vector<PointPair>& pairs) {
    double sum = 0;
    for (const PointPair& pair : pairs) {
        const Vec3 off = similarity.of(pair.from) - pair.to;
        sum += dot(off, off);
    }
    return np_sqrt(sum / static_cast<double>(pairs.size()));
}

std::vector<double> trust_in_vertices(const HeadData& head, const QuadMesh& level0) {
    std::vector<double> trust(head.skin_vertices, 0);
    ZoneTable table;
    table.grid_width = kAtlasWidth, table.grid_height = kAtlasHeight;
    for (std::size_t f = 0; f < level0.quads.size(); ++f)
        for (std::size_t k = 0; k < 4; ++k) {
            const auto cell = table.cell_of_uv(head.uvs[f][k].u, head.uvs[f][k].v);
            if (cell == kNoCell) continue;
            const std::string& mask = head.masks[head.cell_mask[cell]];
            double here = head.cell_zone[cell] != kNoZone ? 1 : 0.2;
            if (mask == "vermilion" || mask.rfind("lid", 0) == 0) here = 0.4;
            if (mask == "ear" || mask == "ear_canal" || mask == "nostril" || mask == "eye_globe") here = 0;
            double& mine = trust[level0.quads[f][k]];
            mine = mine == 0 ? here : np_min(mine, here);
        }
    return trust;
}

namespace {

constexpr double kLandmarkSigma = 0.02, kSurfaceSigma = 0.015;  // decimetres
constexpr double kSurfaceShare = 0.15;  // neighbours err alike, so a vertex counts less than its own error says
constexpr double kPriorSigma = 0.25;    // weight of a shape in a believable face
constexpr std::size_t kMotion = 6;      // turn and shift of the scan

// Which shapes move a vertex, and how; the columns of the least-squares problem.
struct ShapeColumns {
    struct Move {
        std::uint32_t column;
        Vec3 move;
    };
    std::vector<std::vector<Move>> of_vertex;
    std::size_t count = 0;

    explicit ShapeColumns(const HeadData& head) : of_vertex(head.base.size()) {
        for (const auto& [name, target] : head.targets) {
            if (name.rfind("closure/", 0) == 0) continue;
            for (std::size_t i = 0; i < target.vertices.size(); ++i) {
                const auto& m = target.moves[i];
                of_vertex[target.vertices[i]].push_back(
                    {static_cast<std::uint32_t>(count), 0.001 * Vec3{double(m[0]), double(m[1]), double(m[2])}});
            }
            ++count;
        }
    }

    Vec3 move_of(std::size_t vertex, const std::vector<double>& weights) const {
        Vec3 sum;
        for (const Move& move : of_vertex[vertex]) sum += weights[move.column] * move.move;
        return sum;
    }
};

// Normal equations, lower triangle.
class LeastSquares {
  public:
    explicit LeastSquares(std::size_t count) : count_(count), matrix_(count * count, 0), right_(count, 0) {}

    void add_prior(std::size_t column, double sigma) { matrix_[column * count_ + column] += 1 / (sigma * sigma); }

    // One equation: sum value * unknown = right, with the weight 1 / sigma^2.
    void add(const std::vector<std::pair<std::uint32_t, double>>& row, double right, double weight) {
        for (const auto& [i, a] : row) {
            double* line = &matrix_[i * count_];
            for (const auto& [k, b] : row)
                if (k <= i) line[k] += weight * a * b;
            right_[i] += weight * a * right;
        }
    }

    // Cholesky's decomposition; the priors make it positive definite.
    std::vector<double> solve() {
        auto& m = matrix_;
        const std::size_t n = count_;
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t k = 0; k <= i; ++k) {
                double sum = m[i * n + k];
                for (std::size_t j = 0; j < k; ++j) sum -= m[i * n + j] * m[k * n + j];
                m[i * n + k] = i == k ? np_sqrt(np_max(sum, 1e-12)) : sum / m[k * n + k];
            }
        auto x = right_;
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k < i; ++k) x[i] -= m[i * n + k] * x[k];
            x[i] /= m[i * n + i];
        }
        for (std::size_t i = n; i-- > 0;) {
            for (std::size_t k = i + 1; k < n; ++k) x[i] -= m[k * n + i] * x[k];
            x[i] /= m[i * n + i];
        }
        return x;
    }

  private:
    std::size_t count_;
    std::vector<double> matrix_, right_;
};

class Fitter {
  public:
    Fitter(const HeadData& head, const QuadMesh& level0, const std::vector<Vec3>& start, const FitTarget& target,
           Similarity to_base)
        : head_(head),
          level0_(level0),
          start_(start),
          target_(target),
          to_base_(to_base),
          columns_(head),
          trust_(trust_in_vertices(head, level0)),
          weights_(columns_.count, 0),
          positions_(start) {}

    Fit run() {
        solve(0);
        for (const double reach : {0.30, 0.25, 0.20, 0.15, 0.12, 0.10, 0.10, 0.10}) solve(reach);
        for (const double stiffness : {20.0, 6.0, 2.0, 0.7}) bend(0.10, stiffness);
        carry_helpers();
        return {positions_, to_base_};
    }

  private:
    struct Spot {
        Vec3 at, normal;  // base frame
        double trust = 0;
    };

    std::vector<Vec3> normals() const {
        std::vector<Vec3> sums(head_.skin_vertices);
        for (const Quad& q : level0_.quads) {
            const Vec3 n = cross(positions_[q[2]] - positions_[q[0]], positions_[q[3]] - positions_[q[1]]);
            for (const auto v : q) sums[v] += n;
        }
        for (Vec3& n : sums) n = normalized(n);
        return sums;
    }

    // The scan's nearest spot to each vertex, if it can be the same spot of skin.
    std::vector<Spot> spots(double reach) const {
        const auto mine = normals();
        std::vector<Spot> found(head_.skin_vertices);
        for (std::uint32_t v = 0; v < head_.skin_vertices; ++v) {
            if (trust_[v] == 0) continue;
            const auto at = target_.surface->closest(to_base_.back(positions_[v]), reach / to_base_.scale);
            if (!at) continue;
            const Vec3 normal = to_base_.turned(at->normal);
            if (dot(normal, mine[v]) < 0.6) continue;
            bool rim = false;
            for (const auto corner : target_.mesh->triangles[at->triangle]) rim = rim || (*target_.on_rim)[corner];
            if (!rim) found[v] = {to_base_.of(at->position), normal, trust_[v]};
        }
        return found;
    }

    void solve(double reach) {
        const std::size_t shapes = columns_.count;
        LeastSquares system(shapes + kMotion);
        for (std::size_t i = 0; i < shapes; ++i) system.add_prior(i, kPriorSigma);
        for (std::size_t i = shapes; i < shapes + kMotion; ++i) system.add_prior(i, 0.5);
        const auto add = [&](std::size_t vertex, Vec3 goal, Vec3 along, double weight) {
            std::vector<std::pair<std::uint32_t, double>> row;
            for (const auto& move : columns_.of_vertex[vertex]) {
                const double value = dot(move.move, along);
                if (value != 0) row.emplace_back(move.column, value);
            }
            // A small turn w and shift s of the scan take the goal to goal + w x goal + s.
            const Vec3 arm = cross(goal - pivot(), along);
            const double motion[kMotion] = {-arm.x, -arm.y, -arm.z, -along.x, -along.y, -along.z};
            for (std::size_t i = 0; i < kMotion; ++i) row.emplace_back(shapes + i, motion[i]);
            system.add(row, dot(goal - start_[vertex], along), weight);
        };
        for (const auto& [vertex, place] : target_.landmarks)
            for (const Vec3 along : {Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}})
                add(vertex, to_base_.of(place), along, 1 / (kLandmarkSigma * kLandmarkSigma));
        if (reach > 0) {
            const auto found = spots(reach);
            for (std::uint32_t v = 0; v < found.size(); ++v)
                if (found[v].trust > 0)
                    add(v, found[v].at, found[v].normal,
                        kSurfaceShare * found[v].trust / (kSurfaceSigma * kSurfaceSigma));
        }
        const auto x = system.solve();
        for (std::size_t i = 0; i < shapes; ++i) weights_[i] = x[i];
        move_scan({x[shapes], x[shapes + 1], x[shapes + 2]}, {x[shapes + 3], x[shapes + 4], x[shapes + 5]});
        for (std::size_t v = 0; v < positions_.size(); ++v) positions_[v] = start_[v] + columns_.move_of(v, weights_);
    }

    Vec3 pivot() const { return start_[head_.landmarks.at("nasion")]; }

    void move_scan(Vec3 turn, Vec3 shift) {
        const double angle = length(turn);
        Similarity step;
        const Vec3 axis = normalized(turn);
        const double half = 0.5 * angle, s = np_sin(half);
        set_turn(step, {np_cos(half), s * axis.x, s * axis.y, s * axis.z});
        step.shift = pivot() - step.turned(pivot()) + shift;
        Similarity both = to_base_;
        for (int r = 0; r < 3; ++r)
            both.rows[r] = step.rows[r].x * to_base_.rows[0] + step.rows[r].y * to_base_.rows[1] +
                           step.rows[r].z * to_base_.rows[2];
        both.shift = step.of(to_base_.shift);
        to_base_ = both;
    }

    // Moves the vertices towards the scan as a sheet that resists bending unevenly.
    void bend(double reach, double stiffness) {
        const auto found = spots(reach);
        const std::size_t count = head_.skin_vertices;
        std::vector<std::vector<std::uint32_t>> beside(count);
        for (const QuadEdge& edge : level0_.edges) beside[edge.a].push_back(edge.b), beside[edge.b].push_back(edge.a);
        std::vector<Vec3> goal(count), move(count);
        std::vector<double> pull(count, 0);
        for (std::uint32_t v = 0; v < count; ++v)
            if (found[v].trust > 0) {
                // Along the scan's normal only: how far a spot lies along the skin, its neighbours and landmarks say.
                goal[v] = dot(found[v].at - positions_[v], found[v].normal) * found[v].normal;
                pull[v] = found[v].trust;
            }
        for (const auto& [vertex, place] : target_.landmarks)
            goal[vertex] = to_base_.of(place) - positions_[vertex], pull[vertex] = 1;
        for (int sweep = 0; sweep < 80; ++sweep)
            for (std::uint32_t v = 0; v < count; ++v) {
                Vec3 mean;
                for (const auto n : beside[v]) mean += move[n];
                mean = mean / static_cast<double>(beside[v].size());
                // What the scan says nothing about hardly leaves its place of its own accord.
                move[v] = (pull[v] * goal[v] + stiffness * mean) / (pull[v] + stiffness + 0.002);
            }
        for (std::uint32_t v = 0; v < count; ++v) positions_[v] += move[v];
    }

    // Eyeballs go with the lids' skin around them, lashes with the skin that they grow from.
    void carry_helpers() {
        std::vector<Vec3> bent(head_.skin_vertices);
        for (std::uint32_t v = 0; v < bent.size(); ++v)
            bent[v] = positions_[v] - start_[v] - columns_.move_of(v, weights_);
        for (std::size_t v = head_.skin_vertices; v < positions_.size(); ++v) {
            const bool eye = v < std::size_t{head_.eye_vertices[1][0]} + head_.eye_vertices[1][1];
            const Vec3 here = eye ? eye_middle(v) : start_[v];
            Vec3 sum;
            double weight = 0;
            for (std::uint32_t s = 0; s < head_.skin_vertices; ++s) {
                const Vec3 off = start_[s] - here;
                const double far = dot(off, off);
                if (far > 0.09) continue;
                const double near = eye ? 1.0 : 1 / ((far + 1e-4) * (far + 1e-4));
                sum += near * bent[s], weight += near;
            }
            if (weight > 0) positions_[v] += sum / weight;
        }
    }

    Vec3 eye_middle(std::size_t vertex) const {
        const auto& range = head_.eye_vertices[vertex < head_.eye_vertices[1][0] ? 0 : 1];
        Vec3 sum;
        for (std::size_t i = 0; i < range[1]; ++i) sum += start_[range[0] + i];
        return sum / double(range[1]);
    }

    const HeadData& head_;
    const QuadMesh& level0_;
    const std::vector<Vec3>& start_;
    const FitTarget& target_;
    Similarity to_base_;
    ShapeColumns columns_;
    std::vector<double> trust_, weights_;
    std::vector<Vec3> positions_;
};

}  // namespace

Fit fit_to_scan(const HeadData& head, const QuadMesh& level0, const std::vector<Vec3>& start, const FitTarget& target,
                Similarity to_base) {
    return Fitter(head, level0, start, target, to_base).run();
}

}  // namespace np::anatomy
