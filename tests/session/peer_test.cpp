// Our files with the MCAP and ROS packages of others, and theirs with ours.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "compression.h"
#include "made_records.h"
#include "needlepoint/core/files.h"
#include "needlepoint/session/inspect.h"
#include "needlepoint/session/mcap.h"
#include "needlepoint/session/verify.h"

namespace np::session::test {
namespace {

class Peer : public testing::Test {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists(modules_ / "@mcap/core"))
            FAIL() << "the npm packages of tests/session/mcap-peer are not installed; ./bootstrap test does that";
        auto recorder = Recorder::create(file_, small_meta());
        ASSERT_TRUE(recorder);
        ASSERT_TRUE(MadeSession(21, 640).record(*recorder));
        ASSERT_TRUE(recorder->close());
    }
    // What a script printed; the test fails if it did not succeed.
    std::string node(const std::string& script, const std::string& arguments) {
        const std::string command =
            std::string("node ") + NP_TEST_DIR + "/mcap-peer/" + script + " " + modules_.string() + " " + arguments;
        FILE* pipe = ::popen(command.c_str(), "r");
        std::string text;
        char buffer[65536];
        for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) != 0;) text.append(buffer, got);
        EXPECT_EQ(::pclose(pipe), 0) << command;
        return text;
    }

    const std::filesystem::path modules_ = std::filesystem::path(NP_SOURCE_DIR) / "build/npm/mcap-peer/node_modules";
    const Folder folder_;
    const std::filesystem::path file_ = folder_ / "ours.mcap";
};

TEST_F(Peer, ReadsOurFilesDownToEveryValue) {
    const auto record = Record::open(file_);
    ASSERT_TRUE(record);
    const auto seen = nlohmann::json::parse(node("read.cjs", file_.string()), nullptr, false);
    ASSERT_TRUE(seen.is_object());
    EXPECT_TRUE(seen["streamed"].get<bool>());
    EXPECT_EQ(seen["chunks"], record->block_count());
    EXPECT_EQ(seen["chains"].size(), record->block_count());
    EXPECT_EQ(seen["chains"].back()["end"], 640);
    EXPECT_EQ(seen["attachments"]["scenario.yaml"], small_meta().text("scenario.yaml").size());
    EXPECT_EQ(seen["metadata"]["needlepoint/session"]["seed"], "7");
    for (const sdk::KindInfo& kind : sdk::kKinds) {
        std::string ours;
        ASSERT_TRUE(write_csv(*record, kind.name, [&](std::string_view text) { ours += text; }));
        ours.erase(0, ours.find('\n') + 1);  // the heading
        ASSERT_FALSE(ours.empty()) << kind.name;
        EXPECT_EQ(seen["csv"][kind.name].get<std::string>(), ours) << kind.name;
        EXPECT_EQ(seen["topics"][kind.topic]["encoding"], "cdr");
    }
}

// Topic, time and bytes of every message, sorted: readers with an index give them by time.
using Messages = std::vector<std::tuple<std::string, std::uint64_t, std::string>>;

Messages messages_of(const std::vector<std::byte>& bytes) {
    Messages messages;
    std::map<std::uint16_t, std::string> topics;
    const auto take = [&](const mcap::RawRecord& raw) {
        if (const auto channel = mcap::read<mcap::Channel>(raw)) topics[channel->id] = channel->topic;
        if (const auto message = mcap::read<mcap::Message>(raw))
            messages.emplace_back(
                topics.at(message->channel_id), message->log_time,
                std::string(reinterpret_cast<const char*>(message->data.data()), message->data.size()));
    };
    std::size_t at = sizeof mcap::kMagic;
    while (const auto raw = mcap::record_at(bytes, at)) {
        at = raw->end;
        if (raw->opcode == mcap::Opcode::kDataEnd) break;
        take(*raw);
        const auto chunk = mcap::read<mcap::Chunk>(*raw);
        if (!chunk) continue;
        std::vector<std::byte> content(chunk->records.begin(), chunk->records.end());
        if (chunk->compression == "zstd") {
            EXPECT_TRUE(Unpacker().unpack(chunk->records, chunk->uncompressed_size, content));
        }
        std::size_t inside = 0;
        while (const auto inner = mcap::record_at(content, inside)) {
            inside = inner->end;
            take(*inner);
        }
    }
    std::sort(messages.begin(), messages.end());
    return messages;
}

TEST_F(Peer, WritesFilesThatWeRead) {
    const auto ours = messages_of(*read_file(file_));
    EXPECT_GT(ours.size(), 7u * 10);
    for (const std::string form : {"loose", "chunks"}) {
        const auto theirs = folder_ / (form + ".mcap");
        ASSERT_EQ(node("rewrite.cjs", file_.string() + " " + theirs.string() + " " + form), "");
        EXPECT_EQ(messages_of(*read_file(theirs)), ours) << form;
        // It is no record of ours any more, and both say so.
        EXPECT_FALSE(verify(theirs, TrustedStations())->good());
        const auto record = Record::open(theirs);
        EXPECT_TRUE(!record || !record->whole());
    }
}

}  // namespace
}  // namespace np::session::test
