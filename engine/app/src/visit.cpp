#include "visit.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>

namespace np::app {

namespace fs = std::filesystem;

namespace {

constexpr sdk::Tick kTicksPerSample = 4;
constexpr double kMostTicksPerFrame = 250;  // beyond it the window would stall; time slows down instead

// records/20261120-141200-practice-acne-scars-cheeks.mcap; counted up when two begin in one second.
Expected<fs::path> new_record(const fs::path& user, std::string scenario) {
    std::error_code trouble;
    const fs::path folder = user / "records";
    fs::create_directories(folder, trouble);
    if (trouble)
        return cannot("The folder " + folder.string() + " for records could not be made: " + trouble.message() +
                      ". Make room or permit it.");
    std::replace(scenario.begin(), scenario.end(), '/', '-');
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    localtime_r(&now, &parts);
    char stamp[32];
    std::strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &parts);
    fs::path file = folder / (std::string(stamp) + "-" + scenario + ".mcap");
    for (int i = 2; fs::exists(file, trouble); ++i)
        file = folder / (std::string(stamp) + "-" + scenario + "-" + std::to_string(i) + ".mcap");
    return file;
}

// Where each thing lies on the tray: rows from the left.
std::vector<std::pair<std::string, geometry::Vec3>> lay_out(std::span<const clinic::ThingState> things) {
    std::vector<std::pair<std::string, geometry::Vec3>> laid;
    for (const clinic::ThingState& thing : things) {
        if (thing.kind == "place") continue;
        const auto i = static_cast<double>(laid.size());
        const double column = std::fmod(i, 7), row = std::floor(i / 7);
        laid.push_back({thing.id, {-180 + 60 * column, 100 - 80 * row, 12}});
    }
    return laid;
}

}  // namespace

Visit::~Visit() = default;

Expected<std::unique_ptr<Visit>> Visit::begin(const cli::Places& places, const std::string& scenario,
                                              std::uint64_t seed, const Parameters& chosen, const std::string& began) {
    auto prepared = cli::prepare_session(places, scenario, seed);
    if (!prepared) return tl::unexpected(prepared.error());
    return begin(places, scenario, std::move(*prepared), chosen, began);
}

Expected<std::unique_ptr<Visit>> Visit::begin(const cli::Places& places, const std::string& scenario,
                                              cli::Prepared prepared, const Parameters& chosen,
                                              const std::string& began) {
    std::unique_ptr<Visit> visit(new Visit);
    visit->prepared_ = std::move(prepared);
    cli::Prepared& session = visit->prepared_;
    const auto scorers = cli::load_scorers(places, session.assessment);
    if (!scorers) return tl::unexpected(scorers.error());
    if (auto status = cli::equip_session(session, *scorers, chosen); !status) return tl::unexpected(status.error());
    cli::note_scorers(session.meta, *scorers);
    session.meta.facts["trainee"] = "person";
    if (!began.empty()) session.meta.facts["began"] = began;
    auto unplanned = cli::Unplanned::begin(session, *scorers);
    if (!unplanned) return tl::unexpected(unplanned.error());
    visit->unplanned_.emplace(std::move(*unplanned));
    auto world = simulation::World::create(session.setup);
    if (!world) return tl::unexpected(world.error());
    visit->world_ = std::make_unique<simulation::World>(std::move(*world));
    auto skin = skin::SkinState::create(session.setup.skin_map, session.setup.parameters);
    if (!skin) return tl::unexpected(skin.error());
    visit->skin_ = std::make_unique<skin::SkinState>(std::move(*skin));
    visit->hand_ = std::make_unique<HandSampler>(*session.setup.body->surface);

    visit->places_on_tray_ = lay_out(visit->world_->procedure().things());
    physics::TrayLayout layout;
    for (const auto& [id, at] : visit->places_on_tray_)
        layout.props.push_back({id, {physics::PropShape::Kind::kBox, {18, 12, 10}, 30}, at, {0, 0, 1}});
    if (auto tray = physics::Tray::create(layout))
        visit->tray_ = std::make_unique<physics::Tray>(std::move(*tray));
    else
        return tl::unexpected(tray.error());

    auto file = new_record(places.user, scenario);
    if (!file) return tl::unexpected(file.error());
    visit->file_ = *file;
    session::Recorder::Options options;
    options.own_thread = true;
    auto recorder = session::Recorder::create(visit->file_, session.meta, options);
    if (!recorder) return tl::unexpected(recorder.error());
    visit->recorder_ = std::make_unique<session::Recorder>(std::move(*recorder));
    return visit;
}

