#include "complexion.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "lid_opening.h"
#include "skin_colors.h"

namespace np::render {

using geometry::Vec3;

namespace {

// What makes skin darker: blood, pigment, and the blue of veins under thin skin.
struct Amounts {
    double blood = 0, pigment = 0, vein = 0;
};
Amounts& operator+=(Amounts& a, Amounts b) {
    a.blood += b.blood, a.pigment += b.pigment, a.vein += b.vein;
    return a;
}
Amounts operator*(double s, Amounts a) {
    return {s * a.blood, s * a.pigment, s * a.vein};
}

struct Patch {
    Vec3 at;
    double sd_mm = 8;
    double wide = 1, high = 1;  // stretch across and along the face
    Amounts amounts;
};

// A number of this person, 0..1.
double own(const HeadModel& model, int which) {
    return noise3({which + 0.5, 0.5, 0.5}, model.seed * 7919U + 17U);
}

double old_share(const HeadModel& model) {
    return std::clamp((model.age_years - 35) / 35, 0.0, 1.0);
}

class Face {
  public:
    explicit Face(const HeadModel& model)
        : dark_(melanin_share(model.fitzpatrick)), old_(old_share(model)), model_(model) {
        for (const char* name : {"trichion",      "glabella",      "pronasale",  "subnasale",      "labrale_superius",
                                 "sublabiale",    "pogonion",      "menton",     "endocanthion_l", "endocanthion_r",
                                 "exocanthion_l", "exocanthion_r", "orbitale_l", "orbitale_r",     "alare_l",
                                 "alare_r",       "cheilion_l",    "cheilion_r", "gonion_l",       "gonion_r"})
            whole_ = whole_ && model.landmarks.count(name) > 0;
        if (whole_) add_patches();
    }
    bool whole() const { return whole_; }

    Amounts at(Vec3 p) const {
        Amounts sum;
        for (const Patch& patch : patches_) {
            const Vec3 d = p - patch.at;
            const double x = d.x / patch.wide, y = d.y / patch.high;
            const double r2 = (x * x + y * y + d.z * d.z) / (patch.sd_mm * patch.sd_mm);
            if (r2 < 9) sum += std::exp(-0.5 * r2) * patch.amounts;
        }
        const double below = std::clamp((mark("menton").y - 4 - p.y) / 28, 0.0, 1.0);
        sum += below * Amounts{-0.10 * (1 - dark_), 0.05 + 0.12 * dark_, 0};
        return sum;
    }

  private:
    Vec3 mark(const std::string& name) const { return model_.landmarks.find(name)->second; }

    void add_patches() {
        const double dark = dark_, fair = 1 - dark_;
        const auto add = [&](Vec3 at, double sd_mm, double wide, double high, Amounts amounts) {
            patches_.push_back({at, sd_mm, wide, high, amounts});
        };
        add(0.5 * (mark("glabella") + mark("trichion")), 22, 1.8, 1, {-0.05 * fair, 0.04 + 0.14 * dark, 0});
        add(mark("pronasale"), 8, 1, 1, {0.14 + 0.12 * old_, 0, 0});
        add(0.5 * (mark("subnasale") + mark("labrale_superius")), 5, 2.4, 1, {-0.10 * fair, 0.04 + 0.20 * dark, 0});
        add(mark("sublabiale"), 5.5, 2.2, 1, {0, 0.07 + 0.22 * dark, 0});
        add(mark("pogonion"), 9, 1.2, 1, {0.10, 0, 0});
        const double rings = (0.55 + 0.7 * own(model_, 1)) * (0.8 + 0.4 * old_);  // under the eyes
        for (const double side : {1.0, -1.0}) {
            const std::string s = side > 0 ? "_l" : "_r";
            const Vec3 inner = mark("endocanthion" + s), outer = mark("exocanthion" + s), rim = mark("orbitale" + s);
            add(0.45 * inner + 0.55 * rim, 6.5, 1.7, 0.9, rings * Amounts{0.05, 0.10 + 0.42 * dark, 0.55 * fair});
            add(0.5 * (inner + outer) + Vec3{0, 9, 0}, 7, 1.7, 0.8, {0.14 * fair, 0.10 + 0.24 * dark, 0.1 * fair});
            add(inner + Vec3{-2 * side, -1, 0}, 4, 1, 1.2, {0.10, 0.10 + 0.15 * dark, 0.15 * fair});
            add(outer + Vec3{9 * side, 13, -10}, 12, 1, 1.3, {-0.05, 0.10 * dark, 0.14 * fair});
            add(mark("alare" + s), 4.2, 0.8, 1.3, {0.20 * fair + 0.07 + 0.10 * old_, 0.12 * dark, 0});
            add(mark("cheilion" + s), 6, 1, 1, {0.08, 0.08 + 0.26 * dark, 0});
            // The middle of a dark cheek is lighter than what lies around it.
            add(0.5 * (rim + mark("cheilion" + s)) + Vec3{8 * side, 4, 0}, 15, 1, 1, {0, -0.16 * dark, 0});
            add(mark("gonion" + s), 18, 1, 1.2, {-0.04 * fair, 0.10 * dark, 0});
        }
    }

    double dark_, old_;
    const HeadModel& model_;
    bool whole_ = true;
    std::vector<Patch> patches_;
};

// Blotches of three sizes.
Amounts mottle(Vec3 p, const HeadModel& model, double dark, double old, double ruddy) {
    const auto blotch = [&](double mm, std::uint32_t k) { return noise3(p / mm, model.seed + 40U + k) - 0.5; };
    const double blood = 0.16 * blotch(21, 1) + 0.15 * blotch(8.5, 2) + 0.12 * blotch(3.6, 3);
    const double pigment = 0.18 * blotch(26, 4) + 0.13 * blotch(10, 5) + 0.07 * blotch(4.2, 6);
    return {blood * (1 - 0.7 * dark) * (0.7 + 1.1 * ruddy), pigment * (0.55 + 0.55 * dark + 0.5 * old * (1 - dark)), 0};
}

std::uint8_t tone_byte(double dims) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(kToneEven + kToneStep * dims, 0.0, 255.0)));
}

