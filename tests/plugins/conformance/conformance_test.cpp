// The kit finds what is broken, names it, and finds nothing in what is sound.
#include <gtest/gtest.h>

#include <cctype>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "run_program.h"

namespace np::test {
namespace {

using json = nlohmann::json;

struct Fault {
    std::string name, check;            // "-": nothing is wrong
    std::vector<std::string> may_fail;  // beginnings of ids
};

std::vector<Fault> faults() {
    std::vector<Fault> list;
    std::istringstream text(contents(NP_TEST_DIR "/faults.txt"));
    for (std::string line; std::getline(text, line);) {
        if (line.empty() || line[0] == '#') continue;
        std::istringstream words(line);
        Fault fault;
        words >> fault.name >> fault.check;
        for (std::string word; words >> word;) fault.may_fail.push_back(word);
        list.push_back(fault);
    }
    return list;
}

bool is_bad(const json& check) {
    return check["outcome"] == "fail" || check["outcome"] == "crash" || check["outcome"] == "timeout";
}

bool is_explained(const Fault& fault, const std::string& id) {
    if (id == fault.check) return true;
    for (const std::string& begin : fault.may_fail)
        if (id.rfind(begin, 0) == 0) return true;
    return false;
}

// What a fault may well show in besides the check that names it; the long test holds every fault against all checks.
std::string families_near(const std::string& check) {
    const char* wanted = std::getenv("NEEDLEPOINT_LONG_TESTS");
    if (wanted != nullptr && std::string(wanted) == "1") return "";
    const std::string family = check.substr(0, check.find('.'));
    if (family == "file" || family == "load" || family == "manifest")
        return " --only file. load. manifest. life.ordinary";
    if (family == "budget") return " --only life.ordinary " + check;  // each is slow
    if (check == "-") return " --only file. manifest. life. parameters. records. manners. mark. findings. same.rerun";
    return " --only life.ordinary same.rerun mark. " + family + ".";
}

json check(const Scratch& scratch, const std::string& library, const std::string& options, int& code) {
    const Ran ran = run(scratch, NP_BINARY_DIR "/needlepoint-headless",
                        "$NP --data " NP_SOURCE_DIR " plugin check " + library + " --json" + options);
    code = ran.code;
    const json document = json::parse(ran.out, nullptr, false);
    EXPECT_TRUE(document.is_object() && document.contains("checks")) << ran.out << ran.err;
    return document.is_object() && document.contains("checks") ? document["checks"] : json::array();
}

TEST(Conformance, each_fault_fails_the_check_that_names_it) {
    const Scratch scratch;
    for (const Fault& fault : faults()) {
        std::string file = fault.name;
        for (char& c : file) c = static_cast<char>(std::tolower(c));
        int code = 0;
        bool named = fault.check == "-";
        for (const json& one : check(scratch, BROKEN_PLUGINS "/" + file + ".so", families_near(fault.check), code)) {
            const std::string id = one["id"];
            EXPECT_FALSE(one["text"].get<std::string>().empty());
            if (!is_bad(one)) continue;
            named |= id == fault.check;
            EXPECT_TRUE(is_explained(fault, id)) << fault.name << " also fails " << id << ": " << one["detail"];
            EXPECT_FALSE(one["detail"].get<std::string>().empty()) << fault.name << " " << id;
        }
        EXPECT_TRUE(named) << fault.name << " does not fail " << fault.check;
        EXPECT_EQ(code, fault.check == "-" ? 0 : 1) << fault.name;
    }
}

TEST(Conformance, every_shipped_plugin_passes) {
    const Scratch scratch;
    std::size_t plugins = 0;
    for (const auto& entry : std::filesystem::directory_iterator(NP_BINARY_DIR "/plugins")) {
        if (entry.path().extension() != ".so") continue;
        ++plugins;
        int code = 0;
        for (const json& one : check(scratch, entry.path().string(), "", code))
            EXPECT_FALSE(is_bad(one)) << entry.path().filename() << " " << one["id"] << ": " << one["detail"];
        EXPECT_EQ(code, 0) << entry.path().filename();
    }
    EXPECT_GE(plugins, 7u);
}

TEST(Conformance, has_at_least_sixty_checks_with_an_id_and_a_sentence) {
    const Scratch scratch;
    const Ran ran =
        run(scratch, NP_BINARY_DIR "/needlepoint-headless", "$NP --data " NP_SOURCE_DIR " plugin check --list");
    EXPECT_EQ(ran.code, 0) << ran.err;
    std::istringstream lines(ran.out);
    std::set<std::string> ids;
    for (std::string line; std::getline(lines, line);) {
        const std::size_t space = line.find(' ');
        ASSERT_NE(space, std::string::npos) << line;
        EXPECT_TRUE(ids.insert(line.substr(0, space)).second) << "two checks with the id of: " << line;
        EXPECT_EQ(line.back(), '.') << line;
    }
    EXPECT_GE(ids.size(), 60u);
}

TEST(Conformance, what_is_no_plugin_is_told_so) {
    const Scratch scratch;
    std::ofstream(scratch / "words.so") << "These are only words.";
    int code = 0;
    std::size_t bad = 0;
    for (const json& one : check(scratch, (scratch / "words.so").string(), "", code))
        if (is_bad(one)) {
            ++bad;
            EXPECT_EQ(one["id"], "file.elf");
        }
    EXPECT_EQ(bad, 1u);
    EXPECT_EQ(code, 1);
    const Ran missing =
        run(scratch, NP_BINARY_DIR "/needlepoint-headless", "$NP --data " NP_SOURCE_DIR " plugin check $D/absent.so");
    EXPECT_EQ(missing.code, 3);
    EXPECT_NE(missing.err.find("absent.so"), std::string::npos) << missing.err;
}

}  // namespace
}  // namespace np::test
