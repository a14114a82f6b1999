// The story of a session, read out of its record in one pass.
#include <algorithm>
#include <map>

#include "needlepoint/assessment/grade.h"
#include "needlepoint/assessment/report.h"
#include "needlepoint/plugin_host/tissue.h"
#include "needlepoint/scenario/scenario.h"
#include "needlepoint/sdk/math.h"
#include "texts.h"

namespace np::assessment {
namespace {

constexpr sdk::Tick kPauseTicks = 3000;  // needling with shorter pauses is one stretch on the time line
constexpr double kBinMm = 0.05;
constexpr std::size_t kBins = 64;  // the last one takes what is deeper

// Collects while the record goes by.
class Teller {
  public:
    Teller(plugin_host::Tissue tissue, const Parameters& parameters)
        : tissue_(std::move(tissue)), parameters_(parameters) {
        histograms_.assign(tissue_.patient().zones().size(), std::vector<std::uint64_t>(kBins, 0));
        nominal_sum_.assign(tissue_.patient().zones().size(), 0);
    }

    void hear(sdk::RecordView record) {
        tissue_.consume(record);
        end_ = std::max(end_, record.tick() + 1);
        if (const auto* strike = record.raw<sdk::event::strike>()) hear_strike(record, *strike);
        if (const auto* action = record.raw<sdk::event::action>())
            hear_action(record, std::string(record.text(action->step)));
    }

    void tell(SessionStory& story) {
        for (std::uint32_t i = 0; i < tissue_.patient().zones().size(); ++i) {
            const bool planned = parameters_.number("plan." + zone_id(i) + ".ideal_mm").has_value();
            if (!planned && tissue_.zone(i).hits == 0) continue;
            story.depths.push_back(depth_of(i));
            story.zones.push_back(zone_of(i));
        }
        for (const Span& span : phases_) story.spans.push_back(span);
        for (const Span& span : needling_) story.spans.push_back(span);
    }

    sdk::Tick end() const { return end_; }

  private:
    const std::string& zone_id(std::uint32_t zone) const { return tissue_.patient().zone_ids()[zone]; }

    void hear_strike(sdk::RecordView record, const np_strike& strike) {
        const auto zones = record.array<std::uint8_t>(strike.zone);
        std::uint32_t first_zone = NP_NO_ZONE;
        nominal_mm_.assign(std::max<std::size_t>(strike.cell.count, zones.size()), 0.0);
        tissue_.nominal_depths(record, nominal_mm_.data());
        for (std::uint32_t i = 0; i < zones.size(); ++i) {
            const std::uint32_t zone = zones[i];
            if (zone >= histograms_.size()) continue;
            if (first_zone == NP_NO_ZONE) first_zone = zone;
            const double depth = nominal_mm_[i];
            const auto bin = static_cast<std::size_t>(np_floor(depth / kBinMm));
            ++histograms_[zone][std::min(bin, kBins - 1)];
            nominal_sum_[zone] += depth;
        }
        if (first_zone != NP_NO_ZONE)
            extend(needling_, "needling", zone_name(zone_id(first_zone), &parameters_), record.tick(), kPauseTicks);
    }

    void hear_action(sdk::RecordView record, const std::string& step) {
        if (step.empty()) return;
        const auto phase = parameters_.text("step." + step + ".phase");
        if (phase) extend(phases_, "phase", *phase, record.tick(), UINT64_MAX);
    }

    // Lengthens the last span if it has the same label and ended recently, otherwise begins one.
    static void extend(std::vector<Span>& spans, const char* lane, const std::string& label, sdk::Tick tick,
                       sdk::Tick pause) {
        if (!spans.empty() && spans.back().label == label &&
            (pause == UINT64_MAX || tick < spans.back().end_tick + pause))
            spans.back().end_tick = tick + 1;
        else
            spans.push_back({lane, label, tick, tick + 1});
    }

    DepthHistogram depth_of(std::uint32_t zone) const {
        const std::string plan = "plan." + zone_id(zone) + ".";
        DepthHistogram depth;
        depth.zone = zone_id(zone);
        depth.name = zone_name(depth.zone, &parameters_);
        depth.min_mm = parameters_.number_or(plan + "min_mm", 0);
        depth.ideal_mm = parameters_.number_or(plan + "ideal_mm", 0);
        depth.max_mm = parameters_.number_or(plan + "max_mm", 0);
        depth.abs_max_mm = parameters_.number_or(plan + "abs_max_mm", 0);
        depth.bin_mm = kBinMm;
        depth.hits = histograms_[zone];
        while (!depth.hits.empty() && depth.hits.back() == 0) depth.hits.pop_back();
        std::uint64_t hits = 0;
        for (const std::uint64_t count : depth.hits) hits += count;
        depth.mean_mm = hits == 0 ? 0 : nominal_sum_[zone] / static_cast<double>(hits);
        return depth;
    }

