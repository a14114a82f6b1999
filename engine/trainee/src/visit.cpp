#include "visit.h"

#include "needlepoint/sdk/math.h"

namespace np::trainee {

namespace {

using simulation::World;

std::string text_of(const World& world, const std::string& key) {
    return world.parameters().text(key).value_or("");
}

// The part of "swipe:cleanser" before and after the colon.
std::pair<std::string, std::string> split_by(const std::string& by) {
    const auto colon = by.find(':');
    return colon == std::string::npos ? std::pair(by, std::string())
                                      : std::pair(by.substr(0, colon), by.substr(colon + 1));
}

class Planner {
  public:
    Planner(const World& world, const Skill& skill, Whim& whim) : world_(world), skill_(skill), whim_(whim) {}

    std::deque<Task> plan() {
        const auto& scenario = world_.scenario();
        for (const std::string& step : scenario.steps) {
            const std::string phase = text_of(world_, "step." + step + ".phase");
            if (phase == "after" || phase == "close") needle();
            // The shields come off once nothing sharp or wet is near the eyes any more.
            if (phase == "close") uncover_eyes();
            add_step(step);
        }
        needle();
        uncover_eyes();
        add(command("finish"));
        return std::move(tasks_);
    }

  private:
    void add(Task task) { tasks_.push_back(std::move(task)); }

    void add_step(const std::string& step) {
        const auto [how, what] = split_by(text_of(world_, "step." + step + ".by"));
        const bool needed_to_go_on = how == "fit" || how == "set" || how == "stroke" || how == "decide";
        if (skill_.needles_only && !needed_to_go_on) return;
        for (const std::string& left_out : words_of(std::string(skill_.skips)))
            if (left_out == step) return;
        if (!needed_to_go_on && whim_.chance(skill_.forget_share)) return;
        say_beside(step);
        if (how == "do") return do_step(step);
        if (how == "ask") return ask(what, step);
        if (how == "look") {
            if (what != "after_stroke") add(command("look", what));
        } else if (how == "tell") {
            add(command("tell", what));
        } else if (how == "use") {
            use(what);
        } else if (how == "decide") {
            decide();
        } else if (how == "swipe") {
            stroke_thing(what);
        } else if (how == "dry") {
            const auto seconds = world_.parameters().number_or("asepsis.antiseptic_dry_s", 120);
            add(command("wait", "", "", np_round(seconds) + 5));
        } else if (how == "dwell") {
            add(command("wait", "", "",
                        np_round(60 * world_.parameters().number_or("step.T21.dwell_lo_min", 30)) + 60));
        } else if (how == "remove") {
            stroke_thing("gauze");
        } else if (how == "fit") {
            open_and_fit();
            fitted_ = true;
        } else if (how == "set") {
            if (what == "first" && !world_.scenario().hands.empty())
                add({Task::Kind::kSetDepth, "", world_.scenario().hands.front(), "", 0, {}, {}, 0});
        } else if (how == "stroke" || how == "test_stroke") {
            needle();
        } else if (how == "cool") {
            const auto seconds = world_.parameters().number_or("step.T43.least_s", 600);
            add(command("use", "cool_mask"));
            add(command("wait", "", "", np_round(seconds) + 10));
            add(command("put", "cool_mask", "tray"));
        } else if (how == "put") {
            add(command("detach", "cartridge_1"));
            add(command("put", "cartridge_1", whim_.chance(skill_.asepsis_slips * 0.3) ? "bin" : what));
        }
    }

    // What belongs to a step of the talk and is no step of its own.
    void say_beside(const std::string& step) {
        for (const std::string& item : words_of(text_of(world_, "communication.items"))) {
            if (text_of(world_, "talk." + item + ".with") != step || whim_.chance(skill_.forget_share)) continue;
            const auto [how, what] = split_by(text_of(world_, "talk." + item + ".by"));
            add(command(how, what));
        }
    }

    void do_step(const std::string& step) {
        const auto least = world_.parameters().number("step." + step + ".least_s");
        add(command("do", step, "", least ? np_round(*least) + 10 : 0));
    }

    void ask(const std::string& what, const std::string& step) {
        if (what != "topics") return add(command("ask", what));
        for (const std::string& topic : words_of(text_of(world_, "step." + step + ".topics")))
            if (skill_.asks || !whim_.chance(skill_.forget_share)) add(command("ask", topic));
    }

    void use(const std::string& thing) {
        if (thing == "gloves_again") return;
        add(command("use", thing));
        if (thing == "eye_shields") eyes_covered_ = true;
    }

    void open_and_fit() {
        add(command("open", "cartridge_1"));
        if (!skill_.cartridge_to.empty()) {
            add(command("take", "cartridge_1"));
            add(command("put", "cartridge_1", std::string(skill_.cartridge_to)));
        }
        add(command("fit", "cartridge_1"));
    }

