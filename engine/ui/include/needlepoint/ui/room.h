// The treatment room's panels. The application fills a RoomView per frame and leaves empty what may not be shown
// (in assessment: section, zone progress, hints, overlay).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "needlepoint/ui/commands.h"
#include "needlepoint/ui/theme.h"

namespace np::ui {

struct PatientView {
    std::string name;
    int age = 0;
    Image portrait = 0;
    std::string says;  // the latest words; fades as `said_s` grows
    double said_s = 0;
    int pain = 0;  // 0..10
    std::vector<Row> plan;
};

// A place in the cut: across it, and above (below: under 0) the skin at its middle.
struct SectionPoint {
    double x_mm = 0, h_mm = 0;
};

struct SectionNeedle {
    SectionPoint guide, entry, tip;  // where it leaves the guide plane, meets the skin, ends
    double gap_mm = 0, depth_mm = 0;
    bool in_cut = true;  // false: it stands more than a channel's width before or behind the cut
};

struct SectionPuncture {
    SectionPoint entry, end;
};

enum class Firm : std::uint8_t { kBone, kCartilage, kSoft };

// The skin cut open at the needles, along the pen's tilt, to scale.
struct SectionView {
    std::string zone;
    double epidermis_mm = 0.06, dermis_mm = 1.2;
    double firm_mm = 5;  // from the surface to what stops a needle
    Firm firm_kind = Firm::kBone;
    std::string firm = "bone";                                   // what that is
    double band_min_mm = 0, band_ideal_mm = 0, band_max_mm = 0;  // the target; max 0: none
    double depth_mm = 0;                                         // mean of the latest strike
    double set_mm = 0;
    double tilt_deg = 0;
    double force_n = -1;  // below 0: not shown
    bool touching = false;
    // The surface, evenly from -half_width_mm to half_width_mm; empty: flat.
    std::vector<double> surface_h_mm;
    double half_width_mm = 5;
    bool pen = false;  // the tip is near; `rim` are the ends of its guide plane
    SectionPoint rim[2];
    std::vector<SectionNeedle> needles;
    std::vector<SectionPuncture> punctures;
    bool large = false;
};

struct PenPanelView {
    bool in_hand = false, motor_on = false, fitted = false;
    double length_mm = 0, rate_hz = 0;
    double energy_mj = 0;     // of a shot, per needle; 0: the device gives none, and the speed is shown
    std::string energy_note;  // "only the tips heat"
    double load = 0;          // 0..1, how much the motor strains
    std::string device, lot;
    int needles = 0;
    bool length_changing = false, rate_changing = false;
    std::string warning;      // what a real pen would blink
    int assist_percent = -1;  // below 0: not shown
    bool hold = false, hand_planted = false, hand_useful = false;
    double tension = 0;  // 0..1
};

struct ZoneView {
    std::string name;
    int pass = 0, passes_lo = 0, passes_hi = 0;
    double coverage = 0;  // 0..1
    double density = 0;   // of the reference, 1 is what is wanted
    bool under_pen = true;
};

enum class Icon : std::uint8_t {
    kPen,
    kCartridge,
    kSleeve,
    kBottle,
    kTube,
    kGauze,
    kSyringe,
    kMask,
    kGloves,
    kShields,
    kSharps,
    kBin,
    kLamp,
    kLoupe,
    kChart,
    kPaper,
    kPhone,
    kDrop,
    kCool,
    kThing,
};
Icon icon_of(const std::string& thing);

enum class Badge : std::uint8_t { kNone, kSealed, kSterile, kClean, kUsed, kContaminated };

struct ThingView {
    std::string id, name;
    Badge badge = Badge::kNone;
    bool held = false, enabled = true;
    std::string why_not;
    int count = 0;  // above 1: printed
};

struct OfferView {
    std::string label, phase, why_not;
    command::Clinical command;
    bool enabled = true, done = false;
};

struct ChoiceView {
    std::string label, answer;  // `answer`: what came of it, once it did
    command::Clinical command;
    bool enabled = true, done = false;
};

struct HintView {
    enum class Place : std::uint8_t { kFace, kPen, kTray, kPatient, kSection, kTop } place = Place::kFace;
    std::string text;  // one sentence
};

struct IncidentView {
    std::string cue;
    std::vector<ChoiceView> acts;
};

struct ZoneChoice {
    std::string id, name;
};

// Maps on the skin while working.
struct MapView {
    MapMode mode = MapMode::kSkin;
    std::optional<Legend> legend;
    std::string here, reading;     // the zone under the cursor, and what the map says there
    std::vector<MapLabel> labels;  // names on the face, most important first
};

// The other half of the face as a mirror shows it: drawn the other way round, it can be laid beside this half.
struct OtherSideView {
    Image picture = 0;  // square, rows from the bottom
};

// A round lens over the skin.
struct LensView {
    Image picture = 0;        // square, rows from the bottom
    float x = 0, y = 0;       // its middle, window pixels
    float radius = 0;         // window pixels
    double mm_per_pixel = 0;  // in the lens
    double times = 3;
};

struct RoomView {
    std::string title;
    std::vector<std::string> phases;
    int phase = 0;
    std::uint64_t clinical_seconds = 0;
    std::optional<std::uint64_t> seconds_left;
    bool assessment = false, paused = false, slow = false, recording = true;
    PatientView patient;
    std::optional<SectionView> section;
    PenPanelView pen;
    std::optional<ZoneView> zone;
    std::vector<ThingView> tray;
    std::vector<OfferView> offers;
    std::vector<ChoiceView> topics, looks, decisions;
    std::vector<ZoneChoice> call_zones;
    std::string call_zone;  // under the pen: chosen first
    std::vector<Row> chart;
    std::optional<HintView> hint;
    std::optional<IncidentView> incident;
    std::optional<MapView> map;  // empty: no maps may be shown
    std::optional<OtherSideView> other_side;
    std::optional<LensView> lens;
    std::string caption;  // of a sound, in brackets
    std::string message;  // one line: what just went wrong or could not be done
    bool finished = false;
};

enum class Dialog : std::uint8_t { kNone, kOffers, kChart, kAsk, kLook, kCall, kDecide, kHelp, kFinish };

class RoomScreen {
  public:
    void draw(const RoomView& view, const Theme& theme, Commands& out);
    // Dialogs take keys before the hand does; true when the press was used.
    bool key(KeyPress press, const RoomView& view, Commands& out);
    void open(Dialog dialog);
    Dialog dialog() const { return dialog_; }
    // Where the patient is seen free of panels, after the last draw.
    Rect clear_area() const { return clear_; }

  private:
    void draw_dialog(const RoomView& view, const Theme& theme, Commands& out);
    int choices(const RoomView& view) const;
    void choose(const RoomView& view, int index, Commands& out);
    Dialog dialog_ = Dialog::kNone;
    int selected_ = 0;
    int call_verdict_ = 0, call_grade_ = 0, call_zone_ = 0;
    Rect clear_;
    bool maps_open_ = false;
    float zone_shown_ = 0;  // 0..1, fades
    float dialog_shown_ = 0;
    std::optional<ZoneView> last_zone_;
    std::optional<HintView> last_hint_;
    float hint_shown_ = 0;
};

}  // namespace np::ui
