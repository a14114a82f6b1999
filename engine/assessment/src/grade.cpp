#include "needlepoint/assessment/grade.h"

#include <charconv>

#include "needlepoint/scenario/earlier_rules.h"

namespace np::assessment {

namespace {

Expected<Parameters> parameters_of(const session::Record& record, std::vector<std::string>& filled_in) {
    auto parameters = Parameters::parse_canonical(record.meta().text(session::kParametersAttachment));
    if (!parameters) return no("the record's parameters cannot be read: " + parameters.error().message);
    const auto& earlier = scenario::earlier_rules();
    if (!earlier) return tl::unexpected(earlier.error());
    filled_in = scenario::fill_in_earlier(*parameters, *earlier);
    return parameters;
}

}  // namespace

Expected<RecordFacts> facts_of(const session::Record& record, plugin_host::PatientSkins* patients) {
    const session::Meta& meta = record.meta();
    const auto fact = [&](const char* name) {
        const auto found = meta.facts.find(name);
        return found == meta.facts.end() ? std::string() : found->second;
    };
    for (const auto name : {session::kParametersAttachment, session::kZonesAttachment})
        if (meta.attachments.find(std::string(name)) == meta.attachments.end())
            return no("the attachment '" + std::string(name) +
                      "' was expected in the record and is missing; only a complete record can be graded");
    RecordFacts facts;
    facts.scenario = fact("scenario");
    const std::string seed = fact("seed");
    const auto [end, error] = std::from_chars(seed.data(), seed.data() + seed.size(), facts.seed);
    if (error != std::errc{} || end != seed.data() + seed.size())
        return no("a whole number was expected as the record's seed, found '" + seed + "'; the record is damaged");
    auto parameters = parameters_of(record, facts.filled_in);
    if (!parameters) return tl::unexpected(parameters.error());
    facts.parameters = std::move(*parameters);
    const std::vector<std::byte>& zone_table = meta.attachments.at(std::string(session::kZonesAttachment));
    if (patients == nullptr) {
        facts.patient = zone_table;
        return facts;
    }
    auto patient = patients->of(zone_table, facts.parameters);
    if (!patient) return tl::unexpected(patient.error());
    facts.patient = std::move(*patient);
    return facts;
}

Expected<Grader> Grader::begin(const plugin_host::Libraries& scorers, plugin_host::SessionFacts facts,
                               plugin_host::LogLine log, plugin_host::FoldOptions options) {
    Parameters parameters = facts.parameters;
    auto fold = plugin_host::Fold::begin(scorers, std::move(facts), std::move(log), std::move(options));
    if (!fold) return tl::unexpected(fold.error());
    return Grader(std::move(*fold), std::move(parameters));
}

Marks Grader::preview() const {
    return weigh(fold_.results(), fold_.zone_ids(), parameters_);
}

Marks Grader::finish() {
    fold_.close();
    return preview();
}

namespace {

// The events of each block, in order. A damaged block ends the record: what lies before it is graded, and whoever
// opened the record has said so.
template <class Visit>
Status each_block(const session::Record& record, const Visit& visit) {
    Status visited;
    const Status read = record.for_each_block(
        [&](const session::Block& block) {
            if (visited) visited = visit(block.events);
        },
        true);
    if (!visited) return visited;
    if (!read && read.error().kind != ErrorKind::kNo) return read;
    return {};
}

}  // namespace

Status each_event(const session::Record& record, const plugin_host::FoldOptions::Visit& visit) {
    return each_block(record, [&](const sdk::EventBuffer& events) -> Status {
        for (const sdk::RecordView event : events)
            if (Status visited = visit(event); !visited) return visited;
        return {};
    });
}

Expected<Marks> grade(const session::Record& record, const plugin_host::Libraries& scorers, const Parameters* rules,
                      plugin_host::PatientSkins* patients) {
    auto facts = facts_of(record, patients);
    if (!facts) return tl::unexpected(facts.error());
    const std::vector<std::string> filled_in = std::move(facts->filled_in);
    if (rules != nullptr) facts->parameters = *rules;
    plugin_host::FoldOptions options;
    options.may_wait = true;
    options.read_again = [&record](const plugin_host::FoldOptions::Visit& visit) { return each_event(record, visit); };
    auto grader = Grader::begin(scorers, std::move(*facts), {}, std::move(options));
    if (!grader) return tl::unexpected(grader.error());
    const Status folded = each_block(record, [&](const sdk::EventBuffer& events) { return grader->consume(events); });
    if (!folded) return tl::unexpected(folded.error());
    Marks marks = grader->finish();
    if (rules == nullptr) marks.earlier_rules = filled_in;
    return marks;
}

}  // namespace np::assessment
