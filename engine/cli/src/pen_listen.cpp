// `input list` and `input listen`.
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "needlepoint/cli/pen_sources.h"
#include "needlepoint/input/calibration_file.h"
#include "pen_commands.h"

namespace np::cli {

using json = nlohmann::ordered_json;

namespace {

std::int64_t now_us() {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

template <std::size_t N>
json list_of(const std::array<double, N>& values) {
    json list = json::array();
    for (const double value : values) list.push_back(value);
    return list;
}
json list_of(geometry::Vec3 v) {
    return json::array({v.x, v.y, v.z});
}

json to_json(const input::PenSample& pen) {
    json row{{"time_us", pen.time_us}, {"buttons", pen.buttons}, {"observed", pen.observed}};
    if (pen.pose) row["tip_mm"] = list_of(pen.pose->tip_mm), row["axis"] = list_of(pen.pose->axis);
    if (pen.press_n) row["press_n"] = *pen.press_n;
    if (pen.tilt_deg) row["tilt_deg"] = list_of(*pen.tilt_deg);
    if (pen.place) row["place"] = list_of(*pen.place);
    if (pen.push) row["push"] = list_of(*pen.push);
    return row;
}

void print(const input::PenSample& pen) {
    std::printf("%12.3f s", static_cast<double>(pen.time_us) * 1e-6);
    if (pen.pose) std::printf("  tip %.2f %.2f %.2f mm", pen.pose->tip_mm.x, pen.pose->tip_mm.y, pen.pose->tip_mm.z);
    if (pen.place) std::printf("  place %.3f %.3f", (*pen.place)[0], (*pen.place)[1]);
    if (pen.push) std::printf("  push %+.2f %+.2f %+.2f", (*pen.push)[0], (*pen.push)[1], (*pen.push)[2]);
    if (pen.tilt_deg) std::printf("  tilt %+.0f %+.0f deg", (*pen.tilt_deg)[0], (*pen.tilt_deg)[1]);
    if (pen.press_n)
        std::printf("  press %.2f N%s", *pen.press_n,
                    (pen.observed & input::kObservedForce) != 0 ? "" : " (not weighed)");
    std::printf("  buttons %u\n", pen.buttons);
}

json to_json(const input::Counts& counts) {
    json refused;
    for (std::size_t i = 0; i < input::kRefusals; ++i)
        refused[std::string(input::to_word(static_cast<input::Refusal>(i)))] = counts.refused[i];
    return {{"taken", counts.taken}, {"refused", refused}};
}

}  // namespace

Status list_pens(const Places& places, bool as_json) {
    std::vector<input::FoundDevice> all = {{"mouse", "Mouse", "place by cursor", ""},
                                           {"gamepad", "Gamepad of the window", "sticks and trigger", ""}};
    for (auto& device : input::find_devices()) all.push_back(std::move(device));
    for (auto& device : plugin_pen_sources(places)) all.push_back(std::move(device));
    const auto settings = input::load_input_settings(places.user / "input.yaml");
    if (!settings) return tl::unexpected(settings.error());
    if (as_json) {
        json sources = json::array();
        for (const auto& device : all)
            sources.push_back({{"source", device.source},
                               {"name", device.name},
                               {"tells", device.tells},
                               {"trouble", device.trouble},
                               {"chosen", device.source == settings->source}});
        std::printf("%s\n", json{{"schema", "needlepoint.input/1"}, {"sources", sources}}.dump(2).c_str());
        return {};
    }
    for (const auto& device : all) {
        if (device.source.empty())
            std::printf("  %s: %s\n", device.name.c_str(), device.trouble.c_str());
        else
            std::printf("%c %-32s %s; tells %s%s%s\n", device.source == settings->source ? '*' : ' ',
                        device.source.c_str(), device.name.c_str(), device.tells.c_str(),
                        device.trouble.empty() ? "" : "; ", device.trouble.c_str());
    }
    std::printf(
        "  A tracker is named by its server: tracker:HOST:PORT or tracker:HOST:PORT/TOOL. * is what the trainer "
        "uses.\n");
    return {};
}

Status listen_to_pen(const Places& places, const ListenArguments& arguments) {
    if (!(arguments.seconds > 0 && arguments.seconds <= 86'400))
        return usage("--seconds: a number above 0 and up to 86400 was expected");
    const auto spec = input::parse_source(arguments.source);
    if (!spec) return tl::unexpected(spec.error());
    const auto settings = input::load_input_settings(places.user / "input.yaml");
    if (!settings) return tl::unexpected(settings.error());
    auto source = open_pen_source(places, *spec);
    if (!source) return tl::unexpected(source.error());
    input::PenInput pen(std::move(*source), settings->of(spec->text));
    std::vector<input::PenSample> samples;
    const std::int64_t begin = now_us(), end = begin + static_cast<std::int64_t>(arguments.seconds * 1e6);
    std::int64_t printed = 0;
    std::string told;
    for (std::int64_t now = begin; now < end; now = now_us()) {
        samples.clear();
        pen.poll(now, samples);
        // Ten lines a second are what an eye can follow.
        if (!samples.empty() && now - printed >= 100'000) {
            printed = now;
            if (arguments.json)
                std::printf("%s\n", to_json(samples.back()).dump().c_str());
            else
                print(samples.back());
            std::fflush(stdout);
        }
        if (const std::string trouble = pen.trouble(); trouble != told) {
            told = trouble;
            if (!told.empty()) std::fprintf(stderr, "needlepoint: %s\n", told.c_str());
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    const input::Counts counts = pen.counts();
    if (arguments.json) {
        std::printf("%s\n", to_json(counts).dump().c_str());
    } else {
        std::printf("%llu samples taken, %llu refused", static_cast<unsigned long long>(counts.taken),
                    static_cast<unsigned long long>(counts.refused_in_all()));
        for (std::size_t i = 0; i < input::kRefusals; ++i)
            if (counts.refused[i] > 0)
                std::printf("; %s %llu", std::string(input::to_word(static_cast<input::Refusal>(i))).c_str(),
                            static_cast<unsigned long long>(counts.refused[i]));
        std::printf("\n");
    }
    if (counts.taken == 0)
        return no(arguments.source + " said nothing that could be used in " + std::to_string(arguments.seconds) +
                  " seconds" +
                  (told.empty() ? "; move it, or look for another with needlepoint input list" : "; " + told));
    return {};
}

}  // namespace np::cli
