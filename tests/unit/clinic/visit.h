// A visit to play in tests: a scenario that ships, on a small surface of 100 cells of 1 mm2 per zone.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "needlepoint/clinic/procedure.h"
#include "needlepoint/scenario/plan.h"
#include "needlepoint/scenario/rule_pack.h"

namespace visit {

using namespace np;

struct Surface {
    std::vector<std::string> zones, masks = {"", "brow_hair", "hairline", "lesion_spot_1"};
    std::vector<std::uint8_t> cell_zone, cell_mask;
    std::vector<std::uint32_t> cell_area;

    explicit Surface(std::vector<std::string> ids) : zones(std::move(ids)) {
        for (std::uint8_t zone = 0; zone < zones.size(); ++zone)
            for (int i = 0; i < 100; ++i) add(zone, 0);
    }
    void add(std::uint8_t zone, std::uint8_t mask) {
        cell_zone.push_back(zone);
        cell_mask.push_back(mask);
        cell_area.push_back(1000000);
    }
    clinic::SurfaceFacts facts() const {
        clinic::SurfaceFacts facts;
        for (const std::string& id : zones) facts.zones.push_back({id, id, false});
        facts.masks = masks;
        facts.cell_zone = cell_zone;
        facts.cell_mask = cell_mask;
        facts.cell_area_um2 = cell_area;
        return facts;
    }
    std::uint32_t number(const std::string& id) const {
        return static_cast<std::uint32_t>(std::find(zones.begin(), zones.end(), id) - zones.begin());
    }
    std::vector<std::uint32_t> cells(const std::string& id, bool masked = false) const {
        std::vector<std::uint32_t> result;
        for (std::uint32_t cell = 0; cell < cell_zone.size(); ++cell)
            if (cell_zone[cell] == number(id) && (masked || cell_mask[cell] == 0)) result.push_back(cell);
        return result;
    }
};

inline const Parameters& rules() {
    static const auto pack = scenario::load_rule_pack(std::string(NP_SOURCE_DIR) + "/assets/rules/default_v1.yaml");
    if (!pack) ADD_FAILURE() << pack.error().message;
    return pack->parameters;
}

inline scenario::Scenario load(const std::string& name) {
    auto scenario = scenario::load_scenario(std::string(NP_SOURCE_DIR) + "/scenarios/" + name + ".yaml", rules());
    if (!scenario) ADD_FAILURE() << scenario.error().message;
    return *scenario;
}

inline Parameters parameters_for(const scenario::Scenario& scenario) {
    std::vector<scenario::ZoneFacts> zones;
    for (const std::string& id : scenario.hands) {
        std::string base = id;
        if (base.size() > 2 && base[base.size() - 2] == '_') base.resize(base.size() - 2);
        zones.push_back({id, base, *scenario::mean_layers(rules(), base)});
    }
    Parameters all = rules();
    all.merge(*scenario::session_parameters(scenario, rules(), zones));
    return all;
}

class Visit {
  public:
    Visit(scenario::Scenario the_scenario, Surface the_surface)
        : scenario(std::move(the_scenario)),
          surface(std::move(the_surface)),
          procedure(scenario, parameters_for(scenario), surface.facts()) {}

