#include "creases.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace np::render {

using geometry::Vec3;

namespace {

// One line: points near the surface, seen along `view`, for distances are taken across that direction only.
struct Crease {
    std::vector<Vec3> points;
    Vec3 view{0, 0, 1};
    double depth_mm = 0.3, width_mm = 0.9;
};

struct Nearest {
    double distance_mm, along;  // 0..1 of the way
};

Vec3 across(Vec3 v, Vec3 view) {
    return v - dot(v, view) * view;
}

// `line` and `p` without their part along the view.
Nearest nearest(const std::vector<Vec3>& line, Vec3 p) {
    Nearest best{1e9, 0};
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const Vec3 d = line[i + 1] - line[i], q = p - line[i];
        const double t = std::clamp(dot(q, d) / std::max(1e-9, dot(d, d)), 0.0, 1.0);
        const double distance = length(q - t * d);
        if (distance < best.distance_mm)
            best = {distance, (static_cast<double>(i) + t) / static_cast<double>(line.size() - 1)};
    }
    return best;
}

constexpr double kWander_mm = 2.2;

// A line ends softly, breaks off here and there, and wanders.
void paint(SkinCanvas& canvas, const Crease& crease, std::uint32_t seed) {
    Vec3 middle;
    for (const Vec3& p : crease.points) middle += p / static_cast<double>(crease.points.size());
    double reach = 0;
    std::vector<Vec3> line;
    for (const Vec3& p : crease.points) {
        reach = std::max(reach, length(p - middle));
        line.push_back(across(p, crease.view));
    }
    canvas.paint(middle, reach + 22, [&](const SkinSpot& spot) -> Dab {
        if (dot(spot.normal, crease.view) < 0.15) return {};
        const Vec3 p = spot.point;
        if (nearest(line, across(p, crease.view)).distance_mm > 5 * crease.width_mm + kWander_mm) return {};
        const Vec3 wander{noise3(0.16 * p, seed + 1) - 0.5, noise3(0.16 * p, seed + 2) - 0.5,
                          noise3(0.16 * p, seed + 3) - 0.5};
        const Nearest at = nearest(line, across(p + kWander_mm * wander, crease.view));
        if (at.distance_mm > 5 * crease.width_mm) return {};
        const double ends = std::clamp(std::min(at.along, 1 - at.along) / 0.22, 0.0, 1.0);
        const double broken = std::clamp(2.2 * noise3(0.13 * p, seed + 7) - 0.1, 0.25, 1.0);
        const double s = crease.depth_mm * ends * broken;
        const double x = at.distance_mm / crease.width_mm;
        // A groove with slightly raised banks; what lies in it is in its own shade.
        const double groove = std::exp(-1.6 * x * x), bank = 0.28 * std::exp(-0.55 * (x - 2.1) * (x - 2.1));
        return {-0.45 * s * groove * Vec3{0.80, 0.98, 1.0}, s * (bank - groove), 0};
    });
}

class Face {
  public:
    explicit Face(const Landmarks& landmarks) : landmarks_(landmarks) {}
    std::optional<Vec3> at(const std::string& name) const {
        const auto found = landmarks_.find(name);
        if (found == landmarks_.end()) return std::nullopt;
        return found->second;
    }
    Vec3 operator[](const std::string& name) const { return at(name).value_or(Vec3{}); }
    bool has_all(std::initializer_list<const char*> names) const {
        return std::all_of(names.begin(), names.end(), [&](const char* name) { return at(name).has_value(); });
    }

  private:
    const Landmarks& landmarks_;
};

using Creases = std::vector<Crease>;

