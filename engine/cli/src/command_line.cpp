#include "needlepoint/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "commands.h"
#include "follow_up.h"
#include "pen_commands.h"

namespace np::cli {

namespace {

int exit_code(const Status& status) {
    if (status) return 0;
    std::fprintf(stderr, "needlepoint: %s\n", status.error().message.c_str());
    switch (status.error().kind) {
        case ErrorKind::kNo:
            return 1;
        case ErrorKind::kUsage:
            return 2;
        case ErrorKind::kCannot:
            return 3;
    }
    return 3;
}

// The words of the command line. What was chosen is left in `chosen`.
class Words {
  public:
    Words(const std::filesystem::path& program, const Front& front) : program_(program), front_(front) {
        app_.name("needlepoint");
        app_.set_version_flag("--version", std::string("needlepoint ") + NP_VERSION);
        app_.add_option("--data", data_, "folder that holds assets/ and scenarios/");
        app_.require_subcommand(0, 1);
        add_making();
        add_records();
        add_authoring();
        add_input();
    }

    int parse_and_run(int argc, const char* const* argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::ParseError& stop) {
            // Help and version end here too; everything else is wrong usage.
            return app_.exit(stop) == 0 ? 0 : 2;
        }
        const std::optional<std::string> data = data_.empty() ? std::nullopt : std::optional(data_);
        const auto places = find_places(program_, data);
        if (!places) return exit_code(tl::unexpected(places.error()));
        places_ = *places;
        if (!chosen_) return exit_code(front_.open_window(places_));
        return exit_code(chosen_());
    }

  private:
    CLI::App* command(CLI::App& parent, const char* name, const char* text, std::function<Status()> run) {
        CLI::App* sub = parent.add_subcommand(name, text);
        sub->fallthrough();
        sub->callback([this, run = std::move(run)] { chosen_ = run; });
        return sub;
    }