    // "take gel", "set needle_length read_back 1000", "wait 120": a trailing number is the value.
    Visit& say(const std::string& words) {
        sdk::event::command command;
        std::vector<std::string> parts;
        for (std::size_t at = 0; at < words.size();) {
            const std::size_t space = std::min(words.find(' ', at), words.size());
            parts.push_back(words.substr(at, space - at));
            at = space + 1;
        }
        if (parts.size() > 1 && (std::isdigit(static_cast<unsigned char>(parts.back()[0])) || parts.back()[0] == '-')) {
            command.value = std::stoll(parts.back());
            parts.pop_back();
        }
        parts.resize(4);
        command.verb = parts[0];
        command.target = parts[1];
        command.argument = parts[2];
        procedure.handle(command, moment, events);
        return pass(100);
    }
    Visit& pass(sdk::Tick ticks) {
        for (sdk::Tick i = 0; i < ticks; ++i) {
            procedure.tick(moment, events);
            ++moment.tick;
        }
        return *this;
    }
    // Strokes what is held over these zones, all of them or a share.
    Visit& swipe(const std::vector<std::string>& zones, double share = 1, bool masked = true) {
        const auto* thing = procedure.thing(procedure.held());
        for (const std::string& zone : zones) {
            sdk::event::swipe event;
            event.tick = moment.tick;
            event.zone = surface.number(zone);
            event.substance = thing->substance;
            event.thing = thing->id;
            event.cell = surface.cells(zone, masked);
            event.cell.resize(static_cast<std::size_t>(static_cast<double>(event.cell.size()) * share));
            feed(event);
        }
        return pass(100);
    }
    Visit& stroke_on(const std::string& thing, const std::vector<std::string>& zones) {
        say("take " + thing);
        swipe(zones);
        return say("put " + thing + " tray");
    }
    Visit& needle(const std::string& zone, int strikes = 40, std::uint32_t duration_ms = 4000) {
        sdk::event::stroke_begin begin;
        begin.tick = moment.tick;
        begin.zone = surface.number(zone);
        begin.motor_on = 1;
        begin.instrument = "pen";
        feed(begin);
        const auto cells = surface.cells(zone, true);
        moment.touching = true;
        for (int i = 0; i < strikes; ++i) {
            sdk::event::strike strike;
            strike.tick = moment.tick;
            strike.cell = {cells[static_cast<std::size_t>(i) % cells.size()]};
            strike.zone = {static_cast<std::uint8_t>(begin.zone)};
            strike.depth_um = {900};
            strike.drag_um = {0};
            feed(strike);
            pass(8);
        }
        moment.touching = false;
        sdk::event::stroke_end end;
        end.tick = moment.tick;
        end.zone = begin.zone;
        end.strikes = static_cast<std::uint32_t>(strikes);
        end.duration_ms = duration_ms;
        end.instrument = "pen";
        feed(end);
        return *this;
    }
    template <class Event>
    void feed(const Event& event) {
        sdk::EventBuffer one;
        one.append(event);
        for (const sdk::RecordView record : one) {
            events.append(record);
            procedure.observe(record, moment, events);
        }
    }

    template <class Event>
    std::vector<Event> all() const {
        std::vector<Event> found;
        for (const sdk::RecordView record : events)
            if (record.kind() == Event::kKind) found.push_back(record.value<Event>());
        return found;
    }
    // "T06 T07[complete] ..." in the order in which they were done.
    std::string steps() const {
        std::string result;
        for (const auto& action : all<sdk::event::action>())
            if (!action.step.empty()) result += (result.empty() ? "" : " ") + action.step;
        return result;
    }
    std::string detail_of(const std::string& step) const {
        std::string detail = "never done";
        for (const auto& action : all<sdk::event::action>())
            if (action.step == step) detail = action.detail;
        return detail;
    }
    std::string refused() const {
        std::string result;
        for (const auto& note : all<sdk::event::note>())
            if (note.what == "refused") result += (result.empty() ? "" : " ") + note.name;
        return result;
    }
    // The last touch of these two, as "sterile>clean clean>clean"; empty if they never met.
    std::string touch_of(const std::string& thing, const std::string& other) const {
        std::string result;
        for (const auto& touch : all<sdk::event::touch>())
            if (touch.thing == thing && touch.other == other)
                result =
                    touch.thing_before + ">" + touch.thing_after + " " + touch.other_before + ">" + touch.other_after;
        return result;
    }

    scenario::Scenario scenario;
    Surface surface;
    clinic::Moment moment;
    sdk::EventBuffer events;
    clinic::Procedure procedure;
};

inline Visit mara() {
    return Visit(load("practice/acne-scars-cheeks"), Surface({"malar_l", "buccal_l", "forehead"}));
}

inline Visit jonas() {
    Surface surface({"malar_l", "buccal_l", "nlf_l", "upper_lip", "lower_lip"});
    for (int i = 0; i < 50; ++i) surface.add(3, 3);  // the spot and its margin
    return Visit(load("practice/photo-day"), surface);
}

inline void take_history(Visit& visit) {
    for (const char* topic : {"identity", "medication", "allergy", "pregnancy", "keloid", "cold_sores", "isotretinoin",
                              "implants", "recent_procedures"})
        visit.say(std::string("ask ") + topic);
}

// Mara up to the fitted cartridge, everything right.
inline void prepare_mara(Visit& visit) {
    take_history(visit);
    visit.say("look skin").say("tell expectations").say("do T10").say("do T11").say("decide treat fit/explained");
    visit.say("do T15").say("do T16").say("use sleeve").stroke_on("cleanser", {"malar_l", "buccal_l"}).say("look skin");
    visit.say("use mask")
        .say("do T24 30")
        .stroke_on("antiseptic", {"malar_l", "buccal_l"})
        .say("wait 120")
        .say("use eye_shields")
        .say("use gloves");
    visit.say("open cartridge_1").say("fit cartridge_1").say("set needle_length read_back 1000");
    visit.stroke_on("gel", {"malar_l", "buccal_l"}).say("do T32");
}

}  // namespace visit
