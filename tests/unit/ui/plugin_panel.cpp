// Settings, Plugins: what keys ask for, and that nothing is cut off at any scale.
#include "needlepoint/ui/home.h"
#include "panel_fixture.h"

namespace np::ui {
namespace {

PluginsView some_plugins() {
    using Sort = PluginParameter::Sort;
    PluginsView view;
    view.file = "/home/mara/.local/share/needlepoint/plugin-settings.txt";
    view.notice = "Unforeseen was built anew.";
    PluginRow row{"unforeseen", "Unforeseen events", "incidents", "1.0.0", "pinned", Severity::kGood, {}};
    row.parameters.push_back({"plugin.unforeseen.visitor_per_hour",
                              "How often a telephone or a visitor interrupts the needling.", "6 1/h",
                              "0 to 60 1/h; 1 unless changed", Sort::kNumber, false, true});
    row.parameters.push_back(
        {"plugin.unforeseen.quiet", "Nothing happens at all.", "off", "", Sort::kSwitch, false, false});
    row.parameters.push_back(
        {"plugin.unforeseen.home", "An address.", "https://needlepoint.invalid", "a text", Sort::kText, false, false});
    view.plugins.push_back(row);
    view.plugins.push_back({"depth", "Depth", "scorer", "0.1.0", "changed since installed", Severity::kMinor, {}});
    view.plugins.push_back({"",
                            "broken.so",
                            "",
                            "",
                            "a shared library was expected, 'broken.so' is none; build the plugin again",
                            Severity::kMajor,
                            {}});
    return view;
}

HomeView settings_page() {
    HomeView view;
    view.page = command::Page::kSettings;
    return view;
}

KeyPress plain(Key key) {
    return {key, kPlain};
}

class PluginPanel : public PanelTest {
  protected:
    void show() {
        settings_.plugins = some_plugins();
        screen_.show_settings(2);
        frames([&] { screen_.draw(view_, settings_, theme_, out_); });
    }
    std::string asked(Key key) {
        Commands out;
        EXPECT_TRUE(screen_.key(plain(key), view_, out));
        if (out.empty()) return "";
        const auto& change = std::get<command::ChangeSetting>(out.at(0));
        return change.id + (change.value < 0 ? " -" : change.value > 0 ? " +" : "");
    }
    HomeScreen screen_;
    HomeView view_ = settings_page();
    SettingsView settings_;
};

TEST_F(PluginPanel, KeysWalkTheParametersAndAskForSteps) {
    set_up(1280, 720, 1.0);
    show();
    EXPECT_EQ(asked(Key::kRight), "step:plugin.unforeseen.visitor_per_hour +");
    EXPECT_EQ(asked(Key::kLeft), "step:plugin.unforeseen.visitor_per_hour -");
    EXPECT_EQ(asked(Key::kBackspace), "default:plugin.unforeseen.visitor_per_hour");
    EXPECT_EQ(asked(Key::kDown), "");
    EXPECT_EQ(asked(Key::kSpace), "step:plugin.unforeseen.quiet +");
    EXPECT_EQ(asked(Key::kDown), "");
    EXPECT_EQ(asked(Key::kRight), "");  // a text is not stepped through
    EXPECT_EQ(asked(Key::kDown), "");   // nothing below
    EXPECT_EQ(asked(Key::kBackspace), "default:plugin.unforeseen.home");
}

TEST_F(PluginPanel, TabGoesThroughAllThreePages) {
    set_up(1280, 720, 1.0);
    show();
    Commands out;
    ASSERT_TRUE(screen_.key(plain(Key::kTab), view_, out));
    ASSERT_TRUE(screen_.key(plain(Key::kRight), view_, out));  // general: the size of the panels
    ASSERT_EQ(out.size(), 1u);
    EXPECT_EQ(std::get<command::ChangeSetting>(out[0]).id, "step:scale_percent");
}

TEST_F(PluginPanel, NothingIsCutAtAnyScale) {
    for (const double scale : {1.0, 1.5, 2.5}) {
        set_up(1280, 720, scale);
        show();
        EXPECT_TRUE(cut_.empty()) << scale << ": " << all_cut();
        ImGui::DestroyContext(context_);
        context_ = ImGui::CreateContext();
        ImGui::GetIO().IniFilename = nullptr;
    }
}

}  // namespace
}  // namespace np::ui