void add_forehead(Creases& out, const Face& face, std::uint32_t seed) {
    const Vec3 low = face["glabella"], high = face["trichion"];
    const double half = 0.9 * std::abs(face["exocanthion_l"].x);
    for (int line = 0; line < 4; ++line) {
        const double rise = 0.10 + 0.165 * line + 0.05 * (noise3({0.5 + line, 0.5, 0.5}, seed) - 0.5);
        Crease crease;
        crease.depth_mm = 0.48 - 0.05 * line;
        crease.width_mm = 1.4;
        const double reach = half * (1.0 - 0.09 * line + 0.16 * (noise3({0.5, 0.5 + line, 0.5}, seed) - 0.5));
        for (int i = -8; i <= 8; ++i) {
            const double t = i / 8.0;
            // Higher over each brow than in the middle and at the temples.
            const double arch = 1.5 * (1 - std::cos(t * 6.2832)) - 1.4;
            crease.points.push_back({low.x + t * reach, low.y + rise * (high.y - low.y) + arch, low.z});
        }
        out.push_back(std::move(crease));
    }
}

void add_frown(Creases& out, const Face& face, std::uint32_t seed) {
    const Vec3 g = face["glabella"];
    for (const double side : {-1.0, 1.0}) {
        const double lean = 1.2 * (noise3({side, 2.5, 0.5}, seed) - 0.5);
        out.push_back({{{g.x + side * 5.0, g.y - 15, g.z},
                        {g.x + side * 6.0 + lean, g.y - 8, g.z},
                        {g.x + side * 5.2 + lean, g.y + 2, g.z}},
                       {0, 0, 1},
                       0.46,
                       1.35});
    }
}

void add_eye(Creases& out, const Face& face, const std::string& side, double sign) {
    const Vec3 outer = face["exocanthion_" + side], inner = face["endocanthion_" + side];
    const Vec3 view = normalized(Vec3{0.75 * sign, 0, 0.66});
    const Vec3 back = normalized(Vec3{0.66 * sign, 0, -0.75});
    for (int ray = 0; ray < 5; ++ray) {
        const double turn = -0.75 + 0.36 * ray;  // radians below to above the horizontal
        const Vec3 way = std::cos(turn) * back + std::sin(turn) * Vec3{0, 1, 0};
        const Vec3 from = outer + 5.5 * way, bend = Vec3{0, 0.8 * (turn < 0 ? -1 : 1), 0};
        const double length_mm = 15 - 2.2 * std::abs(ray - 2);
        out.push_back({{from, from + 0.5 * length_mm * way, from + length_mm * way + bend}, view, 0.32, 0.95});
    }
    // Below the lid two shallow arcs.
    for (int arc = 0; arc < 2; ++arc) {
        Crease crease;
        crease.depth_mm = 0.26 - 0.07 * arc;
        crease.width_mm = 1.0;
        for (int i = 0; i <= 8; ++i) {
            const double t = i / 8.0;
            Vec3 p = inner + (0.02 + 0.98 * t) * (outer - inner);
            p.y -= (8.0 + 4.5 * arc) * std::sin(3.1416 * std::min(1.0, 0.12 + 0.80 * t));
            crease.points.push_back(p);
        }
        crease.view = normalized(Vec3{0.25 * sign, 0, 1});
        out.push_back(std::move(crease));
    }
}

void add_mouth_side(Creases& out, const Face& face, const std::string& side, double sign) {
    const Vec3 wing = face["alare_" + side], corner = face["cheilion_" + side];
    const Vec3 view = normalized(Vec3{0.4 * sign, 0, 0.92});
    const Vec3 top = wing + Vec3{2.5 * sign, 5, -2}, low = corner + Vec3{7.0 * sign, 2, -4};
    out.push_back(
        {{top, 0.5 * (top + low) + Vec3{3.0 * sign, 2.0, 0}, low, low + Vec3{-0.5 * sign, -5, -2}}, view, 0.48, 1.9});
    const Vec3 mouth = corner + Vec3{2.0 * sign, -2, -1};
    out.push_back({{mouth, mouth + Vec3{2.2 * sign, -8, -1}, mouth + Vec3{2.6 * sign, -17, -3}}, view, 0.40, 1.2});
}

