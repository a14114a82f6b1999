#include "sterile_field.h"

namespace np::clinic {

std::string_view to_word(Hygiene hygiene) {
    return hygiene == Hygiene::kSterile ? "sterile" : hygiene == Hygiene::kClean ? "clean" : "contaminated";
}

namespace {

Hygiene from_word(std::string_view word) {
    return word == "sterile" ? Hygiene::kSterile : word == "clean" ? Hygiene::kClean : Hygiene::kContaminated;
}

// The word under which the pack's pairs know a thing.
std::string_view family(std::string_view name) {
    if (name == "glove_l" || name == "glove_r") return "glove";
    if (name.substr(0, 10) == "cartridge_") return "cartridge";
    return name;
}

}  // namespace

SterileField::SterileField(const Rules& rules) : pairs_(rules.allowed_pairs), dirty_(rules.dirty) {
    for (const ThingRule& thing : rules.things) states_[thing.id] = from_word(thing.hygiene);
    states_["glove_l"] = states_["glove_r"] = states_["needle_tip"] = Hygiene::kClean;
    states_["hand"] = Hygiene::kClean;
    states_["skin"] = Hygiene::kClean;
    states_["tray"] = Hygiene::kClean;
}

bool SterileField::always_dirty(std::string_view name) const {
    return contains(dirty_, family(name));
}

Hygiene SterileField::state(std::string_view name) const {
    if (always_dirty(name)) return Hygiene::kContaminated;
    const auto at = states_.find(name);
    return at == states_.end() ? Hygiene::kContaminated : at->second;
}

void SterileField::set(std::string_view name, Hygiene hygiene) {
    states_[std::string(name)] = hygiene;
}

bool SterileField::allowed(std::string_view a, std::string_view b) const {
    const std::string first = std::string(family(a)) + "+" + std::string(family(b));
    const std::string second = std::string(family(b)) + "+" + std::string(family(a));
    return contains(pairs_, first) || contains(pairs_, second);
}

void SterileField::touch(std::string_view thing, std::string_view other, sdk::Tick tick, sdk::EventBuffer& out) {
    const Hygiene a = state(thing), b = state(other);
    Hygiene a_after = a, b_after = b;
    if (a == Hygiene::kContaminated || b == Hygiene::kContaminated) {
        a_after = b_after = Hygiene::kContaminated;
    } else if (!allowed(thing, other)) {
        // Sterile and clean: both are clean afterwards.
        if (a != b) a_after = b_after = Hygiene::kClean;
    }
    // A bare hand does not spoil what only has to be clean.
    if (thing == "hand" && b == Hygiene::kClean && other != "skin") b_after = b;
    if (!always_dirty(thing)) set(thing, a_after);
    if (!always_dirty(other)) set(other, b_after);

    sdk::event::touch event;
    event.tick = tick;
    event.thing = thing;
    event.other = other;
    event.thing_before = to_word(a);
    event.other_before = to_word(b);
    event.thing_after = to_word(state(thing));
    event.other_after = to_word(state(other));
    out.append(event);
}

void SterileField::write(ByteWriter& bytes) const {
    for (const auto& [name, hygiene] : states_) {
        bytes.put_text(name);
        bytes.put(static_cast<std::uint8_t>(hygiene));
    }
}

}  // namespace np::clinic
