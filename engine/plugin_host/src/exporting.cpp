#include "needlepoint/plugin_host/exporting.h"

#include "guarded_call.h"
#include "host_side.h"
#include "needlepoint/plugin_host/own_parameters.h"
#include "session_mode.h"

namespace np::plugin_host {
namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 30;

std::uint32_t state_of(State state) {
    switch (state) {
        case State::kScored:
            return NP_EXPORT_SCORED;
        case State::kNotAssessed:
            return NP_EXPORT_NOT_ASSESSED;
        default:
            return NP_EXPORT_NOT_SCORED;
    }
}

// The C form of all marks, borrowing every text.
struct RawMarks {
    std::vector<std::vector<np_finding>> findings;
    std::vector<std::vector<np_figure>> figures;
    std::vector<np_export_mark> marks;
    np_export_marks all{};

    explicit RawMarks(const ExportMarks& from) {
        for (const ExportMark& one : from.marks) {
            std::vector<np_finding> raw_findings;
            for (const sdk::Finding& finding : one.result.findings) raw_findings.push_back(sdk::to_c(finding));
            std::vector<np_figure> raw_figures;
            for (const Figure& figure : one.result.figures)
                raw_figures.push_back(
                    {sizeof(np_figure), figure.zone, figure.value, figure.key.c_str(), figure.unit.c_str()});
            findings.push_back(std::move(raw_findings));
            figures.push_back(std::move(raw_figures));
        }
        for (std::size_t i = 0; i < from.marks.size(); ++i) {
            const ExportMark& one = from.marks[i];
            np_export_mark mark = {};
            mark.bytes = sizeof mark;
            mark.state = state_of(one.result.state);
            mark.mark = one.result.mark;
            mark.full = one.result.full;
            mark.weight = one.weight;
            mark.id = one.result.id.c_str();
            mark.version = one.result.version.c_str();
            mark.name = one.name.c_str();
            mark.reason = one.result.reason.c_str();
            mark.findings = findings[i].data();
            mark.finding_count = findings[i].size();
            mark.figures = figures[i].data();
            mark.figure_count = figures[i].size();
            marks.push_back(mark);
        }
        all = {sizeof(np_export_marks), from.passed ? 1u : 0u, from.total, from.full, marks.data(), marks.size(),
               from.verdict.c_str()};
    }
};

}  // namespace

struct Exporting::Data {
    std::shared_ptr<const Library> library;
    SharedFacts shared;
    HostSide side;
    TakeBytes take;
    np_byte_sink sink{};
    void* instance = nullptr;
    sdk::EventBuffer batch;
    sdk::Tick batch_begin = 0, last_tick = 0;
    std::uint64_t written = 0;
    bool open = false;
    Status failed;       // of whoever takes the bytes
    std::string misuse;  // of the sink

    Data(std::shared_ptr<const Library> one, SessionFacts facts, Tissue tissue, TakeBytes to, LogLine log)
        : library(std::move(one)),
          shared(std::move(facts), std::move(tissue), std::move(log)),
          side(shared, library->manifest().id),
          take(std::move(to)),
          sink{sizeof(np_byte_sink), 0, this, write} {}
    Data(const Data&) = delete;
    Data& operator=(const Data&) = delete;
    ~Data() {
        if (instance != nullptr) quiet_call([&] { library->exporter().destroy(instance); });
    }

    static std::int32_t write(const np_byte_sink* sink, const void* data, std::uint64_t size) {
        Data& self = *static_cast<Data*>(sink->context);
        if (!self.open) return self.misuse = "it used the sink outside of a call", NP_REFUSED;
        if (data == nullptr && size > 0) return self.misuse = "it gave bytes that are null", NP_REFUSED;
        if (!self.failed) return NP_REFUSED;
        if (size > kMostBytes - self.written)
            return self.misuse = "it wrote more than " + std::to_string(kMostBytes >> 20) + " MiB", NP_REFUSED;
        self.written += size;
        self.failed = self.take({static_cast<const std::byte*>(data), static_cast<std::size_t>(size)});
        return self.failed ? NP_OK : NP_REFUSED;
    }

