// Many random sessions, the same ones every time.
#include "check_surroundings.h"
#include "check_table.h"

namespace np::plugin_host {
namespace {

// Whatever comes: no exception, a sentence for a fault, and answers that can be repeated.
Verdict sessions(Scene& scene, Taste taste, std::uint64_t first, unsigned count, std::size_t events) {
    for (std::uint64_t i = first; i < first + count; ++i) {
        const sdk::EventBuffer session = scene.made(i, events, taste);
        const Play play = scene.play(session);
        if (play.escaped || (play.faulted && play.fault.empty()))
            return failed("in random session " + std::to_string(i) + " it " + told(play));
        if (i % 4 == 0)
            if (const Verdict same =
                    same_answer(play, scene.play(session),
                                "random session " + std::to_string(i) + " is answered differently the second time");
                same.outcome != CheckOutcome::kPass)
                return same;
    }
    return passed(std::to_string(count) + " sessions");
}

Verdict plausible(Scene& scene) {
    return sessions(scene, Taste::kPlausible, 1000, 40, 300);
}
Verdict extreme(Scene& scene) {
    return sessions(scene, Taste::kExtreme, 2000, 40, 300);
}

// Records whose contents are noise, though their lengths and slices are right.
Verdict noisy_records(Scene& scene) {
    Dice dice(0xf022);
    for (int round = 0; round < 20; ++round) {
        const sdk::EventBuffer session = scene.made(3000 + static_cast<std::uint64_t>(round), 200, Taste::kPlausible);
        sdk::EventBuffer noisy;
        for (const sdk::RecordView record : session) {
            std::vector<std::byte> bytes(record.bytes().begin(), record.bytes().end());
            const sdk::KindInfo* kind = sdk::kind_info(record.kind());
            std::vector<bool> kept(bytes.size(), false);
            for (std::size_t i = 0; i < sizeof(np_event_header); ++i) kept[i] = true;
            for (const sdk::FieldInfo& field : kind->fields)
                if (element_bytes(field.type) != 0)
                    for (std::size_t i = 0; i < sizeof(np_slice); ++i) kept[field.offset + i] = true;
            for (std::size_t i = 0; i < bytes.size(); ++i)
                if (!kept[i] && dice.one_in(8)) bytes[i] = static_cast<std::byte>(dice.below(256));
            noisy.append_bytes(bytes, 1);
        }
        const Play play = scene.play(noisy);
        if (play.escaped || (play.faulted && play.fault.empty()))
            return failed("in noisy session " + std::to_string(round) + " it " + told(play));
    }
    return passed();
}

// Numbers of parameters scaled at random, a few texts gone.
Verdict parameters(Scene& scene) {
    Dice dice(0xbadca4);
    static constexpr double kFactors[] = {0, -1, 0.01, 0.5, 2, 100, 1e9};
    for (int round = 0; round < 25; ++round) {
        SessionFacts facts = scene.facts();
        Parameters changed;
        for (const auto& [key, parameter] : facts.parameters.entries()) {
            Parameter one = parameter;
            if (auto* number = std::get_if<double>(&one.value); number != nullptr && dice.one_in(6))
                *number *= kFactors[dice.below(std::size(kFactors))];
            if (!dice.one_in(60)) changed.set(key, one);
        }
        facts.parameters = changed;
        const sdk::EventBuffer session = scene.made(4000 + static_cast<std::uint64_t>(round), 250, Taste::kPlausible);
        PlayPlan plan = scene.plan(session);
        plan.shown = &facts;
        const Play play = scene.play(plan);
        if (play.escaped || (play.faulted && play.fault.empty()))
            return failed("with random parameters " + std::to_string(round) + " it " + told(play));
    }
    return passed();
}

// Two instances, previews and cuts at random: the life of a live session.
Verdict lives(Scene& scene) {
    Dice dice(0x11fe);
    for (int round = 0; round < 12; ++round) {
        const sdk::EventBuffer session = scene.made(5000 + static_cast<std::uint64_t>(round), 400, Taste::kPlausible);
        const Play alone = scene.play(session);
        const auto main = make_player(scene.library(), scene.plan(session)),
                   other = make_player(scene.library(), scene.plan(session));
        bool well = main->create() && main->begin(), other_well = other->create() && other->begin();
        const bool asks = scene.library()->entry().kind == NP_PLUGIN_SCORER;
        for (const Piece& piece : main->pieces()) {
            if (well) well = main->consume(piece);
            if (other_well && dice.one_in(3)) other_well = other->consume(piece);
            if (well && asks && dice.one_in(10)) well = main->answer();
        }
        if (well) main->answer();
        other->destroy();
        main->destroy();
        // What gives up when asked in the end may do so as soon as it is asked.
        if (alone.faulted && main->play().faulted && !main->play().escaped) continue;
        if (const Verdict same =
                same_answer(alone, main->play(), "beside another instance and asked in between it answers differently");
            same.outcome != CheckOutcome::kPass)
            return same;
    }
    return passed();
}

constexpr CheckRow kRows[] = {
    {"fuzz.sessions", "Forty random sessions are answered, and each the same way twice.", Needs::kAnswer, kForSessions,
     plausible, 60},
    {"fuzz.extreme_sessions", "Forty random sessions with extreme values do no harm.", Needs::kLibrary, kForSessions,
     extreme, 60},
    {"fuzz.noisy_records", "Records with noise in their fields do no harm.", Needs::kLibrary, kForSessions,
     noisy_records, 60},
    {"fuzz.parameters", "Random parameters do no harm.", Needs::kLibrary, kForAll, parameters, 60},
    {"fuzz.lives", "Random previews and neighbours change nothing.", Needs::kAnswer, kForSessions, lives, 60},
};

}  // namespace

std::span<const CheckRow> fuzz_checks() {
    return kRows;
}

}  // namespace np::plugin_host
