#include "needlepoint/anatomy/head_import.h"

#include <algorithm>
#include <cstdio>

#include "atlas.h"
#include "cells.h"
#include "head_data.h"
#include "needlepoint/anatomy/bake.h"
#include "needlepoint/sdk/math.h"
#include "scan_check.h"
#include "scan_fit.h"
#include "shape.h"

namespace np::anatomy {

using geometry::Vec3;

namespace {

constexpr std::size_t kFewestTriangles = 3000;
constexpr double kCanthi_mm = 90;                       // between the outer corners of the eyes, an adult's middle
constexpr double kCanthiLeast = 65, kCanthiMost = 130;  // nobody is outside
constexpr double kWorstLandmark_mm = 30, kWorstStart_mm = 15, kOffSurface_mm = 8;
constexpr double kHole_mm = 15;    // around
constexpr double kCovered = 0.75;  // of the skin that may be treated
constexpr double kWorstP95_mm = 4, kWorstAfter_mm = 8;

std::string shown(double value, int digits = 1) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}
std::string shown(Vec3 p) {
    return "(" + shown(p.x, 2) + ", " + shown(p.y, 2) + ", " + shown(p.z, 2) + ")";
}

double unit_of(const std::string& name) {
    return name == "mm" ? 1 : name == "cm" ? 10 : name == "dm" ? 100 : name == "m" ? 1000 : name == "inch" ? 25.4 : 0;
}

std::string other_side(std::string name) {
    if (name.size() > 2 && name.substr(name.size() - 2) == "_l")
        name.back() = 'r';
    else if (name.size() > 2 && name.substr(name.size() - 2) == "_r")
        name.back() = 'l';
    return name;
}

class Importer {
  public:
    Importer(const BakedHead& head, const ImportRequest& request)
        : baked_(head), head_(head.data()), request_(request) {}

    Expected<ImportResult> run(const ScanMesh& scan) {
        take_mesh(scan);
        take_landmarks(scan);
        if (!problems_.empty()) return all_problems();
        if (const auto made = make_start(); !made) return tl::unexpected(made.error());
        find_unit();
        place_roughly();
        if (!problems_.empty()) return all_problems();
        turn_right_side_out();
        fit();
        measure();
        check_face();
        if (!problems_.empty()) return all_problems();
        return ImportResult{imported(), report_};
    }

  private:
    void problem(std::string sentence) { problems_.push_back(std::move(sentence)); }
    void note(std::string sentence) { report_.notes.push_back(std::move(sentence)); }

    tl::unexpected<Error> all_problems() const {
        std::string text = problems_.size() == 1 ? "" : "The scan cannot be used yet:";
        for (const std::string& sentence : problems_) text += (text.empty() ? "" : "\n  ") + sentence;
        return no(text);
    }

    void take_mesh(const ScanMesh& scan) {
        std::size_t flat = 0;
        mesh_ = welded(scan, kept_, flat);
        report_.triangles = mesh_.triangles.size();
        if (flat > 0) note(std::to_string(flat) + " triangles without area were left out.");
        if (mesh_.triangles.size() < kFewestTriangles)
            problem("The mesh has " + std::to_string(mesh_.triangles.size()) + " triangles; a face needs at least " +
                    std::to_string(kFewestTriangles) + ". Export the scan at a higher resolution.");
        topology_ = topology_of(mesh_);
    }

    void take_landmarks(const ScanMesh& scan) {
        const auto known = known_landmarks(baked_);
        for (const auto& [name, landmark] : request_.landmarks) {
            if (std::find(known.begin(), known.end(), name) == known.end()) {
                problem("There is no landmark called \"" + name + "\"; remove it or mend its name.");
                continue;
            }
            if (landmark.vertex && *landmark.vertex >= scan.positions.size()) {
                problem("The landmark " + name + " names vertex " + std::to_string(*landmark.vertex) +
                        ", but the file has " + std::to_string(scan.positions.size()) + " (counted from 0).");
                continue;
            }
            given_[name] = landmark.vertex ? scan.positions[*landmark.vertex] : landmark.at;
        }
        std::string missing;
        for (const std::string& name : required_landmarks())
            if (given_.count(name) == 0 && request_.landmarks.count(name) == 0)
                missing += (missing.empty() ? "" : ", ") + name;
        if (!missing.empty()) problem("These landmarks are missing and needed: " + missing + ".");
        for (const auto& [name, place] : given_)
            for (const auto& [other, there] : given_)
                if (name < other && place == there)
                    problem("The landmarks " + name + " and " + other + " lie on the same spot; one of them is wrong.");
    }