void add_lips(Creases& out, const Face& face, std::uint32_t seed) {
    const Vec3 upper = face["labrale_superius"];
    const double half = 0.72 * std::abs(face["cheilion_l"].x);
    for (int i = -4; i <= 4; ++i) {
        if (i == 0) continue;  // the philtrum stays smooth
        const double x = upper.x + half * i / 4.0 + 1.6 * (noise3({i + 0.5, 0.5, 0.5}, seed + 21) - 0.5);
        const double foot = upper.y + 0.6 - 2.6 * (i * i) / 16.0;
        const double height = 5.0 + 3.0 * noise3({i + 0.5, 1.5, 0.5}, seed + 22);
        out.push_back({{{x, foot, upper.z}, {x + 0.06 * i, foot + height, upper.z}}, {0, 0, 1}, 0.20, 0.55});
    }
}

// The fold of the upper lid, which everybody has.
void add_lid(Creases& out, const Face& face, const std::string& side, double sign, std::uint32_t seed) {
    const Vec3 outer = face["exocanthion_" + side], inner = face["endocanthion_" + side];
    const double high = 7.5 + 2.5 * noise3({0.5, sign, 0.5}, seed + 23);
    Crease crease;
    crease.depth_mm = 0.34;
    crease.width_mm = 1.0;
    crease.view = normalized(Vec3{0.25 * sign, 0.3, 1});
    for (int i = 0; i <= 10; ++i) {
        const double t = i / 10.0;
        Vec3 p = inner + (0.04 + 1.04 * t) * (outer - inner);
        p.y += 1.5 + high * std::sin(3.1416 * (0.10 + 0.84 * t));
        crease.points.push_back(p);
    }
    out.push_back(std::move(crease));
}

void add_neck(Creases& out, const Face& face) {
    const Vec3 throat = face["cervical"];
    for (int ring = 0; ring < 3; ++ring) {
        Crease crease;
        crease.depth_mm = 0.45 - 0.08 * ring;
        crease.width_mm = 2.0;
        for (int i = -8; i <= 8; ++i) {
            const double t = i / 8.0;
            crease.points.push_back({throat.x + 52 * t, throat.y - 13 - 15.0 * ring + 9 * t * t, throat.z});
        }
        out.push_back(std::move(crease));
    }
}

}  // namespace

double crease_strength(double age_years) {
    const double t = std::clamp((age_years - 30) / 50, 0.0, 1.0);
    return t * (0.55 + 0.45 * t);
}

void paint_creases(SkinCanvas& canvas, const Landmarks& landmarks, double age_years, std::uint32_t seed) {
    const Face face(landmarks);
    const double strength = crease_strength(age_years);
    if (!face.has_all({"trichion", "glabella", "exocanthion_l", "exocanthion_r", "endocanthion_l", "endocanthion_r",
                       "alare_l", "alare_r", "cheilion_l", "cheilion_r", "labrale_superius"}))
        return;
    // What is there from birth, deepened by the years, and then what only the years draw.
    Creases creases;
    add_lid(creases, face, "l", 1, seed);
    add_lid(creases, face, "r", -1, seed);
    if (face.at("cervical")) add_neck(creases, face);
    for (Crease& crease : creases) crease.depth_mm *= 0.35 + 0.65 * strength;
    if (strength > 0) {
        const auto born = static_cast<std::ptrdiff_t>(creases.size());
        add_forehead(creases, face, seed);
        add_frown(creases, face, seed);
        add_eye(creases, face, "l", 1);
        add_eye(creases, face, "r", -1);
        add_mouth_side(creases, face, "l", 1);
        add_mouth_side(creases, face, "r", -1);
        if (age_years > 48) add_lips(creases, face, seed);
        std::for_each(creases.begin() + born, creases.end(), [&](Crease& crease) { crease.depth_mm *= strength; });
    }
    for (std::size_t i = 0; i < creases.size(); ++i) {
        Crease& crease = creases[i];
        const auto own = static_cast<std::uint32_t>(i);
        crease.depth_mm *= 0.65 + 0.7 * noise3({0.5 + own, 0.5, 0.5}, seed + 31);
        if (crease.depth_mm > 0.015) paint(canvas, crease, seed + 131 * own);
    }
}

}  // namespace np::render
