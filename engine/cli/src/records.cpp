// Commands that read a record: replay, grade, verify, inspect.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "hex_log.h"
#include "needlepoint/assessment/grade.h"
#include "needlepoint/cli/session_setup.h"
#include "needlepoint/session/inspect.h"
#include "needlepoint/session/replay_world.h"
#include "needlepoint/session/verify.h"
#include "other_rules.h"
#include "show.h"

namespace np::cli {

using json = nlohmann::ordered_json;

namespace {

void warn_if_cut(const session::Record& record) {
    if (!record.whole()) std::fprintf(stderr, "needlepoint: %s\n", record.cut_sentence().c_str());
}

void label_other_scorers(const session::Record& record, const plugin_host::Libraries& scorers) {
    for (const auto& library : scorers) {
        const auto found = record.meta().facts.find("plugin." + library->manifest().id);
        const std::string here = library->manifest().version + " " + to_hex(library->digest());
        if (found != record.meta().facts.end() && found->second != here)
            std::fprintf(stderr,
                         "needlepoint: graded with another build of '%s' than the one that was pinned in the record\n",
                         library->manifest().id.c_str());
    }
}

// What a difference tells: a record that is older than some rules was made by a program that worked otherwise.
std::string why_it_differs(const session::Record& record) {
    const auto facts = assessment::facts_of(record);
    if (!facts || facts->filled_in.empty()) return "; the record was changed or made by another version";
    return ". " + assessment::earlier_sentence(facts->filled_in) +
           " Only the version that made it repeats its every bit. Its marks do not depend on that: grade it";
}

}  // namespace

Status replay_record(const Places& places, const ReplayArguments& arguments) {
    const auto record = session::Record::open(arguments.file);
    if (!record) return tl::unexpected(record.error());
    warn_if_cut(*record);
    auto prepared = prepare_replay(places, *record);
    if (!prepared) return tl::unexpected(prepared.error());
    auto world = simulation::World::create(prepared->setup);
    if (!world) return tl::unexpected(world.error());
    std::optional<HexLog> hex_log;
    if (!arguments.hex_log.empty()) {
        auto created = HexLog::create(arguments.hex_log);
        if (!created) return tl::unexpected(created.error());
        hex_log.emplace(std::move(*created));
    }
    const auto result = session::replay(*record, [&](const sdk::EventBuffer& inputs, sdk::EventBuffer& events) {
        world->step(inputs, events);
        if (hex_log) hex_log->write(*world, events);
    });
    if (!result) return tl::unexpected(result.error());
    if (hex_log)
        if (auto status = hex_log->close(); !status) return status;
    const auto& difference = result->first_difference;
    if (arguments.json) {
        json document{{"same", result->same}, {"first_difference", nullptr}};
        if (difference)
            document["first_difference"] = {{"tick", difference->tick},
                                            {"event", difference->event},
                                            {"field", difference->field},
                                            {"recorded", difference->recorded},
                                            {"simulated", difference->simulated}};
        std::printf("%s\n", document.dump(2).c_str());
    } else if (result->same) {
        std::printf("%s: %llu ticks simulated again, every event is the same\n", arguments.file.c_str(),
                    static_cast<unsigned long long>(result->ticks));
    }
    if (result->same) return {};
    return no("the simulation differs from the record, first at tick " + std::to_string(difference->tick) + ", " +
              difference->event + ", field " + difference->field + ": recorded " + difference->recorded +
              ", simulated " + difference->simulated + why_it_differs(*record));
}

Status grade_record(const Places& places, const GradeArguments& arguments) {
    const auto record = session::Record::open(arguments.file);
    if (!record) return tl::unexpected(record.error());
    warn_if_cut(*record);
    Places from = places;
    if (!arguments.plugins.empty()) from.plugins = arguments.plugins;
    const auto scorers = load_scorers_for(from, *record);
    if (!scorers) return tl::unexpected(scorers.error());
    label_other_scorers(*record, *scorers);
    std::optional<Parameters> rules;
    if (!arguments.rules.empty()) {
        auto merged = other_rules(places, *record, arguments.rules);
        if (!merged) return tl::unexpected(merged.error());
        rules = std::move(*merged);
    }
    const auto marks = assessment::grade(*record, *scorers, rules ? &*rules : nullptr);
    if (!marks) return tl::unexpected(marks.error());
    std::fputs(arguments.json  ? assessment::to_json(*marks).c_str()
               : arguments.csv ? assessment::to_csv(*marks).c_str()
                               : show_marks(*marks).c_str(),
               stdout);
    return {};
}

Status verify_record(const Places& places, const VerifyArguments& arguments) {
    // Without --trust the station trusts itself.
    const auto trusted =
        session::TrustedStations::load(arguments.trust.empty() ? places.user : std::filesystem::path(arguments.trust));
    if (!trusted) return tl::unexpected(trusted.error());
    const auto result = session::verify(arguments.file, *trusted);
    if (!result) return tl::unexpected(result.error());
    const std::string seal(session::name_of(result->seal));
    if (arguments.json) {
        json document{{"whole", result->whole},
                      {"seal", seal},
                      {"station", result->station},
                      {"blocks", result->blocks},
                      {"problem", nullptr}};
        if (result->problem) document["problem"] = {{"block", result->problem->block}, {"what", result->problem->what}};
        std::printf("%s\n", document.dump(2).c_str());
    } else if (result->good()) {
        std::printf("%s: whole, %lld blocks, %s\n", arguments.file.c_str(), static_cast<long long>(result->blocks),
                    seal.c_str());
    }
    if (result->good()) return {};
    if (!result->problem) return no(arguments.file + " is not whole");
    return no(arguments.file + ", block " + std::to_string(result->problem->block) + ": " + result->problem->what);
}

Status inspect_record(const InspectArguments& arguments) {
    const auto record = session::Record::open(arguments.file);
    if (!record) return tl::unexpected(record.error());
    if (arguments.csv) {
        warn_if_cut(*record);
        return session::write_csv(*record, arguments.kind,
                                  [](std::string_view row) { std::fwrite(row.data(), 1, row.size(), stdout); });
    }
    const session::Inspection inside = session::inspect(*record);
    if (arguments.json) {
        const json document{{"meta", inside.meta},
                            {"attachments", inside.attachments},
                            {"counts", inside.counts},
                            {"duration_ticks", inside.duration_ticks},
                            {"durable_tick", inside.durable_tick},
                            {"whole", inside.whole},
                            {"cut", inside.cut},
                            {"bytes_per_minute", inside.bytes_per_minute}};
        std::printf("%s\n", document.dump(2).c_str());
        return {};
    }
    warn_if_cut(*record);
    std::fputs(show_inspection(inside).c_str(), stdout);
    return {};
}

}  // namespace np::cli
