#include "crew.h"

#include <algorithm>

#include "answer.h"

namespace np::plugin_host {
namespace {

constexpr std::uint64_t kMostLag = kRingBytes / 2;

Result start_of(const Library& library) {
    Result result;
    result.id = library.manifest().id;
    result.version = library.manifest().version;
    result.name_key = library.manifest().name_key;
    result.digest = library.digest();
    return result;
}

}  // namespace

Crew::Crew(Libraries scorers, const SessionFacts& facts, std::shared_ptr<RingWriter> ring, const FoldOptions& options,
           std::size_t zones, std::size_t cells)
    : scorers_(std::move(scorers)),
      facts_(facts),
      options_(options),
      zones_(zones),
      cells_(cells),
      fates_(scorers_.size()) {
    const std::uint64_t from = ring->written();
    employ(std::move(ring), from);
}

// Starts a process for all that have not faulted.
void Crew::employ(std::shared_ptr<RingWriter> ring, std::uint64_t from) {
    employed_.clear();
    std::vector<WorkerPlugin> plugins;
    Job job;
    job.fold = true;
    job.memory_bytes = options_.limits.memory_bytes;
    job.ring_from = from;
    job.facts = facts_;
    for (std::size_t i = 0; i < scorers_.size(); ++i) {
        if (fates_[i].faulted) continue;
        employed_.push_back(i);
        plugins.push_back({scorers_[i]->file(), scorers_[i]->digest(), scorers_[i]->memory()});
        job.files.push_back(scorers_[i]->file());
        job.digests.push_back(scorers_[i]->digest());
    }
    behind_ = false;
    ring_ = std::move(ring);
    process_.reset();
    if (!employed_.empty()) process_ = std::make_unique<WorkerProcess>(std::move(job), plugins, ring_, options_.limits);
}

void Crew::keep_pace() {
    if (!options_.may_wait || !process_) return;
    while (ring_->written() - process_->position() > kMostLag && process_->alive() && !process_->overrun())
        process_->wait_a_little();
}

// Asks the process for everything up to here. Empty: it is lost, and `fates_` or `behind_` say how.
std::optional<std::vector<Result>> Crew::ask(bool over) {
    if (!process_ || behind_) return std::nullopt;
    auto results = process_->ask({ring_->written(), over});
    for (Logged& line : process_->take_log()) log_.push_back(std::move(line));
    if (!results) note_fault();
    return results;
}

void Crew::note_fault() {
    behind_ = true;
    const auto fault = process_->fault();
    if (!fault) return;  // fell behind
    if (fault->by_plugin) {
        fates_[employed_[fault->plugin]] = {true, fault->sentence, fault->tick};
        return;
    }
    // The worker itself failed; none of its members can be blamed or go on.
    for (const std::size_t i : employed_) fates_[i] = {true, fault->sentence, fault->tick};
}

// The session from its beginning, for those that are left.
bool Crew::read_again() {
    auto ring = RingWriter::create();
    if (!ring || !options_.read_again) return false;
    employ(std::move(*ring), 0);
    if (!process_) return true;
    const Status read = options_.read_again([&](sdk::RecordView record) -> Status {
        if (sdk::is_input(record.kind())) return {};
        ring_->post(record.bytes());
        ring_->note_tick(record.tick());
        while (ring_->written() - process_->position() > kMostLag && process_->alive()) process_->wait_a_little();
        return {};
    });
    return read.has_value();
}

std::vector<Result> Crew::results(sdk::Tick closed_until, bool over) {
    auto answers = ask(over);
    // Each round either answers or loses a member, so there are at most as many rounds as members.
    for (std::size_t round = 0; over && !answers && round <= scorers_.size(); ++round) {
        const auto left = std::any_of(fates_.begin(), fates_.end(), [](const Fate& fate) { return !fate.faulted; });
        if (!left || !read_again()) break;
        answers = ask(true);
    }
    std::vector<Result> results;
    for (std::size_t i = 0; i < scorers_.size(); ++i) {
        const Library& library = *scorers_[i];
        if (fates_[i].faulted) {
            results.push_back(unscored(library, fates_[i].sentence, fates_[i].tick));
            continue;
        }
        const auto at = std::find(employed_.begin(), employed_.end(), i) - employed_.begin();
        if (answers)
            results.push_back(checked(library, (*answers)[static_cast<std::size_t>(at)], closed_until));
        else
            results.push_back(unscored(library,
                                       over ? "its worker fell behind and the session could not be read again; grade "
                                              "the record once it is closed"
                                            : "its worker fell behind; the mark is made when the session is over",
                                       closed_until));
    }
    return results;
}

std::vector<Logged> Crew::take_log() {
    return std::exchange(log_, {});
}

Result Crew::unscored(const Library& library, std::string reason, sdk::Tick tick) const {
    Result result = start_of(library);
    result.state = State::kNotScored;
    result.reason = std::move(reason);
    result.tick = tick;
    return result;
}

// What a worker says is held to the same rules as what a plugin says: it goes through the same gate once more.
Result Crew::checked(const Library& library, const Result& raw, sdk::Tick now) const {
    if (!valid_text(raw.reason)) return unscored(library, "the scorer gave a reason that is not UTF-8", now);
    if (raw.state == State::kNotScored) return unscored(library, raw.reason, std::min(raw.tick, now));
    Answer answer(zones_, cells_);
    answer.open(now);
    for (const sdk::Finding& finding : raw.findings) answer.take(finding);
    for (const Figure& figure : raw.figures) answer.take(figure);
    answer.take_mark(raw.state == State::kScored ? NP_MARK_SCORED : NP_MARK_NOT_ASSESSED, raw.mark, raw.full,
                     raw.reason);
    Result result = start_of(library);
    answer.close(result.id, result);
    result.tick = result.state == State::kNotScored ? now : 0;
    return result;
}

}  // namespace np::plugin_host
