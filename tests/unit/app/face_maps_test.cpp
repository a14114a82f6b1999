// What lies over the skin, against what the plan, the strikes and the rays say.
#include "face_maps.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "head_model.h"
#include "needlepoint/cli/pictures.h"
#include "needlepoint/render/offscreen.h"
#include "needlepoint/render/palette.h"
#include "play.h"
#include "scene_view.h"
#include "zone_labels.h"

namespace np::app {
namespace {

using ui::MapMode;

constexpr const char* kPatients[] = {"mara", "hugh", "nkechi"};

const cli::Prepared& patient(const std::string& name) {
    static std::map<std::string, cli::Prepared> made;
    auto at = made.find(name);
    if (at == made.end()) {
        auto fresh = cli::prepare_patient(test::places(), name, std::nullopt);
        EXPECT_TRUE(fresh) << fresh.error().message;
        at = made.emplace(name, std::move(*fresh)).first;
    }
    return at->second;
}

int apart(const std::uint8_t* pixel, render::Rgb color) {
    return std::max({std::abs(pixel[0] - color.r), std::abs(pixel[1] - color.g), std::abs(pixel[2] - color.b)});
}

// A pixel of the plain zone map names the zone that a ray through it meets. Left out are pixels whose neighbourhood of
// five by five holds another zone or none: borders and the face's own edge.
TEST(ZoneMap, EveryPixelNamesTheZoneOfItsRay) {
    auto context = render::OffscreenContext::create();
    ASSERT_TRUE(context) << context.error().message;
    auto renderer = render::Renderer::create();
    ASSERT_TRUE(renderer) << renderer.error().message;
    constexpr render::Size kSize{420, 420};
    std::set<std::uint8_t> zones_seen;
    std::mt19937 random(5);
    int asked = 0;
    for (const char* name : kPatients) {
        const cli::Prepared& session = patient(name);
        const anatomy::Body& body = *session.setup.body;
        ASSERT_EQ(body.table.zones.size(), render::kZoneColors);
        render::HeadModel head = head_model_of(*session.patient, true);
        head.brows = head.lashes = {};  // hair would cover the map
        ASSERT_TRUE(renderer->set_head(head));
        auto skin = skin::SkinState::create(body.table, session.setup.parameters);
        ASSERT_TRUE(skin);
        render::SkinMaps maps(body.table.grid_width, body.table.grid_height);
        FaceMap(body.table, session.setup.parameters).paint(maps, MapMode::kZones, *skin, FaultHeat(body.table));
        ASSERT_TRUE(renderer->upload(maps));
        for (const render::View view : {render::View::kFront, render::View::kLeft, render::View::kRight,
                                        render::View::kChin, render::View::kNeck}) {
            render::Scene scene;
            scene.camera = render::view_camera(view, landmarks_of(session.patient.get()), 1);
            scene.overlay = 1;
            scene.overlay_plain = true;
            scene.room = scene.cap = scene.gown = false;
            const auto image = renderer->picture(scene, kSize, 1);
            ASSERT_TRUE(image);
            const auto zone_at = [&](int x, int y) -> int {
                const std::uint32_t cell = cell_seen(body, scene.camera, kSize, x + 0.5, y + 0.5);
                return cell == anatomy::kNoCell ? -1 : body.table.cell_zone[cell];
            };
            for (int i = 0; i < 700; ++i) {
                const int x = 2 + static_cast<int>(random() % 416), y = 2 + static_cast<int>(random() % 416);
                const int zone = zone_at(x, y);
                if (zone < 0 || zone == anatomy::kNoZone) continue;
                bool inside = true;
                for (int dy = -2; dy <= 2; ++dy)
                    for (int dx = -2; dx <= 2; ++dx) inside = inside && zone_at(x + dx, y + dy) == zone;
                if (!inside) continue;
                ++asked;
                zones_seen.insert(static_cast<std::uint8_t>(zone));
                EXPECT_LE(apart(image->at(x, y), render::zone_color(static_cast<std::size_t>(zone))), 2)
                    << name << ", pixel " << x << "," << y << " of view " << static_cast<int>(view) << " lies in "
                    << body.table.zones[static_cast<std::size_t>(zone)].id;
            }
        }
    }
    EXPECT_GT(asked, 1500);
    EXPECT_GE(zones_seen.size(), 27u) << "nearly all of the 29 were asked about; the smallest may be missed by chance";
}

// Which zones touch is read from real faces; to no eye may two of them look alike.
TEST(ZoneMap, ZonesThatTouchAreToldApartByEveryEye) {
    const auto simulated = [](render::Rgb color, int eyes) {
        // Machado, Oliveira, Fernandes 2009.
        static constexpr double kEyes[3][3][3] = {
            {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
            {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
            {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
        const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
        const double in[3] = {linear(color.r / 255.0), linear(color.g / 255.0), linear(color.b / 255.0)};
        double c[3];
        for (int i = 0; i < 3; ++i)
            c[i] =
                std::clamp(kEyes[eyes][i][0] * in[0] + kEyes[eyes][i][1] * in[1] + kEyes[eyes][i][2] * in[2], 0.0, 1.0);
        const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
        const double x = f((0.4124564 * c[0] + 0.3575761 * c[1] + 0.1804375 * c[2]) / 0.95047),
                     y = f(0.2126729 * c[0] + 0.7151522 * c[1] + 0.0721750 * c[2]),
                     z = f((0.0193339 * c[0] + 0.1191920 * c[1] + 0.9503041 * c[2]) / 1.08883);
        return std::array<double, 3>{116 * y - 16, 500 * (x - y), 200 * (y - z)};
    };
    std::set<std::pair<int, int>> touching;
    for (const char* name : kPatients) {
        const anatomy::ZoneTable& table = patient(name).setup.body->table;
        for (std::uint32_t cell = 0; cell + table.grid_width < table.cell_count(); ++cell)
            for (const std::uint32_t other : {cell + 1, cell + table.grid_width}) {
                const std::uint8_t a = table.cell_zone[cell], b = table.cell_zone[other];
                const auto &p = table.cell_center_um[cell], &q = table.cell_center_um[other];
                const double away_um = std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
                if (away_um > 4000) continue;  // beside each other in the atlas, not on the face
                if (a != b && a != anatomy::kNoZone && b != anatomy::kNoZone)
                    touching.insert({std::min(a, b), std::max(a, b)});
            }
    }
    EXPECT_GT(touching.size(), 40u);
    for (const auto& [a, b] : touching)
        for (int eyes = 0; eyes < 3; ++eyes) {
            const auto p = simulated(render::zone_color(static_cast<std::size_t>(a)), eyes),
                       q = simulated(render::zone_color(static_cast<std::size_t>(b)), eyes);
            const auto& zones = patient("mara").setup.body->table.zones;
            EXPECT_GT(std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]), 25)
                << zones[static_cast<std::size_t>(a)].id << " beside " << zones[static_cast<std::size_t>(b)].id
                << ", eyes " << eyes;
        }
}

// Strikes of known depth on one spot of the pad; all maps must tell of them.
class PadMaps : public testing::Test {
  protected:
    PadMaps()
        : session_(test::prepared("tutorial/first-strokes", 1)),
          table_(session_.setup.body->table),
          skin_(*skin::SkinState::create(table_, session_.setup.parameters)),
          map_(table_, session_.setup.parameters),
          faults_(table_),
          maps_(table_.grid_width, table_.grid_height) {
        cell_ = table_.grid_width * (table_.grid_height / 2) + table_.grid_width / 2;
        EXPECT_TRUE(table_.treatable(cell_));
        plan_ = "plan." + table_.zones[table_.cell_zone[cell_]].id + ".";
    }
    render::Rgb color(MapMode mode) {
        map_.paint(maps_, mode, skin_, faults_);
        const std::uint8_t* p = maps_.packed_overlay().data() + std::size_t{cell_} * 4;
        const auto back = [&](int c) {
            return static_cast<std::uint8_t>(std::min(255, (p[c] * 255 + p[3] / 2) / p[3]));
        };
        return p[3] == 0 ? render::Rgb{} : render::Rgb{back(0), back(1), back(2)};
    }
    bool shown(MapMode mode) {
        map_.paint(maps_, mode, skin_, faults_);
        return maps_.packed_overlay()[std::size_t{cell_} * 4 + 3] > 0;
    }
    static void expect_near(render::Rgb a, render::Rgb b) {
        EXPECT_LE(std::max({std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b)}), 2)
            << int{a.r} << "," << int{a.g} << "," << int{a.b} << " for " << int{b.r} << "," << int{b.g} << ","
            << int{b.b};
    }
    cli::Prepared session_;
    const anatomy::ZoneTable& table_;
    skin::SkinState skin_;
    FaceMap map_;
    FaultHeat faults_;
    render::SkinMaps maps_;
    std::uint32_t cell_ = 0;
    std::string plan_;
};

TEST_F(PadMaps, UntouchedSkinHasAPlanAndNothingReached) {
    const double ideal = *session_.setup.parameters.number(plan_ + "ideal_mm");
    EXPECT_FALSE(shown(MapMode::kSkin));
    EXPECT_FALSE(shown(MapMode::kAchieved));
    EXPECT_FALSE(shown(MapMode::kDepth));
    EXPECT_FALSE(shown(MapMode::kFaults));
    EXPECT_EQ(map_.reading(MapMode::kCoverage, skin_, faults_, cell_), "0.00, untreated");
    const auto legend = map_.legend(MapMode::kTarget);
    ASSERT_TRUE(legend && legend->ticks.size() >= 3);
    const double top = std::stod(legend->ticks.back());
    expect_near(color(MapMode::kTarget), render::palette_color(render::Palette::kViridis, ideal / top));
    EXPECT_EQ(legend->colours.back(), 0xFDE725u) << "the legend's end is the palette's";
}

TEST_F(PadMaps, FaultsAddUpToTheirWeightAndLieWhereTheyWereFound) {
    assessment::Marks marks;
    assessment::ScorerMark scorer;
    assessment::Finding minor, critical, elsewhere;
    minor.severity = sdk::Severity::kMinor, critical.severity = sdk::Severity::kCritical;
    minor.cell = critical.cell = cell_;
    elsewhere.severity = sdk::Severity::kMajor;  // without a place
    elsewhere.cell = NP_NO_CELL;
    scorer.findings = {minor, critical, elsewhere};
    marks.scorers = {scorer};
    faults_.take(marks);
    double sum = 0;
    std::uint32_t highest = 0;
    for (std::uint32_t cell = 0; cell < table_.cell_count(); ++cell) {
        sum += faults_.per_cm2(cell) * table_.cell_area_um2[cell] * 1e-8;
        if (faults_.per_cm2(cell) > faults_.per_cm2(highest)) highest = cell;
    }
    EXPECT_NEAR(sum, 10, 1e-6) << "a minor one and a critical one";
    EXPECT_EQ(highest, cell_);
    EXPECT_TRUE(shown(MapMode::kFaults));
    faults_.take({});
    EXPECT_FALSE(shown(MapMode::kFaults));
}

// A real treatment: what the map reads is what the skin's own questions answer.
TEST(FaceMap, ReadsWhatTheSkinSays) {
    const test::Played played = test::play("tutorial/first-strokes", "expert", 3);
    const cli::Prepared session = test::prepared("tutorial/first-strokes", 3);
    const anatomy::ZoneTable& table = session.setup.body->table;
    auto skin = skin::SkinState::create(table, session.setup.parameters);
    ASSERT_TRUE(skin);
    skin->consume(played.events);
    const FaceMap map(table, session.setup.parameters);
    const FaultHeat none(table);
    std::array<double, skin::kBands> share{};
    double cells = 0;
    int needled = 0;
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell) {
        if (!table.treatable(cell) || table.cell_zone[cell] != 0) continue;
        const skin::CellState state = skin->cell(cell);
        const auto reached = reached_mm(*skin, cell);
        EXPECT_EQ(reached.has_value(), state.hits > 0);
        if (reached) {
            EXPECT_NEAR(*reached, state.nominal_mm, 1e-9);
            ++needled;
        }
        const std::string words = map.reading(MapMode::kCoverage, *skin, none, cell);
        static constexpr const char* kNames[] = {"untreated", "light", "on target", "heavy", "overtreated"};
        for (std::size_t i = 0; i < share.size(); ++i)
            if (words.size() > 6 && words.substr(6) == kNames[i]) share[i] += 1;
        cells += 1;
    }
    EXPECT_GT(needled, 500);
    const skin::ZoneState zone = skin->zone(0);
    for (std::size_t i = 0; i < share.size(); ++i) EXPECT_NEAR(share[i] / cells, zone.band_share[i], 1e-9) << i;
}

TEST(FaceMap, EveryMapOfTheCommandLineHasAModeAndALegend) {
    const cli::Prepared session = test::prepared("tutorial/first-strokes", 1);
    const FaceMap map(session.setup.body->table, session.setup.parameters);
    ASSERT_EQ(cli::kPictureMaps.size(), static_cast<std::size_t>(ui::kMapsAtWork));
    for (const std::string_view word : cli::kPictureMaps) {
        const auto mode = map_named(word);
        ASSERT_TRUE(mode) << word;
        const auto legend = map.legend(*mode);
        EXPECT_EQ(legend.has_value(), word != "none") << word;
        if (!legend) continue;
        EXPECT_FALSE(legend->title.empty());
        EXPECT_FALSE(legend->unit.empty()) << word;
        if (legend->bands) {
            EXPECT_EQ(legend->names.size(), legend->colours.size());
        }
    }
    EXPECT_FALSE(map_named("depht"));
}

}  // namespace
}  // namespace np::app
