#include "answer.h"

#include <cstring>
#include <set>

namespace np::plugin_host {
namespace {

constexpr std::size_t kMostFindings = 100000;  // more than a person reads, and no scorer fills the memory

bool finite(double value) {
    return value - value == 0;
}

bool valid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80                   ? 1
                                   : lead >= 0xc2 && lead < 0xe0 ? 2
                                   : lead >= 0xe0 && lead < 0xf0 ? 3
                                   : lead >= 0xf0 && lead < 0xf5 ? 4
                                                                 : 0;
        if (length == 0 || i + length > text.size()) return false;
        std::uint32_t code = length == 1 ? lead : lead & (0x7fu >> length);
        for (std::size_t k = 1; k < length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xc0) != 0x80) return false;
            code = (code << 6) | (next & 0x3fu);
        }
        if ((length == 3 && code < 0x800) || (length == 4 && (code < 0x10000 || code > 0x10ffff)) ||
            (code >= 0xd800 && code < 0xe000))
            return false;
        i += length;
    }
    return true;
}

bool too_long(const char* text) {
    return strnlen(text, kMostTextBytes + 1) > kMostTextBytes;
}

bool proper(const char* text) {
    return !too_long(text) && valid_utf8(text);
}

sdk::Finding to_value(const np_finding& raw) {
    sdk::Finding finding;
    finding.rule = raw.rule;
    finding.severity = static_cast<sdk::Severity>(raw.severity);
    finding.text = raw.text;
    finding.first_tick = raw.first_tick;
    finding.end_tick = raw.end_tick;
    finding.zone = raw.zone;
    finding.cell = raw.cell;
    finding.thing = raw.thing;
    if ((raw.flags & NP_FINDING_HAS_VALUE) != 0) finding.value = raw.value;
    if ((raw.flags & NP_FINDING_HAS_LIMIT) != 0) finding.limit = raw.limit;
    finding.unit = raw.unit;
    finding.source = raw.source;
    finding.limit_key = raw.limit_key;
    finding.critical = raw.critical;
    finding.better = raw.better;
    finding.id = raw.id;
    finding.cost = raw.cost;
    return finding;
}

}  // namespace

bool valid_text(std::string_view text) {
    return text.size() <= kMostTextBytes && valid_utf8(text);
}

Answer::Answer(std::size_t zones, std::size_t cells)
    : sink_{sizeof(np_sink), 0, this, take_finding, take_figure, take_mark}, zones_(zones), cells_(cells) {}

void Answer::open(sdk::Tick now) {
    open_ = true;
    now_ = now;
    problem_.clear();
    findings_.clear();
    figures_.clear();
    mark_.reset();
    reason_.clear();
}

std::int32_t Answer::refuse(std::string why) {
    if (!open_)
        misuse_ = "it used the sink outside of finish";
    else if (problem_.empty())
        problem_ = std::move(why);
    return NP_REFUSED;
}

std::string Answer::problem_of(const np_finding& finding) const {
    if (finding.bytes != sizeof(np_finding)) return "a finding of another size than the interface says";
    for (const char* text : {finding.id, finding.rule, finding.thing, finding.unit, finding.source, finding.text,
                             finding.limit_key, finding.critical, finding.better}) {
        if (text == nullptr) return "a finding with a text that is null";
        if (too_long(text)) return "a finding with a text of more than 4096 bytes";
        if (!valid_utf8(text)) return "a finding with a text that is not UTF-8";
    }
    const std::string name = std::string("the finding '") + finding.rule + "'";
    if (*finding.rule == 0) return "a finding without a rule";
    if (*finding.text == 0) return name + " without a text";
    if (finding.severity > NP_CRITICAL) return name + " with the unknown severity " + std::to_string(finding.severity);
    if (finding.cost < 0) return name + " with a cost below 0";
    if (((finding.flags & NP_FINDING_HAS_VALUE) != 0 && !finite(finding.value)) ||
        ((finding.flags & NP_FINDING_HAS_LIMIT) != 0 && !finite(finding.limit)))
        return name + " with a value that is no number";
    if (finding.zone != NP_NO_ZONE && finding.zone >= zones_)
        return name + " in zone " + std::to_string(finding.zone) + ", which does not exist";
    if (finding.cell != NP_NO_CELL && finding.cell >= cells_)
        return name + " in cell " + std::to_string(finding.cell) + ", which does not exist";
    if (finding.end_tick < finding.first_tick) return name + " that ends before it begins";
    if (finding.first_tick > now_) return name + " that begins in the future";
    if (findings_.size() >= kMostFindings) return "more than " + std::to_string(kMostFindings) + " findings";
    return {};
}