Vec3 vec(const std::array<float, 3>& a) {
    return {static_cast<double>(a[0]), static_cast<double>(a[1]), static_cast<double>(a[2])};
}

// How many freckles and sun spots, 0..1.
double freckled(const HeadModel& model) {
    const double fair = std::clamp(3.4 - model.fitzpatrick, 0.0, 1.6) / 1.6;
    const double born = std::max(0.0, own(model, 2) - 0.45) * 1.8;
    return fair * std::min(1.0, born + 0.35 * old_share(model));
}
// How many fine vessels.
double veined(const HeadModel& model) {
    return (1 - melanin_share(model.fitzpatrick)) * (0.12 + 0.5 * old_share(model)) * (0.5 + own(model, 3));
}

// A spot of its own place and size in a good part of the cubes of `cell_mm`: how strongly it covers p.
double spots(Vec3 p, double cell_mm, double share, std::uint32_t seed) {
    const Vec3 q = p / cell_mm;
    const int i0 = static_cast<int>(std::floor(q.x - 0.5)), j0 = static_cast<int>(std::floor(q.y - 0.5)),
              k0 = static_cast<int>(std::floor(q.z - 0.5));
    double covers = 0;
    for (int n = 0; n < 8; ++n) {
        const int i = i0 + (n & 1), j = j0 + (n >> 1 & 1), k = k0 + (n >> 2);
        const auto own = [&](std::uint32_t which) { return number_at(i, j, k, seed + which); };
        if (own(0) > share) continue;
        const Vec3 corner{static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)};
        const Vec3 middle = corner + Vec3{0.5, 0.5, 0.5} + 0.45 * Vec3{own(1) - 0.5, own(2) - 0.5, own(3) - 0.5};
        const double size = 0.10 + 0.20 * own(4), away = length(q - middle) / size;
        if (away > 1.6) continue;  // whatever the edge's wobble
        const double r = away + 0.35 * (noise3(2.6 * p, seed + 5) - 0.5);
        covers = std::max(covers, std::clamp(1.7 - 1.2 * r, 0.0, 1.0) * (0.4 + 0.6 * own(6)));
    }
    return covers;
}

}  // namespace

void tint_complexion(SkinMesh& skin, const HeadModel& model) {
    const Face face(model);
    if (!face.whole()) return;
    const double dark = melanin_share(model.fitzpatrick), old = old_share(model);
    const Vec3 blood = blood_dims(model.fitzpatrick), pigment = pigment_dims(model.fitzpatrick), vein{0.17, 0.10, 0.04};
    for (SkinVertex& v : skin.vertices) {
        const Vec3 p = vec(v.position_mm);
        Amounts amounts = face.at(p);
        amounts += mottle(p, model, dark, old, v.flush / 255.0);
        const double lips = v.lips / 255.0;
        Vec3 dims = amounts.blood * blood + amounts.pigment * pigment + amounts.vein * vein;
        dims += Vec3{1, 1, 1} * (-0.20 * lips * (1 - lips));  // the pale roll round the lips
        const double sebum =
            0.7 * (noise3(p / 13, model.seed + 61) - 0.5) + 0.5 * (noise3(p / 5, model.seed + 62) - 0.5);
        double rim = 0;
        if (model.has_eyes)
            for (const Eye& eye : model.eyes) rim = std::max(rim, lid_rim(p, vec(v.normal), eye));
        // The rims of the lids: mucous, so without the skin's pigment, red and wet.
        const Vec3 mucous = 0.55 * blood - 0.75 * dark * pigment;
        dims = (1 - rim) * dims + rim * mucous;
        v.tone = {tone_byte(dims.x), tone_byte(dims.y), tone_byte(dims.z), tone_byte(sebum + rim)};
    }
}

void paint_fine_marks(SkinCanvas& canvas, const HeadModel& model) {
    const double freckles = freckled(model), vessels = veined(model);
    if (!Face(model).whole() || (freckles <= 0.02 && vessels <= 0.02)) return;
    const Vec3 blood = blood_dims(model.fitzpatrick), pigment = pigment_dims(model.fitzpatrick);
    const auto alar_l = model.landmarks.find("alare_l")->second, alar_r = model.landmarks.find("alare_r")->second;
    canvas.paint({}, 1e9, [&](const SkinSpot& spot) -> Dab {
        const double bare = (1 - spot.lips) * (1 - spot.orbit);
        double brown = 0, red = 0;
        const double sunny = (0.25 + spot.flush) * bare * (1 - spot.ear);
        if (freckles > 0.02 && sunny > 0.05)
            brown = sunny * (0.75 * spots(spot.point, 3.1, 0.75 * freckles, model.seed + 71) +
                             0.5 * spots(spot.point, 6.5, 0.5 * freckles * old_share(model), model.seed + 81));
        const double beside_nose = std::exp(-0.02 * std::min(dot(spot.point - alar_l, spot.point - alar_l),
                                                             dot(spot.point - alar_r, spot.point - alar_r)));
        const double where = vessels * bare * std::max(1.3 * beside_nose, spot.flush - 0.25);
        if (where > 0.03) red = where * vessel_lines(1.15 * spot.point, model.seed + 91);
        return {-0.9 * brown * pigment - 0.75 * red * blood, 0, 0};
    });
}

}  // namespace np::render
