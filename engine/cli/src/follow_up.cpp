#include "follow_up.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "needlepoint/anatomy/zone_table.h"
#include "needlepoint/assessment/grade.h"
#include "needlepoint/core/files.h"
#include "needlepoint/scenario/rule_pack.h"

namespace np::cli {

using json = nlohmann::ordered_json;

namespace {

struct Session {
    anatomy::ZoneTable table;
    skin::FollowUp follow;
};

Expected<Parameters> parameters_of(const session::Record& record) {
    auto facts = assessment::facts_of(record);
    if (!facts) return tl::unexpected(facts.error());
    return std::move(facts->parameters);
}

Expected<anatomy::ZoneTable> table_of(const session::Record& record) {
    const auto found = record.meta().attachments.find(std::string(session::kZonesAttachment));
    if (found == record.meta().attachments.end())
        return no("the record carries no zone table, so there is no skin to follow");
    return anatomy::ZoneTable::decode(found->second);
}

// Evidence is for rule packs; a person's aftercare needs none.
Expected<Parameters> read_aftercare_file(const std::string& file) {
    const auto bytes = read_file(file);
    if (!bytes) return tl::unexpected(bytes.error());
    std::string text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    if (text.rfind("evidence:", 0) != 0 && text.find("\nevidence:") == std::string::npos)
        text += "\nevidence: {tag: EA, source: \"the aftercare file\", approved_by: \"\", date: 2026-01-01}\n";
    auto parsed = scenario::parse_rules(text, file);
    if (!parsed.diagnostics.empty())
        return no("the aftercare file does not read well:\n" + scenario::to_text(parsed.diagnostics));
    return std::move(parsed.parameters);
}

struct Curve {
    const char* name;
    double (*value)(const skin::ZoneLater&);
};
constexpr Curve kCurves[] = {
    {"erythema", [](const skin::ZoneLater& z) { return z.erythema; }},
    {"erythema_visible", [](const skin::ZoneLater& z) { return z.erythema_visible; }},
    {"swelling", [](const skin::ZoneLater& z) { return z.swelling; }},
    {"barrier_open", [](const skin::ZoneLater& z) { return z.barrier_open; }},
    {"flaking", [](const skin::ZoneLater& z) { return z.flake; }},
    {"tenderness", [](const skin::ZoneLater& z) { return z.tenderness; }},
    {"pigment", [](const skin::ZoneLater& z) { return z.pigment; }},
    {"collagen", [](const skin::ZoneLater& z) { return z.collagen; }},
    {"texture", [](const skin::ZoneLater& z) { return z.texture; }},
    {"contraction", [](const skin::ZoneLater& z) { return z.contraction; }},
};

// Four digits are more than the model can promise, and the same on every machine.
double rounded(double value) {
    return static_cast<double>(static_cast<long long>(value * 1e4 + (value < 0 ? -0.5 : 0.5))) / 1e4;
}

json fates_of(const skin::ZoneOutlook& out) {
    json list = json::array();
    for (std::size_t i = 0; i < out.fates.size(); ++i) {
        const skin::Fate& fate = out.fates[i];
        if (fate.probability <= 0) continue;
        json row{{"id", skin::to_word(fate.which)},
                 {"probability", rounded(fate.probability)},
                 {"planned", rounded(out.planned_risk[i])},
                 {"happens", fate.happens}};
        if (fate.happens) row["onset_days"] = rounded(fate.onset_days);
        if (fate.happens && fate.length_days > 0) row["length_days"] = rounded(fate.length_days);
        list.push_back(std::move(row));
    }
    return list;
}

json to_json(const Session& session, const std::vector<std::uint32_t>& zones, const std::vector<double>& hours) {
    const skin::FollowUp& follow = session.follow;
    json care = json::array();
    for (const skin::HabitSpan& span : follow.aftercare().spans)
        care.push_back({{"habit", skin::to_word(span.habit)}, {"from_h", span.from_h}, {"until_h", span.until_h}});
    json document{{"schema", 1},
                  {"aftercare", {{"name", follow.aftercare().name}, {"habits", std::move(care)}}},
                  {"course", {{"sessions", follow.course().sessions}, {"every_days", follow.course().every_days}}},
                  {"hours", hours},
                  {"zones", json::array()}};
    std::vector<std::vector<skin::ZoneLater>> later;  // by zone, then hour
    later.resize(zones.size());
    for (const double h : hours) {
        const skin::Later moment = follow.at(h);
        for (std::size_t z = 0; z < zones.size(); ++z) later[z].push_back(moment.zone(zones[z]));
    }
    for (std::size_t z = 0; z < zones.size(); ++z) {
        const skin::ZoneOutlook& out = follow.outlook(zones[z]);
        json curves;
        for (const Curve& curve : kCurves) {
            json values = json::array();
            for (const skin::ZoneLater& one : later[z]) values.push_back(rounded(curve.value(one)));
            curves[curve.name] = std::move(values);
        }
        document["zones"].push_back({{"id", session.table.zones[zones[z]].id},
                                     {"overtreated", out.overtreated},
                                     {"downtime_days", rounded(out.downtime_days)},
                                     {"collagen", rounded(out.collagen)},
                                     {"planned_collagen", rounded(out.planned_collagen)},
                                     {"burden", rounded(out.burden)},
                                     {"planned_burden", rounded(out.planned_burden)},
                                     {"complications", fates_of(out)},
                                     {"curves", std::move(curves)}});
    }
    return document;
}

void print_csv(const Session& session, const std::vector<std::uint32_t>& zones, const std::vector<double>& hours) {
    std::string text = "zone,hours";
    for (const Curve& curve : kCurves) text += std::string(",") + curve.name;
    text += "\n";
    for (const double h : hours) {
        const skin::Later moment = session.follow.at(h);
        for (const std::uint32_t zone : zones) {
            const skin::ZoneLater later = moment.zone(zone);
            text += session.table.zones[zone].id + "," + json(rounded(h)).dump();
            for (const Curve& curve : kCurves) text += "," + json(rounded(curve.value(later))).dump();
            text += "\n";
        }
    }
    std::fputs(text.c_str(), stdout);
}

void print_table(const Session& session, const std::vector<std::uint32_t>& zones, const std::vector<double>& hours) {
    std::printf("aftercare %s, %d session%s\n", session.follow.aftercare().name.c_str(),
                session.follow.course().sessions, session.follow.course().sessions == 1 ? "" : "s");
    for (const std::uint32_t zone : zones) {
        const skin::ZoneOutlook& out = session.follow.outlook(zone);
        std::printf("\n%s: redness is seen for %.1f days, collagen %.1f %% (as planned %.1f %%)%s\n",
                    session.table.zones[zone].id.c_str(), out.downtime_days, 100 * out.collagen,
                    100 * out.planned_collagen, out.overtreated ? ", overtreated" : "");
        std::printf("  %-10s %8s %8s %8s %8s %8s %8s %8s %8s\n", "after", "redness", "seen", "swelling", "open",
                    "flaking", "pain", "pigment", "collagen");
        for (const double h : hours) {
            const skin::ZoneLater z = session.follow.at(h).zone(zone);
            std::printf("  %-10s %8.2f %8.2f %8.2f %8.2f %8.2f %8.1f %8.2f %8.3f\n", skin::hours_text(h).c_str(),
                        z.erythema, z.erythema_visible, z.swelling, z.barrier_open, z.flake, z.tenderness, z.pigment,
                        z.collagen);
        }
        for (const skin::Fate& fate : out.fates) {
            if (fate.probability <= 0) continue;
            std::printf("  %-20s %6.2f %%", std::string(skin::to_word(fate.which)).c_str(), 100 * fate.probability);
            if (fate.happens)
                std::printf("  comes after %s%s", skin::hours_text(24 * fate.onset_days).c_str(),
                            fate.length_days > 0 ? (", lasts " + skin::hours_text(24 * fate.length_days)).c_str()
                                                 : " and stays");
            std::printf("\n");
        }
    }
}

Expected<std::vector<double>> times_of(const std::vector<std::string>& words) {
    if (words.empty()) return skin::curve_hours();
    std::vector<double> hours;
    for (const std::string& word : words) {
        const auto one = skin::parse_hours(word);
        if (!one) return tl::unexpected(one.error());
        hours.push_back(*one);
    }
    return hours;
}

Expected<std::vector<std::uint32_t>> zones_of(const Session& session, const std::string& wanted) {
    std::vector<std::uint32_t> zones = session.follow.needled();
    if (wanted.empty()) return zones;
    for (std::uint32_t zone = 0; zone < session.table.zones.size(); ++zone)
        if (session.table.zones[zone].id == wanted) return std::vector<std::uint32_t>{zone};
    return usage("--zone " + wanted + ": the id of a zone of this body was expected, such as " +
                 (session.table.zones.empty() ? "malar_l" : session.table.zones.front().id));
}

}  // namespace

Expected<skin::SkinState> skin_at_end(const session::Record& record) {
    const auto parameters = parameters_of(record);
    if (!parameters) return tl::unexpected(parameters.error());
    const auto table = table_of(record);
    if (!table) return tl::unexpected(table.error());
    auto skin = skin::SkinState::create(*table, *parameters);
    if (!skin) return skin;
    const auto read = record.for_each_block(
        [&](const session::Block& block) {
            for (const sdk::RecordView event : block.events) skin->consume(event);
        },
        true);
    if (!read) return tl::unexpected(read.error());
    skin->advance_to(record.end_tick());
    return skin;
}

Expected<skin::Aftercare> find_aftercare(const session::Record& record, const skin::SkinState& skin,
                                         const std::string& aftercare) {
    const auto parameters = parameters_of(record);
    if (!parameters) return tl::unexpected(parameters.error());
    if (aftercare == "as_told") {
        const auto good = skin::read_aftercare(*parameters, "good");
        if (!good) return tl::unexpected(good.error());
        const auto careless = skin::read_aftercare(*parameters, "careless");
        if (!careless) return tl::unexpected(careless.error());
        return skin::as_told(*good, *careless, skin.told().aftercare, skin.told().sun);
    }
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(aftercare, ignored)) return skin::read_aftercare(*parameters, aftercare);
    const auto own = read_aftercare_file(aftercare);
    if (!own) return tl::unexpected(own.error());
    const std::string prefix = "aftercare.";
    const auto first = own->entries().lower_bound(prefix);
    if (first == own->entries().end() || first->first.rfind(prefix, 0) != 0)
        return no(aftercare + ": a block 'aftercare:' with a name and habits was expected, found none");
    return skin::read_aftercare(
        *own, first->first.substr(prefix.size(), first->first.find('.', prefix.size()) - prefix.size()));
}