    void add_making() {
        auto* demo_words = command(app_, "demo", "an expert synthetic trainee does the default scenario",
                                   [this] { return demo(places_, front_, demo_out_); });
        demo_words->add_option("--out", demo_out_, "folder for record, report and pictures")->capture_default_str();

        auto* run =
            command(app_, "run", "run a scenario without a window", [this] { return run_scenario(places_, run_); });
        run->add_option("scenario", run_.scenario, "path or id")->required();
        run->add_option("--trainee", run_.trainee, "expert, novice, careless")->capture_default_str();
        run->add_option("--seed", run_.seed)->capture_default_str();
        run->add_option("--out", run_.out, "record to write")->required();
        run->add_flag("--follow", run_.follow, "print each tick that has become durable");
        run->add_option("--energy", run_.energy_mj, "mJ per needle and shot, with a radio-frequency hand-piece");
        run->add_option("--set", run_.set, "ID.PARAMETER=VALUE of a plugin; not in an assessment");
        run->add_flag("--force", run_.force, "write over an existing record");
        // For whoever compares two machines; not in the help.
        run->add_option("--hex-log", run_.hex_log)->group("");

        auto* render = command(app_, "render", "a picture of a patient, a scenario or a record",
                               [this] { return render_picture(places_, front_, render_); });
        render->add_option("subject", render_.subject, "patient (mara), imported head, scenario or record")->required();
        render->add_option("--eyes", render_.eyes, "of a patient: open or closed")
            ->check(CLI::IsMember({"open", "closed"}));
        render->add_option("--view", render_.view)
            ->check(CLI::IsMember({"front", "left", "right", "three-quarter"}))
            ->capture_default_str();
        render
            ->add_option("--map", render_.map,
                         "on the skin: zones, planned-depth, depth, off-plan, coverage, passes, density or faults")
            ->capture_default_str();
        auto* render_at = render->add_option("--at", render_.at, "tick of the record");
        render->add_option("--after", render_.after, "so long after the visit: 30min, 24h, 3d, 4w, 6mo")
            ->excludes(render_at);
        render->add_option("--aftercare", render_.aftercare, "as_told, good, careless or a YAML file")
            ->capture_default_str();
        render->add_flag("--depth-of-field", render_.depth_of_field, "blur the room behind the patient");
        render->add_option("--size", render_.size, "WxH")->capture_default_str();
        render->add_option("--out", render_.out, "PNG to write")->required();

        auto* bench_words = command(app_, "bench", "speed of step, query, fold and frame as ratios",
                                    [this] { return bench(places_, front_, bench_); });
        bench_words->add_flag("--json", bench_.json);
        bench_words->add_flag("--live", bench_.live, "real minutes for goal 11");
        bench_words->add_option("--minutes", bench_.minutes, "of goal 11")
            ->check(CLI::Range(1, 240))
            ->capture_default_str();
        bench_words->add_option("--rays", bench_.rays, "of goal 3")
            ->check(CLI::Range(1, 1'000'000'000))
            ->capture_default_str();
        bench_words->add_option("--part", bench_.part, "one part alone")
            ->check(CLI::IsMember({"contact", "exactness", "sessions", "scorers", "frames"}));
    }

    void add_records() {
        auto* replay = command(app_, "replay", "simulate a record again from its inputs",
                               [this] { return replay_record(places_, replay_); });
        replay->add_option("file", replay_.file)->required();
        replay->add_flag("--json", replay_.json);
        replay->add_option("--hex-log", replay_.hex_log)->group("");

        auto* grade = command(app_, "grade", "marks with findings", [this] { return grade_record(places_, grade_); });
        grade->add_option("file", grade_.file)->required();
        grade->add_flag("--json", grade_.json);
        grade->add_flag("--csv", grade_.csv, "marks and findings for a spreadsheet");
        grade->add_option("--plugins", grade_.plugins, "folder of scorers to use instead of the built-in ones");
        grade->add_option("--rules", grade_.rules, "rule pack (name or file) to mark by instead of the record's own");

        auto* verify = command(app_, "verify", "chain, seal and completeness of a record",
                               [this] { return verify_record(places_, verify_); });
        verify->add_option("file", verify_.file)->required();
        verify->add_option("--trust", verify_.trust, "folder with the public keys of known stations");
        verify->add_flag("--json", verify_.json);

        auto* report = command(app_, "report", "a self-contained page",
                               [this] { return write_report(places_, front_, file_, out_, rules_); });
        report->add_option("file", file_)->required();
        report->add_option("--out", out_, "HTML file to write")->required();
        report->add_option("--rules", rules_, "rule pack to mark by; give it twice to see two packs side by side");

        auto* later = command(app_, "follow-up", "the treated skin from minutes to 12 months after the visit",
                              [this] { return follow_up(follow_up_); });
        later->add_option("file", follow_up_.file)->required();
        later->add_option("--at", follow_up_.at, "times after the visit: 30min, 24h, 3d, 4w, 6mo; else whole curves");
        later->add_option("--aftercare", follow_up_.aftercare, "as_told, good, careless or a YAML file")
            ->capture_default_str();
        later->add_option("--sessions", follow_up_.sessions, "length of the course, this session repeated")
            ->check(CLI::Range(1, 12))
            ->capture_default_str();
        later->add_option("--every", follow_up_.every, "time between its sessions")->capture_default_str();
        later->add_option("--zone", follow_up_.zone, "one zone only");
        auto* later_json = later->add_flag("--json", follow_up_.json);
        later->add_flag("--csv", follow_up_.csv)->excludes(later_json);

        auto* exports = command(app_, "export", "a record in another format, written by an exporter plugin",
                                [this] { return export_record(places_, export_); });
        exports->add_option("file", export_.file)->required();
        exports->add_option("--with", export_.with, "id of the exporter, as plugin list shows it")->required();
        exports->add_option("--out", export_.out, "file to write, - for standard output; else beside the record");
        exports->add_option("--set", export_.set, "ID.PARAMETER=VALUE of the exporter");
        exports->add_option("--plugins", export_.plugins, "folder of plugins to use instead of the built-in ones");

        auto* inspect =
            command(app_, "inspect", "what is inside a record", [this] { return inspect_record(inspect_); });
        inspect->add_option("file", inspect_.file)->required();
        auto* json = inspect->add_flag("--json", inspect_.json);
        inspect->add_flag("--csv", inspect_.csv)->excludes(json);
        inspect->add_option("--kind", inspect_.kind, "one kind of record only, for --csv");
    }

    void add_authoring() {
        CLI::App* scenario = app_.add_subcommand("scenario", "for authors of scenarios");
        scenario->require_subcommand(1)->fallthrough();
        auto* check = command(*scenario, "check", "file:line:column: what is wrong",
                              [this] { return check_scenarios(places_, files_, json_); });
        check->add_option("files", files_)->required();
        check->add_flag("--json", json_);

        CLI::App* head = app_.add_subcommand("head", "heads of one's own");
        head->require_subcommand(1)->fallthrough();
        auto* import = command(*head, "import", "turn a scan or another face model into a head",
                               [this] { return import_head(places_, head_); });
        import->add_option("file", head_.file, "scan: .obj or .glb")->required();
        import->add_option("--landmarks", head_.landmarks, "YAML file with units and landmarks")->required();
        import->add_option("--out", head_.out, "head to write; default: the scan's name with .nphead");
        import->add_flag("--force", head_.force, "write over an existing head");

        CLI::App* plugin = app_.add_subcommand("plugin", "for authors of plugins");
        plugin->require_subcommand(1)->fallthrough();
        auto* list =
            command(*plugin, "list", "the plugins that are installed", [this] { return list_plugins(places_, json_); });
        list->add_flag("--json", json_);
        auto* pin =
            command(*plugin, "pin", "write pins.json for a folder of plugins", [this] { return pin_plugins(file_); });
        pin->add_option("folder", file_)->required();
        add_plugin_authoring(*plugin);
    }

    void add_plugin_authoring(CLI::App& plugin) {
        auto* check = command(plugin, "check", "does a plugin keep the rules? each check in its own process",
                              [this] { return check_plugin(places_, check_); });
        check->add_option("library", check_.library, "the plugin's file");
        check->add_option("--session", check_.session, "session written by hand, to use instead of the kit's own");
        check->add_option("--only", check_.only, "checks whose ids begin so");
        check->add_flag("--all", check_.every, "show also what passes or is skipped");
        check->add_flag("--list", check_.list, "show all checks and run none");
        check->add_flag("--json", check_.json);

        auto* try_words = command(plugin, "try", "a plugin's answer to a session written by hand",
                                  [this] { return try_plugin(places_, try_); });
        try_words->add_option("library", try_.library, "the plugin's file")->required();
        try_words->add_option("session", try_.session, "one JSON object per line")->required();
        try_words->add_option("--expect", try_.expect, "file with the answer that is expected");

        auto* fresh = command(plugin, "new", "a folder with a plugin that builds and tests itself",
                              [this] { return new_plugin(places_, new_); });
        fresh->add_option("name", new_.name, "lower-case letters, digits and _")->required();
        fresh->add_option("--kind", new_.kind, "scorer, incident, exporter, device")->capture_default_str();
        fresh->add_option("--language", new_.language, "c++, c, rust")->capture_default_str();
        fresh->add_option("--dir", new_.dir, "folder to make it in; the present one otherwise");

        // How `check` starts the program again; not for people.
        auto* one = command(plugin, "check-one", "", [this] { return check_one(places_, file_, out_); });
        one->group("");
        one->add_option("library", file_)->required();
        one->add_option("id", out_)->required();
    }

    void add_input() {
        CLI::App* input =
            app_.add_subcommand("input", "what is in the hand: tablet, gamepad, 3D mouse, tracker, plugin");
        input->require_subcommand(1)->fallthrough();
        auto* list = command(*input, "list", "the devices that are there, and what each tells",
                             [this] { return list_pens(places_, json_); });
        list->add_flag("--json", json_);
        auto* listen = command(*input, "listen", "show what a device says, and what of it is refused",
                               [this] { return listen_to_pen(places_, listen_); });
        listen->add_option("source", listen_.source, "as in input list, or tracker:HOST:PORT/TOOL")->required();
        listen->add_option("--seconds", listen_.seconds)->capture_default_str();
        listen->add_flag("--json", listen_.json, "one document per line");
        auto* calibrate =
            command(*input, "calibrate", "where the tip is, where the patient lies, what a pressure weighs",
                    [this] { return calibrate_pen(places_, calibrate_); });
        calibrate->add_option("source", calibrate_.source)->required();
        calibrate
            ->add_option("what", calibrate_.what,
                         "pivot: sway the pen about its tip. landmarks: touch points of the patient. weigh: press on a "
                         "scale. here: the device speaks in the patient's frame. forget: all of it")
            ->required()
            ->check(CLI::IsMember({"pivot", "landmarks", "weigh", "here", "forget"}));
        calibrate->add_option("--seconds", calibrate_.seconds, "of swaying; for each landmark or weight at most")
            ->capture_default_str();
        calibrate->add_option("--scenario", calibrate_.scenario, "whose landmarks are touched")->capture_default_str();
        calibrate->add_option("--landmark", calibrate_.landmarks, "in this order; otherwise the usual ones");
        calibrate->add_option("--grams", calibrate_.grams, "weights, the lightest first")->delimiter(',');
        calibrate->add_flag("--json", calibrate_.json);
    }

    CLI::App app_{"Needlepoint: training and examination simulator for facial microneedling"};
    std::filesystem::path program_;
    const Front& front_;
    Places places_;
    std::function<Status()> chosen_;
    std::string data_, demo_out_ = "needlepoint-demo", file_, out_;
    std::vector<std::string> rules_;
    RunArguments run_;
    RenderArguments render_;
    HeadArguments head_;
    ReplayArguments replay_;
    GradeArguments grade_;
    VerifyArguments verify_;
    CheckArguments check_;
    TryArguments try_;
    NewPluginArguments new_;
    ExportArguments export_;
    InspectArguments inspect_;
    ListenArguments listen_;
    CalibrateArguments calibrate_;
    FollowUpArguments follow_up_;
    std::vector<std::string> files_;
    BenchArguments bench_;
    bool json_ = false;
};

}  // namespace

int run_command_line(int argc, const char* const* argv, const std::filesystem::path& program, const Front& front) {
    return Words(program, front).parse_and_run(argc, argv);
}

}  // namespace np::cli
