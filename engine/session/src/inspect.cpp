#include "needlepoint/session/inspect.h"

#include "field_text.h"

namespace np::session {

namespace {

constexpr std::uint64_t kTicksPerMinute = 60'000;

// A cell of a table: quoted where commas, quotes or line ends would break it.
std::string cell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string heading(const sdk::KindInfo& kind) {
    std::string line = "kind,tick";
    for (const sdk::FieldInfo& field : kind.fields) {
        const std::string name = std::string(",") + field.name;
        line += field.type == sdk::FieldType::kI32X3 ? name + "_x" + name + "_y" + name + "_z" : name;
    }
    return line + "\n";
}

std::string row(const sdk::KindInfo& kind, sdk::RecordView record) {
    std::string line = std::string(kind.name) + "," + std::to_string(record.tick());
    for (const sdk::FieldInfo& field : kind.fields) {
        const auto texts = field_texts(record, field);
        if (!is_list(field.type)) {
            for (const auto& text : texts) (line += ',') += cell(text);
            continue;
        }
        line += ',';
        for (std::size_t i = 0; i < texts.size(); ++i) (line += i == 0 ? "" : " ") += texts[i];
    }
    return line + "\n";
}

void count(const sdk::EventBuffer& records, std::map<std::string, std::uint64_t>& counts) {
    for (const sdk::RecordView record : records)
        if (const sdk::KindInfo* kind = sdk::kind_info(record.kind())) ++counts[kind->name];
}

}  // namespace

Inspection inspect(const Record& record) {
    Inspection result;
    result.meta = record.meta().facts;
    for (const auto& [name, contents] : record.meta().attachments) result.attachments[name] = contents.size();
    for (const sdk::KindInfo& kind : sdk::kKinds) result.counts[kind.name] = 0;
    const Status done = record.for_each_block([&](const Block& block) {
        count(block.inputs, result.counts);
        count(block.events, result.counts);
        result.duration_ticks = block.end_tick;
    });
    result.durable_tick = result.duration_ticks;
    result.whole = done && record.whole();
    result.cut = done ? record.cut_sentence() : done.error().message;
    if (result.duration_ticks != 0)
        result.bytes_per_minute =
            (record.bytes().size() - record.head_bytes()) * kTicksPerMinute / result.duration_ticks;
    return result;
}

Status write_csv(const Record& record, std::string_view kind, const std::function<void(std::string_view)>& out) {
    // One pass to learn what occurs, so that only those kinds are looked for.
    std::map<std::string, std::uint64_t> counts;
    const Status readable = record.for_each_block([&](const Block& block) {
        count(block.inputs, counts);
        count(block.events, counts);
    });
    bool known = kind.empty(), first = true;
    for (const sdk::KindInfo& info : sdk::kKinds) {
        if (!kind.empty() && kind != info.name) continue;
        known = true;
        const bool occurs = counts.find(info.name) != counts.end();
        if (!occurs && kind.empty()) continue;
        if (!first) out("\n");
        first = false;
        out(heading(info));
        if (!occurs) continue;
        (void)record.for_each_block([&](const Block& block) {
            for (const sdk::RecordView each : sdk::is_input(info.number) ? block.inputs : block.events)
                if (each.kind() == info.number) out(row(info, each));
        });
    }
    if (known) return readable;
    std::string names;
    for (const sdk::KindInfo& info : sdk::kKinds) names += std::string(names.empty() ? "" : ", ") + info.name;
    return usage("a kind of record was expected (" + names + "), found '" + std::string(kind) + "'");
}

}  // namespace np::session