    Status make_start() {
        level0_ = make_quad_mesh(head_.skin_vertices, head_.quads);
        from_.male = request_.male;
        from_.age_years = request_.age_years;
        from_.african = request_.african, from_.asian = request_.asian, from_.caucasian = request_.caucasian;
        from_.eyes_closed = request_.eyes_closed;
        auto start = morphed(head_, from_);
        if (!start) return tl::unexpected(start.error());
        start_ = std::move(*start);
        return {};
    }

    Vec3 ours(const std::string& name) const { return start_[head_.landmarks.at(name)]; }

    void find_unit() {
        const double span = length(given_.at("exocanthion_l") - given_.at("exocanthion_r"));
        unit_mm_ = unit_of(request_.units);
        if (unit_mm_ == 0) {
            // The unit that makes the eyes lie as far apart as an adult's; if none does, as far apart as ours.
            for (const char* name : {"mm", "cm", "dm", "m", "inch"})
                if (span * unit_of(name) > kCanthiLeast && span * unit_of(name) < kCanthiMost && unit_mm_ == 0) {
                    unit_mm_ = unit_of(name);
                    note(std::string("The file's unit was taken for ") + name + ": the outer corners of the eyes are " +
                         shown(span * unit_mm_) + " mm apart.");
                }
            if (unit_mm_ == 0) {
                unit_mm_ = kCanthi_mm / span;
                note("The file's unit is none that is usual; it was scaled so that the outer corners of the eyes are " +
                     shown(kCanthi_mm) + " mm apart.");
            }
        } else if (span * unit_mm_ < kCanthiLeast || span * unit_mm_ > kCanthiMost) {
            std::string fits;
            for (const char* name : {"mm", "cm", "dm", "m", "inch"})
                if (span * unit_of(name) > kCanthiLeast && span * unit_of(name) < kCanthiMost && fits.empty())
                    fits = name;
            problem("In " + request_.units + " the outer corners of the eyes are " + shown(span * unit_mm_, 2) +
                    " mm apart; 80 to 110 were expected. " +
                    (fits.empty() ? "Check the landmarks, or say units: auto." : "Say units: " + fits + "."));
        }
        report_.unit_mm = unit_mm_;
    }

    std::vector<PointPair> pairs() const {
        std::vector<PointPair> list;
        for (const auto& [name, place] : given_) list.push_back({place, ours(name)});
        return list;
    }

    // Turn and shift by the landmarks; says which of them cannot be right.
    void place_roughly() {
        const double scale = unit_mm_ / 100;
        to_base_ = best_similarity(pairs(), scale);
        const double rms_mm = 100 * rms(to_base_, pairs());
        if (rms_mm < kWorstStart_mm && worst_mm().second < kWorstLandmark_mm) return;
        if (exchanging_all_helps(rms_mm)) {
            problem(
                "Left and right are exchanged: every landmark that ends in _l must lie on the patient's own left, "
                "which is on the right of a picture from the front. Or the scan itself is a mirror image.");
            return;
        }
        for (const auto& [name, place] : given_) {
            const std::string other = other_side(name);
            if (other <= name || given_.count(other) == 0) continue;
            auto exchanged = given_;
            std::swap(exchanged[name], exchanged[other]);
            std::swap(exchanged, given_);
            const double then = 100 * rms(best_similarity(pairs(), scale), pairs());
            std::swap(exchanged, given_);
            if (then < 0.6 * rms_mm) {
                problem("The landmarks " + name + " and " + other + " seem to be exchanged.");
                return;
            }
        }
        const auto [worst, far] = worst_alone();
        problem("The landmarks do not lie as on a face (they miss by " + shown(rms_mm) + " mm); " + worst +
                " is furthest from where the others say (" + shown(far) + " mm). Check it, and which way is up.");
    }

