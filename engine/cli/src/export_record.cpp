// `export`: a record in another format, written by an exporter plugin.
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "needlepoint/assessment/grade.h"
#include "needlepoint/cli/session_plugins.h"
#include "needlepoint/core/files.h"
#include "needlepoint/plugin_host/exporting.h"
#include "needlepoint/plugin_host/own_parameters.h"
#include "needlepoint/scenario/rule_pack.h"

namespace np::cli {

namespace fs = std::filesystem;
using plugin_host::ExportMarks;
using plugin_host::ExportSession;
using plugin_host::Libraries;

namespace {

// Bytes beside the target, under its name only when all went well. "-": standard output.
class OutFile {
  public:
    explicit OutFile(const std::string& path) : path_(path), part_(path + ".part") {
        // A device or a pipe is written to, never replaced.
        std::error_code ignored;
        const auto kind = fs::status(path, ignored).type();
        if (kind != fs::file_type::not_found && kind != fs::file_type::regular) part_ = path;
        file_ = path == "-" ? stdout : std::fopen(part_.c_str(), "wb");
    }
    OutFile(const OutFile&) = delete;
    OutFile& operator=(const OutFile&) = delete;
    ~OutFile() {
        if (file_ == nullptr || file_ == stdout) return;
        std::fclose(file_);
        if (part_ != path_) std::remove(part_.c_str());
    }
    Status opened() const { return file_ != nullptr ? Status{} : trouble("could not be made"); }
    Status write(std::span<const std::byte> bytes) {
        if (std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size()) return {};
        return trouble("could not be written");
    }
    Status keep() {
        if (file_ == stdout) return std::fflush(stdout) == 0 ? Status{} : trouble("could not be written");
        const bool closed = std::fclose(file_) == 0;
        file_ = nullptr;
        if (closed && (part_ == path_ || std::rename(part_.c_str(), path_.c_str()) == 0)) return {};
        if (part_ != path_) std::remove(part_.c_str());
        return trouble("could not be written");
    }

