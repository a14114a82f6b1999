#include "needlepoint/plugin_host/happenings.h"

#include <algorithm>

#include "guarded_call.h"
#include "host_side.h"
#include "needlepoint/plugin_host/own_parameters.h"
#include "session_mode.h"

namespace np::plugin_host {
namespace {

constexpr std::size_t kMostWaiting = 1000;  // wishes of one plugin that lie ahead
constexpr std::size_t kMostText = 4096;     // bytes of an id or a cue

struct Source {
    std::shared_ptr<const Library> library;
    HostSide side;
    void* instance = nullptr;
    std::vector<Happening> waiting;  // by tick, then as wished
    std::string problem;             // not empty: no longer asked
    std::string refused;             // the first wish that was refused
    sdk::Tick now = 0;
    bool open = false;

    Source(std::shared_ptr<const Library> one, const SharedFacts& shared)
        : library(std::move(one)), side(shared, library->manifest().id) {}
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    ~Source() {
        if (instance != nullptr) quiet_call([&] { library->incidents().destroy(instance); });
    }

    const np_incidents& door() const { return library->incidents(); }

    template <class Call>
    void call(sdk::Tick tick, Call&& body) {
        if (!problem.empty()) return;
        std::string found = guarded_call(side.fault, body);
        if (found.empty() && !refused.empty()) found = "it wished for " + refused;
        if (found.empty()) return;
        problem = "the plugin '" + library->manifest().id + "' takes no further part, from tick " +
                  std::to_string(tick) + " on: " + found;
        waiting.clear();
    }

    std::string problem_of(const np_wish* wish) const {
        if (wish == nullptr || wish->bytes != sizeof(np_wish)) return "something of another size than a wish";
        if (wish->id == nullptr || *wish->id == 0 || wish->cue == nullptr) return "an incident without an id or cue";
        const std::string_view id(wish->id), cue(wish->cue);
        if (id.size() > kMostText || cue.size() > kMostText) return "an incident with too long a text";
        if (wish->tick < now) return "an incident in the past";
        if (wish->tick > now + NP_WISH_AHEAD_TICKS) return "an incident too far ahead";
        if (waiting.size() >= kMostWaiting) return "more than " + std::to_string(kMostWaiting) + " incidents";
        return {};
    }

    static std::int32_t take(const np_wish_sink* sink, const np_wish* wish) {
        Source& self = *static_cast<Source*>(sink->context);
        std::string wrong = self.open ? self.problem_of(wish) : "something outside of ask";
        if (!wrong.empty()) {
            if (self.refused.empty()) self.refused = std::move(wrong);
            return NP_REFUSED;
        }
        Happening happening{self.library->manifest().id, wish->id, wish->cue, wish->tick};
        const auto later = [](const Happening& a, const Happening& b) { return a.tick < b.tick; };
        self.waiting.insert(std::upper_bound(self.waiting.begin(), self.waiting.end(), happening, later),
                            std::move(happening));
        return NP_OK;
    }
};

}  // namespace

struct Happenings::Data {
    std::unique_ptr<SharedFacts> shared;
    std::vector<std::unique_ptr<Source>> sources;
    // Valid as long as the sources, so that a sink that was kept is noticed and not a crash.
    std::vector<np_wish_sink> sinks;
    sdk::EventBuffer batch;
    sdk::Tick batch_begin = 0;

    void hand_over() {
        if (batch.empty()) return;
        const sdk::Tick end = batch_begin + NP_BATCH_TICKS;
        shared->tissue.consume(batch.bytes(), batch.count());
        shared->tissue.advance_to(end - 1);
        const np_batch view = {
            sizeof(np_batch),    static_cast<std::uint32_t>(batch.count()), batch_begin, end, (*batch.begin()).header(),
            batch.bytes().size()};
        for (const auto& source : sources)
            source->call(end, [&] { return source->door().consume(source->instance, &view); });
        batch.clear();
    }

    void ask(sdk::Tick now) {
        for (std::size_t i = 0; i < sources.size(); ++i) {
            Source& source = *sources[i];
            source.now = now;
            source.open = true;
            source.call(now, [&] { return source.door().ask(source.instance, now, &sinks[i]); });
            source.open = false;
        }
    }
};

Happenings::Happenings(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Happenings::Happenings(Happenings&&) noexcept = default;
Happenings& Happenings::operator=(Happenings&&) noexcept = default;
Happenings::~Happenings() = default;

Expected<Happenings> Happenings::begin(const Libraries& plugins, const SessionFacts& facts, LogLine log) {
    auto data = std::make_unique<Data>();
    Libraries chosen = of_kind(plugins, Kind::kIncidents);
    if (chosen.empty()) return Happenings(std::move(data));
    std::stable_sort(chosen.begin(), chosen.end(),
                     [](const auto& a, const auto& b) { return a->manifest().id < b->manifest().id; });
    for (const auto& library : chosen)
        if (library->apart())
            return no("the incident plugin '" + library->manifest().id +
                      "' may only run apart from the program, and incidents can't; install it with a pin");
    SessionFacts own = facts;
    add_own_defaults(own.parameters, chosen);
    const auto patient = own.laid_out();
    if (!patient) return tl::unexpected(patient.error());
    auto tissue = Tissue::create(*patient, own.parameters);
    if (!tissue) return tl::unexpected(tissue.error());
    data->shared = std::make_unique<SharedFacts>(std::move(own), std::move(*tissue), std::move(log));
    const np_session session = {sizeof(np_session), session_mode(facts.parameters), facts.seed, facts.scenario.c_str()};
    for (const auto& library : chosen) {
        data->sources.push_back(std::make_unique<Source>(library, *data->shared));
        Source& source = *data->sources.back();
        data->sinks.push_back({sizeof(np_wish_sink), 0, &source, Source::take});
        source.call(0, [&] {
            source.instance = source.door().create(&source.side.host);
            return source.instance == nullptr ? NP_FAULT : source.door().begin(source.instance, &session);
        });
    }
    return Happenings(std::move(data));
}

bool Happenings::empty() const {
    return data_->sources.empty();
}

void Happenings::at(sdk::Tick now, std::vector<Happening>& out) {
    Data& data = *data_;
    if (data.sources.empty()) return;
    if (!data.batch.empty() && now >= data.batch_begin + NP_BATCH_TICKS) data.hand_over();
    if (now > 0 && now % NP_ASK_TICKS == 0) {
        data.shared->tissue.advance_to(now - 1);
        data.ask(now);
    }
    for (const auto& source : data.sources) {
        auto& waiting = source->waiting;
        std::size_t due = 0;
        while (due < waiting.size() && waiting[due].tick <= now) ++due;
        for (std::size_t i = 0; i < due; ++i) out.push_back(std::move(waiting[i]));
        waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(due));
    }
}

void Happenings::consume(const sdk::EventBuffer& events) {
    Data& data = *data_;
    if (data.sources.empty()) return;
    for (const sdk::RecordView record : events) {
        if (sdk::is_input(record.kind())) continue;
        if (!data.batch.empty() && record.tick() >= data.batch_begin + NP_BATCH_TICKS) data.hand_over();
        if (data.batch.empty()) data.batch_begin = record.tick() - record.tick() % NP_BATCH_TICKS;
        data.batch.append(record);
    }
}

std::vector<std::string> Happenings::problems() const {
    std::vector<std::string> sentences;
    for (const auto& source : data_->sources)
        if (!source->problem.empty()) sentences.push_back(source->problem);
    return sentences;
}

}  // namespace np::plugin_host
