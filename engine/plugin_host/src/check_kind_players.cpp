// How the four kinds of plugins are led: which of their functions, with what, and what they may do in them.
#include <algorithm>

#include "check_player.h"

namespace np::plugin_host {
namespace {

template <class Door>
const Door& door_of(const Library& library) {
    return *static_cast<const Door*>(library.entry().door);
}

// ---- scorers

class ScorerPlayer final : public Player {
  public:
    ScorerPlayer(std::shared_ptr<const Library> library, const PlayPlan& plan)
        : Player(std::move(library), plan), door_(door_of<np_scorer>(*library_)), sink_(plan.refuse) {}

  protected:
    void* do_create(const np_host* host) override { return door_.create(host); }
    std::int32_t do_begin(void* instance, const np_session* session) override { return door_.begin(instance, session); }
    std::int32_t do_consume(void* instance, const Piece& piece) override {
        const np_batch batch = piece.batch();
        return door_.consume(instance, &batch);
    }
    std::int32_t do_answer(void* instance) override {
        const std::int32_t result = door_.finish(instance, sink_.open());
        play_.said = sink_.close();
        play_.text = play_.said.text();
        return result;
    }
    void do_destroy(void* instance) override { door_.destroy(instance); }
    bool misused() const override { return sink_.used_while_closed(); }

  private:
    const np_scorer& door_;
    SaidSink sink_;
};

// ---- incidents

class IncidentPlayer final : public Player {
  public:
    IncidentPlayer(std::shared_ptr<const Library> library, const PlayPlan& plan)
        : Player(std::move(library), plan), door_(door_of<np_incidents>(*library_)) {}

  protected:
    void* do_create(const np_host* host) override { return door_.create(host); }
    std::int32_t do_begin(void* instance, const np_session* session) override { return door_.begin(instance, session); }
    std::int32_t do_consume(void* instance, const Piece& piece) override {
        if (const std::int32_t result = ask_until(instance, piece.first_tick); result != NP_OK) return result;
        last_ = piece.end_tick;
        const np_batch batch = piece.batch();
        return door_.consume(instance, &batch);
    }
    // The host asks by the clock; what it was told so far is the answer.
    std::int32_t do_answer(void* instance) override {
        const std::int32_t result = ask_until(instance, last_ + 2 * NP_ASK_TICKS);
        play_.text = wishes_.empty() ? "no wish\n" : wishes_;
        return result;
    }
    void do_destroy(void* instance) override { door_.destroy(instance); }
    bool misused() const override { return misuse_; }

  private:
    // A pause of ages is not asked through tick by tick.
    std::int32_t ask_until(void* instance, sdk::Tick tick) {
        constexpr sdk::Tick kMostAsks = 5000;
        if (tick > next_ && (tick - next_) / NP_ASK_TICKS > kMostAsks)
            next_ = tick - tick % NP_ASK_TICKS - kMostAsks * NP_ASK_TICKS;
        for (; next_ <= tick; next_ += NP_ASK_TICKS) {
            open_ = true;
            const std::int32_t result = door_.ask(instance, next_, &sink_);
            open_ = false;
            if (result != NP_OK) return result;
        }
        return NP_OK;
    }

    static std::int32_t take(const np_wish_sink* sink, const np_wish* wish) {
        auto& me = *static_cast<IncidentPlayer*>(sink->context);
        if (!me.open_) me.misuse_ = true;
        if (wish == nullptr || !me.open_ || me.plan_.refuse) return NP_REFUSED;
        const std::string id = wish->id == nullptr ? "" : wish->id, cue = wish->cue == nullptr ? "" : wish->cue;
        if (wish->bytes != sizeof(np_wish)) me.broke_rule("a wish of another size than the interface says");
        if (wish->id == nullptr || wish->cue == nullptr) me.broke_rule("a wish with a text that is null");
        if (id.empty()) me.broke_rule("a wish without an id");
        if (wish->tick < me.next_)
            me.broke_rule("a wish for tick " + std::to_string(wish->tick) + ", asked at " + std::to_string(me.next_));
        if (wish->tick > me.next_ + NP_WISH_AHEAD_TICKS)
            me.broke_rule("a wish " + std::to_string(wish->tick - me.next_) + " ticks ahead, where " +
                          std::to_string(NP_WISH_AHEAD_TICKS) + " are allowed");
        me.wishes_ += "wish at " + std::to_string(me.next_) + " for " + std::to_string(wish->tick) + ": " + id +
                      (cue.empty() ? "" : " | " + cue) + "\n";
        return NP_OK;
    }

