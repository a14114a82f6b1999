// A small session on the practice pad, recorded as the program would record it.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "needlepoint/anatomy/practice_pad.h"
#include "needlepoint/assessment/grade.h"
#include "needlepoint/scenario/rule_pack.h"
#include "needlepoint/sdk/math.h"
#include "needlepoint/session/recorder.h"

namespace np::test {

inline plugin_host::Libraries try_plugins(std::initializer_list<const char*> names) {
    plugin_host::Libraries libraries;
    for (const char* name : names) {
        auto library = plugin_host::Library::load(std::string(TRY_PLUGINS "/") + name + ".so");
        if (!library) throw std::runtime_error(library.error().message);
        libraries.push_back(*library);
    }
    return libraries;
}

inline session::Meta pad_meta() {
    const auto pack = scenario::load_rule_pack(NP_SOURCE_DIR "/assets/rules/default_v1.yaml");
    if (!pack) throw std::runtime_error(pack.error().message);
    Parameters parameters = pack->parameters;
    parameters.set("session.device", std::string("skinpen_precision"));
    parameters.set("session.mode", std::string("practice"));
    parameters.set("session.goal", std::string("scar_boxcar"));
    parameters.set("plan.zones", std::string("pad_flat"));
    for (const auto& [key, value] : {std::pair{"min_mm", 0.75},
                                     {"ideal_mm", 1.0},
                                     {"max_mm", 1.5},
                                     {"abs_max_mm", 2.0},
                                     {"rho_ref", 245.0},
                                     {"passes_lo", 2.0},
                                     {"passes_hi", 3.0}})
        parameters.set(std::string("plan.pad_flat.") + key, value);
    parameters.set("score.weight.counter", 100.0);
    parameters.set("test.limit_mm", Parameter{1.5, "mm", {"EA", "a \"guess\" <nobody> signed & dated", "", ""}});
    const auto bytes_of = [](std::string_view text) {
        return std::vector<std::byte>(reinterpret_cast<const std::byte*>(text.data()),
                                      reinterpret_cast<const std::byte*>(text.data()) + text.size());
    };
    session::Meta meta;
    meta.facts = {{"scenario", "tutorial/first-strokes"},
                  {"mode", "practice"},
                  {"seed", "7"},
                  {"trainee", "expert"},
                  {"program", "needlepoint 0.1.0"},
                  {"body_sha256", std::string(64, 'a')}};
    meta.attachments[std::string(session::kParametersAttachment)] = bytes_of(parameters.canonical());
    meta.attachments[std::string(session::kZonesAttachment)] = anatomy::make_practice_pad(parameters).table.encode();
    meta.attachments[std::string(session::kScenarioAttachment)] = bytes_of("title: First strokes\n");
    return meta;
}

// Strokes back and forth over a patch of the pad; a few with the dial too high.
inline void play_tick(sdk::Tick tick, sdk::EventBuffer& inputs, sdk::EventBuffer& events) {
    if (tick % 4 == 0) {
        sdk::event::hand hand;
        hand.tick = tick;
        inputs.append(hand);
    }
    for (const auto& [at, step] :
         {std::pair<sdk::Tick, const char*>{10, "T06"}, {900, "T12"}, {1500, "T24"}, {2100, "T29"}, {7600, "T42"}}) {
        if (tick != at) continue;
        sdk::event::action action;
        action.tick = tick;
        action.step = step;
        events.append(action);
    }
    if (tick < 2500 || tick >= 7500 || tick % 9 != 0) return;
    sdk::event::strike strike;
    strike.tick = tick;
    strike.set_depth_um = tick > 7400 ? 2000 : 1000;
    strike.force_mn = 1000;
    strike.speed_um_s = 30000;
    strike.stroke = 1;
    strike.axis_q30[2] = -(1 << 30);
    const auto row = static_cast<std::uint32_t>(30 + tick / 250 % 20);
    for (std::uint32_t needle = 0; needle < 14; ++needle) {
        const auto column = static_cast<std::uint32_t>(30 + tick % 250 * 40 / 250 + needle % 5);
        strike.cell.push_back((row + needle / 5) * 100 + column);
        strike.zone.push_back(0);
        strike.depth_um.push_back(
            static_cast<std::int32_t>(strike.set_depth_um * 0.9 + 60 * np_random_normal(5, tick, needle)));
        strike.drag_um.push_back(0);
    }
    events.append(strike);
}

struct Played {
    std::filesystem::path file;
    assessment::Marks live;
};

// Records it and marks it live. `close`: whether the file is ended in good order.
inline Played play(const std::filesystem::path& file, const plugin_host::Libraries& scorers, sdk::Tick ticks = 8000,
                   bool close = true) {
    const session::Meta meta = pad_meta();
    session::Recorder::Options options;
    options.replace = true;
    auto recorder = session::Recorder::create(file, meta, options);
    if (!recorder) throw std::runtime_error(recorder.error().message);
    auto parameters = Parameters::parse_canonical(meta.text(session::kParametersAttachment));
    auto grader = assessment::Grader::begin(scorers, {meta.facts.at("scenario"), 7, *parameters,
                                                      meta.attachments.at(std::string(session::kZonesAttachment))});
    if (!grader) throw std::runtime_error(grader.error().message);
    for (sdk::Tick tick = 0; tick < ticks; ++tick) {
        sdk::EventBuffer inputs, events;
        play_tick(tick, inputs, events);
        if (!recorder->append(tick, inputs, events)) throw std::runtime_error("could not append");
        if (!grader->consume(events)) throw std::runtime_error("could not consume");
        if (tick % 1000 == 0) grader->preview();
    }
    if (close && !recorder->close()) throw std::runtime_error("could not close");
    return {file, grader->finish()};
}

inline std::filesystem::path file_for_test() {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    return std::filesystem::path(::testing::TempDir()) /
           (std::string("np-") + std::to_string(getpid()) + "-" + info->name() + ".mcap");
}

}  // namespace np::test
