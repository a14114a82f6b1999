#include "picture_stage.h"

#include <algorithm>
#include <array>
#include <optional>

#include "face_maps.h"
#include "head_model.h"
#include "needlepoint/simulation/world.h"
#include "play.h"
#include "scene_view.h"
#include "skin_painter.h"

namespace np::test {

using geometry::Vec3;

namespace {

// Where the left cheek's work is done; on the pad, all of it.
std::vector<std::uint32_t> worked_cells(const skin::SkinState& skin, const anatomy::ZoneTable& table) {
    std::vector<std::uint32_t> cells;
    for (const char* id : {"malar_l", "buccal_l"})
        if (const auto zone = table.zone_index(id))
            cells.insert(cells.end(), skin.cells_of(*zone).begin(), skin.cells_of(*zone).end());
    for (std::uint32_t zone = 0; cells.empty() && zone < table.zones.size(); ++zone)
        cells.assign(skin.cells_of(zone).begin(), skin.cells_of(zone).end());
    return cells;
}

// One pass of a pen: so many needles in each cell, so deep.
template <class Needles, class Depth>
void needle(skin::SkinState& skin, const anatomy::ZoneTable& table, const std::vector<std::uint32_t>& cells,
            sdk::Tick from, Needles needles_in, Depth depth_um) {
    sdk::EventBuffer events;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::uint32_t cell = cells[i];
        const std::size_t needles = needles_in(cell % table.grid_width);
        sdk::event::strike strike;
        strike.tick = from + i;
        strike.force_mn = 1000;
        strike.set_depth_um = 1000;
        strike.speed_um_s = 30000;
        strike.stroke = 1;
        strike.state = NP_STRIKE_STRETCHED | NP_STRIKE_FORCE_OBSERVED;
        strike.cell.assign(needles, cell);
        strike.zone.assign(needles, table.cell_zone[cell]);
        strike.depth_um.assign(needles, depth_um(cell / table.grid_width));
        strike.drag_um.assign(needles, 0);
        events.append(strike);
    }
    skin.consume(events);
}

// Strokes towards the ear, 9 mm apart, that drag their needles behind them.
void drag(skin::SkinState& skin, const anatomy::ZoneTable& table, const std::vector<std::uint32_t>& cells) {
    constexpr std::uint32_t kApart = 9;
    sdk::EventBuffer events;
    sdk::Tick tick = 0;
    for (const std::uint32_t cell : cells) {
        const std::uint32_t row = cell / table.grid_width;
        if (row % kApart >= 4 || (row + cell) % 3 != 0) continue;
        sdk::event::strike strike;
        strike.tick = ++tick;
        strike.force_mn = 1000;
        strike.set_depth_um = 700;
        strike.speed_um_s = 30000;
        strike.stroke = 1 + row / kApart;
        strike.state = NP_STRIKE_FORCE_OBSERVED;
        for (std::size_t axis = 0; axis < 3; ++axis) strike.tip_um[axis] = table.cell_center_um[cell][axis];
        strike.cell.assign(2, cell);
        strike.zone.assign(2, table.cell_zone[cell]);
        strike.depth_um.assign(2, 450);
        strike.drag_um.assign(2, 2600);
        events.append(strike);
    }
    skin.consume(events);
    skin.advance_to(20'000);
}

void cover(skin::SkinState& skin, const std::vector<std::uint32_t>& cells, const std::string& substance,
           sdk::Tick tick) {
    sdk::event::swipe swipe;
    swipe.tick = tick;
    swipe.substance = swipe.thing = substance;
    swipe.cell = cells;
    sdk::EventBuffer events;
    events.append(swipe);
    skin.consume(events);
}

void work_on(skin::SkinState& skin, const anatomy::ZoneTable& table, Work work) {
    constexpr sdk::Tick kMinute = 60'000;
    const std::vector<std::uint32_t> cells = worked_cells(skin, table);
    if (work == Work::kNeedled || work == Work::kHourAfter) {
        // Denser towards the ear, deeper towards the jaw; what bleeds bleeds in points.
        const auto needles = [](std::uint32_t column) { return std::size_t{6 + column % 16}; };
        const auto depth = [](std::uint32_t row) { return 380 + static_cast<std::int32_t>(row % 45) * 5; };
        needle(skin, table, cells, 0, needles, depth);
        needle(skin, table, cells, 9 * kMinute, needles, depth);
        skin.advance_to(9 * kMinute + 40'000);
    }
    if (work == Work::kPatchwork) {
        needle(
            skin, table, cells, 0, [](std::uint32_t column) { return std::size_t{8 + 3 * (column % 24)}; },
            [](std::uint32_t row) { return 700 + static_cast<std::int32_t>(row % 45) * 20; });
        cover(skin, cells, "gauze", 5 * kMinute);
        skin.advance_to(6 * kMinute);
    }
    if (work == Work::kDragged) drag(skin, table, cells);
    if (work == Work::kHourAfter) {
        cover(skin, cells, "gauze", 12 * kMinute);
        skin.advance_to(70 * kMinute);
    }
    if (work == Work::kGel) cover(skin, cells, "gel", 1);
    if (work == Work::kCream) cover(skin, cells, "anaesthetic", 1);
    if (work == Work::kAntiseptic) cover(skin, cells, "antiseptic", 1);
}

struct Place {
    Vec3 at_mm, normal;
};
Place place_of(const anatomy::ZoneTable& table, std::uint32_t cell) {
    Place place;
    const auto& at = table.cell_center_um[cell];
    const auto& normal = table.cell_normal_q30[cell];
    place.at_mm = {at[0] / 1000.0, at[1] / 1000.0, at[2] / 1000.0};
    place.normal = normalized(
        Vec3{static_cast<double>(normal[0]), static_cast<double>(normal[1]), static_cast<double>(normal[2])});
    return place;
}

void put_hands(Shot& shot, const anatomy::ZoneTable& table, const std::vector<std::uint32_t>& cells, unsigned shown) {
    Vec3 middle;
    for (const std::uint32_t cell : cells)
        middle = middle + (1.0 / static_cast<double>(cells.size())) * place_of(table, cell).at_mm;
    const auto nearest = [&](Vec3 to) {
        return place_of(table, *std::min_element(cells.begin(), cells.end(), [&](std::uint32_t a, std::uint32_t b) {
                            return length(place_of(table, a).at_mm - to) < length(place_of(table, b).at_mm - to);
                        }));
    };
    const Place tip = nearest(middle);
    if (shown & kPen) {
        render::PenLook pen;
        pen.tip_mm = tip.at_mm;
        pen.axis = -tip.normal;
        pen.motor_on = true;
        pen.dent_mm = 0.4;
        shot.scene.pen = pen;
    }
    if (shown & kHeldGel) {
        render::Prop gel;
        gel.kind = render::PropKind::kGel;
        render::hold(gel, tip.at_mm, -tip.normal, render::Hand::kRight);
        shot.scene.props.push_back(gel);
    }
    if (shown & kFreeHand) {
        const Place finger = nearest(middle + Vec3{18, -12, 0});
        shot.scene.free_hand = render::FreeHandLook{finger.at_mm, finger.normal, normalized(Vec3{1, -0.6, 0}), 0.6};
    }
}

Expected<cli::Prepared> prepare(const PictureScene& row) {
    if (row.subject == "pad") return cli::prepare_session(places(), "tutorial/first-strokes", 1);
    if (row.subject.find('/') != std::string::npos) return cli::prepare_session(places(), row.subject, 1);
    return cli::prepare_patient(places(), row.subject, !row.eyes_open);
}

}  // namespace

const PictureScene& row_named(const std::string& name) {
    const auto& all = scene_list();
    const auto found = std::find_if(all.begin(), all.end(), [&](const PictureScene& row) { return row.name == name; });
    EXPECT_NE(found, all.end()) << name;
    return found == all.end() ? all.front() : *found;
}

Expected<Shot> shot_of(const PictureScene& row, bool fine) {
    static std::string built;
    static std::optional<cli::Prepared> prepared;
    const std::string wanted = row.subject + (row.eyes_open ? " looking" : "");
    if (built != wanted) {
        auto made = prepare(row);
        if (!made) return tl::unexpected(made.error());
        prepared = std::move(*made);
        built = wanted;
    }
    const anatomy::Patient* patient = prepared->patient.get();
    const anatomy::ZoneTable& table = prepared->setup.body->table;
    auto world = simulation::World::create(prepared->setup);
    if (!world) return tl::unexpected(world.error());
    auto skin = skin::SkinState::create(table, prepared->setup.parameters);
    if (!skin) return tl::unexpected(skin.error());
    work_on(*skin, table, row.work);

    Shot shot;
    shot.body = prepared->setup.body;
    shot.on_pad = patient == nullptr;
    if (patient)
        shot.head = app::head_model_of(*patient, fine);
    else
        shot.pad = app::pad_model_of(*prepared->setup.body);
    app::SkinPainter painter(table);
    painter.repaint(*skin, &world->procedure());
    shot.maps = painter.maps();
    if (row.map != ui::MapMode::kSkin)
        app::FaceMap(table, prepared->setup.parameters).paint(shot.maps, row.map, *skin, app::FaultHeat(table));

    render::Scene& scene = shot.scene;
    const app::HandSampler hand(*prepared->setup.body->surface);
    scene = app::scene_of(*world, world->scenario(), patient, &hand);
    const auto view = render::view_named(row.view);
    if (!view) return usage("a view of the camera was expected; found '" + row.view + "'");
    scene.camera = render::view_camera(*view, app::landmarks_of(patient),
                                       static_cast<double>(kPictureSize.width) / kPictureSize.height);
    scene.overlay = scene.zone_lines = row.map != ui::MapMode::kSkin ? 1 : 0;
    scene.cap = scene.gown = !(row.shown & kBare);
    scene.eye_shields = row.shown & kShields;
    scene.cool_mask = row.shown & kCoolMask;
    scene.lighting.examination_lamp = row.shown & kLamp;
    if (!(row.shown & kTray)) scene.props.clear();
    put_hands(shot, table, worked_cells(*skin, table), row.shown);
    app::show_to_eye(scene, false);
    return shot;
}

Expected<Studio> Studio::open(render::ContextKind kind, render::DriverKind taken_for) {
    auto context = render::OffscreenContext::create(kind);
    if (!context) return tl::unexpected(context.error());
    auto renderer = render::Renderer::create(taken_for);
    if (!renderer) return tl::unexpected(renderer.error());
    return Studio(std::move(*context), std::move(*renderer));
}

Status Studio::show(const Shot& shot) {
    if (shot.on_pad ? pad_ == shot.pad : head_ == shot.head) {
        // What the last picture's maps held must not stay.
        render::SkinMaps blank(shot.maps.width(), shot.maps.height());
        blank.clear();
        blank.clear_overlay();
        if (const auto sent = renderer_.upload(blank); !sent) return tl::unexpected(sent.error());
        return {};
    }
    if (shot.on_pad) {
        pad_ = shot.pad;
        return renderer_.set_pad(shot.pad);
    }
    head_ = shot.head;
    return renderer_.set_head(shot.head);
}

Expected<render::Image> Studio::picture(Shot shot, int supersampling) {
    if (const Status set = show(shot); !set) return tl::unexpected(set.error());
    if (const auto sent = renderer_.upload(shot.maps); !sent) return tl::unexpected(sent.error());
    return renderer_.picture(shot.scene, kPictureSize, supersampling);
}

}  // namespace np::test
