// The command line's words are a promise: exit codes, one JSON document on stdout, a sentence on stderr.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "run_program.h"

namespace np::test {
namespace {

using nlohmann::json;

const std::string kProgram = NP_BINARY_DIR "/needlepoint-headless";

class CommandLine : public testing::Test {
  protected:
    Ran np(const std::string& arguments) { return run(scratch_, kProgram, "$NP " + arguments); }
    Ran shell(const std::string& command) { return run(scratch_, kProgram, command); }
    void record_pad() {
        const Ran ran = np("run tutorial/first-strokes --trainee novice --seed 3 --out $D/pad.mcap");
        ASSERT_EQ(ran.code, 0) << ran.err;
    }
    Scratch scratch_;
};

TEST_F(CommandLine, help_and_version_are_done) {
    EXPECT_EQ(np("--help").code, 0);
    EXPECT_NE(np("--version").out.find("needlepoint 0."), std::string::npos);
}

TEST_F(CommandLine, wrong_usage_is_2_missing_things_are_3) {
    EXPECT_EQ(np("dance").code, 2);
    EXPECT_EQ(np("run").code, 2);
    EXPECT_EQ(np("run tutorial/first-strokes --trainee wizard --out $D/x.mcap").code, 2);
    EXPECT_EQ(np("render tutorial/first-strokes --size tiny --out $D/x.png").code, 2);
    const Ran map = np("render tutorial/first-strokes --map coverge --out $D/x.png");
    EXPECT_EQ(map.code, 2);
    EXPECT_NE(map.err.find("did you mean coverage?"), std::string::npos) << map.err;
    EXPECT_NE(map.err.find("planned-depth"), std::string::npos) << "all of them are named: " << map.err;
    EXPECT_EQ(np("grade $D/nothing.mcap").code, 3);
    EXPECT_EQ(np("--data $D run tutorial/first-strokes --out $D/x.mcap").code, 3);
    EXPECT_EQ(np("run tutorial/first-strokes --out $D/no/such/folder/x.mcap").code, 3);
    EXPECT_EQ(np("run tutorial/first-strokes --out /dev/full").code, 3);
    EXPECT_EQ(np("").code, 3);  // no window in the headless program
    const Ran typo = np("run tutorial/frist-strokes --out $D/x.mcap");
    EXPECT_EQ(typo.code, 3);
    EXPECT_NE(typo.err.find("did you mean 'tutorial/first-strokes'"), std::string::npos) << typo.err;
}

TEST_F(CommandLine, an_energy_that_the_device_does_not_give_is_wrong_usage) {
    const Ran pen = np("run tutorial/first-strokes --energy 20 --out $D/x.mcap");
    EXPECT_EQ(pen.code, 2);
    EXPECT_NE(pen.err.find("SkinPen Precision gives none"), std::string::npos) << pen.err;
    const Ran much = np("run practice/radio-frequency --energy 500 --out $D/x.mcap");
    EXPECT_EQ(much.code, 2);
    EXPECT_NE(much.err.find("5 to 60 mJ"), std::string::npos) << much.err;
    const Ran ran = np("run practice/radio-frequency --energy 20 --out $D/rf.mcap");
    ASSERT_EQ(ran.code, 0) << ran.err;
    const std::string settings = np("inspect $D/rf.mcap --csv --kind setting").out;
    EXPECT_NE(settings.find("energy"), std::string::npos);
    const std::string later = np("follow-up $D/rf.mcap --at 24h --csv").out;
    EXPECT_NE(later.find("contraction"), std::string::npos) << later;
}

TEST_F(CommandLine, a_record_is_not_written_over_without_force) {
    record_pad();
    const Ran again = np("run tutorial/first-strokes --out $D/pad.mcap");
    EXPECT_EQ(again.code, 3);
    EXPECT_NE(again.err.find("--force"), std::string::npos) << again.err;
    EXPECT_EQ(np("run tutorial/first-strokes --out $D/pad.mcap --force").code, 0);
}

TEST_F(CommandLine, replay_verify_inspect_and_grade_a_record) {
    record_pad();
    EXPECT_EQ(np("replay $D/pad.mcap").code, 0);
    EXPECT_EQ(json::parse(np("replay $D/pad.mcap --json").out).at("same"), true);
    const json verified = json::parse(np("verify $D/pad.mcap --json").out);
    EXPECT_EQ(verified.at("whole"), true);
    EXPECT_EQ(verified.at("seal"), "unsealed");
    const json inside = json::parse(np("inspect $D/pad.mcap --json").out);
    EXPECT_EQ(inside.at("meta").at("scenario"), "tutorial/first-strokes");
    EXPECT_GT(inside.at("counts").at("strike"), 100);
    EXPECT_EQ(inside.at("whole"), true);
    const json marks = json::parse(np("grade $D/pad.mcap --json").out);
    EXPECT_TRUE(marks.contains("total") && marks.contains("passed") && marks.contains("critical"));
    EXPECT_FALSE(marks.at("scorers").empty());
    EXPECT_NE(np("inspect $D/pad.mcap --csv --kind strike").out.find("depth_um"), std::string::npos);
}

TEST_F(CommandLine, marks_do_not_depend_on_folder_language_or_time_zone) {
    record_pad();
    const std::string here = np("grade $D/pad.mcap --json").out;
    EXPECT_EQ(shell("cd / && LC_ALL=de_DE.UTF-8 TZ=Pacific/Chatham $NP grade $D/pad.mcap --json").out, here);
    EXPECT_EQ(here.find(scratch_.str()), std::string::npos);
}

TEST_F(CommandLine, a_killed_run_can_be_inspected_replayed_and_graded_up_to_the_cut) {
    // Killed after the 40th durable tick was printed; what was durable then must be in the file.
    const Ran killed = shell(
        "$NP run tutorial/first-strokes --out $D/cut.mcap --follow > $D/ticks & pid=$!; "
        "until [ $(wc -l < $D/ticks) -ge 40 ]; do sleep 0.01; done; kill -9 $pid; wait $pid; tail -n 1 $D/ticks");
    const std::uint64_t promised = std::stoull("0" + contents(scratch_ / "stdout"));
    const json inside = json::parse(np("inspect $D/cut.mcap --json").out);
    EXPECT_EQ(inside.at("whole"), false);
    EXPECT_FALSE(inside.at("cut").get<std::string>().empty());
    EXPECT_GT(promised, 0u);
    EXPECT_GE(inside.at("durable_tick").get<std::uint64_t>(), promised);
    EXPECT_EQ(np("verify $D/cut.mcap").code, 1);
    EXPECT_EQ(np("replay $D/cut.mcap").code, 0);
    EXPECT_EQ(np("grade $D/cut.mcap").code, 0);
}

TEST_F(CommandLine, an_assessment_is_sealed_by_its_station_and_by_no_other) {
    const Ran ran = np("run assessment/short-station --seed 1 --out $D/exam.mcap");
    ASSERT_EQ(ran.code, 0) << ran.err;
    const json own = json::parse(np("verify $D/exam.mcap --json").out);
    EXPECT_EQ(own.at("seal"), "known station");
    shell("mkdir -p $D/others");
    EXPECT_EQ(np("verify $D/exam.mcap --trust $D/others").code, 1);
    EXPECT_EQ(shell("stat -c %a $D/user/needlepoint/station.key").out, "600\n");
}

TEST_F(CommandLine, a_swapped_scorer_is_refused_at_the_start_of_an_assessment) {
    // An installation of our own, in which one scorer is another's bytes.
    const std::string set_up =
        "mkdir -p $D/b/plugins && cp $NP $D/b/ && cp " NP_BINARY_DIR
        "/plugins/*.so $D/b/plugins/ && $D/b/needlepoint-headless --data " NP_SOURCE_DIR " plugin pin $D/b/plugins && ";
    EXPECT_EQ(shell(set_up + "$D/b/needlepoint-headless --data " NP_SOURCE_DIR
                             " run assessment/short-station --out $D/ok.mcap")
                  .code,
              0);
    const Ran refused =
        shell(set_up + "printf x >> $D/b/plugins/depth.so; $D/b/needlepoint-headless --data " NP_SOURCE_DIR
                       " run assessment/short-station --out $D/bad.mcap");
    EXPECT_NE(refused.code, 0);
    EXPECT_NE(refused.err.find("depth.so"), std::string::npos) << refused.err;
    EXPECT_FALSE(std::filesystem::exists(scratch_ / "bad.mcap"));
}

TEST_F(CommandLine, scenario_check_names_line_and_column) {
    std::ofstream(scratch_ / "bad.yaml") << "title: x\nmoed: practice\n";
    const Ran checked = np("scenario check $D/bad.yaml");
    EXPECT_EQ(checked.code, 1);
    EXPECT_NE(checked.out.find("bad.yaml:2:1:"), std::string::npos) << checked.out;
    const json document = json::parse(np("scenario check $D/bad.yaml --json").out);
    EXPECT_FALSE(document.at("files").at(0).at("errors").empty());
    EXPECT_EQ(np("scenario check " NP_SOURCE_DIR "/scenarios/*/*.yaml").code, 0);
}

TEST_F(CommandLine, broken_records_are_answered_with_a_sentence) {
    record_pad();
    shell(
        "head -c 5000 $D/pad.mcap > $D/short.mcap; : > $D/empty.mcap; head -c 100000 /dev/urandom > $D/noise.mcap; "
        "mkdir $D/folder.mcap");
    for (const char* file : {"short", "empty", "noise", "folder"})
        for (const char* command :
             {"grade", "replay", "verify", "inspect", "inspect --json", "report --out $D/x.html"}) {
            const Ran ran = np(std::string(command) + " $D/" + file + ".mcap");
            EXPECT_TRUE(ran.code == 1 || ran.code == 3) << command << " " << file << " gave " << ran.code;
            EXPECT_FALSE(ran.err.empty()) << command << " " << file;
        }
}

TEST_F(CommandLine, a_broken_plugin_folder_is_answered_with_a_sentence) {
    record_pad();
    shell("mkdir -p $D/none $D/bad; echo no library > $D/bad/depth.so");
    for (const char* folder : {"none", "bad", "missing"}) {
        const Ran ran = np("grade $D/pad.mcap --plugins $D/" + std::string(folder));
        EXPECT_LT(ran.code, 4) << folder;
        EXPECT_FALSE(ran.err.empty() && ran.out.empty()) << folder;
    }
}

}  // namespace
}  // namespace np::test
