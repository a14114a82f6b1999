// What a renderer holds on the graphics card and remembers of the last frame.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <vector>

#include "gpu_mesh.h"
#include "lid_opening.h"
#include "needlepoint/render/renderer.h"
#include "redraw.h"
#include "skin_canvas.h"
#include "surface.h"

namespace np::render {

// The programs of one level of quality.
struct Programs {
    std::array<Program, 8> skin;  // by SkinFeature
    Program solid, glove, matte, eye, card;
};

// What a skin program has to be able to show; each costs time on every pixel.
enum SkinFeature : unsigned { kWorked = 1, kSpotted = 2, kOverlaid = 4 };

struct Lights {
    geometry::Vec3 key_direction, key_color, rim_direction, rim_color, ambient;
};
Lights lights_of(const Lighting& lighting);

// Everything that a subject (head or pad) needs besides the programs.
struct SubjectParts {
    GpuMesh skin;
    AtlasPlaces places;
    GlTexture lesions, relief;
    bool has_marks = false;  // lesions or creases
    std::uint32_t grid_width = 1, grid_height = 1;
    HeadModel marked;  // for painting the marks anew when hidden ones come out: no hair, no cloth
    bool painted_revealed = true;
    SkinPicture painted;             // what `lesions` holds
    std::vector<Scratch> scratches;  // drawn into it
};

struct Renderer::State {
    Quality quality = Quality::kFull;
    std::string driver;
    bool software = false;

    Programs full, lite;
    Program backdrop, shadow, smooth, lens;
    GlVertexArray no_vertices;
    GlTexture detail;
    std::array<GlTexture, 3> maps;
    GlTexture overlay, zones;
    std::uint32_t maps_width = 0, maps_height = 0;
    bool maps_of_pad = false;  // the subject handed over last
    bool worked = false;       // the maps show something

    SubjectParts head, pad;
    std::array<Eye, 2> eyes;
    std::array<LidOpening, 2> lids;
    bool has_eyes = false;
    GpuMesh cap, gown, brows, lashes, beard, couch, pad_frame, eyeball, eye_shield, face_mask;
    Matrix4 couch_fit = couch_for({});
    GlTexture brow_alpha, lash_alpha, beard_alpha;
    std::map<int, GpuMesh> pens;   // by cartridge + 2 * sleeve
    std::map<int, GpuMesh> props;  // by kind * 2 + used
    std::map<int, GpuMesh> hands;  // by free + 2 * left-handed
    std::map<int, GpuMesh> grips;  // by kind * 2 + left-handed
    geometry::Vec3 head_low{-90, -180, -110}, head_high{90, 130, 110};

    PictureSurface picture, still, beside;
    PictureSurface rest;  // the picture without hands, kept where they are dear to draw under: see `keeps_rest`
    ShadowSurface shadow_map;
    Matrix4 shadow_matrix{};
    double shadow_texel_mm = 1;

    // The last frame.
    std::optional<Scene> last_scene, shadow_scene;
    Size last_target;
    PixelRect dirty_cells, dirty_overlay;  // uploaded but not drawn yet
    int draw_calls = 0;
    bool leaves_out = true;  // what lies outside of the part of the picture that is drawn

    Status create(DriverKind taken_for);
    int samples() const { return software ? 1 : 4; }
    bool keeps_rest() const { return software; }
    Expected<const Program*> skin_program(bool is_lite, unsigned features);
    SubjectParts& subject(const Scene& scene) { return scene.subject == Subject::kPad ? pad : head; }
    const GpuMesh& pen_mesh(const PenLook& pen);
    const GpuMesh& prop_mesh(const Prop& prop);
    const GpuMesh& hand_mesh(bool free, bool left_handed);
    const GpuMesh& holding_hand_mesh(PropKind kind, bool left_handed);
    void paint(SubjectParts& parts, bool revealed) const;
    // Draws those that are new; returns the cells that they lie on.
    PixelRect scratch(SubjectParts& parts, const std::vector<Scratch>& scratches) const;

    // What no longer shows the scene: of the picture without hands, and of the picture.
    struct Stale {
        PixelRect rest, all;
    };
    Stale stale_parts(const Scene& scene, Size size, const Lights& lights);
    bool draw_shadows(const Scene& scene, const Lights& lights, bool is_lite);
    // All but the hands and the pen in one of them; then these over it. `part` is all that anybody will look at.
    void draw_rest(const Scene& scene, bool is_lite, Size size, PixelRect part);
    void draw_hands(const Scene& scene, bool is_lite, Size size, PixelRect part);

  private:
    struct Frame;
    Frame frame_of(const Scene& scene, bool is_lite, Size size, PixelRect part) const;
    void set_common(const Program& program, const Frame& frame, bool pen_shadow) const;
    void draw_backdrop(const Frame& frame);
    void draw_skin(const Frame& frame);
    void draw_eyes(const Frame& frame);
    void draw_solids(const Frame& frame);
    void draw_free_hand(const Frame& frame);
    void draw_holding_hands(const Frame& frame);
    void draw_pen(const Frame& frame, bool see_through);
    void draw_hair(const Frame& frame);
    void draw_clear_props(const Frame& frame);
    void draw_clear_pen(const Frame& frame);
    void draw_matte(const Frame& frame);
    void draw_solid(const Frame& frame, const GpuMesh& mesh, const Pose& pose, bool clear);
    void draw_with(const Frame& frame, const Program& program, const GpuMesh& mesh, const Pose& pose, bool clear);
    void draw_props(const Frame& frame, bool clear);
};

// The pen lying on its stand, display up.
Pose lying_pen(const Pose& stand);
Matrix4 model_matrix(const Pose& pose, double scale = 1);
Matrix4 product(const Matrix4& a, const Matrix4& b);

}  // namespace np::render
