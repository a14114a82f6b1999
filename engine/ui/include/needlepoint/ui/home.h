// The first screen: what to practise, what was done.
#pragma once

#include <string>
#include <vector>

#include "needlepoint/ui/commands.h"
#include "needlepoint/ui/input_view.h"
#include "needlepoint/ui/plugin_view.h"
#include "needlepoint/ui/theme.h"

namespace np::ui {

struct ScenarioCard {
    std::string id, title, patient, wish;  // `wish`: what the patient booked for, in their own words
    int age = 0;
    int minutes = 0;
    Image portrait = 0;
    std::vector<double> marks;  // earlier results, oldest first, 0..100
    bool assessment = false;
    bool first = false;  // "First strokes": large as long as nothing has been done
};

struct HistoryRow {
    std::string path, title, when, state;  // `state`: "passed", "not passed", "cut", "not graded"
    double mark = -1;                      // below 0: none
    Severity severity = Severity::kGood;
};

struct HomeView {
    command::Page page = command::Page::kPractise;
    std::vector<ScenarioCard> cards;
    std::vector<HistoryRow> history;
    std::string notice;  // one sentence, such as that the head is missing and only the pad can be used
    bool first_start = false;
};

struct SettingsView {
    double scale_percent = 100;
    bool hints = true, reduce_motion = false, left_handed = false, sound_captions = true, zone_overlay = false;
    bool depth_of_field = false;
    int assist_percent = 100;
    std::string quality;  // what the program picked
    std::string data_folder, version;
    InputView input;  // what is in the hand
    PluginsView plugins;
};

class Painter;

// Keeps what only the screen knows (filter, selection, scroll). Window's thread.
class HomeScreen {
  public:
    void draw(const HomeView& view, const SettingsView& settings, const Theme& theme, Commands& out);
    // A key or typed character goes here first; true when it was used.
    bool key(KeyPress press, const HomeView& view, Commands& out);
    void type(char32_t character);
    // On the settings page: 0 general, 1 input, 2 plugins.
    void show_settings(int tab) { settings_tab_ = tab; }
    const std::string& filter() const { return filter_; }
    void reset() { filter_.clear(), selected_ = 0; }

  private:
    std::vector<int> visible(const HomeView& view) const;
    void draw_settings_page(const SettingsView& settings, const Painter& paint, const Theme& theme, Rect area,
                            Commands& out);
    std::string filter_;
    int selected_ = 0;
    int columns_ = 1;
    int setting_ = 0;
    int settings_tab_ = 0;
    int parameter_ = 0;    // of the plugins
    PluginsView plugins_;  // as drawn last: what the keys mean
    bool help_ = false;
};

}  // namespace np::ui
