// `plugin check` and `plugin try`: what authors ask of their plugin before anybody else does.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "needlepoint/cli/session_setup.h"
#include "needlepoint/core/files.h"
#include "needlepoint/plugin_host/check.h"
#include "needlepoint/plugin_host/hand_session.h"
#include "needlepoint/trainee/trainee.h"

namespace np::cli {

namespace fs = std::filesystem;
using json = nlohmann::ordered_json;
using plugin_host::CheckMaterial;
using plugin_host::CheckOutcome;
using plugin_host::CheckResult;

namespace {

constexpr const char* kScenario = "tutorial/first-strokes";  // on the practice pad, so that no face is needed
constexpr const char* kTrainee = "careless";
constexpr std::uint64_t kSeed = 1;
constexpr sdk::Tick kLongest = 600'000;

// What a careless trainee leaves behind on the practice pad.
Expected<CheckMaterial> pad_session(const Places& places, bool with_events) {
    auto prepared = prepare_session(places, kScenario, kSeed);
    if (!prepared) return tl::unexpected(prepared.error());
    CheckMaterial material;
    material.facts = prepared->facts;
    if (!with_events) return material;
    auto world = simulation::World::create(prepared->setup);
    if (!world) return tl::unexpected(world.error());
    auto trainee = trainee::Trainee::create(kTrainee, kSeed, *world);
    if (!trainee) return tl::unexpected(trainee.error());
    sdk::EventBuffer inputs;
    while (!world->finished() && !trainee->done() && world->tick() < kLongest) {
        inputs.clear();
        trainee->act(*world, inputs);
        world->step(inputs, material.events);
    }
    return material;
}

// The session that an author wrote, on the facts of the practice pad.
Status add_hand_session(const std::string& file, CheckMaterial& material) {
    const auto text = read_text(file);
    if (!text) return tl::unexpected(text.error());
    auto session = plugin_host::parse_hand_session(*text, file);
    if (!session) return tl::unexpected(session.error());
    if (session->seed) material.facts.seed = *session->seed;
    material.facts.parameters.merge(session->parameters);
    material.chunks = std::move(session->chunks);
    if (!session->events.empty()) material.events = std::move(session->events);
    return {};
}

plugin_host::CheckProgram this_program(const Places& places) {
    return {places.program, {"--data", places.data.string(), "plugin", "check-one"}, 0};
}

void print(const std::vector<CheckResult>& results, bool every) {
    std::size_t counts[6] = {};
    for (const CheckResult& one : results) {
        ++counts[static_cast<std::size_t>(one.outcome)];
        const bool quiet = one.outcome == CheckOutcome::kPass || one.outcome == CheckOutcome::kSkip;
        if (quiet && !every) continue;
        std::printf("%-7s %-30s %s%s%s\n", plugin_host::to_word(one.outcome), one.id.c_str(), one.text.c_str(),
                    one.detail.empty() ? "" : "\n        ", one.detail.c_str());
    }
    std::printf("%zu checks:", results.size());
    for (std::size_t i = 0; i < 6; ++i)
        if (counts[i] > 0) std::printf(" %zu %s", counts[i], plugin_host::to_word(static_cast<CheckOutcome>(i)));
    std::printf("\n");
}

}  // namespace

Status check_plugin(const Places& places, const CheckArguments& arguments) {
    if (arguments.list) {
        for (const auto& one : plugin_host::check_list())
            std::printf("%-30s %s\n", std::string(one.id).c_str(), std::string(one.text).c_str());
        return {};
    }
    if (arguments.library.empty())
        return usage("the file of a plugin was expected after 'plugin check'; give one, or --list");
    auto material = pad_session(places, true);
    if (!material) return tl::unexpected(material.error());
    if (!arguments.session.empty())
        if (Status added = add_hand_session(arguments.session, *material); !added) return added;
    const auto results = plugin_host::check_plugin(arguments.library, *material, this_program(places), arguments.only);
    if (!results) return tl::unexpected(results.error());
    if (results->empty())
        return usage(
            "checks whose ids begin with one of the given texts were expected, and there are none; see --list");
    if (arguments.json) {
        json document{{"library", fs::path(arguments.library).filename().string()}, {"checks", json::array()}};
        for (const CheckResult& one : *results)
            document["checks"].push_back({{"id", one.id},
                                          {"text", one.text},
                                          {"outcome", plugin_host::to_word(one.outcome)},
                                          {"detail", one.detail}});
        std::printf("%s\n", document.dump(2, ' ', false, json::error_handler_t::replace).c_str());
    } else {
        print(*results, arguments.every);
    }
    if (plugin_host::conforms(*results)) return {};
    return no("the plugin does not conform; mend what is named above (fail, crash, timeout) and check again");
}

Status check_one(const Places& places, const std::string& library, const std::string& id) {
    if (plugin_host::run_check(library, id, this_program(places)) == 0) return {};
    return cannot("a check was expected to be asked for by the program itself; use: plugin check");
}

Status try_plugin(const Places& places, const TryArguments& arguments) {
    auto material = pad_session(places, false);
    if (!material) return tl::unexpected(material.error());
    if (Status added = add_hand_session(arguments.session, *material); !added) return added;
    const auto answer = plugin_host::try_plugin(arguments.library, *material);
    if (!answer) return tl::unexpected(answer.error());
    if (arguments.expect.empty()) {
        std::fwrite(answer->data(), 1, answer->size(), stdout);
        return {};
    }
    const auto expected = read_text(arguments.expect);
    if (!expected) return tl::unexpected(expected.error());
    if (*expected == *answer) return {};
    std::size_t line = 1, begin = 0;
    for (std::size_t i = 0; i < std::min(expected->size(), answer->size()) && (*expected)[i] == (*answer)[i]; ++i)
        if ((*answer)[i] == '\n') ++line, begin = i + 1;
    const auto line_of = [&](const std::string& text) {
        return begin < text.size() ? text.substr(begin, text.find('\n', begin) - begin) : std::string("the end");
    };
    return no(arguments.expect + ":" + std::to_string(line) + ": expected \"" + line_of(*expected) + "\", found \"" +
              line_of(*answer) + "\"; if the new answer is right, write it there with: plugin try " +
              arguments.library + " " + arguments.session + " > " + arguments.expect);
}

}  // namespace np::cli
