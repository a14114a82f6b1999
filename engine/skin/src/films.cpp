// The fold's other half: what cloths, fluids and the cool mask do, and what is said and touched.
#include <algorithm>

#include "data.h"
#include "needlepoint/sdk/math.h"

namespace np::skin {

void SkinState::Data::setting(sdk::RecordView record) {
    const np_setting& setting = *record.raw<sdk::event::setting>();
    const Ground& g = *ground;
    // A shot's own row says how it was given; what is merely dialled says only how much.
    if (record.text(setting.parameter) == "energy" && g.device.energy_mj > 0) {
        shot_mj = np_max(0, static_cast<double>(setting.value));
        const std::string_view how = record.text(setting.detail);
        if (how == "insulated" || how == "bare") shot_insulated = how == "insulated";
    }
    if (record.text(setting.parameter) != "speed" || setting.value <= 0) return;
    if (!g.device.by_hand)
        share = skin::independent_share(g.density, static_cast<double>(setting.value) * 1e-3, g.device.needles,
                                        g.device.swath_mm);
}

void SkinState::Data::take_cream_off(FilmRecord& film) const {
    if (film.cream_on_ms == kNever) return;
    film.cream_dwell_ms = now_ms() - film.cream_on_ms;
    film.cream_off_ms = now_ms();
    film.cream_on_ms = kNever;
}

void SkinState::Data::start_cooling(FilmRecord& film) const {
    if (film.cool_on) return;
    film.cool_left = cool_left(film, now_ms());
    film.cool_ms = now_ms();
    film.cool_on = true;
}

void SkinState::Data::stop_cooling(FilmRecord& film) const {
    if (!film.cool_on) return;
    film.cool_left = cool_left(film, now_ms());
    film.cooled_ms += now_ms() - film.cool_ms;
    film.cool_ms = now_ms();
    film.cool_on = false;
}

// A cloth takes off what lies on the skin. Antiseptic that has dried stays; wet it is gone, and with it its effect.
void SkinState::Data::wipe(std::uint32_t at, FilmRecord& film) const {
    const TissueRules& t = ground->tissue;
    const double left = 1 - t.wipe_share;
    film.gel = gel(film, now_ms()) * left;
    film.gel_ms = now_ms();
    film.serum *= left;
    film.cream *= left;
    film.foreign = false;
    if (film.cream < t.gone_below) take_cream_off(film);
    if (channels_at(at).channels > 0) {
        const double points = pinpoints(at, around(at, now_ms()));
        film.wiped_pinpoints += t.wipe_share * np_max(0, points - film.wiped_pinpoints);
    }
    if (film.antiseptic_ms != kNever && static_cast<double>(now_ms() - film.antiseptic_ms) < t.antiseptic_dry_s * 1000)
        film.antiseptic_ms = kNever;
}

void SkinState::Data::swipe(sdk::RecordView record) {
    const np_swipe& swipe = *record.raw<sdk::event::swipe>();
    const std::string_view what = record.text(swipe.substance);
    const bool fluid = what == "gel" || what == "serum";
    const bool cloth_or_gel = fluid || what == "gauze" || what == "saline" || what == "cool_mask";
    // Bottles are never clean outside; what flows out of them is. A soiled cloth or nozzle soils what it goes over.
    const bool soils = (swipe.state & 1U) != 0 && cloth_or_gel;
    const bool foreign = (soils && fluid) || !ground->bland(what);
    for (const std::uint32_t at : record.array<std::uint32_t>(swipe.cell)) {
        if (!has_surface(at)) continue;
        const std::uint32_t here = slot(at);
        FilmRecord& film = films[here];
        change(here);
        if (what != "cool_mask") stop_cooling(film);
        if (what == "cleanser") {
            wipe(at, film);
            film.residue *= 1 - ground->tissue.cleanse_share;
        } else if (what == "anaesthetic") {
            if (film.cream_on_ms == kNever) film.cream_on_ms = now_ms();
            film.cream_off_ms = kNever;
            film.cream = 1;
        } else if (what == "antiseptic") {
            film.antiseptic_ms = now_ms();
        } else if (what == "gel") {
            film.gel = 1;
            film.gel_ms = now_ms();
        } else if (what == "gauze" || what == "saline") {
            wipe(at, film);
        } else if (what == "serum") {
            film.serum = 1;
        } else if (what == "cool_mask") {
            start_cooling(film);
        }
        if (soils) film.soiled_ms = now_ms();
        if (foreign) {
            film.foreign = true;
            const std::uint8_t zone = ground->cells[at].zone;
            if (zone < zones.size() && channels[here].channels > 0) zones[zone].foreign = true;
        }
        note_film(here);
    }
}

void SkinState::Data::action(sdk::RecordView record) {
    const np_action& action = *record.raw<sdk::event::action>();
    const std::string_view verb = record.text(action.verb), thing = record.text(action.thing);
    const std::string_view step = record.text(action.step);
    if (verb == "tell" && thing == "aftercare") told_aftercare = true;
    if (verb == "tell" && thing == "sun") told_sun = true;
    patch_tested = patch_tested || (!step.empty() && ground->patient.is_patch_test(step));
    antiviral = antiviral || (!step.empty() && ground->patient.is_antiviral(step));
    // A cartridge that was used before, or was soiled, spoils what it needles.
    if (verb == "fit")
        tip_spoiled = record.text(action.detail).find("refit") != std::string_view::npos ||
                      std::find(spoiled.begin(), spoiled.end(), thing) != spoiled.end();
    // A cool mask that is taken off or put away has stopped cooling everywhere.
    if (thing != "cool_mask" || (verb != "put" && verb != "remove")) return;
    for (std::uint32_t slot = 1; slot < films.size(); ++slot) {
        if (!films[slot].cool_on) continue;
        stop_cooling(films[slot]);
        change(slot);
    }
}

// What soils the needles besides the skin itself: that is the dirty field's matter.
void SkinState::Data::touch(sdk::RecordView record) {
    const np_touch& touch = *record.raw<sdk::event::touch>();
    const std::string_view names[] = {record.text(touch.thing), record.text(touch.other)};
    const std::string_view after[] = {record.text(touch.thing_after), record.text(touch.other_after)};
    for (std::size_t i = 0; i < 2; ++i) {
        const std::string_view partner = names[1 - i];
        if (after[i] != "contaminated" || partner == "skin" || partner == "unprepped_skin") continue;
        if (names[i] == "needle_tip") tip_spoiled = true;
        if (names[i].substr(0, 10) == "cartridge_" &&
            std::find(spoiled.begin(), spoiled.end(), names[i]) == spoiled.end())
            spoiled.emplace_back(names[i]);
    }
}

}  // namespace np::skin