double Visit::clock_ms() const {
    return static_cast<double>(world_->tick()) + owed_ms_;
}

void Visit::command(sdk::event::command command) {
    commands_.push_back(std::move(command));
}

void Visit::intrude(std::string what, std::string name, std::string text) {
    sdk::event::intrusion intrusion;
    intrusion.what = std::move(what);
    intrusion.name = std::move(name);
    intrusion.text = std::move(text);
    intrusions_.push_back(std::move(intrusion));
}

// The rigid things follow what the hand does with them; what comes of it is recorded as `/input/props`.
void Visit::follow_command(const sdk::event::command& command) {
    const auto place = std::find_if(places_on_tray_.begin(), places_on_tray_.end(),
                                    [&](const auto& entry) { return entry.first == command.target; });
    std::string held(world_->procedure().held());
    const auto let_go = [&](const std::string& thing, const std::string& where) {
        const auto home = std::find_if(places_on_tray_.begin(), places_on_tray_.end(),
                                       [&](const auto& entry) { return entry.first == thing; });
        if (home == places_on_tray_.end() || !tray_->holds(thing)) return;
        // Lying where it always lies keeps the tray in order; elsewhere it leaves the tray.
        if (where == "tray" || where.empty())
            (void)tray_->put(thing, home->second.x, home->second.y);
        else if (where == "floor")
            (void)tray_->move(thing, {260, -200, 40}), (void)tray_->drop(thing);
        else
            (void)tray_->remove(thing);
    };
    if (command.verb == "take" && place != places_on_tray_.end()) {
        if (!held.empty()) let_go(held, "tray");
        (void)tray_->pick_up(command.target);
        (void)tray_->move(command.target, {0, -180, 150});
    } else if (command.verb == "put") {
        let_go(command.target.empty() ? held : command.target, command.argument);
    }
}

Status Visit::step(const Seen& seen) {
    const sdk::Tick tick = world_->tick();
    inputs_.clear();
    events_.clear();
    for (auto& intrusion : intrusions_) intrusion.tick = tick, inputs_.append(intrusion);
    intrusions_.clear();
    unplanned_->before(tick, inputs_);
    if (tick % kTicksPerSample == 0)
        if (const auto input = track_.at(static_cast<double>(tick))) {
            hand_->update(*input, camera_, size_, kTicksPerSample / 1000.0);
            inputs_.append(hand_->sample(tick));
        }
    for (auto& command : commands_) {
        command.tick = tick;
        follow_command(command);
        inputs_.append(command);
    }
    commands_.clear();
    props_.clear();
    tray_->step(tick, props_);
    for (auto& prop : props_) prop.tick = tick, inputs_.append(prop);
    world_->step(inputs_, events_);
    unplanned_->after(events_);
    skin_->consume(events_);
    skin_->advance_to(tick);
    if (auto status = recorder_->append(tick, inputs_, events_); !status) return status;
    if (seen) seen(events_);
    return {};
}

Status Visit::advance(double seconds, const Seen& seen) {
    behind_ = false;
    // A finished visit still takes in what came before it ended, and then stands.
    if (paused_ || finished()) {
        owed_ms_ = 0;
        return {};
    }
    owed_ms_ += seconds * 1000;
    if (owed_ms_ > kMostTicksPerFrame) {
        behind_ = true;
        owed_ms_ = kMostTicksPerFrame;
    }
    // Frames that add up to a whole number of ticks are not a tick short by rounding.
    const int ticks = static_cast<int>(owed_ms_ + 1e-6);
    owed_ms_ -= ticks;
    for (int i = 0; i < ticks && !finished(); ++i)
        if (auto status = step(seen); !status) return status;
    return {};
}

void Visit::pause(bool paused) {
    if (assessment() || paused == paused_) return;
    intrude(paused ? "pause" : "resume");
    if (paused) (void)step({});  // so that the record tells of the pause before time stands
    paused_ = paused;
}

bool Visit::finished() const {
    return world_->finished();
}

Status Visit::close(const cli::Places& places) {
    if (closed_) return {};
    closed_ = true;
    if (!prepared_.assessment) return recorder_->close();
    const auto key = session::StationKey::load_or_create(places.user / "station.key");
    if (!key) return tl::unexpected(key.error());
    return recorder_->close(&*key);
}

}  // namespace np::app
