// `plugin new`: a folder with a plugin that builds, tests itself and is ready to be changed.
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "commands.h"
#include "needlepoint/core/files.h"

namespace np::cli {

namespace fs = std::filesystem;

namespace {

struct Language {
    std::string_view word, ending, project;  // what `project(... LANGUAGES ...)` needs
};
constexpr Language kLanguages[] = {{"c++", "cpp", "CXX"}, {"c", "c", "C CXX"}, {"rust", "rs", "C CXX"}};
constexpr std::string_view kKinds[] = {"scorer", "incident", "exporter", "device"};
// Names that CMake keeps for itself, and files that stand beside the plugin.
constexpr std::string_view kTaken[] = {"all",     "test",    "check",      "install", "clean",
                                       "help",    "package", "edit_cache", "src",     "build",
                                       "install", "golden",  "sdk",        "plugin",  "needlepoint"};

std::string in_quotes(std::string_view text) {
    return "'" + std::string(text) + "'";
}

// What of a name can be shown on a terminal without harm.
std::string shown(std::string_view name) {
    std::string safe;
    for (const char c : name.substr(0, 60)) safe += (c >= 0x20 && c < 0x7f) ? c : '?';
    return in_quotes(name.size() > 60 ? safe + "..." : safe);
}

Status check_name(std::string_view name) {
    constexpr const char* kRule =
        "a name of 2 to 40 lower-case letters, digits and _ that begins with a letter was expected";
    const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    if (name.empty()) return usage(std::string(kRule) + ", found an empty one; give one such as steady_hand");
    if (name.size() < 2 || name.size() > 40 || !std::all_of(name.begin(), name.end(), good) || name[0] < 'a')
        return usage(std::string(kRule) + ", found " + shown(name) + "; give one such as steady_hand");
    if (std::find(std::begin(kTaken), std::end(kTaken), name) != std::end(kTaken))
        return usage("a name of your own was expected, and " + in_quotes(name) +
                     " means something else to the build; give one such as my_" + std::string(name));
    return {};
}

// steady_hand -> SteadyHand
std::string type_of(std::string_view name) {
    std::string type;
    bool up = true;
    for (const char c : name) {
        if (c == '_') {
            up = true;
            continue;
        }
        type += up && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        up = false;
    }
    return type;
}

// steady_hand -> Steady hand
std::string title_of(std::string_view name) {
    std::string title(name);
    std::replace(title.begin(), title.end(), '_', ' ');
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
    return title;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

fs::path template_folder(const Places& places) {
    std::error_code ignored;
    // An installation keeps it beside the data, a checkout where it is written.
    const fs::path installed = places.data / "sdk" / "template";
    return fs::is_directory(installed, ignored) ? installed : places.data / "engine" / "sdk" / "template";
}

struct Filling {
    std::string name, type, title, kind, language, ending, project, version;

    // Templates are sources that compile as they stand; what an author renames by hand is renamed here.
    std::string of(std::string text) const {
        const std::pair<std::string_view, std::string_view> words[] = {
            {"New plugin", title},    {"NewPlugin", type},  {"new_plugin", name},   {"@KIND@", kind},
            {"@LANGUAGE@", language}, {"@ENDING@", ending}, {"@VERSION@", version}, {"@PROJECT_LANGUAGES@", project}};
        for (const auto& [from, to] : words) text = replaced(std::move(text), from, to);
        return text;
    }
};

// The files of a plugin: template below the template folder, where it goes.
std::vector<std::pair<std::string, std::string>> files_of(const Filling& filling) {
    const std::string& kind = filling.kind;
    return {{"CMakeLists.txt.in", "CMakeLists.txt"},
            {"README.md.in", "README.md"},
            {"gitignore", ".gitignore"},
            {kind + "/" + kind + "." + filling.ending, "src/" + filling.name + "." + filling.ending},
            {kind + "/golden.jsonl", "tests/golden.jsonl"},
            {kind + "/golden.txt", "tests/golden.txt"}};
}

Status write_files(const fs::path& from, const fs::path& to, const Filling& filling) {
    for (const auto& [source, target] : files_of(filling)) {
        const auto text = read_text(from / source);
        if (!text) return tl::unexpected(text.error());
        std::error_code error;
        fs::create_directories((to / target).parent_path(), error);
        if (error)
            return cannot("the folder " + (to / target).parent_path().string() +
                          " could not be made: " + error.message());
        if (auto status = write_text(to / target, filling.of(*text)); !status) return status;
    }
    return {};
}

// Gives the finished folder its name; whatever already has that name is left alone.
Status put_in_place(const fs::path& made, const fs::path& target) {
    if (renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) return {};
    if (errno == EEXIST || errno == ENOTEMPTY)
        return cannot("a folder that does not exist yet was expected, and " + target.string() +
                      " exists; choose another name or another --dir");
    return cannot("the folder " + target.string() + " could not be made: " + std::strerror(errno));
}

}  // namespace

Status new_plugin(const Places& places, const NewPluginArguments& arguments) {
    if (Status good = check_name(arguments.name); !good) return good;
    if (std::find(std::begin(kKinds), std::end(kKinds), arguments.kind) == std::end(kKinds))
        return usage("a kind of plugin (scorer, incident, exporter, device) was expected after --kind, found " +
                     shown(arguments.kind));
    const auto* language = std::find_if(std::begin(kLanguages), std::end(kLanguages),
                                        [&](const Language& one) { return one.word == arguments.language; });
    if (language == std::end(kLanguages))
        return usage("a language (c++, c, rust) was expected after --language, found " + shown(arguments.language));

    const fs::path parent = arguments.dir.empty() ? fs::path(".") : fs::path(arguments.dir);
    const fs::path target = parent / arguments.name;
    std::error_code error;
    if (!fs::is_directory(parent, error))
        return cannot("a folder was expected at " + parent.string() +
                      " and is not there; make it or give another --dir");
    if (fs::symlink_status(target, error).type() != fs::file_type::not_found)
        return cannot("a folder that does not exist yet was expected, and " + target.string() +
                      " exists; choose another name or another --dir");

    const Filling filling = {arguments.name,
                             type_of(arguments.name),
                             title_of(arguments.name),
                             arguments.kind,
                             std::string(language->word),
                             std::string(language->ending),
                             std::string(language->project),
                             NP_VERSION};
    const fs::path from = template_folder(places);
    const std::string source = arguments.kind + "/" + arguments.kind + "." + filling.ending;
    if (!fs::is_regular_file(from / source, error))
        return cannot("the template " + (from / source).string() +
                      " was expected and is missing; there is one in c++ for every kind, or install the program again");
    const fs::path made = parent / ("." + arguments.name + ".new." + std::to_string(::getpid()));
    Status status = write_files(from, made, filling);
    if (status) status = put_in_place(made, target);
    if (!status) {
        fs::remove_all(made, error);
        return status;
    }
    std::printf(
        "%s: a %s in %s, ready to build:\n\n  cmake -S %s -B %s/build\n"
        "  cmake --build %s/build\n  ctest --test-dir %s/build --output-on-failure\n\n"
        "If CMake does not find Needlepoint, add -DCMAKE_PREFIX_PATH= with the folder that it was installed below.\n",
        target.c_str(), arguments.kind.c_str(), arguments.language.c_str(), target.c_str(), target.c_str(),
        target.c_str(), target.c_str());
    return {};
}

}  // namespace np::cli