    const np_incidents& door_;
    np_wish_sink sink_ = {sizeof(np_wish_sink), 0, this, take};
    sdk::Tick next_ = NP_ASK_TICKS, last_ = 0;
    bool open_ = false, misuse_ = false;
    std::string wishes_;
};

// ---- exporters

// Marks with everything that makes a writer stumble: commas, quotes, tags, line ends, texts of other scripts.
struct SampleMarks {
    np_finding findings[3] = {};
    np_figure figures[2] = {};
    np_export_mark marks[3] = {};
    np_export_marks all = {};

    SampleMarks() {
        for (np_finding& finding : findings) {
            finding.bytes = sizeof finding;
            finding.severity = NP_MINOR;
            finding.zone = NP_NO_ZONE;
            finding.cell = NP_NO_CELL;
            finding.end_tick = 1;
            finding.id = finding.rule = finding.thing = finding.unit = finding.source = finding.text = "";
            finding.limit_key = finding.critical = finding.better = "";
        }
        findings[0].rule = "OVER_DEPTH";
        findings[0].id = "depth-1";
        findings[0].cost = 250;
        findings[0].flags = NP_FINDING_HAS_VALUE | NP_FINDING_HAS_LIMIT;
        findings[0].value = 1.75;
        findings[0].limit = 1.5;
        findings[0].unit = "mm";
        findings[0].zone = 0;
        findings[0].first_tick = 1000;
        findings[0].end_tick = 2000;
        findings[0].text = "Too deep, \"by far\"; <b>mind</b> & 'mend'.";
        findings[0].better = "At most 1.5 mm\non this zone.";
        findings[1].rule = "T24";
        findings[1].id = "depth-2";
        findings[1].cost = 50;
        findings[1].severity = NP_CRITICAL;
        findings[1].text = "\xe2\x82\xac \xd0\x96 \xe6\xbc\xa2 \xf0\x9f\xa9\xb9, =1+1";
        findings[1].critical = "CR05";
        findings[2].rule = "NOTE";
        findings[2].id = "depth-3";
        findings[2].severity = NP_INFO;
        findings[2].text = "]]> --> \\ %s";
        figures[0] = {sizeof(np_figure), 0, 0.25, "depth.on_target", ""};
        figures[1] = {sizeof(np_figure), NP_NO_ZONE, 1e-7, "depth.mean", "mm"};
        marks[0] = {sizeof(np_export_mark),
                    NP_EXPORT_SCORED,
                    9700,
                    10000,
                    0.6,
                    "depth",
                    "1.0.0",
                    "Depth",
                    "",
                    findings,
                    3,
                    figures,
                    2};
        marks[1] = {sizeof(np_export_mark),
                    NP_EXPORT_NOT_ASSESSED,
                    0,
                    10000,
                    0.4,
                    "sterility",
                    "1.0.0",
                    "Sterility",
                    "The scenario does not call for it.",
                    nullptr,
                    0,
                    nullptr,
                    0};
        marks[2] = {sizeof(np_export_mark),
                    NP_EXPORT_NOT_SCORED,
                    0,
                    10000,
                    0,
                    "odd",
                    "0.1.0",
                    "Odd",
                    "It gave up.",
                    nullptr,
                    0,
                    nullptr,
                    0};
        all = {sizeof(np_export_marks), 1, 9700, 10000, marks, 3, "Passed with 97.00 of 100."};
    }
};

class ExporterPlayer final : public Player {
  public:
    ExporterPlayer(std::shared_ptr<const Library> library, const PlayPlan& plan)
        : Player(std::move(library), plan), door_(door_of<np_exporter>(*library_)) {}

