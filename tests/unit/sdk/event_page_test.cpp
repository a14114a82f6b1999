// engine/sdk/EVENTS.md is written from the event table; this keeps the two equal. NP_WRITE_PAGES=1 writes it anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "needlepoint/sdk/events.hpp"

namespace np::sdk {
namespace {

const char* type_name(FieldType type) {
    switch (type) {
        case FieldType::kU32:
            return "uint32";
        case FieldType::kI32:
            return "int32";
        case FieldType::kU64:
            return "uint64";
        case FieldType::kI64:
            return "int64";
        case FieldType::kI32X3:
            return "int32[3]";
        case FieldType::kText:
            return "text";
        case FieldType::kU8s:
            return "uint8[]";
        case FieldType::kU32s:
            return "uint32[]";
        case FieldType::kI32s:
            return "int32[]";
    }
    return "";
}

std::string page() {
    std::string text =
        "# Events\n\nWritten from `event_table.h`; do not edit. Every record begins with its size, kind, revision and "
        "tick (1 ms). Kinds below 32 are inputs; scorers see the others.\n";
    for (const KindInfo& kind : kKinds) {
        text += "\n## " + std::string(kind.name) + " (" + std::to_string(kind.number) + ", `" + kind.topic + "`)\n\n" +
                kind.doc + ".\n\n| field | type | unit | meaning |\n|---|---|---|---|\n";
        for (const FieldInfo& field : kind.fields)
            text += "| `" + std::string(field.name) + "` | " + type_name(field.type) + " | " + field.unit + " | " +
                    field.doc + " |\n";
    }
    return text;
}

TEST(EventPage, SaysWhatTheTableSays) {
    const std::string file = NP_SOURCE_DIR "/engine/sdk/EVENTS.md";
    if (std::getenv("NP_WRITE_PAGES") != nullptr) std::ofstream(file) << page();
    std::ifstream in(file);
    std::stringstream found;
    found << in.rdbuf();
    EXPECT_EQ(found.str(), page()) << "run this test once with NP_WRITE_PAGES=1";
}

}  // namespace
}  // namespace np::sdk