    bool exchanging_all_helps(double rms_mm) {
        auto exchanged = given_;
        for (const auto& [name, place] : given_)
            if (given_.count(other_side(name))) exchanged[other_side(name)] = place;
        std::swap(exchanged, given_);
        const double then = 100 * rms(best_similarity(pairs(), unit_mm_ / 100), pairs());
        std::swap(exchanged, given_);
        return then < 0.6 * rms_mm;
    }

    std::pair<std::string, double> worst_mm() const {
        std::pair<std::string, double> worst{"", -1};
        for (const auto& [name, place] : given_) {
            const double off = 100 * length(to_base_.of(place) - ours(name));
            if (off > worst.second) worst = {name, off};
        }
        return worst;
    }

    // How far each lies from where the fit without it would have it.
    std::pair<std::string, double> worst_alone() {
        std::pair<std::string, double> worst{"", -1};
        for (const auto& [name, place] : given_) {
            std::vector<PointPair> others;
            for (const auto& [other, there] : given_)
                if (other != name) others.push_back({there, ours(other)});
            const auto without = best_similarity(others, unit_mm_ / 100);
            const double off = 100 * length(without.of(place) - ours(name)) - 50 * rms(without, others);
            if (off > worst.second) worst = {name, off};
        }
        worst.second = np_max(worst.second, 0);
        return worst;
    }

    // Normals must look away from the middle of the head.
    void turn_right_side_out() {
        const Vec3 middle = 0.5 * (given_.at("tragion_l") + given_.at("tragion_r"));
        double outwards = 0;
        for (const auto& t : mesh_.triangles) {
            const auto& p = mesh_.positions;
            const Vec3 n = cross(p[t[1]] - p[t[0]], p[t[2]] - p[t[0]]);
            outwards += dot(n, normalized(p[t[0]] - middle));
        }
        if (outwards < 0) {
            for (auto& t : mesh_.triangles) std::swap(t[1], t[2]);
            note("The triangles looked inwards and were turned round.");
        }
        geometry::TriangleMesh surface{mesh_.positions, {}, mesh_.triangles, {}};
        surface.normals = geometry::smooth_normals(surface);
        surface_ = geometry::make_mesh_surface(surface);
        for (const auto& [name, place] : given_) {
            const auto at = surface_->closest(place);
            const double off = at ? unit_mm_ * length(at->position - place) : 1e9;
            if (off > kOffSurface_mm)
                problem("The landmark " + name + " lies " + shown(off) +
                        " mm off the surface of the scan; pick it again.");
        }
    }

    void fit() {
        FitTarget target{surface_.get(), &mesh_, &topology_.on_rim, {}};
        for (const auto& [name, place] : given_) target.landmarks.push_back({head_.landmarks.at(name), place});
        fit_ = fit_to_scan(head_, level0_, start_, target, to_base_);
        double sum = 0;
        for (const auto& [name, place] : given_) {
            const double off = 100 * length(fit_.to_base.of(place) - fit_.positions[head_.landmarks.at(name)]);
            sum += off * off;
            if (off > report_.worst_landmark_mm) report_.worst_landmark = name, report_.worst_landmark_mm = off;
        }
        report_.landmark_rms_mm = np_sqrt(sum / static_cast<double>(given_.size()));
    }

