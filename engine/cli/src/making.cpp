// Commands that make something: run, demo, report, render.
#include <algorithm>
#include <charconv>
#include <cstdio>

#include "commands.h"
#include "follow_up.h"
#include "headless.h"
#include "needlepoint/assessment/grade.h"
#include "needlepoint/assessment/report.h"
#include "needlepoint/cli/session_plugins.h"
#include "needlepoint/core/files.h"
#include "needlepoint/scenario/diagnostics.h"
#include "other_rules.h"
#include "show.h"

namespace np::cli {

namespace fs = std::filesystem;

namespace {

constexpr const char* kDemoScenario = "practice/acne-scars-cheeks";
constexpr const char* kPadScenario = "tutorial/first-strokes";

Status make_folder(const fs::path& folder) {
    std::error_code trouble;
    fs::create_directories(folder, trouble);
    if (trouble)
        return cannot("the folder " + folder.string() + " could not be made: " + trouble.message() +
                      "; choose another with --out");
    return {};
}

PictureSubject subject_of(const simulation::World& world, const Prepared& prepared) {
    return {&world, prepared.patient.get()};
}

// A picture for the report, made in a file beside it and read back.
Expected<assessment::Picture> picture(Pictures& pictures, const PictureSubject& subject, const std::string& view,
                                      const std::string& caption, PictureSize size, const fs::path& file) {
    if (auto status = pictures.face(subject, view, size, file); !status) return tl::unexpected(status.error());
    auto png = read_file(file);
    if (!png) return tl::unexpected(png.error());
    return assessment::Picture{view,
                               caption,
                               file.filename().string(),
                               std::move(*png),
                               static_cast<int>(size.width),
                               static_cast<int>(size.height)};
}

Status write_reports(const Places& places, const fs::path& record_file, const assessment::Marks& marks,
                     const std::vector<assessment::Picture>& pictures, const fs::path& html, const fs::path& data,
                     std::vector<assessment::Marks> under = {}) {
    const auto record = session::Record::open(record_file);
    if (!record) return tl::unexpected(record.error());
    const auto story = assessment::story_of(*record);
    if (!story) return tl::unexpected(story.error());
    // Without its texts a report lacks advice, and nothing else.
    const auto texts = scenario::load_texts(places.data / "assets" / "locale" / "en.yaml");
    const assessment::ReportExtras extras{texts ? &*texts : nullptr, std::move(under)};
    if (auto status = write_text(html, assessment::report_html(marks, *story, pictures, extras)); !status)
        return status;
    return data.empty() ? Status{} : write_text(data, assessment::report_json(marks, *story, pictures));
}

Expected<PictureSize> parse_size(const std::string& text) {
    PictureSize size;
    const char* end = text.data() + text.size();
    const auto width = std::from_chars(text.data(), end, size.width);
    if (width.ec == std::errc{} && width.ptr != end && *width.ptr == 'x') {
        const auto height = std::from_chars(width.ptr + 1, end, size.height);
        if (height.ec == std::errc{} && height.ptr == end && size.width >= 16 && size.height >= 16 &&
            size.width <= 8192 && size.height <= 8192)
            return size;
    }
    return usage("--size " + text + ": WIDTHxHEIGHT from 16x16 to 8192x8192 was expected, such as 1280x960");
}

// Simulates a record up to a tick, or to its end.
Expected<std::unique_ptr<simulation::World>> world_at(const Prepared& prepared, const session::Record& record,
                                                      std::optional<std::uint64_t> at) {
    auto world = simulation::World::create(prepared.setup);
    if (!world) return tl::unexpected(world.error());
    sdk::EventBuffer events;
    const auto status =
        record.for_each_tick([&](sdk::Tick tick, const sdk::EventBuffer& inputs, const sdk::EventBuffer&) {
            if (at && tick >= *at) return;
            events.clear();
            world->step(inputs, events);
        });
    if (!status) return tl::unexpected(status.error());
    return std::make_unique<simulation::World>(std::move(*world));
}

}  // namespace

Status run_scenario(const Places& places, const RunArguments& arguments) {
    auto prepared = prepare_session(places, arguments.scenario, arguments.seed);
    if (!prepared) return tl::unexpected(prepared.error());
    const auto scorers = load_scorers(places, prepared->assessment);
    if (!scorers) return tl::unexpected(scorers.error());
    Parameters chosen;
    for (const std::string& one : arguments.set)
        if (auto status = choose_parameter(one, *scorers, chosen); !status) return status;
    if (prepared->assessment && !arguments.set.empty())
        return usage("--set was given, and in an assessment the scenario and the rules decide; leave it out");
    if (auto status = equip_session(*prepared, *scorers, chosen); !status) return status;
    HeadlessRun run{arguments.trainee, arguments.out, arguments.force, {}, arguments.hex_log, arguments.energy_mj};
    if (arguments.follow) {
        run.follow = [](sdk::Tick durable) {
            std::printf("%llu\n", static_cast<unsigned long long>(durable));
            std::fflush(stdout);
        };
    }
    const auto result = run_headless(places, *prepared, *scorers, run, nullptr);
    if (!result) return tl::unexpected(result.error());
    std::fprintf(stderr, "%s: %llu ms, total %s, %s\n", arguments.out.c_str(),
                 static_cast<unsigned long long>(result->ticks), assessment::hundredths(result->marks.total).c_str(),
                 result->marks.passed ? "passed" : "not passed");
    return {};
}

Status demo(const Places& places, const Front& front, const std::string& out_folder) {
    const fs::path folder = out_folder;
    if (auto status = make_folder(folder); !status) return status;
    std::string scenario = kDemoScenario;
    if (!head_available(places)) {
        scenario = kPadScenario;
        std::fprintf(stderr, "needlepoint: the baked face is missing, so the demo is held on the practice pad\n");
    }
    std::printf("Needling %s\n", scenario.c_str());
    std::fflush(stdout);
    auto prepared = prepare_session(places, scenario, 1);
    if (!prepared) return tl::unexpected(prepared.error());
    const auto scorers = load_scorers(places, prepared->assessment);
    if (!scorers) return tl::unexpected(scorers.error());
    if (auto status = equip_session(*prepared, *scorers); !status) return status;
    std::unique_ptr<simulation::World> world;
    const auto result =
        run_headless(places, *prepared, *scorers, {"expert", folder / "session.mcap", true, {}}, &world);
    if (!result) return tl::unexpected(result.error());

    std::printf("Drawing pictures\n");
    std::fflush(stdout);
    const auto pictures = front.make_pictures(places);
    if (!pictures) return tl::unexpected(pictures.error());
    const PictureSubject subject = subject_of(*world, *prepared);
    std::vector<assessment::Picture> shown;
    for (const auto& [view, caption] : {std::pair{"front", "From the front, right after treatment"},
                                        std::pair{"three-quarter", "Three-quarter view, right after treatment"}}) {
        auto made = picture(**pictures, subject, view, caption, {}, folder / (std::string(view) + ".png"));
        if (!made) return tl::unexpected(made.error());
        shown.push_back(std::move(*made));
    }
    if (auto status = (*pictures)->debrief(subject, result->marks, {1280, 720}, folder / "debrief.png"); !status)
        return status;
    if (auto status = write_reports(places, folder / "session.mcap", result->marks, shown, folder / "report.html",
                                    folder / "report.json");
        !status)
        return status;

    std::fputs(show_marks(result->marks).c_str(), stdout);
    std::printf("\nThe report and the pictures are in %s\n", fs::absolute(folder).lexically_normal().c_str());
    for (const char* name :
         {"report.html", "report.json", "session.mcap", "front.png", "three-quarter.png", "debrief.png"})
        std::printf("  %s\n", (folder / name).c_str());
    return {};
}

namespace {

// The record's marks: by its own rules, or by each of the packs.
Expected<std::vector<assessment::Marks>> marks_under(const Places& places, const session::Record& record,
                                                     const plugin_host::Libraries& scorers,
                                                     const std::vector<std::string>& packs) {
    std::vector<assessment::Marks> all;
    for (const std::string& pack : packs) {
        const auto rules = other_rules(places, record, pack);
        if (!rules) return tl::unexpected(rules.error());
        auto marks = assessment::grade(record, scorers, &*rules);
        if (!marks) return tl::unexpected(marks.error());
        all.push_back(std::move(*marks));
    }
    if (!all.empty()) return all;
    auto marks = assessment::grade(record, scorers);
    if (!marks) return tl::unexpected(marks.error());
    all.push_back(std::move(*marks));
    return all;
}

}  // namespace

Status write_report(const Places& places, const Front& front, const std::string& file, const std::string& out,
                    const std::vector<std::string>& rules) {
    const auto record = session::Record::open(file);
    if (!record) return tl::unexpected(record.error());
    const auto scorers = load_scorers_for(places, *record);
    if (!scorers) return tl::unexpected(scorers.error());
    auto marks = marks_under(places, *record, *scorers, rules);
    if (!marks) return tl::unexpected(marks.error());

    // Pictures are worth having but not worth failing for: a record of another version still gets its report.
    std::vector<assessment::Picture> shown;
    const auto prepared = prepare_replay(places, *record);
    if (prepared) {
        const auto world = world_at(*prepared, *record, std::nullopt);
        const auto pictures = front.make_pictures(places);
        if (!world || !pictures) {
            std::fprintf(stderr, "needlepoint: the report has no pictures: %s\n",
                         (!world ? world.error() : pictures.error()).message.c_str());
        } else {
            const fs::path beside = out + ".view.png";
            for (const auto& [view, caption] : {std::pair{"front", "Front"}, std::pair{"left", "Patient's left"},
                                                std::pair{"right", "Patient's right"}}) {
                auto made = picture(**pictures, subject_of(**world, *prepared), view, caption, {720, 720}, beside);
                if (made) {
                    made->file.clear();
                    shown.push_back(std::move(*made));
                }
            }
            std::error_code ignored;
            fs::remove(beside, ignored);
        }
    } else {
        std::fprintf(stderr, "needlepoint: the report has no pictures: %s\n", prepared.error().message.c_str());
    }
    const assessment::Marks first = std::move(marks->front());
    marks->erase(marks->begin());
    return write_reports(places, file, first, shown, out, {}, std::move(*marks));
}

namespace {

Status check_map(const std::string& map) {
    const std::vector<std::string> known(kPictureMaps.begin(), kPictureMaps.end());
    if (std::find(known.begin(), known.end(), map) != known.end()) return {};
    std::string words;
    for (const std::string& word : known) words += (words.empty() ? "" : word == known.back() ? " or " : ", ") + word;
    const std::string meant = scenario::nearest_word(map, known);
    return usage("--map " + map + ": " + words + " was expected" +
                 (meant.empty() ? "" : " (did you mean " + meant + "?)"));
}

}  // namespace

Status render_picture(const Places& places, const Front& front, const RenderArguments& arguments) {
    if (const Status known = check_map(arguments.map); !known) return known;
    const bool mapped = arguments.map != kPictureMaps[0];
    if (mapped && !arguments.after.empty())
        return usage("--map shows the visit and --after the skin that it leaves; give one of them");
    const auto size = parse_size(arguments.size);
    if (!size) return tl::unexpected(size.error());
    const bool is_record = fs::path(arguments.subject).extension() == ".mcap";
    Expected<Prepared> prepared = no("");
    std::unique_ptr<simulation::World> world;
    std::optional<skin::FollowUp> follow;
    std::optional<skin::Later> later;
    std::optional<assessment::Marks> marks;
    if (is_record) {
        const auto record = session::Record::open(arguments.subject);
        if (!record) return tl::unexpected(record.error());
        if (!arguments.after.empty()) {
            const auto hours = skin::parse_hours(arguments.after);
            if (!hours) return tl::unexpected(hours.error());
            auto skin = skin_at_end(*record);
            if (!skin) return tl::unexpected(skin.error());
            auto care = find_aftercare(*record, *skin, arguments.aftercare);
            if (!care) return tl::unexpected(care.error());
            follow = skin::FollowUp::create(std::move(*skin), std::move(*care));
            later.emplace(follow->at(*hours));
        }
        prepared = prepare_replay(places, *record);
        if (!prepared) return tl::unexpected(prepared.error());
        auto at = world_at(*prepared, *record, arguments.at);
        if (!at) return tl::unexpected(at.error());
        world = std::move(*at);
        if (arguments.map == "faults") {
            const auto scorers = load_scorers_for(places, *record);
            if (!scorers) return tl::unexpected(scorers.error());
            auto graded = assessment::grade(*record, *scorers);
            if (!graded) return tl::unexpected(graded.error());
            marks = std::move(*graded);
        }
    } else {
        if (!arguments.after.empty())
            return usage("--after needs a record; " + arguments.subject + " is a scenario, where nothing was done yet");
        if (arguments.at) return usage("--at needs a record; " + arguments.subject + " is none, so it has no ticks");
        const bool is_scenario = find_scenario(places, arguments.subject).has_value();
        const auto eyes = arguments.eyes.empty() ? std::nullopt : std::optional(arguments.eyes == "closed");
        if (is_scenario && eyes) return usage("--eyes is for a patient of assets/patients, such as mara");
        prepared = is_scenario ? prepare_session(places, arguments.subject, 1)
                               : prepare_patient(places, arguments.subject, eyes);
        if (!prepared && !is_scenario && arguments.subject.find_first_of("/.") != std::string::npos)
            prepared = prepare_session(places, arguments.subject, 1);  // its error says what is wrong with the file
        if (!prepared) return tl::unexpected(prepared.error());
        auto fresh = simulation::World::create(prepared->setup);
        if (!fresh) return tl::unexpected(fresh.error());
        world = std::make_unique<simulation::World>(std::move(*fresh));
    }
    const auto pictures = front.make_pictures(places);
    if (!pictures) return tl::unexpected(pictures.error());
    PictureSubject subject = subject_of(*world, *prepared);
    if (later) subject.later = &*later;
    subject.map = arguments.map;
    subject.depth_of_field = arguments.depth_of_field;
    if (marks) subject.marks = &*marks;
    return (*pictures)->face(subject, arguments.view, *size, arguments.out);
}

}  // namespace np::cli
