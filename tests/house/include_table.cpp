// Who may include whom: the plan of the house, enforced. A failing line names the file, the line and the rule.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;
using Modules = std::set<std::string>;

const std::map<std::string, Modules> kMayUse = {
    {"sdk", {}},
    {"core", {"sdk"}},
    {"geometry", {"core"}},
    {"input", {"sdk", "core", "geometry"}},
    {"scenario", {"core"}},
    {"anatomy", {"geometry", "core"}},
    {"device", {"geometry", "core"}},
    {"physics", {"geometry", "core"}},
    {"skin", {"anatomy", "core", "sdk"}},
    {"clinic", {"scenario", "core", "sdk"}},
    {"simulation", {"clinic", "skin", "physics", "device", "anatomy", "scenario", "geometry", "core", "sdk"}},
    {"session", {"core", "sdk"}},
    {"plugin_host", {"core", "sdk", "skin"}},
    {"assessment", {"plugin_host", "session", "scenario", "core", "sdk"}},
    {"trainee", {"simulation", "scenario", "anatomy", "geometry", "core"}},
    {"render", {"geometry", "core"}},
    {"ui", {"core"}},
    {"cli",
     {"sdk", "core", "geometry", "scenario", "anatomy", "device", "physics", "skin", "clinic", "simulation", "session",
      "plugin_host", "assessment", "trainee", "input"}},
    {"app",
     {"sdk", "core", "geometry", "scenario", "anatomy", "device", "physics", "skin", "clinic", "simulation", "session",
      "plugin_host", "assessment", "trainee", "input", "render", "ui", "cli"}},
};

// Third-party headers that stay in one place: OpenGL and windows do not leak.
const std::map<std::string, Modules> kPrivateTo = {
    {"GLFW", {"app"}},         {"epoxy", {"render", "app"}}, {"EGL", {"render"}},
    {"btBullet", {"physics"}}, {"imgui", {"ui", "app"}},     {"yaml-cpp", {"scenario", "input", "cli", "app"}},
    {"X11", {"input"}},        {"libevdev", {"input"}},
};

// Exceptions, each with its reason.
bool allowed_exception(const std::string& module, const std::string& file, const std::string& used,
                       const std::string& header) {
    // Exact sine, exponential and power are needed wherever scored numbers are computed; they are one header of the
    // SDK.
    if (used == "sdk" && header == "math.h") return true;
    // Only the replay part of the record re-runs the simulation.
    if (module == "session" && file.find("replay") != std::string::npos && used == "simulation") return true;
    // The tray reports what its props did as input records, which are event layouts.
    if (module == "physics" && file.find("tray") != std::string::npos && used == "sdk") return true;
    // A trainee looks at procedure and skin through the world, and its inputs are event records.
    return module == "trainee" && (used == "sdk" || used == "clinic" || used == "skin");
}

bool is_source(const fs::path& path) {
    const std::string end = path.extension();
    return end == ".h" || end == ".hpp" || end == ".cpp" || end == ".c";
}

void check_file(const std::string& owner, const Modules& may_use, const fs::path& path) {
    static const std::regex kOurs(R"(^\s*#\s*include\s*[<"]needlepoint/([a-z_]+)/([a-z_.]+))");
    static const std::regex kAny(R"(^\s*#\s*include\s*[<"]([A-Za-z0-9_\-]+))");
    std::ifstream file(path);
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        std::smatch match;
        const std::string place = path.string() + ":" + std::to_string(number);
        if (std::regex_search(line, match, kOurs)) {
            const std::string used = match[1];
            if (used == owner || may_use.count(used) || allowed_exception(owner, path.filename(), used, match[2]))
                continue;
            ADD_FAILURE() << place << ": " << owner << " may not include " << used << "\n  " << line;
        } else if (std::regex_search(line, match, kAny)) {
            // The benchmark measures contact against its peers, so one file of it knows them.
            if (path.filename() == "bench_yardsticks.cpp") continue;
            for (const auto& [prefix, owners] : kPrivateTo)
                if (match[1].str().rfind(prefix, 0) == 0 && !owners.count(owner))
                    ADD_FAILURE() << place << ": " << prefix << " stays out of " << owner << "\n  " << line;
        }
    }
}

TEST(IncludeTable, every_module_keeps_to_the_plan) {
    const fs::path engine = fs::path(NP_SOURCE_DIR) / "engine";
    std::size_t files = 0;
    for (const auto& folder : fs::directory_iterator(engine)) {
        const std::string module = folder.path().filename();
        if (!folder.is_directory() || module == "cmake") continue;
        const auto rule = kMayUse.find(module);
        ASSERT_NE(rule, kMayUse.end()) << "engine/" << module << " is not in the plan; add it there and here";
        for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
            if (!is_source(entry.path())) continue;
            check_file(module, rule->second, entry.path());
            ++files;
        }
    }
    EXPECT_GT(files, 20u);
}

TEST(IncludeTable, plugins_see_the_sdk_only) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(NP_SOURCE_DIR) / "plugins"))
        if (is_source(entry.path())) check_file("plugins", {"sdk"}, entry.path());
}

TEST(TopLevel, holds_only_what_a_newcomer_expects) {
    const std::set<std::string> expected = {"CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "bootstrap",
                                            "engine",         "plugins",           "assets",  "scenarios", "tests",
                                            "build",          "needlepoint-demo"};
    for (const auto& entry : fs::directory_iterator(NP_SOURCE_DIR)) {
        const std::string name = entry.path().filename();
        EXPECT_TRUE(name[0] == '.' || expected.count(name)) << name << " is new at the top level";
    }
}

}  // namespace
