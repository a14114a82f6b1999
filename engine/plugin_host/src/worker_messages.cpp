#include "worker_messages.h"

#include <algorithm>

#include "answer.h"
#include "wire.h"

namespace np::plugin_host {
namespace {

constexpr std::size_t kMostText = kMostTextBytes;
constexpr std::size_t kMostFacts = 256u << 20;

bool proper_id(std::string_view id) {
    return id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char one) {
               return (one >= 'a' && one <= 'z') || (one >= '0' && one <= '9') || one == '_';
           });
}

std::vector<std::byte> taken(const WireWriter& writer) {
    return {writer.written().begin(), writer.written().end()};
}

void write(WireWriter& out, const std::optional<double>& value) {
    out.u8(value ? 1 : 0);
    out.f64(value.value_or(0));
}
std::optional<double> read_optional(WireReader& in) {
    const bool has = in.u8() == 1;
    const double value = in.f64();
    return has ? std::optional(value) : std::nullopt;
}

void write(WireWriter& out, const sdk::Finding& finding) {
    out.u32(static_cast<std::uint32_t>(finding.severity));
    out.i32(finding.cost);
    out.u64(finding.first_tick);
    out.u64(finding.end_tick);
    out.u32(finding.zone);
    out.u32(finding.cell);
    write(out, finding.value);
    write(out, finding.limit);
    for (const std::string* text : {&finding.id, &finding.rule, &finding.thing, &finding.unit, &finding.source,
                                    &finding.text, &finding.limit_key, &finding.critical, &finding.better})
        out.text(*text);
}

sdk::Finding read_finding(WireReader& in) {
    sdk::Finding finding;
    finding.severity = static_cast<sdk::Severity>(in.u32());
    finding.cost = in.i32();
    finding.first_tick = in.u64();
    finding.end_tick = in.u64();
    finding.zone = in.u32();
    finding.cell = in.u32();
    finding.value = read_optional(in);
    finding.limit = read_optional(in);
    for (std::string* text : {&finding.id, &finding.rule, &finding.thing, &finding.unit, &finding.source, &finding.text,
                              &finding.limit_key, &finding.critical, &finding.better})
        *text = in.text(kMostText);
    return finding;
}

void write(WireWriter& out, const Result& result) {
    out.u32(static_cast<std::uint32_t>(result.state));
    out.text(result.reason);
    out.u64(result.tick);
    out.i32(result.mark);
    out.i32(result.full);
    out.u32(static_cast<std::uint32_t>(result.findings.size()));
    for (const sdk::Finding& finding : result.findings) write(out, finding);
    out.u32(static_cast<std::uint32_t>(result.figures.size()));
    for (const Figure& figure : result.figures) {
        out.text(figure.key);
        out.u32(figure.zone);
        out.f64(figure.value);
        out.text(figure.unit);
    }
}

std::optional<Result> read_result(WireReader& in) {
    Result result;
    const std::uint32_t state = in.u32();
    if (state > static_cast<std::uint32_t>(State::kNotScored)) return std::nullopt;
    result.state = static_cast<State>(state);
    result.reason = in.text(kMostText);
    result.tick = in.u64();
    result.mark = in.i32();
    result.full = in.i32();
    const std::size_t findings = in.count(80);
    for (std::size_t i = 0; i < findings && in.good(); ++i) result.findings.push_back(read_finding(in));
    const std::size_t figures = in.count(20);
    for (std::size_t i = 0; i < figures && in.good(); ++i) {
        Figure figure;
        figure.key = in.text(kMostText);
        figure.zone = in.u32();
        figure.value = in.f64();
        figure.unit = in.text(kMostText);
        result.figures.push_back(std::move(figure));
    }
    if (!in.good()) return std::nullopt;
    return result;
}

void write(WireWriter& out, const SessionFacts& facts) {
    out.text(facts.scenario);
    out.u64(facts.seed);
    out.text(facts.parameters.canonical());
    out.bytes(facts.table());
}

Expected<SessionFacts> read_facts(WireReader& in) {
    SessionFacts facts;
    facts.scenario = in.text(kMostText);
    facts.seed = in.u64();
    auto parameters = Parameters::parse_canonical(in.text(kMostFacts));
    if (!parameters) return tl::unexpected(parameters.error());
    facts.parameters = std::move(*parameters);
    facts.patient = in.bytes(kMostFacts);
    return facts;
}

}  // namespace

std::vector<std::byte> encode(const Job& job) {
    WireWriter out;
    out.u8(job.fold ? 1 : 0);
    out.u64(job.memory_bytes);
    out.u64(job.ring_from);
    out.u32(static_cast<std::uint32_t>(job.files.size()));
    for (std::size_t i = 0; i < job.files.size(); ++i) {
        out.text(job.files[i]);
        out.bytes(job.digests[i]);
    }
    if (job.fold) write(out, job.facts);
    return taken(out);
}