std::int32_t Answer::take_finding(const np_sink* sink, const np_finding* finding) {
    Answer& answer = self(sink);
    if (!answer.open_ || finding == nullptr) return answer.refuse("a finding that is null");
    if (std::string problem = answer.problem_of(*finding); !problem.empty()) return answer.refuse(std::move(problem));
    answer.findings_.push_back(to_value(*finding));
    return NP_OK;
}

std::int32_t Answer::take_figure(const np_sink* sink, const np_figure* figure) {
    Answer& answer = self(sink);
    if (!answer.open_ || figure == nullptr || figure->bytes != sizeof(np_figure))
        return answer.refuse("a figure of another size than the interface says");
    if (figure->key == nullptr || figure->unit == nullptr || !proper(figure->key) || !proper(figure->unit))
        return answer.refuse("a figure without a proper key or unit");
    if (!finite(figure->value)) return answer.refuse(std::string("the figure '") + figure->key + "' that is no number");
    if (figure->zone != NP_NO_ZONE && figure->zone >= answer.zones_)
        return answer.refuse(std::string("the figure '") + figure->key + "' in a zone that does not exist");
    if (answer.figures_.size() >= kMostFindings) return answer.refuse("too many figures");
    answer.figures_.push_back({figure->key, figure->zone, figure->value, figure->unit});
    return NP_OK;
}

std::int32_t Answer::take_mark(const np_sink* sink, const np_mark* mark) {
    Answer& answer = self(sink);
    if (!answer.open_ || mark == nullptr || mark->bytes != sizeof(np_mark))
        return answer.refuse("a mark of another size than the interface says");
    if (answer.mark_) return answer.refuse("two marks");
    if (mark->reason == nullptr || !proper(mark->reason)) return answer.refuse("a mark without a proper reason");
    answer.reason_ = mark->reason;
    answer.mark_ = *mark;
    return NP_OK;
}

std::string Answer::problem_of_mark() const {
    if (!mark_) return "no mark";
    if (mark_->state == NP_MARK_NOT_ASSESSED) return reason_.empty() ? "'not assessed' without a reason" : "";
    if (mark_->state != NP_MARK_SCORED) return "a mark in the unknown state " + std::to_string(mark_->state);
    if (mark_->full <= 0 || mark_->mark < 0 || mark_->mark > mark_->full)
        return "a mark of " + std::to_string(mark_->mark) + " hundredths out of " + std::to_string(mark_->full);
    std::int64_t costs = 0;
    for (const sdk::Finding& finding : findings_) costs += finding.cost;
    if (costs != std::int64_t{mark_->full} - mark_->mark)
        return "a mark of " + std::to_string(mark_->mark) + " hundredths out of " + std::to_string(mark_->full) +
               " with findings that cost " + std::to_string(costs);
    return {};
}

void Answer::take(const sdk::Finding& finding) {
    np_finding raw = sdk::to_c(finding);
    raw.end_tick = finding.end_tick;
    take_finding(&sink_, &raw);
}

void Answer::take(const Figure& figure) {
    const np_figure raw = {sizeof(np_figure), figure.zone, figure.value, figure.key.c_str(), figure.unit.c_str()};
    take_figure(&sink_, &raw);
}

void Answer::take_mark(std::uint32_t state, std::int32_t mark, std::int32_t full, const std::string& reason) {
    const np_mark raw = {sizeof(np_mark), state, mark, full, reason.c_str()};
    take_mark(&sink_, &raw);
}

void Answer::close(std::string_view scorer, Result& result) {
    open_ = false;
    std::set<std::string, std::less<>> ids;
    for (std::size_t i = 0; i < findings_.size(); ++i) {
        std::string& id = findings_[i].id;
        if (id.empty()) id = std::string(scorer) + "-" + std::to_string(i + 1);
        if (!ids.insert(id).second && problem_.empty()) problem_ = "two findings with the id '" + id + "'";
    }
    if (problem_.empty()) problem_ = problem_of_mark();
    if (!problem_.empty()) {
        result.state = State::kNotScored;
        result.reason = "the scorer gave " + problem_;
        return;
    }
    result.state = mark_->state == NP_MARK_SCORED ? State::kScored : State::kNotAssessed;
    result.reason = result.state == State::kScored ? std::string() : reason_;
    result.mark = result.state == State::kScored ? mark_->mark : 0;
    result.full = mark_->full > 0 ? mark_->full : 10000;
    result.findings = result.state == State::kScored ? std::move(findings_) : std::vector<sdk::Finding>();
    result.figures = std::move(figures_);
}

}  // namespace np::plugin_host
