// How the procedure recognises that a step was done.
#include <algorithm>

#include "state.h"

namespace np::clinic {
namespace {

enum TipMet : std::uint8_t { kSkin = 1, kUnprepared = 2, kBrow = 4, kHairline = 8, kLesion = 16 };

bool film_of(std::string_view substance, Film& film) {
    static constexpr std::pair<std::string_view, Film> kFilms[] = {
        {"cleanser", Film::kCleanser}, {"anaesthetic", Film::kAnaesthetic}, {"antiseptic", Film::kAntiseptic},
        {"gel", Film::kGel},           {"saline", Film::kSaline},           {"serum", Film::kSerum},
    };
    for (const auto& [name, value] : kFilms)
        if (name == substance) {
            film = value;
            return true;
        }
    return false;
}

}  // namespace

bool Procedure::State::has_done(std::string_view id) const {
    for (std::size_t i = 0; i < rules.steps.size(); ++i)
        if (rules.steps[i].id == id) return steps[i].times > 0;
    return false;
}

Words Procedure::State::missing_before(const StepRule& step) const {
    Words missing;
    for (const std::string& before : step.after) {
        const StepRule* rule = rules.step(before);
        if (rule != nullptr && rule->called && rule->by != "none" && !has_done(before)) missing.push_back(before);
    }
    return missing;
}

void Procedure::State::done(std::string_view step, std::string_view verb, std::string_view thing, std::int64_t value,
                            Words details, sdk::EventBuffer& out) {
    for (std::size_t i = 0; i < rules.steps.size(); ++i) {
        if (rules.steps[i].id != step) continue;
        const Words missing = missing_before(rules.steps[i]);
        if (!missing.empty()) details.push_back("missing:" + join_words(missing));
        ++steps[i].times;
        steps[i].last_second = second();
    }
    sdk::event::action event;
    event.tick = now;
    event.step = step;
    event.verb = verb;
    event.thing = thing;
    event.value = value;
    for (const std::string& detail : details) event.detail += (event.detail.empty() ? "" : " ") + detail;
    out.append(event);
}

void Procedure::State::act(std::string_view verb, std::string_view thing, std::string_view detail,
                           sdk::EventBuffer& out) {
    sdk::event::action event;
    event.tick = now;
    event.verb = verb;
    event.thing = thing;
    event.detail = detail;
    out.append(event);
}

bool Procedure::State::prepared() const {
    const bool disinfected = rules.arranged("T25") || has_done("T25");
    return disinfected && field.state("skin") != Hygiene::kContaminated;
}

void Procedure::State::take_swipe(const sdk::RecordView& record, sdk::EventBuffer& out) {
    const auto* raw = record.raw<sdk::event::swipe>();
    const std::string_view substance = record.text(raw->substance);
    const std::string_view thing = record.text(raw->thing);
    const auto cells = record.array<std::uint32_t>(raw->cell);
    // What has been on skin that is not prepared is no longer sterile, and a dirty cloth spoils a prepared field.
    if (substance != "cleanser" && substance != "antiseptic" && substance != "anaesthetic" && swiped_thing != thing) {
        swiped_thing = thing;
        // Before the field is laid cloths are for wiping off; that is no contact of the sterile field.
        if (prepared() || needled || gloved) touch(thing, prepared() ? "skin" : "unprepped_skin", out);
    }
    if (ThingState* state = find(thing)) state->used = true;
    if (substance == "gauze" || substance == "saline") {
        coverage.cover(Film::kWiped, cells);
        recognise_removal(out);
    }
    Film film{};
    if (!film_of(substance, film)) return;
    coverage.cover(film, cells);
    recognise_film(film, out);
}

void Procedure::State::recognise_film(Film film, sdk::EventBuffer& out) {
    static constexpr std::string_view kSubstances[] = {"cleanser", "anaesthetic", "antiseptic",
                                                       "gel",      "saline",      "serum"};
    const std::string_view substance = kSubstances[static_cast<std::size_t>(film)];
    const StepRule* rule = rules.step_of_substance(substance);
    if (rule == nullptr) return;
    // A step is done once; the field again after it was spoiled, the rinse again after more needling.
    bool again = false;
    if (film == Film::kAntiseptic) again = !prepared();
    if (film == Film::kSaline) again = strikes_since_rinse;
    if (film == Film::kAnaesthetic) again = !numb;
    if (has_done(rule->id) && !again) return;
    if (film == Film::kSaline && !needled) return;
    const bool narrow = film == Film::kGel || film == Film::kSaline || film == Film::kSerum;
    double share = coverage.share(film, narrow ? zone_numbers : field_numbers);
    if (film == Film::kGel)  // the first patch is enough
        for (const std::uint32_t zone : zone_numbers)
            share = std::max(share, coverage.share(film, std::span(&zone, 1)));
    if (share < rule->cover_share) return;
    if (film == Film::kSerum) end_cooling(out);
    done(rule->id, "swipe", substance, static_cast<std::int64_t>(share * 100), {}, out);
    if (film == Film::kAnaesthetic) {
        numb = true;
        numb_since = second();
        coverage.forget(Film::kWiped);
        coverage.forget(Film::kAnaesthetic);
    } else if (film == Film::kAntiseptic) {
        field.set("skin", Hygiene::kClean);
        prepared_second = second();
        dry_pending = true;
        refresh_hygiene();
    } else if (film == Film::kSaline) {
        strikes_since_rinse = false;
    }
}

// The numbing cream counts as removed when the skin has been wiped; the dwell is known only then.
void Procedure::State::recognise_removal(sdk::EventBuffer& out) {
    const StepRule* removal = rules.step("T23");
    if (!numb || removal == nullptr || coverage.share(Film::kWiped, field_numbers) < removal->cover_share) return;
    numb = false;
    done("T21", "dwell", "anaesthetic", static_cast<std::int64_t>(second() - numb_since), {}, out);
    done("T23", "swipe", "gauze", 0, {}, out);
}

void Procedure::State::check_dry(sdk::EventBuffer& out) {
    if (!dry_pending || static_cast<double>(second() - prepared_second) < rules.dry_s) return;
    dry_pending = false;
    done("T26", "dry", "field", static_cast<std::int64_t>(second() - prepared_second), {}, out);
}

void Procedure::State::end_cooling(sdk::EventBuffer& out) {
    if (!cooling) return;
    cooling = false;
    const auto seconds = static_cast<std::int64_t>(second() - cooling_since);
    const StepRule* rule = rules.step("T43");
    Words details;
    if (rule != nullptr && static_cast<double>(seconds) < rule->least_s) details.push_back("short");
    if (ThingState* mask = find("cool_mask")) mask->place = Place::kTray;
    done("T43", "cool", "cool_mask", seconds, details, out);
}

void Procedure::State::take_stroke_begin(const sdk::event::stroke_begin& begin, sdk::EventBuffer& out) {
    if (!begin.instrument.empty() && begin.instrument != "pen" && begin.instrument != scenario.device) return;
    stroke_touched = 0;
    if (pen.cartridge.empty()) return;
    if (begin.zone < surface.zones.size()) {
        touch("needle_tip", prepared() ? "skin" : "unprepped_skin", out);
        stroke_touched = prepared() ? kSkin : kUnprepared;
    }
    // Needling on past a sore that is there for all to see is a cue missed, not a cue absent.
    for (std::size_t lesion = 0; lesion < lesion_seen.size(); ++lesion) {
        const auto& sheet = scenario.patient.lesions[lesion];
        if (!sheet.hidden_by.empty() && !sheet.case_item.empty() && lesion_visible(lesion) &&
            lesion_seen[lesion] == 0) {
            lesion_seen[lesion] = 1;
            raise("E13", out);
        }
    }
}

void Procedure::State::take_strike(const sdk::RecordView& record, sdk::EventBuffer& out) {
    const auto* raw = record.raw<sdk::event::strike>();
    needled = true;
    if (!tip_used)
        if (ThingState* cartridge = find(pen.cartridge)) cartridge->used = true;
    tip_used = true;
    dry_pending = false;  // it was not waited for
    strikes_since_rinse = true;
    coverage.forget(Film::kSaline);
    coverage.forget(Film::kSerum);
    const auto needle_zones = record.array<std::uint8_t>(raw->zone);
    // The zone under the first needle that has one stands for the strike.
    for (const std::uint8_t zone : needle_zones) {
        if (zone >= zones.size()) continue;
        ++zones[zone].strikes;
        ++zones[zone].strikes_unseen;
        const bool planned = std::find(zone_numbers.begin(), zone_numbers.end(), zone) != zone_numbers.end();
        if (planned && zones[zone].strikes == rules.strikes_to_count && !has_done("T34"))
            done("T34", "stroke", surface.zones[zone].id, 0, {}, out);
        break;
    }
    for (const std::uint32_t cell : record.array<std::uint32_t>(raw->cell)) {
        if (cell >= surface.cell_mask.size()) continue;
        const std::uint8_t mask = surface.cell_mask[cell];
        if (mask == 0 || mask >= surface.masks.size()) continue;
        const std::string& name = surface.masks[mask];
        const auto met = [&](TipMet bit, std::string_view other) {
            if ((stroke_touched & bit) != 0) return;
            stroke_touched = static_cast<std::uint8_t>(stroke_touched | bit);
            touch("needle_tip", other, out);
        };
        if (name == "brow_hair") met(kBrow, name);
        if (name == "hairline") met(kHairline, name);
        if (name.rfind("lesion_", 0) == 0) {
            for (const auto& lesion : scenario.patient.lesions)
                if (name == "lesion_" + lesion.id && lesion.case_item.rfind("L0", 0) == 0) met(kLesion, "lesion");
        }
    }
}

void Procedure::State::take_stroke_end(const sdk::event::stroke_end& end) {
    // A short first stroke is a test stroke; the look that follows completes it.
    const bool short_one = end.strikes > 0 && end.duration_ms <= rules.test_stroke_s * 1000;
    test_stroke_zone = short_one && !has_done("T33") && test_stroke_zone == kNoStrokeYet ? end.zone : kTestStrokeOver;
}

void Procedure::State::seen_after_strokes(std::uint32_t zone, sdk::EventBuffer& out) {
    bool seen = false;
    for (std::uint32_t i = 0; i < zones.size(); ++i) {
        if (zone != NP_NO_ZONE && zone != i) continue;
        if (zones[i].strikes_unseen == 0) continue;
        zones[i].strikes_unseen = 0;
        seen = true;
        if (test_stroke_zone == i && !has_done("T33")) done("T33", "look", surface.zones[i].id, 0, {}, out);
        done("T35", "look", surface.zones[i].id, 0, {}, out);
    }
    if (seen) test_stroke_zone = kTestStrokeOver;
}

}  // namespace np::clinic