    // Distances from the skin that may be treated, on the surface as it will be, to the scan.
    void measure() {
        const auto control = compensate_shrink(level0_, fit_.positions, head_.calm);
        const QuadMesh level1 = refined(level0_);
        const auto skin = triangulate(level1, refine_positions(level0_, control), refine_uvs(head_.uvs));
        ZoneTable table;
        table.grid_width = kAtlasWidth, table.grid_height = kAtlasHeight;
        std::vector<std::uint8_t> asked(skin.positions.size(), 0);
        std::vector<std::uint8_t> zone_of(skin.positions.size(), kNoZone);
        for (std::size_t t = 0; t < skin.triangles.size(); ++t)
            for (std::size_t k = 0; k < 3; ++k) {
                const auto cell = table.cell_of_uv(skin.uvs[t][k].u, skin.uvs[t][k].v);
                if (cell == kNoCell || head_.cell_zone[cell] == kNoZone || head_.cell_mask[cell] != 0) continue;
                asked[skin.triangles[t][k]] = 1;
                zone_of[skin.triangles[t][k]] = head_.cell_zone[cell];
            }
        skin_ = skin.positions;
        skin_zone_ = zone_of;
        std::vector<double> distances;
        std::size_t all = 0;
        std::vector<double> shown_of(head_.zones.size(), 0), all_of(head_.zones.size(), 0);
        for (std::size_t v = 0; v < asked.size(); ++v) {
            if (!asked[v]) continue;
            ++all, all_of[zone_of[v]] += 1;
            treated_.push_back(skin.positions[v]);
            const auto at = surface_->closest(fit_.to_base.back(skin.positions[v]), 8 / unit_mm_);
            if (!at) continue;
            bool rim = false;
            for (const auto corner : mesh_.triangles[at->triangle]) rim = rim || topology_.on_rim[corner];
            if (rim) continue;
            shown_of[zone_of[v]] += 1;
            distances.push_back(100 * length(fit_.to_base.of(at->position) - skin.positions[v]));
        }
        std::sort(distances.begin(), distances.end());
        const auto part = [&](double share) {
            return distances.empty() ? 0.0 : distances[static_cast<std::size_t>(share * double(distances.size() - 1))];
        };
        report_.median_mm = part(0.5), report_.p95_mm = part(0.95), report_.worst_mm = part(1);
        report_.covered = all == 0 ? 0 : double(distances.size()) / double(all);
        std::string unseen;
        for (std::size_t z = 0; z < shown_of.size(); ++z)
            if (all_of[z] > 0 && shown_of[z] < 0.5 * all_of[z]) unseen += (unseen.empty() ? "" : ", ") + head_.zones[z];
        if (!unseen.empty()) note("The scan hardly shows these zones, so they are our own: " + unseen + ".");
    }

    // The zone whose skin lies nearest to a place of the scan, if it is that near. Lips may touch, lids may, nostrils
    // may be closed: what lies nearest to a masked spot is none of ours.
    std::optional<std::uint8_t> zone_near(Vec3 on_scan, double within_mm) const {
        const Vec3 p = fit_.to_base.of(on_scan);
        double nearest = within_mm * within_mm / 1e4;
        std::uint8_t zone = kNoZone;
        for (std::size_t i = 0; i < skin_.size(); ++i) {
            const Vec3 off = skin_[i] - p;
            if (dot(off, off) < nearest) nearest = dot(off, off), zone = skin_zone_[i];
        }
        return zone == kNoZone ? std::nullopt : std::optional(zone);
    }

    void check_face() {
        for (const auto& hole : topology_.holes) {
            const auto zone = hole.around * unit_mm_ > kHole_mm && hole.around * unit_mm_ < 300
                                  ? zone_near(hole.middle, 6)
                                  : std::nullopt;
            if (zone)
                problem("There is a hole of " + shown(hole.around * unit_mm_) + " mm around in " + head_.zones[*zone] +
                        ", near " + shown(hole.middle) + "; close it.");
        }
        complain_where(topology_.many_sided, "edges with more than two triangles", "remove the inner sheets");
        std::vector<std::uint8_t> asked(mesh_.triangles.size(), 0);
        for (std::size_t t = 0; t < asked.size(); ++t) {
            const auto& v = mesh_.triangles[t];
            const Vec3 middle = (mesh_.positions[v[0]] + mesh_.positions[v[1]] + mesh_.positions[v[2]]) / 3;
            asked[t] = near_treated(middle);
        }
        complain_where(self_intersections(mesh_, asked), "triangles that pass through others",
                       "mend the mesh (make it manifold) or smooth it there");
        if (report_.covered < kCovered)
            problem(
                "The scan shows only " + shown(100 * report_.covered, 0) +
                " % of the skin that may be treated; at least 75 % were expected. Scan forehead to neck, ear to ear.");
        if (report_.worst_landmark_mm > kWorstAfter_mm)
            problem("The landmark " + report_.worst_landmark + " is " + shown(report_.worst_landmark_mm) +
                    " mm from where the face around it says; pick it again.");
        if (report_.p95_mm > kWorstP95_mm)
            problem("Our skin could not be laid closer than " + shown(report_.p95_mm) +
                    " mm onto the scan (on 95 % of it); 4 mm were expected. Check " + report_.worst_landmark + " (" +
                    shown(report_.worst_landmark_mm) + " mm off), hair and clothes on the scan.");
    }