Status follow_up(const FollowUpArguments& arguments) {
    const auto record = session::Record::open(arguments.file);
    if (!record) return tl::unexpected(record.error());
    if (!record->whole()) std::fprintf(stderr, "needlepoint: %s\n", record->cut_sentence().c_str());
    const auto hours = times_of(arguments.at);
    if (!hours) return tl::unexpected(hours.error());
    const auto every_h = skin::parse_hours(arguments.every);
    if (!every_h) return tl::unexpected(every_h.error());
    auto skin = skin_at_end(*record);
    if (!skin) return tl::unexpected(skin.error());
    auto care = find_aftercare(*record, *skin, arguments.aftercare);
    if (!care) return tl::unexpected(care.error());
    auto table = table_of(*record);
    if (!table) return tl::unexpected(table.error());
    const Session session{std::move(*table), skin::FollowUp::create(std::move(*skin), std::move(*care),
                                                                    {arguments.sessions, *every_h / 24})};
    const auto zones = zones_of(session, arguments.zone);
    if (!zones) return tl::unexpected(zones.error());
    if (zones->empty()) return no("no skin was needled in " + arguments.file + ", so there is nothing to follow");
    if (arguments.json)
        std::printf("%s\n", to_json(session, *zones, *hours).dump(2).c_str());
    else if (arguments.csv)
        print_csv(session, *zones, *hours);
    else
        print_table(
            session, *zones,
            arguments.at.empty() ? std::vector<double>{1.0 / 6, 1, 8, 24, 72, 168, 672, 2016, 4380, 8760} : *hours);
    return {};
}

}  // namespace np::cli