Expected<Job> decode_job(std::span<const std::byte> bytes) {
    WireReader in(bytes);
    Job job;
    job.fold = in.u8() == 1;
    job.memory_bytes = in.u64();
    job.ring_from = in.u64();
    const std::size_t files = in.count(12);
    for (std::size_t i = 0; i < files; ++i) {
        job.files.push_back(in.text(kMostText));
        const auto digest = in.bytes(sizeof(Digest));
        Digest copy{};
        if (digest.size() == copy.size()) std::copy(digest.begin(), digest.end(), copy.begin());
        job.digests.push_back(copy);
    }
    if (job.fold) {
        auto facts = read_facts(in);
        if (!facts) return tl::unexpected(facts.error());
        job.facts = std::move(*facts);
    }
    if (!in.at_end()) return no("the worker's job could not be read; host and worker are different programs");
    return job;
}

std::vector<std::byte> encode(const Ask& ask) {
    WireWriter out;
    out.u64(ask.until);
    out.u8(ask.close ? 1 : 0);
    return taken(out);
}
std::optional<Ask> decode_ask(std::span<const std::byte> bytes) {
    WireReader in(bytes);
    Ask ask;
    ask.until = in.u64();
    ask.close = in.u8() == 1;
    return in.at_end() ? std::optional(ask) : std::nullopt;
}

std::vector<std::byte> encode(const Told& told) {
    WireWriter out;
    out.text(told.problem);
    const Manifest& manifest = told.manifest;
    for (const std::string* text : {&manifest.id, &manifest.version, &manifest.name_key}) out.text(*text);
    out.u32(manifest.abi_major);
    out.u32(manifest.abi_minor);
    out.u32(static_cast<std::uint32_t>(manifest.kind));
    out.u32(static_cast<std::uint32_t>(manifest.parameters.size()));
    for (const ParameterUse& use : manifest.parameters) {
        for (const std::string* text : {&use.key, &use.unit, &use.text, &use.default_text}) out.text(*text);
        out.u8(use.needed ? 1 : 0);
        out.u8(use.own ? 1 : 0);
        out.u8(static_cast<std::uint8_t>(use.type));
        for (const double number : {use.default_number, use.minimum, use.maximum}) out.f64(number);
        out.u32(static_cast<std::uint32_t>(use.choices.size()));
        for (const std::string& choice : use.choices) out.text(choice);
    }
    return taken(out);
}

std::optional<Told> decode_told(std::span<const std::byte> bytes) {
    WireReader in(bytes);
    bool good = true;
    const auto text = [&] {
        std::string read = in.text(kMostText);
        good = good && valid_text(read);
        return read;
    };
    Told told;
    told.problem = text();
    Manifest& manifest = told.manifest;
    for (std::string* one : {&manifest.id, &manifest.version, &manifest.name_key}) *one = text();
    manifest.abi_major = in.u32();
    manifest.abi_minor = in.u32();
    const std::uint32_t kind = in.u32();
    manifest.kind = static_cast<Kind>(kind);
    const std::size_t parameters = in.count(40);
    for (std::size_t i = 0; i < parameters && in.good() && good; ++i) {
        ParameterUse use;
        for (std::string* one : {&use.key, &use.unit, &use.text, &use.default_text}) *one = text();
        use.needed = in.u8() == 1;
        use.own = in.u8() == 1;
        const std::uint8_t type = in.u8();
        good = good && type <= static_cast<std::uint8_t>(ParameterUse::Type::kFlag);
        use.type = static_cast<ParameterUse::Type>(type);
        for (double* number : {&use.default_number, &use.minimum, &use.maximum}) *number = in.f64();
        const std::size_t choices = in.count(4);
        for (std::size_t k = 0; k < choices && in.good() && good; ++k) use.choices.push_back(text());
        manifest.parameters.push_back(std::move(use));
    }
    if (!good || !in.at_end()) return std::nullopt;
    // What the gate for manifests lets pass; a worker that says otherwise lies.
    const bool named = !manifest.id.empty() && !manifest.version.empty() && !manifest.name_key.empty();
    if (told.problem.empty() && (!named || !proper_id(manifest.id) || kind < 1 || kind > 4)) return std::nullopt;
    return told;
}

std::vector<std::byte> encode(const Logged& logged) {
    WireWriter out;
    out.u32(logged.level);
    out.text(logged.scorer);
    out.text(logged.text);
    return taken(out);
}
std::optional<Logged> decode_logged(std::span<const std::byte> bytes) {
    WireReader in(bytes);
    Logged logged;
    logged.level = in.u32();
    logged.scorer = in.text(kMostText);
    logged.text = in.text(kMostText);
    if (!in.at_end() || !valid_text(logged.scorer) || !valid_text(logged.text)) return std::nullopt;
    return logged;
}

std::vector<std::byte> encode(const std::vector<Result>& results) {
    WireWriter out;
    out.u32(static_cast<std::uint32_t>(results.size()));
    for (const Result& result : results) write(out, result);
    return taken(out);
}

std::optional<std::vector<Result>> decode_results(std::span<const std::byte> bytes, std::size_t expected) {
    WireReader in(bytes);
    if (in.count(32) != expected) return std::nullopt;
    std::vector<Result> results;
    for (std::size_t i = 0; i < expected; ++i) {
        auto result = read_result(in);
        if (!result) return std::nullopt;
        results.push_back(std::move(*result));
    }
    if (!in.at_end()) return std::nullopt;
    return results;
}

}  // namespace np::plugin_host
