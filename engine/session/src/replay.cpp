#include "needlepoint/session/replay.h"

#include <algorithm>

#include "field_text.h"

namespace np::session {

namespace {

bool same_bytes(sdk::RecordView a, sdk::RecordView b) {
    return std::equal(a.bytes().begin(), a.bytes().end(), b.bytes().begin(), b.bytes().end());
}

std::string kind_name(std::uint16_t kind) {
    const sdk::KindInfo* info = sdk::kind_info(kind);
    return info != nullptr ? info->name : "kind " + std::to_string(kind);
}

Difference whole_event(sdk::RecordView event, const std::string& field) {
    return {event.tick(), kind_name(event.kind()), field, field == "missing" ? "present" : "absent",
            field == "missing" ? "absent" : "present"};
}

// Both runs of records belong to the same tick of the record; the simulated ones should bear it too.
std::optional<Difference> first_in_tick(const sdk::EventBuffer& recorded, const sdk::EventBuffer& simulated) {
    auto old_at = recorded.begin();
    auto new_at = simulated.begin();
    for (std::size_t place = 0; old_at != recorded.end() || new_at != simulated.end(); ++place, ++old_at, ++new_at) {
        std::optional<Difference> found;
        if (!(new_at != simulated.end()))
            found = whole_event(*old_at, "missing");
        else if (!(old_at != recorded.end()))
            found = whole_event(*new_at, "extra");
        else
            found = first_difference(*old_at, *new_at);
        if (!found) continue;
        found->event.append("#").append(std::to_string(place));
        return found;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Difference> first_difference(sdk::RecordView recorded, sdk::RecordView simulated) {
    if (same_bytes(recorded, simulated)) return std::nullopt;
    Difference result{recorded.tick(), kind_name(recorded.kind()), {}, {}, {}};
    const auto differs = [&](std::string field, std::string before, std::string now) {
        result.field = std::move(field);
        result.recorded = std::move(before);
        result.simulated = std::move(now);
        return result;
    };
    if (recorded.kind() != simulated.kind())
        return differs("kind", kind_name(recorded.kind()), kind_name(simulated.kind()));
    if (recorded.tick() != simulated.tick())
        return differs("tick", std::to_string(recorded.tick()), std::to_string(simulated.tick()));
    if (const sdk::KindInfo* kind = sdk::kind_info(recorded.kind()))
        for (const sdk::FieldInfo& field : kind->fields) {
            const auto before = field_texts(recorded, field), now = field_texts(simulated, field);
            if (before == now) continue;
            if (before.size() != now.size())
                return differs(std::string(field.name) + ".size", std::to_string(before.size()),
                               std::to_string(now.size()));
            const auto [old_at, new_at] = std::mismatch(before.begin(), before.end(), now.begin());
            const bool scalar = field.type != sdk::FieldType::kI32X3 && !is_list(field.type);
            std::string name = field.name;
            if (!scalar) name.append("[").append(std::to_string(old_at - before.begin())).append("]");
            return differs(std::move(name), *old_at, *new_at);
        }
    return differs("bytes", std::to_string(recorded.bytes().size()), std::to_string(simulated.bytes().size()));
}

Expected<ReplayResult> replay(const Record& record, const Step& step) {
    ReplayResult result;
    sdk::EventBuffer simulated;
    Status done = record.for_each_tick([&](sdk::Tick tick, const sdk::EventBuffer& inputs,
                                           const sdk::EventBuffer& events) {
        if (!result.same) return;
        simulated.clear();
        step(inputs, simulated);
        ++result.ticks;
        const auto recorded_bytes = events.bytes(), simulated_bytes = simulated.bytes();
        if (std::equal(recorded_bytes.begin(), recorded_bytes.end(), simulated_bytes.begin(), simulated_bytes.end()))
            return;
        result.first_difference = first_in_tick(events, simulated);
        if (result.first_difference) result.first_difference->tick = tick;
        result.same = !result.first_difference;
    });
    if (!done && result.same) return tl::unexpected(done.error());
    return result;
}

}  // namespace np::session
