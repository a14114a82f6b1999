// The commands, one function each. A Status with an error becomes a sentence on stderr and the exit code of its kind;
// results are printed to stdout before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "needlepoint/cli/command_line.h"
#include "needlepoint/cli/places.h"

namespace np::cli {

struct RunArguments {
    std::string scenario, trainee = "expert", out;
    std::uint64_t seed = 1;
    std::vector<std::string> set;  // ID.PARAMETER=VALUE of plugins
    bool follow = false, force = false;
    std::optional<std::int64_t> energy_mj;  // of radio-frequency shots
    std::string hex_log;                    // file for comparing machines; empty: none
};
Status run_scenario(const Places& places, const RunArguments& arguments);

Status demo(const Places& places, const Front& front, const std::string& out_folder);

struct ReplayArguments {
    std::string file, hex_log;
    bool json = false;
};
Status replay_record(const Places& places, const ReplayArguments& arguments);

struct GradeArguments {
    std::string file, plugins, rules;
    bool json = false, csv = false;
};
Status grade_record(const Places& places, const GradeArguments& arguments);

struct VerifyArguments {
    std::string file, trust;
    bool json = false;
};
Status verify_record(const Places& places, const VerifyArguments& arguments);

// `rules`: packs to mark by, the first one in full and all of them side by side; none: the record's own.
Status write_report(const Places& places, const Front& front, const std::string& file, const std::string& out,
                    const std::vector<std::string>& rules);

struct InspectArguments {
    std::string file, kind;
    bool json = false, csv = false;
};
Status inspect_record(const InspectArguments& arguments);

struct ExportArguments {
    std::string file, with, out, plugins;
    std::vector<std::string> set;  // ID.PARAMETER=VALUE of the exporter
};
Status export_record(const Places& places, const ExportArguments& arguments);

struct RenderArguments {
    std::string subject, view = "front", size = "1280x960", out, eyes;
    std::string after, aftercare = "as_told", map = "none";
    bool depth_of_field = false;
    std::optional<std::uint64_t> at;
};
Status render_picture(const Places& places, const Front& front, const RenderArguments& arguments);

struct HeadArguments {
    std::string file, landmarks, out;
    bool force = false;
};
Status import_head(const Places& places, const HeadArguments& arguments);

Status check_scenarios(const Places& places, const std::vector<std::string>& files, bool json);

Status list_plugins(const Places& places, bool json);
// Writes pins.json for a folder of plugins; installation and build call it.
Status pin_plugins(const std::string& folder);

struct CheckArguments {
    std::string library, session;
    std::vector<std::string> only;
    bool json = false, list = false, every = false;
};
// The conformance kit, each check in a process of its own.
Status check_plugin(const Places& places, const CheckArguments& arguments);
// One check, in the process that was started for it. Not for users.
Status check_one(const Places& places, const std::string& library, const std::string& id);

struct TryArguments {
    std::string library, session, expect;
};
// A plugin's answer to a session written by hand.
Status try_plugin(const Places& places, const TryArguments& arguments);

struct NewPluginArguments {
    std::string name, kind = "scorer", language = "c++", dir;
};
// A folder with a plugin that builds and tests itself.
Status new_plugin(const Places& places, const NewPluginArguments& arguments);

struct BenchArguments {
    bool json = false;
    bool live = false;             // goal 11 at real pace
    int minutes = 30;              // of goal 11
    std::size_t rays = 2'000'016;  // of goal 3
    std::string part;              // contact, exactness, sessions, scorers or frames; empty: all
};
Status bench(const Places& places, const Front& front, const BenchArguments& arguments);

}  // namespace np::cli