  protected:
    void* do_create(const np_host* host) override { return door_.create(host); }
    std::int32_t do_begin(void* instance, const np_session* session) override {
        sdk::Tick end = 0;
        for (const sdk::RecordView record : *plan_.events) end = record.tick() + 1;
        const np_export_session facts = {sizeof(np_export_session),
                                         session->mode,
                                         session->seed,
                                         end,
                                         session->scenario,
                                         "First strokes, \"the\" <pad> & more",
                                         "6c1f0f5e-1d1a-4c5b-9a53-0d4f1f0e7a11",
                                         "J\xc3\xbcrgen O'Neill",
                                         "pad",
                                         plan_.refuse ? "" : "2026-05-04T10:00:00Z",
                                         "0.1.0",
                                         "default_v1"};
        return opened([&] { return door_.begin(instance, &facts, &sink_); });
    }
    std::int32_t do_consume(void* instance, const Piece& piece) override {
        const np_batch batch = piece.batch();
        return opened([&] { return door_.consume(instance, &batch, &sink_); });
    }
    std::int32_t do_answer(void* instance) override {
        static const SampleMarks kMarks;
        const std::int32_t result = opened([&] { return door_.finish(instance, &kMarks.all, &sink_); });
        play_.text = written_;
        return result;
    }
    void do_destroy(void* instance) override { door_.destroy(instance); }
    bool misused() const override { return misuse_; }

  private:
    template <class Call>
    std::int32_t opened(Call&& call) {
        open_ = true;
        const std::int32_t result = call();
        open_ = false;
        return result;
    }
    static std::int32_t take(const np_byte_sink* sink, const void* data, std::uint64_t size) {
        auto& me = *static_cast<ExporterPlayer*>(sink->context);
        if (!me.open_) me.misuse_ = true;
        if (!me.open_ || me.plan_.refuse) return NP_REFUSED;
        if (size > 0 && data == nullptr) {
            me.broke_rule("bytes that are null");
            return NP_REFUSED;
        }
        constexpr std::size_t kRoom = std::size_t{1} << 30;
        if (size > kRoom - me.written_.size()) return NP_REFUSED;
        me.written_.append(static_cast<const char*>(data), size);
        return NP_OK;
    }

    const np_exporter& door_;
    np_byte_sink sink_ = {sizeof(np_byte_sink), 0, this, take};
    bool open_ = false, misuse_ = false;
    std::string written_;
};

// ---- devices

class DevicePlayer final : public Player {
  public:
    DevicePlayer(std::shared_ptr<const Library> library, const PlayPlan& plan)
        : Player(std::move(library), plan), door_(door_of<np_device>(*library_)) {}

    // A stream may be cut anyhow; a datagram arrives whole.
    std::vector<Piece> pieces() const override {
        std::vector<Piece> pieces;
        if (plan_.chunks == nullptr) {
            for (const Piece& piece : pieces_of(*plan_.events, NP_BATCH_TICKS)) pieces.push_back(piece);
            return pieces;
        }
        const bool stream = door_.source != NP_SOURCE_UDP && plan_.cut_ticks != NP_BATCH_TICKS;
        sdk::Tick tick = 0;
        for (const auto& chunk : *plan_.chunks) {
            const std::size_t step =
                stream ? std::max<std::size_t>(1, std::min<std::size_t>(plan_.cut_ticks, chunk.size()))
                       : std::max<std::size_t>(1, chunk.size());
            for (std::size_t at = 0; at < chunk.size(); at += step)
                pieces.push_back({std::span(chunk).subspan(at, std::min(step, chunk.size() - at)), 1, tick, tick + 1});
            tick += 5;
        }
        return pieces;
    }

