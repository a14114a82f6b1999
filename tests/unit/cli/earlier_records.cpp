// A record outlives the program that made it: whatever keys it is too old to have, it is graded, reported and followed
// up; only its every bit can't be repeated, and `replay` says why.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "needlepoint/core/files.h"
#include "needlepoint/scenario/earlier_rules.h"
#include "needlepoint/session/record.h"
#include "needlepoint/session/recorder.h"
#include "run_program.h"

namespace np::test {
namespace {

using nlohmann::json;

class EarlierRecords : public testing::Test {
  protected:
    Ran np(const std::string& arguments) {
        return run(scratch_, NP_BINARY_DIR "/needlepoint-headless", "$NP " + arguments);
    }
    void record_pad() {
        const Ran ran = np("run tutorial/first-strokes --trainee novice --seed 3 --out $D/pad.mcap");
        ASSERT_EQ(ran.code, 0) << ran.err;
    }
    // The same session as a program would have recorded it that did not know the keys which `taken` names.
    std::size_t take_keys_out(const std::function<bool(const std::string&)>& taken) {
        const auto record = session::Record::open(scratch_.str() + "/pad.mcap");
        EXPECT_TRUE(record) << record.error().message;
        session::Meta meta = record->meta();
        const auto parameters = Parameters::parse_canonical(meta.text(session::kParametersAttachment));
        EXPECT_TRUE(parameters);
        Parameters kept;
        for (const auto& [key, value] : parameters->entries())
            if (!taken(key)) kept.set(key, value);
        const std::string text = kept.canonical();
        const auto bytes = std::as_bytes(std::span(text));
        meta.attachments[std::string(session::kParametersAttachment)].assign(bytes.begin(), bytes.end());
        session::Recorder::Options options;
        options.replace = true;
        auto recorder = session::Recorder::create(scratch_.str() + "/old.mcap", meta, options);
        EXPECT_TRUE(recorder) << recorder.error().message;
        EXPECT_TRUE(
            record->for_each_tick([&](sdk::Tick tick, const sdk::EventBuffer& inputs, const sdk::EventBuffer& events) {
                EXPECT_TRUE(recorder->append(tick, inputs, events));
            }));
        EXPECT_TRUE(recorder->close());
        return parameters->entries().size() - kept.entries().size();
    }
    json grade(const char* file) {
        const Ran ran = np(std::string("grade $D/") + file + " --json");
        EXPECT_EQ(ran.code, 0) << ran.err;
        return json::parse(ran.out);
    }
    Scratch scratch_;
};

const Parameters& earlier() {
    return *scenario::earlier_rules();
}

TEST_F(EarlierRecords, keys_that_no_mark_rests_on_change_no_mark) {
    record_pad();
    const std::size_t taken = take_keys_out([](const std::string& key) {
        return earlier().find(key) != nullptr && key.rfind("contact.", 0) != 0 && key.rfind("hand.", 0) != 0;
    });
    ASSERT_GT(taken, 200U);
    json now = grade("pad.mcap"), then = grade("old.mcap");
    EXPECT_FALSE(now.contains("earlier_rules"));
    EXPECT_EQ(then.at("earlier_rules").size(), taken);
    then.erase("earlier_rules");
    EXPECT_EQ(then, now);
}

TEST_F(EarlierRecords, loose_skin_is_as_stiff_as_it_was_then) {
    record_pad();
    ASSERT_EQ(take_keys_out([](const std::string& key) { return key == "contact.loose_stiffness"; }), 1U);
    const Ran said = np("grade $D/old.mcap");
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_NE(said.out.find("older than 1 rule of today (such as contact.loose_stiffness)"), std::string::npos)
        << said.out;
    // The bits are another program's, and that is said.
    const Ran replayed = np("replay $D/old.mcap");
    EXPECT_EQ(replayed.code, 1);
    EXPECT_NE(replayed.err.find("first at tick"), std::string::npos) << replayed.err;
    EXPECT_NE(replayed.err.find("older than 1 rule of today"), std::string::npos) << replayed.err;
    EXPECT_NE(replayed.err.find("grade it"), std::string::npos) << replayed.err;
}

// Made by the program of 2026-11-21, before the skin healed, before devices failed, before heat.
class KeptRecord : public EarlierRecords {
  protected:
    const std::string file_ = NP_TEST_DIR "/before-2026-11-21.mcap";
};

TEST_F(KeptRecord, is_graded_reported_and_followed_up) {
    const Ran graded = np("grade " + file_ + " --json");
    ASSERT_EQ(graded.code, 0) << graded.err;
    const json marks = json::parse(graded.out);
    EXPECT_GT(marks.at("earlier_rules").size(), 150U);
    // To the hundredth what it was given then.
    EXPECT_EQ(marks.at("total"), 64.03);
    std::map<std::string, double> scored;
    for (const json& scorer : marks.at("scorers")) {
        EXPECT_NE(scorer.at("state"), "not scored") << scorer.at("id") << ": " << scorer.at("reason");
        if (scorer.at("state") == "scored") scored[scorer.at("id")] = scorer.at("mark");
    }
    EXPECT_EQ(scored, (std::map<std::string, double>{{"coverage", 0}, {"depth", 97.44}, {"technique", 100}}));
    EXPECT_EQ(np("inspect " + file_ + " --json").code, 0);
    const Ran report = np("report " + file_ + " --out $D/report.html");
    EXPECT_EQ(report.code, 0) << report.err;
    const auto html = read_text(scratch_.str() + "/report.html");
    ASSERT_TRUE(html);
    EXPECT_NE(html->find("it is read as the program worked without them"), std::string::npos);
    const Ran later = np("follow-up " + file_ + " --at 24h --json");
    EXPECT_EQ(later.code, 0) << later.err;
    EXPECT_EQ(np("export " + file_ + " --with strikes --out $D/strikes.csv").code, 0);
    EXPECT_EQ(np("grade " + file_ + " --rules jurisdiction_cap_050 --json").code, 0);
    // Bit for bit the same, or a sentence that says why not.
    const Ran replayed = np("replay " + file_);
    EXPECT_TRUE(replayed.code == 0 || (replayed.code == 1 && replayed.err.find("older than") != std::string::npos))
        << replayed.code << replayed.err;
}

}  // namespace
}  // namespace np::test