    template <class Call>
    Status call(Call&& body) {
        open = true;
        std::string problem = guarded_call(side.fault, body);
        open = false;
        if (!failed) return failed;
        if (!misuse.empty()) problem = misuse;
        if (problem.empty()) return {};
        return no("the exporter '" + library->manifest().id + "' could not finish: " + problem);
    }

    Status hand_over() {
        if (batch.empty()) return {};
        const sdk::Tick end = batch_begin + NP_BATCH_TICKS;
        for (const sdk::RecordView record : batch)
            if (!sdk::is_input(record.kind())) shared.tissue.consume(record);
        shared.tissue.advance_to(end - 1);
        const np_batch view = {
            sizeof(np_batch),    static_cast<std::uint32_t>(batch.count()), batch_begin, end, (*batch.begin()).header(),
            batch.bytes().size()};
        const Status status = call([&] { return library->exporter().consume(instance, &view, &sink); });
        batch.clear();
        return status;
    }
};

Exporting::Exporting(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Exporting::Exporting(Exporting&&) noexcept = default;
Exporting& Exporting::operator=(Exporting&&) noexcept = default;
Exporting::~Exporting() = default;

Expected<Exporting> Exporting::begin(std::shared_ptr<const Library> exporter, const SessionFacts& facts,
                                     const ExportSession& session, TakeBytes take, TextTable texts, LogLine log) {
    const std::string& id = exporter->manifest().id;
    if (exporter->kind() != Kind::kExporter)
        return no("an exporter was expected, and the plugin '" + id + "' is of the kind " + to_word(exporter->kind()));
    if (exporter->apart())
        return no("the exporter '" + id + "' may only run apart from the program, and exporters can't; pin it");
    SessionFacts own = facts;
    add_own_defaults(own.parameters, {exporter});
    const auto patient = own.laid_out();
    if (!patient) return tl::unexpected(patient.error());
    auto tissue = Tissue::create(*patient, own.parameters);
    if (!tissue) return tl::unexpected(tissue.error());
    auto data = std::make_unique<Data>(exporter, std::move(own), std::move(*tissue), std::move(take), std::move(log));
    Data& here = *data;
    here.shared.texts = std::move(texts);
    const np_export_session raw = {sizeof(np_export_session), session_mode(facts.parameters), facts.seed,
                                   session.end_tick,          facts.scenario.c_str(),         session.title.c_str(),
                                   session.session.c_str(),   session.trainee.c_str(),        session.patient.c_str(),
                                   session.began.c_str(),     session.program.c_str(),        session.rules.c_str()};
    const Status begun = here.call([&] {
        here.instance = exporter->exporter().create(&here.side.host);
        return here.instance == nullptr ? NP_FAULT : exporter->exporter().begin(here.instance, &raw, &here.sink);
    });
    if (!begun) return tl::unexpected(begun.error());
    return Exporting(std::move(data));
}

Status Exporting::consume(sdk::RecordView record) {
    Data& data = *data_;
    const bool wanted = (data.library->exporter().flags & NP_EXPORTER_TAKES_INPUTS) != 0;
    if (sdk::is_input(record.kind()) && !wanted) return {};
    if (record.tick() < data.last_tick)
        return no("records in the order of time were expected, found tick " + std::to_string(record.tick()) +
                  " after tick " + std::to_string(data.last_tick));
    data.last_tick = record.tick();
    if (!data.batch.empty() && record.tick() >= data.batch_begin + NP_BATCH_TICKS)
        if (Status status = data.hand_over(); !status) return status;
    if (data.batch.empty()) data.batch_begin = record.tick() - record.tick() % NP_BATCH_TICKS;
    data.batch.append(record);
    return {};
}

Status Exporting::finish(const ExportMarks& marks) {
    Data& data = *data_;
    if (Status status = data.hand_over(); !status) return status;
    const RawMarks raw(marks);
    return data.call([&] { return data.library->exporter().finish(data.instance, &raw.all, &data.sink); });
}

}  // namespace np::plugin_host
