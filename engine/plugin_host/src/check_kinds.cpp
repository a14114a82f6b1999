// What holds for one kind of plugin only: incidents, exporters, devices.
#include <algorithm>

#include "check_table.h"
#include "check_words.h"

namespace np::plugin_host {
namespace {

template <class Door>
const Door& door_of(Scene& scene) {
    return *static_cast<const Door*>(scene.library()->entry().door);
}

// The rules that the player itself watches, in sessions of all sorts.
Verdict keeps_rules(Scene& scene) {
    for (int i = 0; i < 5; ++i) {
        const Play play = i == 0 ? scene.play(scene.rich())
                                 : scene.play(scene.made(200 + static_cast<std::uint64_t>(i), 600, Taste::kPlausible));
        if (!play.broken_rules.empty()) return failed("it gave " + play.broken_rules[0]);
    }
    return passed();
}

// ---- incidents

Verdict wishes_few(Scene& scene) {
    const Play play = scene.play(scene.rich());
    const auto wishes = static_cast<std::size_t>(std::count(play.text.begin(), play.text.end(), '\n'));
    if (wishes <= 50) return passed();
    return warned("no more incidents than a session can hold were expected, found " + std::to_string(wishes) +
                  " wishes");
}

Verdict wishes_follow_the_seed(Scene& scene) {
    SessionFacts facts = scene.facts();
    PlayPlan plan = scene.plan(scene.rich());
    plan.shown = &facts;
    for (const std::uint64_t seed : {1ull, 2ull, 3ull}) {
        facts.seed = seed;
        const Play first = scene.play(plan);
        if (const Verdict same = same_answer(first, scene.play(plan), "with the same seed it wishes differently");
            same.outcome != CheckOutcome::kPass)
            return same;
    }
    return passed();
}

Verdict wishes_without_events(Scene& scene) {
    const Play play = scene.play(sdk::EventBuffer());
    return play.escaped || (play.faulted && play.fault.empty())
               ? failed("asked in a session without events it " + told(play))
               : passed();
}

// ---- exporters

Verdict exporter_described(Scene& scene) {
    const auto& door = door_of<np_exporter>(scene);
    const std::string extension = door.extension == nullptr ? "" : door.extension,
                      type = door.media_type == nullptr ? "" : door.media_type;
    const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    if (extension.empty() || extension.size() > 12 || !std::all_of(extension.begin(), extension.end(), good))
        return failed("an ending such as csv was expected, without dot, found '" + extension + "'");
    const std::size_t slash = type.find('/');
    if (slash == std::string::npos || slash == 0 || slash + 1 == type.size() || !is_printable(type) ||
        type.find(' ') != std::string::npos)
        return failed("a media type such as text/csv was expected, found '" + type + "'");
    if ((door.flags & ~std::uint32_t{NP_EXPORTER_TAKES_INPUTS}) != 0)
        return failed("unknown flags: " + std::to_string(door.flags));
    return passed();
}

Verdict writes_something(Scene& scene) {
    const Play play = scene.play(scene.ordinary());
    return play.text.empty() ? failed("bytes were expected for an ordinary session, and none were written")
                             : passed(std::to_string(play.text.size()) + " bytes");
}

bool is_text_type(const std::string& type) {
    return type.rfind("text/", 0) == 0 || type.find("json") != std::string::npos ||
           type.find("xml") != std::string::npos || type.find("html") != std::string::npos;
}

Verdict texts_are_utf8(Scene& scene) {
    const auto& door = door_of<np_exporter>(scene);
    if (door.media_type == nullptr || !is_text_type(door.media_type)) return skipped("its format is no text");
    return is_utf8(scene.play(scene.rich()).text)
               ? passed()
               : failed("a text in UTF-8 was expected, since its media type is " + std::string(door.media_type));
}

Verdict gives_up_without_room(Scene& scene) {
    PlayPlan plan = scene.plan(scene.ordinary());
    plan.refuse = true;
    const Play play = scene.play(plan);
    if (play.escaped) return failed("where there is no room it " + told(play));
    if (!play.faulted)
        return failed(
            "where nothing can be written it was expected to give up, and it went on; look at what the sink returns");
    return play.fault.empty() ? failed("where there is no room it gave up without a sentence") : passed();
}

Verdict size_follows_events(Scene& scene) {
    const sdk::EventBuffer few = scene.made(1, 1000, Taste::kPlausible);
    const std::size_t bytes = scene.play(few).text.size();
    if (bytes <= 1000 * 4096) return passed();
    return warned("at most 4 KiB for an event were expected, found " + std::to_string(bytes / 1000) + " bytes");
}

// ---- devices

Verdict device_described(Scene& scene) {
    const auto& door = door_of<np_device>(scene);
    if (door.source < NP_SOURCE_UDP || door.source > NP_SOURCE_SERIAL)
        return failed("a source from 1 to 4 was expected, found " + std::to_string(door.source));
    if (door.observes == 0 || (door.observes & ~63u) != 0)
        return failed("what it observes was expected as bits of np_pen_observed, found " +
                      std::to_string(door.observes));
    if (door.device_class < 1 || door.device_class > 6 || door.device_class == 4)
        return failed("a device class of 1, 2, 3, 5 or 6 was expected, found " + std::to_string(door.device_class));
    const std::string address = door.address == nullptr ? "" : door.address;
    if (address.empty() || !is_printable(address))
        return failed("an address of its source was expected, found '" + address + "'");
    const bool network = door.source == NP_SOURCE_UDP || door.source == NP_SOURCE_TCP;
    if (network && address.rfind(':') == std::string::npos)
        return failed("host:port was expected for its source, found '" + address + "'");
    if (!network && address[0] != '/') return failed("a path was expected for its source, found '" + address + "'");
    return passed();
}

Verdict decodes_sample(Scene& scene) {
    if (scene.material().chunks.empty())
        return skipped("nothing that the device sends was given; give it with --session FILE");
    const Play play = scene.play(scene.ordinary());
    if (play.text.find("sample ") != std::string::npos) return passed();
    return failed("samples were expected from what the device sends, found: " + play.text.substr(0, 200));
}

Verdict stands_noise(Scene& scene) {
    Dice dice(0xde71ce);
    for (int round = 0; round < 40; ++round) {
        Chunks noise;
        for (int i = 0; i < 30; ++i) {
            std::vector<std::byte> chunk(dice.below(300) + (door_of<np_device>(scene).source == NP_SOURCE_UDP ? 0 : 1));
            static constexpr char kTexts[] = "0123456789.,-+eE;:{}[]\"/ \n\r\tpose,ifs\0\0";
            for (std::byte& one : chunk)
                one = round % 2 == 0 ? static_cast<std::byte>(dice.below(256))
                                     : static_cast<std::byte>(kTexts[dice.below(sizeof kTexts - 1)]);
            noise.push_back(chunk);
        }
        // What the device really sends, damaged here and there.
        for (auto chunk : scene.material().chunks) {
            if (!chunk.empty()) chunk[dice.below(chunk.size())] = static_cast<std::byte>(dice.below(256));
            if (dice.one_in(4)) chunk.resize(dice.below(chunk.size() + 1));
            if (!chunk.empty()) noise.push_back(chunk);
        }
        PlayPlan plan = scene.plan(scene.ordinary());
        plan.chunks = &noise;
        const Play play = scene.play(plan);
        if (play.escaped) return failed("with noise for input it " + told(play));
        if (play.faulted)
            return failed("with noise for input it was expected to go on and say what is malformed, and it " +
                          told(play));
        if (!play.broken_rules.empty()) return failed("with noise for input it gave " + play.broken_rules[0]);
    }
    return passed();
}

Verdict begins_again(Scene& scene) {
    PlayPlan plan = scene.plan(scene.ordinary());
    const Play once = scene.play(plan);
    const auto player = make_player(scene.library(), plan);
    bool well = player->create();
    for (int i = 0; i < 3; ++i) well = well && player->begin();
    for (const Piece& piece : player->pieces()) well = well && player->consume(piece);
    if (well) player->answer();
    player->destroy();
    return same_answer(once, player->play(), "begun again after the source was lost it decodes differently");
}

constexpr CheckRow kRows[] = {
    {"incidents.rules", "Wishes are whole, named, and lie neither in the past nor too far ahead.", Needs::kAnswer,
     kForIncidents, keeps_rules},
    {"incidents.seed", "The same seed gives the same wishes.", Needs::kAnswer, kForIncidents, wishes_follow_the_seed},
    {"incidents.few", "It wishes for no more than a session can hold.", Needs::kAnswer, kForIncidents, wishes_few},
    {"incidents.no_events", "It can be asked where nothing has happened.", Needs::kLibrary, kForIncidents,
     wishes_without_events},
    {"exporter.described", "It says which ending and media type its files have.", Needs::kLibrary, kForExporters,
     exporter_described},
    {"exporter.writes", "It writes something.", Needs::kAnswer, kForExporters, writes_something},
    {"exporter.utf8", "A text format is written in UTF-8.", Needs::kAnswer, kForExporters, texts_are_utf8},
    {"exporter.no_room", "Where nothing can be written it gives up and says so.", Needs::kAnswer, kForExporters,
     gives_up_without_room},
    {"exporter.size", "An event takes at most 4 KiB.", Needs::kAnswer, kForExporters, size_follows_events},
    {"exporter.rules", "It gives its sink bytes and nothing else.", Needs::kAnswer, kForExporters, keeps_rules},
    {"device.described", "Source, address, class and what it observes are those of the interface.", Needs::kLibrary,
     kForDevices, device_described},
    {"device.decodes", "What the device sends becomes samples.", Needs::kAnswer, kForDevices, decodes_sample},
    {"device.rules", "Samples are whole and hold no more than it declares.", Needs::kAnswer, kForDevices, keeps_rules},
    {"device.noise", "Noise is counted as malformed and holds nothing up.", Needs::kLibrary, kForDevices, stands_noise},
    {"device.again", "Begun again after the source was lost, it decodes as before.", Needs::kAnswer, kForDevices,
     begins_again},
};

}  // namespace

std::span<const CheckRow> kind_checks() {
    return kRows;
}

}  // namespace np::plugin_host
