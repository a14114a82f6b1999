// What a kept picture is for: each of these faults, put into a scene of the list on purpose, is found.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "needlepoint/render/palette.h"
#include "perceived_difference.h"
#include "picture_stage.h"
#include "reference_files.h"

namespace np::test {
namespace {

using render::PropKind;
using render::SkinLayer;

struct Fault {
    std::string name, scene;
    std::function<void(Shot&)> spoil;
};

void remove_prop(Shot& shot, PropKind kind) {
    auto& props = shot.scene.props;
    const auto found =
        std::find_if(props.begin(), props.end(), [&](const render::Prop& prop) { return prop.kind == kind; });
    ASSERT_NE(found, props.end()) << "the scene has no such thing to lose";
    props.erase(found);
}

std::function<void(Shot&)> redness_times(float factor) {
    return [factor](Shot& shot) {
        shot.change_layer(SkinLayer::kErythema, [factor](float value) { return factor * value; });
    };
}

std::function<void(Shot&)> without(SkinLayer layer) {
    return [layer](Shot& shot) { shot.change_layer(layer, [](float) { return 0.0F; }); };
}

// The first of the planned zones gets the colour of the next number.
void swap_zone_colour(Shot& shot) {
    const anatomy::ZoneTable& table = shot.body->table;
    const auto zone = table.zone_index("malar_l");
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell)
        if (table.cell_zone[cell] == *zone && shot.maps.packed_overlay()[std::size_t{cell} * 4 + 3] > 0)
            shot.maps.set_overlay(cell, render::zone_color(*zone + 1U), 0.34F);
}

void move_camera(Shot& shot, double mm) {
    shot.scene.camera.eye.x += mm;
    shot.scene.camera.target.x += mm;
}

// The light meets one half of the face otherwise than the other.
void make_seam(Shot& shot) {
    for (render::SkinVertex& v : shot.head.skin.vertices)
        if (v.position_mm[0] > 0) v.ao *= 0.8F;
}

void make_crack(Shot& shot) {
    auto& skin = shot.head.skin;
    std::vector<std::uint32_t> kept;
    for (std::size_t i = 0; i + 2 < skin.indices.size(); i += 3) {
        const auto& p = skin.vertices[skin.indices[i]].position_mm;
        const bool gone = p[2] > 60 && std::abs(p[0] - 30) < 1.5F && p[1] < 10 && p[1] > -40;
        if (!gone)
            kept.insert(kept.end(), skin.indices.begin() + static_cast<std::ptrdiff_t>(i),
                        skin.indices.begin() + static_cast<std::ptrdiff_t>(i) + 3);
    }
    ASSERT_LT(kept.size(), skin.indices.size());
    skin.indices = kept;
}

void shave(Shot& shot) {
    for (render::SkinVertex& v : shot.head.skin.vertices) v.stubble = 0;
}

void weaken_lesions(Shot& shot) {
    ASSERT_FALSE(shot.head.lesions.empty());
    for (render::Lesion& lesion : shot.head.lesions) lesion.strength *= 0.5;
}

const std::vector<Fault>& faults() {
    static const std::vector<Fault> kFaults = {
        {"a bottle is missing", "room", [](Shot& s) { remove_prop(s, PropKind::kSerum); }},
        {"the gauze is missing", "tray", [](Shot& s) { remove_prop(s, PropKind::kGauze); }},
        {"the antiseptic is missing", "tray", [](Shot& s) { remove_prop(s, PropKind::kAntiseptic); }},
        {"a cartridge is missing", "tray", [](Shot& s) { remove_prop(s, PropKind::kCartridgeSealed); }},
        {"the pen is missing", "type-3-pen", [](Shot& s) { s.scene.pen.reset(); }},
        {"the free hand is missing", "type-3-pen", [](Shot& s) { s.scene.free_hand.reset(); }},
        {"redness a fifth too weak on type 2", "type-2-needled", redness_times(0.8F)},
        {"redness a fifth too strong on type 2", "type-2-needled", redness_times(1.2F)},
        {"redness a fifth too weak on type 3", "type-3-pen", redness_times(0.8F)},
        {"redness a fifth too strong on type 3", "type-3-pen", redness_times(1.2F)},
        {"no redness on type 5", "type-5-needled", without(SkinLayer::kErythema)},
        {"no blood", "type-2-needled",
         [](Shot& s) {
             without(SkinLayer::kPinpoints)(s);
             without(SkinLayer::kBlood)(s);
         }},
        {"no punctures", "type-2-needled", without(SkinLayer::kChannels)},
        {"no gel", "type-3-gel", without(SkinLayer::kGel)},
        {"no antiseptic", "type-3-antiseptic", without(SkinLayer::kAntiseptic)},
        {"half of the cream", "type-3-cream",
         [](Shot& s) { s.change_layer(SkinLayer::kCream, [](float v) { return v / 2; }); }},
        {"a seam down the middle", "type-1-old-woman", make_seam},
        {"a crack in the cheek", "type-1-old-woman", make_crack},
        {"a zone in its neighbour's colour", "map-zones", swap_zone_colour},
        {"a camera one pixel to the side", "type-6-beard", [](Shot& s) { move_camera(s, 1.4); }},
        {"the wrong skin type", "type-5-man", [](Shot& s) { s.scene.appearance.fitzpatrick -= 0.5; }},
        {"shaved", "type-4-stubble", shave},
        {"make-up wiped off", "under-make-up", without(SkinLayer::kMakeup)},
        {"a hidden mark shows", "under-make-up", [](Shot& s) { s.scene.lesions_revealed = true; }},
        {"marks half as strong", "type-2-marks", weaken_lesions},
        {"a mark is missing", "type-2-marks", [](Shot& s) { s.head.lesions.erase(s.head.lesions.begin() + 3); }},
        {"no cap", "type-5-man", [](Shot& s) { s.scene.cap = false; }},
        {"no eye shields", "room", [](Shot& s) { s.scene.eye_shields = false; }},
        {"another colour of eyes", "type-2-eyes-open", [](Shot& s) { s.scene.appearance.eye_colour = "dark_brown"; }},
        {"light a tenth too strong", "type-1-old-woman", [](Shot& s) { s.scene.lighting.key *= 1.1; }},
    };
    return kFaults;
}

TEST(faults, are_found) {
    auto studio = Studio::open();
    ASSERT_TRUE(studio) << studio.error().message;
    // In the order of the scenes, so that each patient is built once.
    for (const PictureScene& row : scene_list()) {
        std::optional<Shot> whole;
        for (const Fault& fault : faults()) {
            if (fault.scene != row.name) continue;
            if (!whole) {
                auto made = shot_of(row);
                ASSERT_TRUE(made) << made.error().message;
                whole = std::move(*made);
            }
            Shot shot = *whole;
            fault.spoil(shot);
            const auto drawn = studio->picture(shot);
            const auto kept = reference(row.name);
            ASSERT_TRUE(drawn && kept) << fault.name;
            const Verdict verdict = compare(*kept, *drawn);
            tell(fault.name, verdict);
            EXPECT_FALSE(verdict.same) << fault.name << " was not found in " << row.name << ": " << verdict.words;
        }
    }
}

TEST(faults, name_scenes_of_the_list) {
    for (const Fault& fault : faults())
        EXPECT_TRUE(std::any_of(scene_list().begin(), scene_list().end(), [&](const PictureScene& row) {
            return row.name == fault.scene;
        })) << fault.scene;
}

}  // namespace
}  // namespace np::test