  protected:
    void* do_create(const np_host* host) override { return door_.create(host); }
    std::int32_t do_begin(void* instance, const np_session*) override { return door_.begin(instance); }
    std::int32_t do_consume(void* instance, const Piece& piece) override {
        // An exact copy, so that reading on behind the end is noticed.
        const std::vector<std::uint8_t> copy(
            reinterpret_cast<const std::uint8_t*>(piece.bytes.data()),
            reinterpret_cast<const std::uint8_t*>(piece.bytes.data()) + piece.bytes.size());
        const np_chunk chunk = {sizeof(np_chunk), 0, piece.first_tick * 1000, copy.data(), copy.size()};
        open_ = true;
        const std::int32_t result = door_.consume(instance, &chunk, &sink_);
        open_ = false;
        return result;
    }
    std::int32_t do_answer(void*) override {
        play_.text = samples_.empty() ? "no sample\n" : samples_;
        return NP_OK;
    }
    void do_destroy(void* instance) override { door_.destroy(instance); }
    bool misused() const override { return misuse_; }

  private:
    static std::int32_t take(const np_pen_sink* sink, const np_pen_sample* sample) {
        auto& me = *static_cast<DevicePlayer*>(sink->context);
        if (!me.open_) me.misuse_ = true;
        if (sample == nullptr || !me.open_ || me.plan_.refuse) return NP_REFUSED;
        me.judge(*sample);
        std::string line =
            "sample " + std::to_string(sample->time_us) + " observed " + std::to_string(sample->observed);
        const auto add = [&](const char* name, const std::int32_t* values, int count) {
            line += std::string(" ") + name;
            for (int i = 0; i < count; ++i) line += " " + std::to_string(values[i]);
        };
        if ((sample->observed & NP_PEN_POSITION) != 0) add("position", sample->position_um, 3);
        if ((sample->observed & NP_PEN_ORIENTATION) != 0) add("orientation", sample->orientation_q30, 4);
        if ((sample->observed & NP_PEN_AXIS) != 0) add("axis", sample->axis_q30, 3);
        if ((sample->observed & NP_PEN_TILT) != 0) add("tilt", sample->tilt_mdeg, 2);
        if ((sample->observed & NP_PEN_PRESSURE) != 0) line += " pressure " + std::to_string(sample->pressure_q16);
        if ((sample->observed & NP_PEN_BUTTONS) != 0) line += " buttons " + std::to_string(sample->buttons);
        me.samples_ += line + "\n";
        return NP_OK;
    }
    void judge(const np_pen_sample& sample) {
        if (sample.bytes != sizeof(np_pen_sample)) broke_rule("a sample of another size than the interface says");
        if ((sample.observed & ~door_.observes) != 0)
            broke_rule("a sample that holds more (" + std::to_string(sample.observed) + ") than the device declares (" +
                       std::to_string(door_.observes) + ")");
        if (sample.observed == 0) broke_rule("a sample that holds nothing");
        if ((sample.observed & NP_PEN_PRESSURE) != 0 && sample.pressure_q16 > 65536)
            broke_rule("a sample with more than full pressure");
    }
    static void take_malformed(const np_pen_sink* sink, const char* sentence) {
        auto& me = *static_cast<DevicePlayer*>(sink->context);
        if (!me.open_) me.misuse_ = true;
        if (sentence == nullptr || *sentence == 0) me.broke_rule("malformed input without a sentence");
        me.samples_ += std::string("malformed: ") + (sentence == nullptr ? "" : sentence) + "\n";
    }

    const np_device& door_;
    np_pen_sink sink_ = {sizeof(np_pen_sink), 0, this, take, take_malformed};
    bool open_ = false, misuse_ = false;
    std::string samples_;
};

}  // namespace

std::unique_ptr<Player> make_player(std::shared_ptr<const Library> library, const PlayPlan& plan) {
    switch (library->entry().kind) {
        case NP_PLUGIN_INCIDENTS:
            return std::make_unique<IncidentPlayer>(std::move(library), plan);
        case NP_PLUGIN_EXPORTER:
            return std::make_unique<ExporterPlayer>(std::move(library), plan);
        case NP_PLUGIN_DEVICE: {
            PlayPlan poorer = plan;  // it knows nothing of a session
            for (const char* key : {NP_EXT_RANDOM, NP_EXT_ZONES, NP_EXT_TISSUE}) poorer.oddities.withheld.insert(key);
            return std::make_unique<DevicePlayer>(std::move(library), poorer);
        }
        default:
            return std::make_unique<ScorerPlayer>(std::move(library), plan);
    }
}

}  // namespace np::plugin_host
