#include "shape.h"

#include <algorithm>

#include "needlepoint/anatomy/head_import.h"
#include "needlepoint/sdk/math.h"

namespace np::anatomy {

using geometry::Vec3;

namespace {

constexpr int kEvenRounds = 3;
constexpr double kUnit = 0.001;  // of a target's move, decimetres

class Morph {
  public:
    explicit Morph(const HeadData& head) : head_(head) {
        for (const auto& p : head.base) positions_.push_back({p[0], p[1], p[2]});
    }

    // Names that the package does not have stand for shapes that move nothing of the head.
    void add(const std::string& name, double weight) {
        const auto found = head_.targets.find(name);
        if (found == head_.targets.end() || weight == 0) return;
        const MorphTarget& target = found->second;
        for (std::size_t i = 0; i < target.vertices.size(); ++i) {
            const auto& move = target.moves[i];
            positions_[target.vertices[i]] +=
                (weight * kUnit) * Vec3{double(move[0]), double(move[1]), double(move[2])};
        }
    }

    std::vector<Vec3> take() { return std::move(positions_); }

  private:
    const HeadData& head_;
    std::vector<Vec3> positions_;
};

struct Share {
    const char* name;
    double weight;
};

// Splits 0..1 into the package's three steps.
std::array<Share, 3> three_steps(const char* low, const char* middle, const char* high, double x) {
    const double above = np_max(0, 2 * x - 1), below = np_max(0, 1 - 2 * x);
    return {{{low, below}, {middle, 1 - above - below}, {high, above}}};
}

void add_macro(Morph& morph, const PatientRequest& request) {
    const double old = np_clamp((request.age_years - 25) / 65, 0, 1);
    const double sum = request.african + request.asian + request.caucasian;
    const Share peoples[] = {
        {"african", request.african / sum}, {"asian", request.asian / sum}, {"caucasian", request.caucasian / sum}};
    const Share sexes[] = {{"female", 1 - request.male}, {"male", request.male}};
    const Share ages[] = {{"young", 1 - old}, {"old", old}};
    const auto muscles = three_steps("minmuscle", "averagemuscle", "maxmuscle", request.muscle);
    const auto weights = three_steps("minweight", "averageweight", "maxweight", request.weight);
    for (const Share& sex : sexes)
        for (const Share& age : ages) {
            const std::string person = std::string(sex.name) + "-" + age.name;
            for (const Share& people : peoples)
                morph.add("macro/" + (people.name + ("-" + person)), people.weight * sex.weight * age.weight);
            for (const Share& muscle : muscles)
                for (const Share& weight : weights)
                    morph.add("macro/universal-" + person + "-" + muscle.name + "-" + weight.name,
                              sex.weight * age.weight * muscle.weight * weight.weight);
        }
    if (!request.eyes_closed) return;
    for (const Share& people : peoples)
        for (const char* side : {"/left", "/right"})
            morph.add(std::string("closure/") + people.name + side, people.weight);
}

Status add_shape(const HeadData& head, Morph& morph, const PatientRequest& request) {
    for (const auto& [name, weight] : request.shape) {
        if (head.targets.count("shape/" + name) == 0)
            return no("The head has no shape called \"" + name +
                      "\". Names look like nose-hump-morehump or l-eye-bag-max.");
        if (!(weight >= 0 && weight <= 1)) return no("The shape " + name + " must weigh 0 to 1.");
        morph.add("shape/" + name, weight);
        if (name.rfind("l-", 0) == 0) morph.add("shape/r-" + name.substr(2), weight);
    }
    for (const auto& [name, weight] : request.sided) {
        if (head.targets.count("shape/" + name) == 0) return no("The head has no shape called \"" + name + "\".");
        if (!(weight >= 0 && weight <= 1)) return no("The shape " + name + " must weigh 0 to 1.");
        morph.add("shape/" + name, weight);
    }
    return {};
}

Status check(const PatientRequest& request) {
    const auto share = [](double x) { return x >= 0 && x <= 1; };
    if (!(request.age_years >= 22 && request.age_years <= 90)) return no("A patient must be 22 to 90 years old.");
    if (!share(request.male) || !share(request.muscle) || !share(request.weight))
        return no("male, muscle and weight of a patient must be 0 to 1.");
    if (!share(request.african) || !share(request.asian) || !share(request.caucasian) ||
        !(request.african + request.asian + request.caucasian > 0))
        return no("african, asian and caucasian of a patient must be 0 to 1 and not all 0.");
    return {};
}

// Height of an edge of the lips at x; beyond its ends, that of the end.
double height_at(const std::vector<Vec3>& row, double x) {
    if (x <= row.front().x) return row.front().y;
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
        if (x > row[i + 1].x) continue;
        const double span = row[i + 1].x - row[i].x;
        const double t = span > 1e-9 ? (x - row[i].x) / span : 0.0;
        return row[i].y + t * (row[i + 1].y - row[i].y);
    }
    return row.back().y;
}

double distance_to_row(const std::vector<Vec3>& row, Vec3 p) {
    double nearest = 1e9;
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
        const Vec3 along = row[i + 1] - row[i];
        const double squared = dot(along, along);
        const double t = squared > 0 ? np_clamp(dot(p - row[i], along) / squared, 0, 1) : 0.0;
        nearest = np_min(nearest, length(p - (row[i] + t * along)));
    }
    return nearest;
}

}  // namespace

