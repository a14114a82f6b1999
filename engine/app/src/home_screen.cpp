// Home: cards of the scenarios that are installed, and what was done before.
#include <algorithm>

#include "history.h"
#include "needlepoint/cli/session_setup.h"
#include "portraits.h"
#include "stage.h"

namespace np::app {

namespace {

class HomeStage : public Screen {
  public:
    HomeStage(Stage& stage, std::string notice)
        : stage_(stage), history_(stage.places.user / "records", stage.plugins) {
        view_.notice = std::move(notice);
        if (view_.notice.empty()) view_.notice = stage.panels.notice();
        std::vector<std::pair<std::string, std::string>> faces;
        for (const std::string& id : cli::list_scenarios(stage.places)) add_card(id, faces);
        view_.first_start = history_.empty();
        std::stable_sort(view_.cards.begin(), view_.cards.end(),
                         [](const auto& a, const auto& b) { return a.first > b.first; });
        if (!cli::head_available(stage.places) && view_.notice.empty())
            view_.notice =
                "The face has not been built on this machine, so only the practice pad can be used; ./bootstrap build "
                "makes it.";
        if (view_.cards.empty())
            view_.notice = "No scenario was found below " + (stage.places.data / "scenarios").string() +
                           "; reinstall, or give --data.";
        portraits_ = std::make_unique<Portraits>(stage.places, std::move(faces));
    }

    void key(ui::KeyPress press, Next& next) override {
        ui::Commands out;
        if (!screen_.key(press, view_, out)) {
            const auto action = ui::action_for(press, false, false);
            if (action == ui::Action::kLarger || action == ui::Action::kSmaller)
                out.push_back(
                    ui::command::ChangeSetting{"step:scale_percent", action == ui::Action::kLarger ? 1.0 : -1.0});
            if (action == ui::Action::kHelp) out.push_back(ui::command::Do{ui::Action::kHelp});
            if (action == ui::Action::kBack) next.quit = true;
        }
        carry_out(out, next);
    }

    void type(char32_t character) override { screen_.type(character); }

    void frame(const WindowInput&, double seconds, Next& next) override {
        if (const auto news = stage_.plugins.poll()) take(*news);
        // One record per frame, so that the screen is there at once.
        if (history_.grade_next(view_.cards)) show_marks();
        portraits_->draw_next(stage_.renderer);
        for (ui::ScenarioCard& card : view_.cards) card.portrait = portraits_->of(card.id);
        const render::Size size = stage_.window.size();
        stage_.panels.fit(stage_.settings.scale_percent / 100, size);
        stage_.panels.begin_frame(size, seconds);
        stage_.window.feed_panels();
        ui::Commands out;
        if (view_.page == ui::command::Page::kSettings) {
            stage_.settings.input = stage_.desk.view();
            stage_.settings.plugins = stage_.plugins.view();
        }
        screen_.draw(view_, stage_.settings, stage_.panels.theme(), out);
        stage_.panels.end_frame({0, size});
        carry_out(out, next);
    }

    bool busy() const override {
        return history_.waiting() > 0 || (view_.page == ui::command::Page::kSettings && !stage_.desk.samples().empty());
    }

  private:
    void add_card(const std::string& id, std::vector<std::pair<std::string, std::string>>& faces) {
        const auto found = cli::find_scenario(stage_.places, id);
        if (!found) {
            // A broken scenario is its author's matter; the others stay usable.
            if (view_.notice.empty()) view_.notice = id + " can't be opened; needlepoint scenario check says why.";
            return;
        }
        const scenario::Scenario& scenario = found->scenario;
        const bool pad = scenario.body == scenario::BodyKind::kPracticePad;
        ui::ScenarioCard card;
        card.id = id;
        card.title = scenario.title;
        card.patient = pad ? "Practice pad" : scenario.patient.name;
        card.age = pad ? 0 : static_cast<int>(scenario.patient.age_years);
        card.wish = scenario.patient.booking.empty() ? scenario.summary : scenario.patient.booking;
        if (pad) card.wish = scenario.summary;
        card.minutes = static_cast<int>(scenario.minutes + 0.5);
        card.assessment = scenario.mode == scenario::Mode::kAssessment;
        card.first = scenario.mode == scenario::Mode::kTutorial && pad;
        if (!pad) faces.push_back({id, to_hex(scenario.digest)});
        view_.cards.push_back(std::move(card));
    }

    void show_marks() {
        view_.history = history_.rows();
        for (ui::ScenarioCard& card : view_.cards) card.marks = history_.marks_of(card.id);
    }

    // A plugin was built anew: marks are given again, by folding the records.
    void take(const PluginDesk::News& news) {
        view_.notice = news.sentence;
        if (news.changed) history_.grade_again();
    }

    void carry_out(const ui::Commands& commands, Next& next) {
        for (const auto& command : commands) {
            if (const auto* page = std::get_if<ui::command::ShowPage>(&command)) {
                view_.page = page->page;
                screen_.reset();
            } else if (const auto* open = std::get_if<ui::command::OpenScenario>(&command)) {
                next.scenario = open->id;
            } else if (const auto* record = std::get_if<ui::command::OpenRecord>(&command)) {
                next.record = record->path;
            } else if (const auto* device = std::get_if<ui::command::Device>(&command)) {
                hold_device(*device);
            } else if (const auto* change = std::get_if<ui::command::ChangeSetting>(&command)) {
                if (stage_.plugins.change(change->id, change->value)) continue;
                if (change_setting(stage_.settings, change->id, change->value))
                    (void)save_settings(stage_.places.user, stage_.settings);
                stage_.panels.theme().mirrored = stage_.settings.left_handed;
                stage_.panels.theme().reduce_motion = stage_.settings.reduce_motion;
            }
        }
    }

    void hold_device(const ui::command::Device& wish) {
        InputDesk& desk = stage_.desk;
        if (wish.what == "next") desk.next_source(wish.by);
        if (wish.what == "choose") desk.choose(wish.id);
        if (wish.what == "find") desk.find_again();
        if (wish.what == "weigh") desk.weigh();
        if (wish.what == "weigh_again") desk.weigh_again();
        if (wish.what == "pivot") desk.begin_pivot();
        if (wish.what == "upright") desk.begin_upright();
    }

    Stage& stage_;
    ui::HomeView view_;
    ui::HomeScreen screen_;
    History history_;
    std::unique_ptr<Portraits> portraits_;
};

}  // namespace

std::unique_ptr<Screen> make_home_screen(Stage& stage, std::string notice) {
    return std::make_unique<HomeStage>(stage, std::move(notice));
}

}  // namespace np::app
