// The order in which scorers are loaded, how records arrive, who asks in between, and what runs where and when: none
// of it may change a byte of what they say.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "needlepoint/anatomy/practice_pad.h"
#include "needlepoint/plugin_host/fold.h"
#include "needlepoint/scenario/rule_pack.h"
#include "needlepoint/sdk/math.h"

namespace np::plugin_host {
namespace {

SessionFacts make_facts() {
    const auto pack = scenario::load_rule_pack(NP_SOURCE_DIR "/assets/rules/default_v1.yaml");
    if (!pack) throw std::runtime_error(pack.error().message);
    SessionFacts made;
    made.scenario = "test/pad";
    made.seed = 5;
    made.parameters = pack->parameters;
    made.parameters.set("session.device", std::string("skinpen_precision"));
    made.parameters.set("session.mode", std::string("practice"));
    made.parameters.set("plan.zones", std::string("pad_flat"));
    made.parameters.set("plan.pad_flat.rho_ref", 245.0);
    made.parameters.set("plan.pad_flat.max_mm", 1.5);
    made.parameters.set("test.word", std::string("hello"));
    made.parameters.set("test.one", Parameter{1.0, "mm", {"EA", "nowhere", "", ""}});
    made.patient = anatomy::make_practice_pad(made.parameters).table.encode();
    return made;
}

// Strikes and strokes, several on a tick, with gaps longer than a batch.
sdk::EventBuffer make_session() {
    sdk::EventBuffer records;
    sdk::Tick tick = 0;
    for (std::uint64_t i = 0; i < 150; ++i) {
        tick += np_random_bits(11, 1, i) % (i % 40 == 0 ? 900 : 25);
        sdk::event::strike strike;
        strike.tick = tick;
        strike.set_depth_um = i % 7 == 0 ? 2000 : 1000;
        strike.force_mn = 900;
        strike.speed_um_s = 30000;
        strike.axis_q30[2] = -(1 << 30);
        strike.cell.assign(14, static_cast<std::uint32_t>(np_random_bits(11, 2, i) % 10000));
        strike.zone.assign(14, 0);
        strike.depth_um.assign(14, 900);
        strike.drag_um.assign(14, 0);
        records.append(strike);
        sdk::event::stroke_end stroke;
        stroke.tick = tick;
        stroke.mean_speed_um_s = static_cast<std::int32_t>(np_random_bits(11, 3, i) % 120000);
        if (i % 5 == 0) records.append(stroke);
    }
    return records;
}

// Everything that a report could show of it, number for number.
std::string written(std::vector<Result> results) {
    std::sort(results.begin(), results.end(), [](const Result& a, const Result& b) { return a.id < b.id; });
    std::string all;
    char number[40];
    const auto add = [&](double value) {
        std::snprintf(number, sizeof number, "%a ", value);
        all += number;
    };
    for (const Result& result : results) {
        all += result.id + " " + result.version + " " + to_hex(result.digest) + " " + result.reason + "\n";
        for (const double value :
             {double(static_cast<int>(result.state)), double(result.tick), double(result.mark), double(result.full)})
            add(value);
        for (const sdk::Finding& finding : result.findings) {
            all += finding.id + finding.rule + finding.text + finding.better + finding.source + "\n";
            for (const double value :
                 {double(finding.cost), double(finding.first_tick), double(finding.end_tick),
                  finding.value.value_or(-1), finding.limit.value_or(-1), double(finding.zone), double(finding.cell)})
                add(value);
        }
        for (const Figure& figure : result.figures) {
            all += figure.key;
            add(figure.value);
        }
    }
    return all;
}

// ./bootstrap test --long
bool is_long() {
    const char* set = std::getenv("NEEDLEPOINT_LONG_TESTS");
    return set != nullptr && std::string_view(set) == "1";
}

class Chance {
  public:
    explicit Chance(std::uint64_t seed) : seed_(seed) {}
    std::uint64_t below(std::uint64_t limit) { return np_random_bits(seed_, 0, index_++) % limit; }

  private:
    std::uint64_t seed_, index_ = 0;
};

TEST(Order, OfLoadingCutsAndTimingChangesNoByte) {
    const SessionFacts facts = make_facts();
    const sdk::EventBuffer records = make_session();
    std::vector<std::shared_ptr<const Library>> here, apart;
    for (const char* name : {"counter", "looker", "template", "throws_later", "no_mark"}) {
        const std::string file = std::string(TRY_PLUGINS "/") + name + ".so";
        here.push_back(*Library::load(file));
        apart.push_back(*Library::load_apart(file, nullptr, name[0] != 't'));
    }
    // A thousand in this process; with workers, whose timing is the system's, each twentieth, or all in the long test.
    const std::uint64_t with_workers = is_long() ? 1 : 20;
    std::string expected;
    for (std::uint64_t round = 0; round < 1000; ++round) {
        Chance chance(round);
        Libraries scorers;
        for (std::size_t i = 0; i < here.size(); ++i)
            scorers.push_back(round % with_workers == 0 && chance.below(2) == 0 ? apart[i] : here[i]);
        for (std::size_t i = scorers.size(); i > 1; --i) std::swap(scorers[i - 1], scorers[chance.below(i)]);
        FoldOptions options;
        options.may_wait = chance.below(2) == 0;
        options.read_again = [&](const FoldOptions::Visit& visit) -> Status {
            for (const sdk::RecordView record : records)
                if (auto status = visit(record); !status) return status;
            return {};
        };
        auto fold = Fold::begin(scorers, facts, {}, options);
        ASSERT_TRUE(fold) << fold.error().message;
        for (const sdk::RecordView record : records) {
            ASSERT_TRUE(fold->consume(record));
            if (chance.below(120) == 0) fold->results();
            if (round % with_workers == 0 && chance.below(60) == 0)
                std::this_thread::sleep_for(std::chrono::microseconds(chance.below(500)));
        }
        fold->close();
        const std::string said = written(fold->results());
        if (expected.empty()) expected = said;
        ASSERT_EQ(said, expected) << "round " << round;
    }
    EXPECT_NE(expected.find("counter"), std::string::npos);
    EXPECT_NE(expected.find("enough"), std::string::npos);
}

}  // namespace
}  // namespace np::plugin_host