  private:
    Status trouble(const char* what) const { return cannot(path_ + " " + what + ": " + std::strerror(errno)); }
    std::string path_, part_;
    std::FILE* file_ = nullptr;
};

// An id that follows from the record's bytes, in the form of a UUID.
std::string id_of(const Digest& digest) {
    std::string hex = to_hex(digest).substr(0, 32);
    hex[12] = '4';
    hex[16] = "89ab"[std::to_integer<unsigned>(digest[8]) & 3u];
    for (const std::size_t at : {20, 16, 12, 8}) hex.insert(at, "-");
    return hex;
}

std::string verdict_of(const assessment::Marks& marks) {
    if (!marks.assessed) return "No part of this visit was assessed.";
    if (marks.passed) return "Passed.";
    if (!marks.critical.empty()) return "Not passed, because of a critical finding: " + marks.critical.front().text;
    for (const auto& condition : marks.conditions)
        if (condition.assessed && !condition.met) return "Not passed: not met was: " + condition.text + ".";
    return "Not passed.";
}

std::uint32_t zone_index(const assessment::Marks& marks, const std::string& id) {
    for (std::uint32_t i = 0; i < marks.zones.size(); ++i)
        if (marks.zones[i] == id) return i;
    return NP_NO_ZONE;
}

// As the exporter sees it: sentences filled in, sources looked up, severities after the caps of the assessment.
sdk::Finding plain(const assessment::Finding& from, const assessment::Marks& marks) {
    sdk::Finding to;
    to.rule = from.rule, to.severity = from.severity, to.text = from.text;
    to.first_tick = from.first_tick, to.end_tick = from.end_tick;
    to.zone = from.zone.empty() ? NP_NO_ZONE : zone_index(marks, from.zone);
    to.cell = from.cell, to.thing = from.thing, to.value = from.value, to.limit = from.limit;
    to.unit = from.unit, to.source = from.source, to.limit_key = from.limit_key, to.critical = from.critical;
    to.id = from.id, to.cost = from.cost;
    return to;
}

ExportMarks plain(const assessment::Marks& marks, const scenario::Texts& texts) {
    ExportMarks out;
    out.passed = marks.passed;
    out.total = marks.total;
    out.verdict = verdict_of(marks);
    for (const assessment::ScorerMark& scorer : marks.scorers) {
        plugin_host::ExportMark mark;
        mark.name = texts(scorer.name.empty() ? "scorer." + scorer.id : scorer.name);
        mark.weight = scorer.weight / 1000.0;
        mark.result.id = scorer.id, mark.result.version = scorer.version, mark.result.state = scorer.state;
        mark.result.reason = scorer.reason, mark.result.mark = scorer.mark, mark.result.full = scorer.full;
        mark.result.figures = scorer.figures;
        for (const assessment::Finding& finding : scorer.findings)
            mark.result.findings.push_back(plain(finding, marks));
        out.marks.push_back(std::move(mark));
    }
    return out;
}

ExportSession facts_for(const session::Record& record, const std::string& title, const Digest& digest) {
    const auto fact = [&](const char* key) {
        const auto found = record.meta().facts.find(key);
        return found == record.meta().facts.end() ? std::string() : found->second;
    };
    ExportSession session;
    session.end_tick = record.end_tick();
    session.title = title;
    session.session = id_of(digest);
    session.trainee = fact("trainee");
    session.patient = fact("patient");
    session.began = fact("began");
    session.program = fact("program");
    session.rules = fact("rules");
    return session;
}

Expected<std::shared_ptr<const plugin_host::Library>> find_exporter(const Libraries& plugins, const std::string& id) {
    const Libraries exporters = plugin_host::of_kind(plugins, plugin_host::Kind::kExporter);
    if (const auto found = plugin_host::find_plugin(exporters, id)) {
        if (!found->apart()) return found;
        return no("the exporter '" + id + "' is not pinned, and exporters run in the program; see whose it is, then: " +
                  "needlepoint plugin pin FOLDER");
    }
    std::string known;
    for (const auto& library : exporters) known += (known.empty() ? "" : ", ") + library->manifest().id;
    if (known.empty()) return usage("an exporter was expected after --with, and none is installed");
    return usage("an exporter was expected after --with, found '" + id + "'; there are: " + known);
}

Status feed(const session::Record& record, plugin_host::Exporting& exporting) {
    Status fed;
    // A record that was cut is exported as far as it goes; whoever opened it has said so.
    const Status read =
        record.for_each_tick([&](sdk::Tick, const sdk::EventBuffer& inputs, const sdk::EventBuffer& events) {
            for (const sdk::EventBuffer* buffer : {&inputs, &events})
                for (const sdk::RecordView view : *buffer)
                    if (fed) fed = exporting.consume(view);
        });
    if (!fed) return fed;
    return !read && read.error().kind != ErrorKind::kNo ? read : Status{};
}

}  // namespace

Status export_record(const Places& places, const ExportArguments& arguments) {
    const auto record = session::Record::open(arguments.file);
    if (!record) return tl::unexpected(record.error());
    if (!record->whole()) std::fprintf(stderr, "needlepoint: %s\n", record->cut_sentence().c_str());
    Places from = places;
    if (!arguments.plugins.empty()) from.plugins = arguments.plugins;
    const auto plugins = load_scorers(from, false);
    if (!plugins) return tl::unexpected(plugins.error());
    const auto exporter = find_exporter(*plugins, arguments.with);
    if (!exporter) return tl::unexpected(exporter.error());
    auto facts = assessment::facts_of(*record);
    if (!facts) return tl::unexpected(facts.error());
    Parameters chosen;
    for (const std::string& one : arguments.set)
        if (Status status = choose_parameter(one, {*exporter}, chosen); !status) return status;
    facts->parameters.merge(chosen);
    if (Status status = plugin_host::settle_own_parameters(facts->parameters, {*exporter}); !status) return status;
    const auto texts = scenario::load_texts(places.data / "assets" / "locale" / "en.yaml");
    if (!texts) return tl::unexpected(texts.error());
    const auto marks = assessment::grade(*record, *plugins);
    if (!marks) return tl::unexpected(marks.error());
    const auto parsed = scenario::parse_scenario(record->meta().text(session::kScenarioAttachment),
                                                 "scenario.yaml of the record", facts->parameters);
    const auto bytes = read_file(arguments.file);
    if (!bytes) return tl::unexpected(bytes.error());

    const std::string out =
        !arguments.out.empty() ? arguments.out
                               : fs::path(arguments.file).replace_extension((*exporter)->exporter().extension).string();
    OutFile file(out);
    if (Status status = file.opened(); !status) return status;
    auto exporting = plugin_host::Exporting::begin(
        *exporter, *facts, facts_for(*record, parsed.scenario.title, sha256(*bytes)),
        [&](std::span<const std::byte> more) { return file.write(more); }, texts->entries());
    if (!exporting) return tl::unexpected(exporting.error());
    if (Status status = feed(*record, *exporting); !status) return status;
    if (Status status = exporting->finish(plain(*marks, *texts)); !status) return status;
    if (Status status = file.keep(); !status) return status;
    if (out != "-") std::fprintf(stderr, "%s\n", out.c_str());
    return {};
}

}  // namespace np::cli
