// Random sessions for comparing builds: scenario, device, hand, commands and disturbances all follow from a number.
// One line per session: what it was, SHA-256 over its inputs and events, over the world's state on the way, and over
// the record's file. Equal lines mean equal bytes. Usage: needlepoint-random-sessions DATA_DIR FIRST COUNT [FOLDER]
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <locale>
#include <map>
#include <optional>
#include <string>

#include "needlepoint/cli/session_setup.h"
#include "needlepoint/core/files.h"
#include "needlepoint/session/recorder.h"
#include "random_hand.h"

namespace np::test {
namespace {

namespace fs = std::filesystem;

// Whatever the environment asks for is really in force, for C and C++ alike.
void take_locale() {
    if (std::setlocale(LC_ALL, "") == nullptr)
        std::fprintf(stderr, "the locale of the environment is not known here\n");
    try {
        std::locale::global(std::locale(""));
    } catch (const std::exception&) {
        std::fprintf(stderr, "the locale of the environment is not known to C++ here\n");
    }
}

// Scenarios of this installation that can be opened, each patient built once.
class Rooms {
  public:
    explicit Rooms(const cli::Places& places) : places_(places) {
        for (const std::string& id : cli::list_scenarios(places)) ids_.push_back(id);
    }
    const cli::Prepared* room(const std::string& id) {
        auto found = made_.find(id);
        if (found == made_.end()) {
            auto prepared = cli::prepare_session(places_, id, 1);
            if (!prepared) std::fprintf(stderr, "%s: %s\n", id.c_str(), prepared.error().message.c_str());
            found = made_.emplace(id, prepared ? std::optional(std::move(*prepared)) : std::nullopt).first;
        }
        return found->second ? &*found->second : nullptr;
    }
    const std::vector<std::string>& ids() const { return ids_; }

  private:
    const cli::Places& places_;
    std::vector<std::string> ids_;
    std::map<std::string, std::optional<cli::Prepared>> made_;
};

// The presets of the rule pack, in its order.
std::vector<std::string> devices(const Parameters& parameters) {
    std::vector<std::string> names;
    for (const auto& [key, value] : parameters.entries())
        if (key.rfind("device.", 0) == 0 && key.size() > 15 && key.compare(key.size() - 8, 8, ".needles") == 0)
            names.push_back(key.substr(7, key.size() - 15));
    return names;
}

struct Sums {
    Sha256 log, state;
    sdk::Tick ticks = 0;
    std::size_t strikes = 0;
};

Status play(simulation::World& world, RandomHand& hand, session::Recorder& recorder, sdk::Tick most, Sums& sums) {
    sdk::EventBuffer inputs, events;
    while (!world.finished() && world.tick() < most) {
        const sdk::Tick tick = world.tick();
        inputs.clear(), events.clear();
        hand.act(world, inputs);
        world.step(inputs, events);
        sums.log.add(inputs.bytes()).add(events.bytes());
        for (const sdk::RecordView event : events) sums.strikes += event.kind() == NP_KIND_strike;
        if (tick % 500 == 499) sums.state.add(world.state_hash());
        if (auto status = recorder.append(tick, inputs, events); !status) return status;
    }
    sums.state.add(world.state_hash());
    sums.ticks = world.tick();
    return recorder.close();
}

Status one_session(Rooms& rooms, std::uint64_t number, const fs::path& folder) {
    Draw draw(number ^ 0x9e3779b97f4a7c15ULL);
    const std::string id = rooms.ids()[draw.below(static_cast<std::uint32_t>(rooms.ids().size()))];
    const cli::Prepared* room = rooms.room(id);
    if (room == nullptr) {
        std::printf("%llu %s not available\n", static_cast<unsigned long long>(number), id.c_str());
        return {};
    }
    simulation::Setup setup = room->setup;
    const auto presets = devices(setup.parameters);
    if (!presets.empty() && draw.chance(0.8))
        setup.scenario.device = presets[draw.below(static_cast<std::uint32_t>(presets.size()))];
    setup.seed = number;
    const std::string device = setup.scenario.device;
    auto world = simulation::World::create(std::move(setup));
    if (!world) {
        std::printf("%llu %s %s refused: %s\n", static_cast<unsigned long long>(number), id.c_str(), device.c_str(),
                    world.error().message.c_str());
        return {};
    }
    const fs::path file = folder / ("session-" + std::to_string(number) + ".mcap");
    session::Meta meta = room->meta;
    meta.facts["seed"] = std::to_string(number);
    auto recorder = session::Recorder::create(file, meta, {false, true, 0});
    if (!recorder) return tl::unexpected(recorder.error());
    RandomHand hand(number);
    Sums sums;
    if (auto status = play(*world, hand, *recorder, 1500 + draw.below(6000), sums); !status) return status;
    const auto bytes = read_file(file);
    if (!bytes) return tl::unexpected(bytes.error());
    std::error_code ignored;
    fs::remove(file, ignored);
    std::printf("%llu %s %s %llu ticks %zu strikes log %s state %s file %s\n", static_cast<unsigned long long>(number),
                id.c_str(), device.c_str(), static_cast<unsigned long long>(sums.ticks), sums.strikes,
                to_hex(sums.log.finish()).c_str(), to_hex(sums.state.finish()).c_str(), to_hex(sha256(*bytes)).c_str());
    return {};
}

int run(int argc, char** argv) {
    if (argc < 4) {
        std::fprintf(stderr, "usage: needlepoint-random-sessions DATA_DIR FIRST COUNT [FOLDER for records]\n");
        return 2;
    }
    take_locale();
    std::error_code trouble;
    const auto program = fs::read_symlink("/proc/self/exe", trouble);
    const auto places = cli::find_places(program, std::string(argv[1]));
    if (!places) {
        std::fprintf(stderr, "%s\n", places.error().message.c_str());
        return 3;
    }
    const std::uint64_t first = std::strtoull(argv[2], nullptr, 10), count = std::strtoull(argv[3], nullptr, 10);
    const fs::path folder = argc > 4 ? fs::path(argv[4]) : fs::temp_directory_path();
    Rooms rooms(*places);
    if (rooms.ids().empty()) {
        std::fprintf(stderr, "no scenario was found below %s\n", argv[1]);
        return 3;
    }
    for (std::uint64_t i = 0; i < count; ++i)
        if (auto status = one_session(rooms, first + i, folder); !status) {
            std::fprintf(stderr, "session %llu: %s\n", static_cast<unsigned long long>(first + i),
                         status.error().message.c_str());
            return 3;
        }
    return 0;
}

}  // namespace
}  // namespace np::test

int main(int argc, char** argv) {
    return np::test::run(argc, argv);
}