    ZoneResult zone_of(std::uint32_t zone) const {
        const np_tissue_zone state = tissue_.zone(zone);
        const std::string plan = "plan." + zone_id(zone) + ".";
        ZoneResult result;
        result.zone = zone_id(zone);
        result.name = zone_name(result.zone, &parameters_);
        result.planned = parameters_.number(plan + "ideal_mm").has_value();
        result.area_cm2 = state.area_cm2;
        result.hits = state.hits;
        std::copy(std::begin(state.band_share), std::end(state.band_share), result.share);
        result.passes = state.passes;
        result.passes_lo = static_cast<std::uint32_t>(np_round(parameters_.number_or(plan + "passes_lo", 0)));
        result.passes_hi = static_cast<std::uint32_t>(np_round(parameters_.number_or(plan + "passes_hi", 0)));
        result.bleeding_grade = state.bleeding_grade;
        return result;
    }

    plugin_host::Tissue tissue_;
    const Parameters& parameters_;
    std::vector<std::vector<std::uint64_t>> histograms_;  // by zone
    std::vector<double> nominal_sum_;
    std::vector<double> nominal_mm_;  // of the strike at hand
    std::vector<Span> phases_, needling_;
    sdk::Tick end_ = 0;
};

std::string fact(const session::Meta& meta, const char* name) {
    const auto found = meta.facts.find(name);
    return found == meta.facts.end() ? std::string() : found->second;
}

void introduce(SessionStory& story, const session::Record& record, const Parameters& parameters) {
    const session::Meta& meta = record.meta();
    story.scenario = fact(meta, "scenario");
    story.mode = parameters.text("session.mode").value_or(fact(meta, "mode"));
    story.trainee = fact(meta, "trainee");
    story.patient = fact(meta, "patient");
    story.date = fact(meta, "date");
    story.goal = parameters.text("session.goal").value_or("");
    const std::string device = parameters.text("session.device").value_or("");
    story.device = parameters.text("device." + device + ".name").value_or(device);
    const auto parsed = scenario::parse_scenario(meta.text(session::kScenarioAttachment), "scenario.yaml", parameters);
    story.title = parsed.scenario.title.empty() ? story.scenario : parsed.scenario.title;
    for (const auto& [name, value] : meta.facts) {
        const bool is_digest = name.size() > 7 && name.compare(name.size() - 7, 7, "_sha256") == 0;
        if (is_digest || name.compare(0, 7, "plugin.") == 0 || name == "program")
            story.hashes.emplace_back(name, value);
    }
    story.hashes.emplace_back("parameters_sha256", to_hex(sha256(meta.text(session::kParametersAttachment))));
}

// Which device the hand was read from, and what it did not tell: that is modelled, and nobody is marked by it.
void introduce_input(SessionStory& story, const session::Block& block) {
    constexpr const char* kClasses[] = {"mouse",          "tablet",   "tracker",      "gamepad",
                                        "synthetic hand", "3D mouse", "device plugin"};
    constexpr std::uint32_t kSynthetic = 4, kAngle = 2, kForce = 4;
    for (const sdk::RecordView input : block.inputs) {
        const auto* hand = input.raw<sdk::event::hand>();
        if (hand == nullptr) continue;
        if (hand->device_class < std::size(kClasses)) story.input = kClasses[hand->device_class];
        const bool all = hand->device_class == kSynthetic;
        if (!all && (hand->observed & kAngle) == 0) story.not_observed.push_back("the angle of the pen");
        if (!all && (hand->observed & kForce) == 0) story.not_observed.push_back("the force of the hand");
        story.not_observed.push_back("the feel of needle and skin");
        return;
    }
}

}  // namespace

Expected<SessionStory> story_of(const session::Record& record) {
    auto facts = facts_of(record);
    if (!facts) return tl::unexpected(facts.error());
    auto tissue = plugin_host::Tissue::create(facts->table(), facts->parameters);
    if (!tissue) return tl::unexpected(tissue.error());
    SessionStory story;
    story.seed = facts->seed;
    introduce(story, record, facts->parameters);
    if (session::Block first; record.block_count() > 0 && record.read_block(0, first)) introduce_input(story, first);
    Teller teller(std::move(*tissue), facts->parameters);
    const Status read = record.for_each_block(
        [&](const session::Block& block) {
            for (const sdk::RecordView event : block.events) teller.hear(event);
        },
        true);
    teller.tell(story);
    story.duration_ticks = std::max(record.end_tick(), teller.end());
    if (!record.whole())
        story.cut = record.cut_sentence();
    else if (!read)
        story.cut = read.error().message;
    return story;
}

}  // namespace np::assessment
