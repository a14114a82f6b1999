// View models as full as they get: long names, many things, every severity.
#pragma once

#include "needlepoint/ui/debrief.h"
#include "needlepoint/ui/home.h"
#include "needlepoint/ui/room.h"

namespace np::ui::samples {

inline HomeView home(bool first_start = false) {
    HomeView view;
    view.first_start = first_start;
    view.cards = {
        {"tutorial/first-strokes",
         "First strokes",
         "Practice pad",
         "Feel the pen on silicone: press, glide, lift.",
         0,
         5,
         0,
         {},
         false,
         true},
        {"practice/acne-scars-cheeks",
         "Mara",
         "Mara",
         "I'd like these old acne scars to be less deep.",
         29,
         18,
         0,
         {61, 58.5, 74, 81, 79.5, 88},
         false,
         false},
        {"practice/photo-day",
         "Jonas",
         "Jonas",
         "I have a photo shoot on Saturday, can you freshen me up?",
         34,
         12,
         0,
         {42},
         false,
         false},
        {"practice/forehead-lines",
         "Aylin",
         "Aylin",
         "The lines on my forehead bother me.",
         46,
         15,
         0,
         {},
         false,
         false},
        {"assessment/short-station",
         "Short station",
         "Mara",
         "Two zones, six minutes.",
         29,
         6,
         0,
         {71, 77},
         true,
         false},
    };
    view.history = {
        {"a.mcap", "Mara", "20 November 2026, 14:12 \u00B7 18 minutes", "passed", 88.1, Severity::kGood},
        {"b.mcap", "Jonas", "19 November 2026, 09:40 \u00B7 11 minutes", "not passed", 42.0, Severity::kCritical},
        {"c.mcap", "First strokes", "18 November 2026, 16:02 \u00B7 5 minutes", "cut", -1, Severity::kMinor}};
    return view;
}

inline Legend off_the_plan() {
    return {"Depth against the plan", "mm", {"\u22120.5", "0", "+0.5"}, {0x185498, 0xF6F6F3, 0xA64608}, false, {}};
}

// A cheek under a tip of five needles that leans by 4 degrees.
inline SectionView section() {
    SectionView cut;
    cut.zone = "Cheek before the ear, right";
    cut.epidermis_mm = 0.08, cut.dermis_mm = 1.35, cut.firm_mm = 15, cut.firm = "masseter";
    cut.firm_kind = Firm::kSoft;
    cut.band_min_mm = 0.85, cut.band_ideal_mm = 1.0, cut.band_max_mm = 1.15;
    cut.depth_mm = 0.96, cut.set_mm = 1.0, cut.tilt_deg = 4, cut.force_n = 1.1, cut.touching = cut.pen = true;
    for (int i = -20; i <= 20; ++i) cut.surface_h_mm.push_back(-i * i * 0.0012);
    cut.rim[0] = {-2.5, 0.05}, cut.rim[1] = {2.5, 0.4};
    for (int i = -2; i <= 2; ++i)
        cut.needles.push_back(
            {{i * 1.0, 0.2 + i * 0.07}, {i * 1.0 + 0.01, 0}, {i * 1.0 + 0.08, -0.96}, 0.1, 0.96, i != 1});
    for (int i = -6; i <= 6; ++i) cut.punctures.push_back({{i * 0.4, 0}, {i * 0.4 + 0.05, -0.9}});
    return cut;
}

inline RoomView room() {
    RoomView view;
    view.title = "Mara";
    view.phases = {"Consult", "Prepare", "Needle", "Cool", "Close"};
    view.phase = 2;
    view.clinical_seconds = 14 * 60 + 20;
    view.patient = {"Mara",
                    29,
                    0,
                    "It tickles a little near the nose, but it is fine.",
                    1.0,
                    2,
                    {{"Goal", "acne scars"}, {"Zones", "both cheeks"}, {"Skin type", "III"}, {"Session", "2 of 4"}}};
    view.section = section();
    view.pen = {.in_hand = true,
                .motor_on = true,
                .fitted = true,
                .length_mm = 1.00,
                .rate_hz = 117,
                .load = 0.45,
                .device = "SkinPen Precision",
                .lot = "4711",
                .needles = 14,
                .assist_percent = 50,
                .hand_planted = true,
                .hand_useful = true,
                .tension = 0.6};
    view.zone = ZoneView{"Left cheek", 2, 3, 4, 0.82, 0.9, true};
    const std::pair<const char*, Badge> things[] = {{"pen", Badge::kClean},        {"sleeve", Badge::kSealed},
                                                    {"cartridge_1", Badge::kUsed}, {"cartridge_2", Badge::kSealed},
                                                    {"cleanser", Badge::kNone},    {"antiseptic", Badge::kNone},
                                                    {"gauze", Badge::kSterile},    {"saline", Badge::kSterile},
                                                    {"gel", Badge::kSterile},      {"serum", Badge::kNone},
                                                    {"cool_mask", Badge::kNone},   {"gloves", Badge::kContaminated},
                                                    {"mask", Badge::kNone},        {"eye_shields", Badge::kClean},
                                                    {"sharps", Badge::kNone},      {"bin", Badge::kNone}};
    for (const auto& [id, badge] : things) {
        std::string name = id;
        for (char& c : name) c = c == '_' ? ' ' : c;
        view.tray.push_back({id, name, badge, std::string(id) == "pen", true, "", std::string(id) == "gauze" ? 8 : 0});
    }
    view.offers = {{"Wash your hands", "Prepare", "", {"do", "T24", "", 0}, true, true},
                   {"Put the antiseptic on the whole field", "Prepare", "", {"take", "antiseptic", "", 0}, true, true},
                   {"Renew the gel and look at the endpoint", "Needle", "", {"do", "T35", "", 0}, true, false},
                   {"Read the setting aloud", "Needle", "", {"set", "needle_length", "read_back", 1000}, true, false},
                   {"Rinse with cold saline",
                    "Cool",
                    "The needling is not finished yet.",
                    {"take", "saline", "", 0},
                    false,
                    false}};
    view.topics = {{"Medicines and blood thinners",
                    "No, nothing regular. Sometimes ibuprofen.",
                    {"ask", "medication", "", 0},
                    true,
                    true},
                   {"Cold sores", "", {"ask", "herpes", "", 0}, true, false},
                   {"Pregnancy", "", {"ask", "pregnancy", "", 0}, true, false}};
    view.looks = {{"The skin in good light", "", {"look", "skin", "", 0}, true, false},
                  {"The endpoint under the loupe", "", {"look", "endpoint", "malar_l", 0}, true, false}};
    view.decisions = {{"Go ahead", "", {"decide", "treat", "", 0}, true, false},
                      {"Stop and rebook", "", {"decide", "defer", "", 0}, true, false}};
    view.call_zones = {{"malar_l", "Left cheek"},
                       {"malar_r", "Right cheek"},
                       {"buccal_l", "Left lower cheek"},
                       {"buccal_r", "Right lower cheek"}};
    view.chart = {{"Booked for", "Acne scars on both cheeks, mostly rolling and boxcar."},
                  {"History", "Isotretinoin until 14 months ago. No keloids."},
                  {"Allergies", "None known"},
                  {"Plan", "1.0 mm on the cheeks, three to four directions"}};
    view.hint =
        HintView{HintView::Place::kFace, "Lift at the end of each stroke: turning while pressed drags the needles."};
    view.caption = "motor labours";
    view.other_side = OtherSideView{1};
    view.lens = LensView{1, 640, 300, 100, 0.1, 3};
    view.map = MapView{MapMode::kDepth, off_the_plan(), "Cheek before the ear, right", "0.96 mm, 0.04 shallow", {}};
    return view;
}

inline DebriefView debrief() {
    DebriefView view;
    view.title = "Mara \u00B7 acne scars, both cheeks";
    view.subtitle = "Practice, 20 November 2026, 18 minutes";
    view.total = 88.1;
    view.graded = view.passed = true;
    view.decided_by = "At least 70 in total, no critical finding, every part above its floor.";
    view.scorers = {{"Depth", "", 91, 100, 20, Severity::kMinor},
                    {"Coverage", "", 84, 100, 20, Severity::kMajor},
                    {"Technique", "", 78, 100, 15, Severity::kMinor},
                    {"Sterile field", "", 100, 100, 15, Severity::kGood},
                    {"Procedure", "", 92, 100, 15, Severity::kMinor},
                    {"Contraindications", "", 100, 100, 15, Severity::kGood},
                    {"Endpoint", "not called for", 0, 100, 0, Severity::kGood}};
    view.findings = {
        {Severity::kMajor, "Coverage", "coverage.gap",
         "A patch below the left eye got less than half of the wanted density.", "0.42", "0.80 of the reference",
         "Clinical reference 8.1, EA", "One more crossing pass over the patch before calling it done", "Left cheek",
         2.1, 312000, 320000, true},
        {Severity::kMinor, "Technique", "technique.turn", "Turned by more than 60\u00B0 without lifting.", "84\u00B0",
         "60\u00B0", "Clinical reference 2.4", "Lift, then start the new direction", "Right cheek", 0.6, 410000, 410200,
         true},
        {Severity::kCritical, "Sterile field", "sterility.needle", "The needles touched the couch and went on.",
         "contaminated", "sterile", "Clinical reference 3D", "Fit a new cartridge", "", 0.2, 100000, 100000, false}};
    view.next = {{"Work in patches and look at the pattern before you call it done.", "practice/acne-scars-cheeks"},
                 {"Lift before every turn.", "tutorial/first-strokes"}};
    view.not_assessed = {"Force: a mouse can't observe it."};
    view.selected = 0;
    view.duration_ticks = 1080000;
    view.tick = 312000;
    view.legend = off_the_plan();
    view.phases = {
        {"Consult", "0"}, {"Prepare", "180000"}, {"Needle", "300000"}, {"Cool", "900000"}, {"Close", "1000000"}};
    return view;
}

inline DebriefView follow_up() {
    DebriefView view = debrief();
    view.map = MapMode::kLater;
    FollowUpView later;
    later.hours = 24;
    later.when = "24 h";
    later.cares = {"As told", "Good", "Careless"};
    later.zones = {"Left cheekbone", "Left cheek", "Between the brows", "Side of the nose, right"};
    later.zone = 1;
    for (const char* name : {"Redness that is seen", "Swelling", "Barrier still open", "Flaking", "Tenderness",
                             "New collagen", "Texture gained", "Darker than before"})
        later.curves.push_back({name, "12.5 %", {{0, 0}, {8, 0.6}, {24, 0.4}, {672, 0.1}, {8760, 0}}, 0.8});
    later.facts = {
        {"Redness is seen for", "1.4 days"}, {"Texture gained in the end", "7.9 %"}, {"As planned", "8.0 %"}};
    later.fates = {{"Dark patches", "from 2 weeks", Severity::kMajor},
                   {"Lasting redness", "5.0 %", Severity::kMinor},
                   {"Contact allergy", "0.5 %", Severity::kGood}};
    view.later = std::move(later);
    return view;
}

}  // namespace np::ui::samples
