#include "check_answer.h"

#include <charconv>
#include <utility>

namespace np::plugin_host {
namespace {

std::string digits(double value) {
    char text[64];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    return std::string(text, end);
}

// A text that may be null or anything; what can't be printed is written as its number.
std::string safe(const std::string& text) {
    std::string result;
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (code >= 0x20 && c != '\\')
            result += c;
        else
            result += "\\" + std::to_string(code);
    }
    return result;
}

std::string place(std::uint32_t zone, std::uint32_t cell) {
    std::string text = zone == NP_NO_ZONE ? "-" : std::to_string(zone);
    return text + " " + (cell == NP_NO_CELL ? "-" : std::to_string(cell));
}

}  // namespace

std::string Said::text() const {
    std::string text;
    for (const SaidMark& mark : marks)
        text += "mark " + std::to_string(mark.raw.mark) + " of " + std::to_string(mark.raw.full) + " state " +
                std::to_string(mark.raw.state) + (mark.reason.empty() ? "" : " " + safe(mark.reason)) + "\n";
    for (const SaidFinding& f : findings) {
        text += "finding " + safe(f.rule) + " cost " + std::to_string(f.raw.cost) + " severity " +
                std::to_string(f.raw.severity) + " ticks " + std::to_string(f.raw.first_tick) + " " +
                std::to_string(f.raw.end_tick) + " place " + place(f.raw.zone, f.raw.cell);
        if ((f.raw.flags & NP_FINDING_HAS_VALUE) != 0) text += " value " + digits(f.raw.value);
        if ((f.raw.flags & NP_FINDING_HAS_LIMIT) != 0) text += " limit " + digits(f.raw.limit);
        const std::pair<const char*, const std::string*> words[] = {{"unit", &f.unit},     {"id", &f.id},
                                                                    {"thing", &f.thing},   {"source", &f.source},
                                                                    {"key", &f.limit_key}, {"critical", &f.critical}};
        for (const auto& [name, word] : words)
            if (!word->empty()) text += std::string(" ") + name + " " + safe(*word);
        text += ": " + safe(f.text) + (f.better.empty() ? "" : " | " + safe(f.better)) + "\n";
    }
    for (const SaidFigure& figure : figures)
        text += "figure " + safe(figure.key) + " place " + place(figure.raw.zone, NP_NO_CELL) + " = " +
                digits(figure.raw.value) + (figure.unit.empty() ? "" : " " + safe(figure.unit)) + "\n";
    return text;
}

std::int64_t Said::lost() const {
    std::int64_t sum = 0;
    for (const SaidFinding& finding : findings) sum += finding.raw.cost;
    return sum;
}

SaidSink::SaidSink(bool refuse)
    : sink_{sizeof(np_sink), 0, this, take_finding, take_figure, take_mark}, refuse_(refuse) {}

const np_sink* SaidSink::open() {
    open_ = true;
    said_ = {};
    return &sink_;
}

Said SaidSink::close() {
    open_ = false;
    return std::move(said_);
}

std::int32_t SaidSink::verdict() {
    if (!open_) misuse_ = true;
    return open_ && !refuse_ ? NP_OK : NP_REFUSED;
}

std::int32_t SaidSink::take_finding(const np_sink* sink, const np_finding* finding) {
    SaidSink& me = self(sink);
    if (finding == nullptr || !me.open_) return me.verdict();
    SaidFinding said;
    const std::pair<const char*, std::pair<const char*, std::string*>> texts[] = {
        {"id", {finding->id, &said.id}},
        {"rule", {finding->rule, &said.rule}},
        {"thing", {finding->thing, &said.thing}},
        {"unit", {finding->unit, &said.unit}},
        {"source", {finding->source, &said.source}},
        {"text", {finding->text, &said.text}},
        {"limit_key", {finding->limit_key, &said.limit_key}},
        {"critical", {finding->critical, &said.critical}},
        {"better", {finding->better, &said.better}}};
    for (const auto& [name, from_to] : texts) {
        if (from_to.first == nullptr)
            said.null_text = name;
        else
            *from_to.second = from_to.first;
    }
    said.raw = *finding;
    said.raw.id = said.raw.rule = said.raw.thing = said.raw.unit = nullptr;
    said.raw.source = said.raw.text = said.raw.limit_key = said.raw.critical = said.raw.better = nullptr;
    me.said_.findings.push_back(std::move(said));
    return me.verdict();
}

std::int32_t SaidSink::take_figure(const np_sink* sink, const np_figure* figure) {
    SaidSink& me = self(sink);
    if (figure == nullptr || !me.open_) return me.verdict();
    SaidFigure said;
    said.raw = *figure;
    if (figure->key == nullptr) said.null_text = "key";
    if (figure->unit == nullptr) said.null_text = "unit";
    said.key = figure->key == nullptr ? "" : figure->key;
    said.unit = figure->unit == nullptr ? "" : figure->unit;
    said.raw.key = said.raw.unit = nullptr;
    me.said_.figures.push_back(std::move(said));
    return me.verdict();
}

std::int32_t SaidSink::take_mark(const np_sink* sink, const np_mark* mark) {
    SaidSink& me = self(sink);
    if (mark == nullptr || !me.open_) return me.verdict();
    SaidMark said;
    said.raw = *mark;
    said.null_reason = mark->reason == nullptr;
    said.reason = said.null_reason ? "" : mark->reason;
    said.raw.reason = nullptr;
    me.said_.marks.push_back(std::move(said));
    return me.verdict();
}

}  // namespace np::plugin_host