    bool near_treated(Vec3 on_scan) {
        if (grid_.empty())
            for (const Vec3 p : treated_) grid_[box_of(p)] = 1;
        return grid_.count(box_of(fit_.to_base.of(on_scan))) > 0;
    }
    static std::array<int, 3> box_of(Vec3 p) {
        constexpr double kSide = 0.06;
        return {static_cast<int>(np_floor(p.x / kSide)), static_cast<int>(np_floor(p.y / kSide)),
                static_cast<int>(np_floor(p.z / kSide))};
    }

    void complain_where(const std::vector<Vec3>& places, const char* what, const char* advice) {
        std::map<std::uint8_t, std::pair<std::size_t, Vec3>> by_zone;
        for (const Vec3 place : places)
            if (const auto zone = zone_near(place, 2.5)) {
                auto& [count, where] = by_zone[*zone];
                if (count++ == 0) where = place;
            }
        for (const auto& [zone, found] : by_zone)
            problem("There are " + std::to_string(found.first) + " " + what + " in " + head_.zones[zone] + ", near " +
                    shown(found.second) + "; " + advice + ".");
        if (by_zone.empty() && !places.empty())
            note(std::to_string(places.size()) + " " + what + " lie outside the skin that is treated and do no harm.");
    }

    std::shared_ptr<const ImportedHead> imported() const {
        auto made = std::make_shared<ImportedHead>();
        made->from = from_;
        made->head = bake_recipe();
        for (std::size_t v = 0; v < start_.size(); ++v) {
            const Vec3 move = fit_.positions[v] - start_[v];
            const auto um = [](double x) { return static_cast<std::int32_t>(np_round(np_clamp(x, -2.9, 2.9) * 1e5)); };
            made->moves.push_back({um(move.x), um(move.y), um(move.z)});
        }
        made->digest = sha256(encode_imported_head(*made));
        return made;
    }

    const BakedHead& baked_;
    const HeadData& head_;
    const ImportRequest& request_;
    ImportReport report_;
    std::vector<std::string> problems_;
    ScanMesh mesh_;
    std::vector<std::uint32_t> kept_;
    ScanTopology topology_;
    std::map<std::string, Vec3> given_;
    QuadMesh level0_;
    PatientRequest from_;
    std::vector<Vec3> start_;
    double unit_mm_ = 1;
    Similarity to_base_;
    std::unique_ptr<geometry::Surface> surface_;
    Fit fit_;
    std::vector<Vec3> treated_, skin_;     // places of our skin: what may be treated, and all; base frame
    std::vector<std::uint8_t> skin_zone_;  // of the latter; kNoZone where it may not be treated
    std::map<std::array<int, 3>, int> grid_;
};

}  // namespace

const std::vector<std::string>& required_landmarks() {
    static const std::vector<std::string> kNames = {
        "nasion",         "pronasale", "subnasale", "menton",     "exocanthion_l", "exocanthion_r", "endocanthion_l",
        "endocanthion_r", "alare_l",   "alare_r",   "cheilion_l", "cheilion_r",    "tragion_l",     "tragion_r"};
    return kNames;
}

std::vector<std::string> known_landmarks(const BakedHead& head) {
    std::vector<std::string> names;
    for (const auto& [name, vertex] : head.data().landmarks) names.push_back(name);
    return names;
}

Expected<ImportResult> import_head(const BakedHead& head, const ScanMesh& scan, const ImportRequest& request) {
    if (request.units != "auto" && unit_of(request.units) == 0)
        return usage("units: mm, cm, dm, m, inch or auto was expected, found " + request.units);
    return Importer(head, request).run(scan);
}

}  // namespace np::anatomy