    void uncover_eyes() {
        if (eyes_covered_) add(command("put", "eye_shields", "tray"));
        eyes_covered_ = false;
    }

    void decide() {
        if (skill_.always_defers) {
            add(command("decide", "defer", "fit/explained"));
            add(command("finish"));
        } else {
            add(command("decide", "treat", "fit/explained"));
        }
    }

    void stroke_thing(const std::string& substance) {
        // The mask goes on before anything sterile is touched.
        if (substance == "antiseptic" && !mask_on_ && !whim_.chance(skill_.forget_share)) {
            tasks_.insert(tasks_.begin() + static_cast<std::ptrdiff_t>(before_hand_hygiene()), command("use", "mask"));
            mask_on_ = true;
        }
        const auto& scenario = world_.scenario();
        const bool on_hands_only = substance == "gel" || substance == "saline" || substance == "serum";
        Task task{Task::Kind::kStrokeThing, "", substance, "", 0, {}, {}, 0};
        task.zones = on_hands_only || scenario.field.empty() ? scenario.hands : scenario.field;
        if (substance == "gel") {
            // The first patch only; every later one gets its own film.
            task.zones.resize(std::min<std::size_t>(1, task.zones.size()));
            const auto index = task.zones.empty() ? std::nullopt : world_.body().table.zone_index(task.zones.front());
            const auto patches = index ? patches_of(world_.body(), *index, kPatchMm) : std::vector<Patch>{};
            if (!patches.empty()) task.patch = patches.front();
        }
        add(task);
        if (substance == "cleanser" && skill_.asks) {
            add(command("look", "skin"));
            add({Task::Kind::kHeedFindings, "", "", "", 0, {}, {}, 0});
        }
    }

    std::size_t before_hand_hygiene() const {
        for (std::size_t i = tasks_.size(); i > 0; --i)
            if (tasks_[i - 1].verb == "do" && tasks_[i - 1].target == "T24") return i - 1;
        return tasks_.size();
    }

    void needle() {
        if (needled_) return;
        needled_ = true;
        if (skill_.never_needles) return;
        std::vector<std::string> zones = world_.scenario().hands;
        if (skill_.first_zone_only && zones.size() > 1) zones.resize(1);
        // Who has made up their mind to treat does so even where the visit was not meant to come to that.
        const auto& field = world_.scenario().field;
        if (zones.empty() && !skill_.heeds_findings && !skill_.always_defers && !field.empty()) zones = {field.front()};
        bool first = true;
        if (!fitted_ && !zones.empty()) {
            open_and_fit();
            first = false;
        }
        for (const std::string& zone : zones) {
            if (!first) add({Task::Kind::kSetDepth, "", zone, "", 0, {}, {}, 0});
            first = false;
            if (whim_.chance(skill_.asepsis_slips)) {
                add(command("take", "phone"));
                add(command("put", "phone", "tray"));
            }
            add({Task::Kind::kNeedleZone, "", zone, "", 0, {}, {}, 0});
            add({Task::Kind::kJudgeZone, "", zone, "", 0, {}, {}, 0});
        }
    }

    const World& world_;
    const Skill& skill_;
    Whim& whim_;
    std::deque<Task> tasks_;
    bool needled_ = false, mask_on_ = false, fitted_ = false, eyes_covered_ = false;
};

}  // namespace

Task command(std::string verb, std::string target, std::string argument, std::int64_t value) {
    return {Task::Kind::kCommand, std::move(verb), std::move(target), std::move(argument), value, {}, {}, 0};
}

bool Whim::chance(double share) {
    return uniform() < share;
}
double Whim::uniform() {
    return np_random_uniform(seed_, 31, drawn_++);
}
double Whim::normal() {
    return np_random_normal(seed_, 32, drawn_++);
}

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text + ",") {
        if (c == ',') {
            if (!word.empty()) words.push_back(word);
            word.clear();
        } else if (c != ' ') {
            word += c;
        }
    }
    return words;
}

std::deque<Task> plan_visit(const World& world, const Skill& skill, Whim& whim) {
    return Planner(world, skill, whim).plan();
}

std::deque<Task> stop_visit(const World& world, const std::string& finding) {
    const auto decisions = words_of(text_of(world, "case." + finding + ".correct"));
    std::string decision = decisions.empty() ? "stop" : decisions.front();
    for (const std::string& word : decisions)
        if (word == "stop") decision = word;
    std::string responses = text_of(world, "case." + finding + ".response");
    return {command("decide", decision, finding + "/" + responses), command("tell", "finding"),
            command("tell", "rebooking"), command("finish")};
}

}  // namespace np::trainee