Expected<std::vector<Vec3>> morphed(const HeadData& head, const PatientRequest& request) {
    if (const auto fine = check(request); !fine) return tl::unexpected(fine.error());
    Morph morph(head);
    PatientRequest macro = request.head ? request.head->from : request;
    macro.eyes_closed = request.eyes_closed;
    if (const auto fine = check(macro); !fine) return tl::unexpected(fine.error());
    add_macro(morph, macro);
    if (const auto fine = add_shape(head, morph, request); !fine) return tl::unexpected(fine.error());
    auto positions = morph.take();
    if (!request.head) return positions;
    if (request.head->moves.size() != positions.size())
        return no("The imported head belongs to another version of the program; import the scan again.");
    for (std::size_t v = 0; v < positions.size(); ++v) {
        const auto& um = request.head->moves[v];
        positions[v] += 1e-5 * Vec3{double(um[0]), double(um[1]), double(um[2])};
    }
    return positions;
}

void seal_lips(const HeadData& head, std::vector<Vec3>& positions) {
    constexpr double kOverlap = 0.034, kReach = 0.075, kFade = 0.030;  // decimetres; full weight up to the corners
    std::array<std::vector<Vec3>, 2> rows;
    for (std::size_t lip = 0; lip < 2; ++lip)
        for (const auto vertex : head.lip_rows[lip]) rows[lip].push_back(positions[vertex]);
    const double left_end = rows[0].back().x, right_end = rows[0].front().x;
    std::vector<std::pair<std::uint16_t, double>> lifts;
    for (std::size_t lip = 0; lip < 2; ++lip)
        for (const auto vertex : head.lip_vertices[lip]) {
            const Vec3 p = positions[vertex];
            const double gap = height_at(rows[0], p.x) - height_at(rows[1], p.x) + kOverlap;
            const double within = np_min(left_end - p.x, p.x - right_end);
            const double fade = np_clamp((within + kFade) / kFade, 0, 1);
            if (gap <= 0 || fade <= 0) continue;
            const double d = distance_to_row(rows[lip], p) / kReach;
            lifts.emplace_back(vertex, (lip == 0 ? -0.5 : 0.5) * gap * fade * np_exp(-d * d));
        }
    for (const auto& [vertex, lift] : lifts) positions[vertex].y += lift;
}

Expected<ShapedHead> shaped_head(const HeadData& head, const QuadMesh& level0, const PatientRequest& request) {
    auto positions = morphed(head, request);
    if (!positions) return tl::unexpected(positions.error());
    for (int round = 0; round < kEvenRounds; ++round) even_out(level0, head.calm, *positions);
    ShapedHead shaped{compensate_shrink(level0, *positions, head.calm), *positions};
    seal_lips(head, shaped.control);
    const Vec3 origin =
        0.5 * (shaped.plain[head.landmarks.at("tragion_l")] + shaped.plain[head.landmarks.at("tragion_r")]);
    for (auto* list : {&shaped.control, &shaped.plain})
        for (Vec3& p : *list) p = 100.0 * (p - origin);
    return shaped;
}

}  // namespace np::anatomy
