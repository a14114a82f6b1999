#include "room_view.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <tuple>
#include <utility>

namespace np::app {

using clinic::Place;

namespace {

constexpr double kForgotten = 1e9;

ui::Badge badge_of(const clinic::ThingState& thing) {
    if (thing.kind == "place") return ui::Badge::kNone;
    if (thing.hygiene == clinic::Hygiene::kContaminated) {
        // Bottles are never clean, and nobody can see what was touched out of sight.
        if (thing.hygiene_visible && thing.kind != "fluid" && thing.kind != "paper" && thing.kind != "other")
            return ui::Badge::kContaminated;
        return thing.used ? ui::Badge::kUsed : ui::Badge::kNone;
    }
    if (thing.used) return ui::Badge::kUsed;
    if (thing.sealed) return ui::Badge::kSealed;
    return thing.hygiene == clinic::Hygiene::kSterile ? ui::Badge::kSterile : ui::Badge::kClean;
}

bool on_the_tray(const clinic::ThingState& thing) {
    static constexpr const char* kParts[] = {"glove_l", "glove_r", "needle_tip", "field", "hairline"};
    return std::none_of(std::begin(kParts), std::end(kParts), [&](const char* part) { return thing.id == part; }) &&
           thing.place != Place::kSharps && thing.place != Place::kBin && thing.place != Place::kFloor &&
           thing.kind != "paper";
}

ui::command::Clinical clinical(const clinic::Offer& offer) {
    return {offer.verb, offer.target, offer.argument, offer.value};
}

// What stops a needle there: the first words of the rule's source, such as "zygoma" or "upper lateral cartilage".
std::pair<ui::Firm, std::string> firm_layer(const Parameters& rules, const anatomy::Zone& zone) {
    const Parameter* rule = rules.find("zone." + zone.base + ".to_firm_mm");
    std::string words = rule ? rule->provenance.source : std::string();
    words = words.substr(0, words.find_first_of(",;:"));
    const auto holds = [&](const char* word) { return words.find(word) != std::string::npos; };
    if (words.empty()) words = zone.bony ? "bone" : "firm layer";
    if (holds("cartilage")) return {ui::Firm::kCartilage, words};
    const bool bone = zone.bony || (holds("bone") && !holds("no bone")) || holds("maxilla") || holds("mandible") ||
                      holds("zygoma") || holds("rim");
    return {bone ? ui::Firm::kBone : ui::Firm::kSoft, words};
}

int phase_index(clinic::Phase phase) {
    return std::min(4, static_cast<int>(phase));
}

}  // namespace

void Perceived::see(const sdk::EventBuffer& events, const Words& words) {
    for (const sdk::RecordView record : events) {
        if (record.kind() == sdk::event::ask::kKind) {
            const auto ask = record.value<sdk::event::ask>();
            says = words(ask.answer);
            said_s = 0;
            answers[ask.topic] = says;
            if (!ask.reveals.empty()) reveals.push_back(ask.reveals);
        } else if (record.kind() == sdk::event::note::kKind) {
            const auto note = record.value<sdk::event::note>();
            if (note.what == "refused") message = words(note.name), message_s = 0;
        } else if (record.kind() == sdk::event::incident::kKind) {
            const auto incident = record.value<sdk::event::incident>();
            message = words(incident.cue), message_s = 0;
        } else if (record.kind() == sdk::event::observe::kKind) {
            const auto observe = record.value<sdk::event::observe>();
            if (!observe.seen.empty())
                message = words.of("note", observe.seen), message_s = 0, reveals.push_back(observe.seen);
        } else if (record.kind() == sdk::event::setting::kKind) {
            const auto setting = record.value<sdk::event::setting>();
            if (setting.parameter == "needle_length") length_changed_s = 0;
            // A shot's own row says how it was given; what the hand dials does not.
            if (setting.parameter == "speed" || (setting.parameter == "energy" && setting.detail.empty()))
                rate_changed_s = 0;
            if (setting.parameter == "motor") caption = setting.value ? "motor starts" : "motor stops", caption_s = 0;
            if (setting.parameter == "motor" && setting.on_skin)
                caption = "motor starts or stops on the skin", caption_s = 0;
        } else if (record.kind() == sdk::event::stroke_end::kKind) {
            const auto* stroke = record.raw<sdk::event::stroke_end>();
            if (!stroke->lifted) caption = "needles drag", caption_s = 0;
        }
    }
}

void Perceived::pass(double seconds) {
    for (double* age : {&said_s, &message_s, &caption_s, &length_changed_s, &rate_changed_s})
        *age = std::min(kForgotten, *age + seconds);
}

ui::RoomView RoomFiller::fill(Visit& visit, const Perceived& perceived, const RoomChoices& choices,
                              const SectionCut& cut, double seconds) {
    const clinic::Procedure& procedure = visit.world().procedure();
    const scenario::Scenario& scenario = visit.prepared().setup.scenario;
    ui::RoomView view;
    view.title = scenario.title;
    view.phases = {"Consult", "Prepare", "Needle", "Cool", "Close"};
    view.phase = phase_index(procedure.phase());
    view.clinical_seconds = procedure.clinical_seconds(visit.world().tick());
    if (scenario.time_limit_s) {
        const double left = *scenario.time_limit_s - static_cast<double>(visit.world().tick()) / 1000;
        view.seconds_left = static_cast<std::uint64_t>(std::max(0.0, left));
    }
    view.assessment = visit.assessment();
    view.paused = visit.paused();
    view.slow = visit.behind();
    view.finished = visit.finished();
    fill_patient(view, visit, perceived);
    view.patient.portrait = choices.portrait;
    fill_pen(view, visit, perceived, choices);
    if (!view.assessment) {
        fill_section(view, visit, cut, choices.section_large);
        fill_zone(view, visit, seconds);
    }
    fill_tray(view, visit);
    fill_offers(view, visit, perceived);
    if (perceived.message_s < 6) view.message = perceived.message;
    if (choices.sound_captions && perceived.caption_s < 2.5) view.caption = perceived.caption;
    return view;
}

void RoomFiller::fill_patient(ui::RoomView& view, Visit& visit, const Perceived& perceived) const {
    const scenario::Scenario& scenario = visit.prepared().setup.scenario;
    const scenario::PatientSheet& sheet = scenario.patient;
    const Parameters& rules = visit.prepared().setup.parameters;
    const bool pad = scenario.body == scenario::BodyKind::kPracticePad;
    view.patient.name = pad ? "Practice pad" : sheet.name;
    view.patient.age = pad ? 0 : static_cast<int>(sheet.age_years);
    view.patient.says = perceived.says.empty() ? sheet.booking : perceived.says;
    view.patient.said_s = perceived.says.empty() ? 0 : perceived.said_s;
    view.patient.pain = pad ? 0 : static_cast<int>(std::lround(std::clamp(visit.world().skin().pain(), 0.0, 10.0)));
    view.patient.plan.push_back({"Goal", words_.of("goal", scenario.goal)});
    for (const std::string& zone : scenario.hands) {
        const auto low = rules.number("plan." + zone + ".min_mm"), high = rules.number("plan." + zone + ".max_mm");
        char band[48] = "";
        if (low && high) std::snprintf(band, sizeof band, "%.2f\u2013%.2f mm", *low, *high);
        if (view.patient.plan.size() < 4) view.patient.plan.push_back({words_.zone(zone), band});
    }
    view.chart.push_back({"Booked for", sheet.booking.empty() ? scenario.summary : sheet.booking});
    for (const scenario::ChartItem& item : sheet.chart) view.chart.push_back({item.label, item.text});
    for (const std::string& zone : scenario.hands) {
        const std::string key = "plan." + zone + ".";
        const auto ideal = rules.number(key + "ideal_mm"), low = rules.number(key + "min_mm"),
                   high = rules.number(key + "max_mm");
        if (!ideal || !low || !high) continue;
        char words[160];
        std::snprintf(words, sizeof words, "%.2f mm (%.2f to %.2f), %.0f to %.0f passes", *ideal, *low, *high,
                      rules.number_or(key + "passes_lo", 0), rules.number_or(key + "passes_hi", 0));
        view.chart.push_back({"Plan, " + words_.zone(zone), words});
    }
    const clinic::DecisionView decision = visit.world().procedure().decision();
    if (!decision.decision.empty()) view.chart.push_back({"Decision", words_.of("decision", decision.decision)});
    for (const auto& [topic, answer] : perceived.answers)
        view.chart.push_back({words_.of("topic", topic), "\u201C" + answer + "\u201D"});
}

void RoomFiller::fill_pen(ui::RoomView& view, const Visit& visit, const Perceived& perceived,
                          const RoomChoices& choices) const {
    const scenario::Scenario& scenario = visit.prepared().setup.scenario;
    const Parameters& rules = visit.prepared().setup.parameters;
    const simulation::PenView pen = visit.world().pen();
    const clinic::PenSettings& settings = visit.world().procedure().pen();
    const std::string key = "device." + scenario.device + ".";
    ui::PenPanelView& panel = view.pen;
    panel.in_hand = visit.world().procedure().held() == "pen";
    panel.motor_on = settings.motor_on;
    panel.fitted = !settings.cartridge.empty();
    panel.length_mm = settings.needle_length_um / 1000.0;
    panel.rate_hz = (settings.motor_on && pen.rate_mhz ? pen.rate_mhz : settings.rate_mhz) / 1000.0;
    const double set = settings.rate_mhz;
    panel.load = pen.touching && set > 0 ? std::clamp((set - pen.rate_mhz) / set * 4 + pen.force_n / 6, 0.0, 1.0) : 0;
    panel.energy_mj = settings.energy_mj;
    if (settings.energy_mj > 0) panel.energy_note = rules.number_or(key + "insulated", 0) != 0 ? "insulated" : "bare";
    panel.device = rules.text(key + "name").value_or(scenario.device);
    panel.needles = static_cast<int>(rules.number_or(key + "needles", 0));
    if (panel.fitted) panel.lot = rules.text("thing." + settings.cartridge + ".lot").value_or("");
    panel.length_changing = perceived.length_changed_s < 2;
    panel.rate_changing = perceived.rate_changed_s < 2;
    if (panel.length_mm > rules.number_or(key + "label_depth_cap_mm", 1e9)) panel.warning = "beyond the label";
    if (!view.assessment) panel.assist_percent = choices.assist_percent;
    panel.hold = choices.hold;
    const HandSampler& hand = visit.hand();
    panel.hand_planted = hand.planted().has_value();
    panel.hand_useful = pen.stretched;
    panel.tension = geometry::length(hand.pull());
}

void RoomFiller::fill_section(ui::RoomView& view, const Visit& visit, const SectionCut& cut, bool large) const {
    const cli::Prepared& session = visit.prepared();
    const Parameters& rules = session.setup.parameters;
    const bool lesson = session.setup.scenario.mode == scenario::Mode::kTutorial;
    // A teaching aid: always in lessons, in half of the practice runs.
    if (!lesson && session.setup.seed % 2 != 0) return;
    const simulation::PenView pen = visit.world().pen();
    ui::SectionView section;
    const auto& zones = session.setup.body->table.zones;
    if (pen.zone < zones.size()) {
        const anatomy::Zone& zone = zones[pen.zone];
        section.zone = words_.zone(zone.id);
        section.epidermis_mm = zone.layers.epidermis_mm;
        section.dermis_mm = zone.layers.dermis_mm;
        section.firm_mm = zone.layers.to_firm_mm;
        std::tie(section.firm_kind, section.firm) = firm_layer(rules, zone);
        const std::string key = "plan." + zone.id + ".";
        section.band_min_mm = rules.number_or(key + "min_mm", 0);
        section.band_ideal_mm = rules.number_or(key + "ideal_mm", 0);
        section.band_max_mm = rules.number_or(key + "max_mm", 0);
    }
    section.depth_mm = pen.mean_depth_mm;
    section.set_mm = pen.set_depth_um / 1000.0;
    section.tilt_deg = pen.touching ? pen.tilt_deg : 0;
    section.force_n = lesson ? pen.force_n : -1;  // as a number only in the first lessons
    section.touching = pen.touching && pen.motor_on;
    section.pen = pen.in_hand;
    section.large = large;
    const bool over_skin = pen.touching || visit.hand().over_skin();
    if (over_skin)
        cut.fill(section, pen.touching ? pen.tip_mm : visit.hand().tip(), visit.hand().axis(), section.touching);
    else
        section.pen = false;
    view.section = std::move(section);
}

void RoomFiller::fill_zone(ui::RoomView& view, Visit& visit, double seconds) {
    const cli::Prepared& session = visit.prepared();
    const simulation::PenView pen = visit.world().pen();
    const auto& zones = session.setup.body->table.zones;
    zone_age_s_ += seconds;
    const bool planned = pen.zone < zones.size() &&
                         session.setup.parameters.number("plan." + zones[pen.zone].id + ".ideal_mm").has_value();
    if (!planned || !pen.in_hand) {
        if (zone_) zone_->under_pen = false;
    } else if (pen.zone != zone_id_ || zone_age_s_ > 0.3) {
        const skin::ZoneState state = visit.skin().zone(pen.zone);
        const std::string key = "plan." + zones[pen.zone].id + ".";
        ui::ZoneView zone;
        zone.name = words_.zone(zones[pen.zone].id);
        zone.pass = state.passes;
        zone.passes_lo = static_cast<int>(session.setup.parameters.number_or(key + "passes_lo", 0));
        zone.passes_hi = static_cast<int>(session.setup.parameters.number_or(key + "passes_hi", 0));
        zone.coverage = 1 - state.band_share[static_cast<std::size_t>(skin::Band::kUntreated)];
        zone.density = state.mean_r;
        zone_ = zone;
        zone_id_ = pen.zone;
        zone_age_s_ = 0;
    } else if (zone_) {
        zone_->under_pen = true;
    }
    view.zone = zone_;
}

void RoomFiller::fill_tray(ui::RoomView& view, const Visit& visit) const {
    const clinic::Procedure& procedure = visit.world().procedure();
    for (const clinic::ThingState& thing : procedure.things()) {
        if (!on_the_tray(thing)) continue;
        ui::ThingView shown;
        shown.id = thing.id;
        shown.name = words_.of("thing", thing.id);
        shown.badge = badge_of(thing);
        shown.held = procedure.held() == thing.id || thing.place == Place::kWorn || thing.place == Place::kPatient ||
                     thing.place == Place::kPen;
        view.tray.push_back(std::move(shown));
    }
}

// A decision names what it answers: that the patient is fit, or something that was told or seen by now.
void RoomFiller::fill_decisions(ui::RoomView& view, const Visit& visit, const clinic::Offer& offer,
                                const Perceived& perceived) const {
    const clinic::DecisionView made = visit.world().procedure().decision();
    const std::string label = words_.of("decision", offer.target);
    const auto add = [&](const std::string& words, const std::string& argument) {
        ui::command::Clinical wish = clinical(offer);
        wish.argument = argument;
        const bool done = made.decision == offer.target && argument.rfind(made.reason, 0) == 0;
        view.decisions.push_back(
            {words, offer.enabled ? "" : words_(offer.why_not), std::move(wish), offer.enabled, done});
    };
    if (offer.target == "treat") return add(label + ": nothing speaks against it, all explained", "fit/explained");
    std::vector<std::string> reasons;
    for (const std::string& reveal : perceived.reveals) {
        std::string item = reveal;
        for (const scenario::Lesion& lesion : visit.prepared().setup.scenario.patient.lesions)
            if (lesion.id == reveal && !lesion.case_item.empty()) item = lesion.case_item;
        if (std::find(reasons.begin(), reasons.end(), item) == reasons.end()) reasons.push_back(item);
    }
    const std::string arranged = offer.target == "refer" ? "/explained,prescriber" : "/explained,rebook,prescriber";
    for (const std::string& reason : reasons) add(label + ": " + words_.of("contra", reason), reason + arranged);
    if (reasons.empty()) add(label, "");
}

void RoomFiller::fill_offers(ui::RoomView& view, const Visit& visit, const Perceived& perceived) const {
    const clinic::Procedure& procedure = visit.world().procedure();
    const auto phase_words = [&](clinic::Phase phase) {
        return view.phases[static_cast<std::size_t>(phase_index(phase))];
    };
    std::map<std::string, ui::IncidentView> incidents;
    for (const clinic::IncidentView& incident : procedure.open_incidents())
        if (!incident.answered) incidents[incident.id].cue = words_(incident.cue);
    for (const clinic::Offer& offer : procedure.offers()) {
        const std::string label = words_(offer.label);
        const std::string why = offer.enabled ? std::string() : words_(offer.why_not);
        if (offer.verb == "ask") {
            const auto answer = perceived.answers.find(offer.target);
            const bool done = answer != perceived.answers.end();
            view.topics.push_back({label, done ? answer->second : why, clinical(offer), offer.enabled, done});
        } else if (offer.verb == "look") {
            view.looks.push_back({label, why, clinical(offer), offer.enabled, false});
        } else if (offer.verb == "decide") {
            fill_decisions(view, visit, offer, perceived);
        } else if (offer.verb == "respond") {
            incidents[offer.target].acts.push_back({label, "", clinical(offer), offer.enabled, false});
        } else if (offer.verb == "call") {
            const bool known = std::any_of(view.call_zones.begin(), view.call_zones.end(),
                                           [&](const ui::ZoneChoice& zone) { return zone.id == offer.target; });
            if (!known) view.call_zones.push_back({offer.target, words_.zone(offer.target)});
        } else if (offer.verb != "take" || offer.stroked) {
            view.offers.push_back({label, offer.enabled ? phase_words(offer.phase) : "Not yet", why, clinical(offer),
                                   offer.enabled, !offer.step.empty() && procedure.step_done(offer.step)});
        }
    }
    // What was asked stays readable.
    for (const auto& [topic, answer] : perceived.answers) {
        const bool listed =
            std::any_of(view.topics.begin(), view.topics.end(),
                        [&, t = topic](const ui::ChoiceView& choice) { return choice.command.target == t; });
        if (!listed) view.topics.push_back({words_.of("topic", topic), answer, {"ask", topic, "", 0}, false, true});
    }
    std::stable_sort(view.offers.begin(), view.offers.end(),
                     [](const auto& a, const auto& b) { return a.enabled > b.enabled; });
    if (!incidents.empty() && !incidents.begin()->second.cue.empty()) view.incident = incidents.begin()->second;
    const simulation::PenView pen = visit.world().pen();
    const auto& zones = visit.prepared().setup.body->table.zones;
    if (pen.zone < zones.size()) view.call_zone = zones[pen.zone].id;
}

ui::command::Clinical tray_command(const clinic::Procedure& procedure, const std::string& thing) {
    const std::string held(procedure.held());
    if (thing == "sharps" || thing == "bin") return {"put", held.empty() ? std::string() : held, thing, 0};
    if (held == thing) return {"put", thing, "tray", 0};
    const clinic::ThingState* state = procedure.thing(thing);
    if (state && state->kind == "cartridge") {
        if (state->place == Place::kPen) return {"detach", thing, "", 0};
        return {state->sealed ? "open" : "fit", thing, "", 0};
    }
    if (state && state->place == Place::kPatient) return {"put", thing, "tray", 0};
    for (const clinic::Offer& offer : procedure.offers())
        if (offer.target == thing && offer.verb == "use") return clinical(offer);
    if (state && state->kind == "wear") return {"use", thing, "", 0};
    if (thing == "lamp" || thing == "loupe") return {"look", thing, "", 0};
    return {"take", thing, "", 0};
}

}  // namespace np::app
