// Unknown, longer, odd and broken records. A plugin may give up with a sentence; it may not crash, hang or run on.
#include <limits>

#include "check_table.h"

namespace np::plugin_host {
namespace {

// A plugin may answer or give up, but a fault needs its sentence and no exception may leave it.
Verdict stands(const Play& play, const std::string& what) {
    if (play.escaped) return failed(what + ": it " + told(play));
    if (play.faulted && play.fault.empty())
        return failed(what + ": it gave up without a sentence; call host->fault before NP_FAULT is returned");
    return passed();
}

Verdict empty_session(Scene& scene) {
    const sdk::EventBuffer none;
    return stands(scene.play(none), "in a session without events");
}

Verdict unknown_kinds(Scene& scene) {
    sdk::EventBuffer mixed;
    std::vector<std::byte> contents(104, std::byte{0x5a});
    std::uint16_t next = 1000;
    for (const sdk::RecordView record : scene.rich()) {
        // 20 ticks apart is enough to stand in nearly every batch.
        if (record.tick() % 20 == 0) {
            append_unknown(mixed, next, record.tick(), std::span(contents).first(next % 13 * 8));
            next = static_cast<std::uint16_t>(next < 65000 ? next + 17 : 1000);
        }
        mixed.append(record);
    }
    return same_answer(
        scene.play(scene.rich()), scene.play(mixed),
        "with records of unknown kinds in between it answers differently; step over them by their length");
}

Verdict only_unknown(Scene& scene) {
    sdk::EventBuffer strange;
    for (sdk::Tick tick = 0; tick < 5000; tick += 10)
        append_unknown(strange, static_cast<std::uint16_t>(200 + tick % 7), tick, {});
    return stands(scene.play(strange), "in a session of unknown records");
}

Verdict longer_records(Scene& scene) {
    const Play first = scene.play(scene.rich());
    for (const std::uint32_t extra : {8u, 64u, 264u}) {
        const sdk::EventBuffer longer = laid_out(scene.rich(), {extra, false, 2});
        if (const Verdict same = same_answer(first, scene.play(longer),
                                             "with records that are " + std::to_string(extra) +
                                                 " bytes longer, as a later version's, it answers differently; find "
                                                 "texts and arrays by their slices");
            same.outcome != CheckOutcome::kPass)
            return same;
    }
    return passed();
}

Verdict moved_contents(Scene& scene) {
    return same_answer(
        scene.play(scene.rich()), scene.play(laid_out(scene.rich(), {0, true, 1})),
        "with texts and arrays in another order inside the records it answers differently; find them by their slices");
}

Verdict extreme_values(Scene& scene) {
    for (std::uint64_t i = 0; i < 6; ++i) {
        const sdk::EventBuffer odd = scene.made(400 + i, 400, Taste::kExtreme);
        if (const Verdict well = stands(scene.play(odd), "with the ends of every type's range");
            well.outcome != CheckOutcome::kPass)
            return well;
    }
    return passed();
}

Verdict late_ticks(Scene& scene) {
    // 20 hours, then as late as a tick can be without running over.
    for (const sdk::Tick first : {sdk::Tick{72'000'000}, sdk::Tick{1} << 33, sdk::Tick{1} << 53}) {
        const sdk::EventBuffer late = made_session(scene.vocabulary(), 9, 300, Taste::kPlausible, first);
        PlayPlan plan = scene.plan(late);
        if (const Verdict well = stands(scene.play(plan), "with ticks from " + std::to_string(first) + " on");
            well.outcome != CheckOutcome::kPass)
            return well;
    }
    return passed();
}

Verdict crowded_tick(Scene& scene) {
    const sdk::EventBuffer crowd = made_session(scene.vocabulary(), 10, 5000, Taste::kPlausible, 500, 0);
    return stands(scene.play(crowd), "with 5000 events in one tick");
}

Verdict long_texts_and_arrays(Scene& scene) {
    sdk::EventBuffer events;
    for (int i = 0; i < 5; ++i) {
        sdk::event::note note;
        sdk::event::action action;
        sdk::event::strike strike;
        action.tick = strike.tick = static_cast<sdk::Tick>(i) * 50;
        action.step = std::string(1 << 18, 'T');
        action.detail = std::string(1 << 18, '\xc3');
        strike.cell.assign(20000, 0);
        strike.zone.assign(20000, 0);
        strike.depth_um.assign(20000, 900);
        strike.drag_um.assign(20000, 0);
        strike.axis_q30[2] = -(1 << 30);
        strike.set_depth_um = 1000;
        events.append(strike);
        events.append(action);
    }
    return stands(scene.play(events), "with a text of 256 KiB and 20000 needles");
}

Verdict empty_arrays(Scene& scene) {
    sdk::EventBuffer events;
    for (sdk::Tick tick = 0; tick < 2000; tick += 20) {
        sdk::event::strike strike;
        sdk::event::swipe swipe;
        sdk::event::stroke_end end;
        strike.tick = swipe.tick = end.tick = tick;
        strike.axis_q30[2] = -(1 << 30);
        events.append(strike);
        events.append(swipe);
        events.append(end);
    }
    return stands(scene.play(events), "with strikes without needles and strokes without length");
}

// ---- batches that no host hands out, made of copies that end where the memory ends

Verdict broken(Scene& scene, const std::string& what, void (*damage)(std::vector<std::byte>& bytes, Piece& piece)) {
    PlayPlan plan = scene.plan(scene.ordinary());
    const auto player = make_player(scene.library(), plan);
    if (!player->create() || !player->begin()) return skipped("it does not begin; see life.ordinary");
    const auto pieces = pieces_of(scene.ordinary(), NP_BATCH_TICKS);
    for (std::size_t i = 0; i < pieces.size() && i < 20; ++i) {
        std::vector<std::byte> bytes(pieces[i].bytes.begin(), pieces[i].bytes.end());
        Piece piece = pieces[i];
        damage(bytes, piece);
        // An exact copy: what lies behind the end belongs to nobody.
        const std::unique_ptr<std::byte[]> copy(new std::byte[bytes.size() == 0 ? 1 : bytes.size()]);
        std::copy(bytes.begin(), bytes.end(), copy.get());
        piece.bytes = {copy.get(), bytes.size()};
        if (!player->consume(piece, false)) break;
    }
    player->answer();
    player->destroy();
    return stands(player->play(), what);
}

np_event_header& header_at(std::vector<std::byte>& bytes) {
    return *reinterpret_cast<np_event_header*>(bytes.data());
}

Verdict truncated_batch(Scene& scene) {
    return broken(scene, "with a batch that ends inside a record",
                  [](std::vector<std::byte>& bytes, Piece&) { bytes.resize(bytes.size() / 2 / 8 * 8); });
}

Verdict too_many_announced(Scene& scene) {
    return broken(scene, "with a batch that announces more records than it has",
                  [](std::vector<std::byte>&, Piece& piece) { piece.count += 1000; });
}

Verdict endless_record(Scene& scene) {
    return broken(scene, "with a record of no length", [](std::vector<std::byte>& bytes, Piece& piece) {
        header_at(bytes).bytes = 0;
        piece.count = std::numeric_limits<std::uint32_t>::max();
    });
}

Verdict huge_record(Scene& scene) {
    return broken(scene, "with a record that claims 4 GiB",
                  [](std::vector<std::byte>& bytes, Piece&) { header_at(bytes).bytes = 0xfffffff8u; });
}

Verdict foreign_slices(Scene& scene) {
    return broken(scene, "with texts and arrays that lie outside of their records",
                  [](std::vector<std::byte>& bytes, Piece&) {
                      for (std::size_t at = 0; at + sizeof(np_event_header) <= bytes.size();) {
                          auto& header = *reinterpret_cast<np_event_header*>(bytes.data() + at);
                          if (const sdk::KindInfo* kind = sdk::kind_info(header.kind))
                              for (const sdk::FieldInfo& field : kind->fields)
                                  if (element_bytes(field.type) != 0) {
                                      const np_slice far = {0x40000000u, 0x10000000u};
                                      std::memcpy(bytes.data() + at + field.offset, &far, sizeof far);
                                  }
                          at += header.bytes;
                      }
                  });
}

Verdict short_records(Scene& scene) {
    return broken(scene, "with records shorter than their fields", [](std::vector<std::byte>& bytes, Piece& piece) {
        // The headers of all kinds, with nothing behind them.
        bytes.clear();
        piece.count = 0;
        for (const sdk::KindInfo& kind : sdk::kKinds) {
            const np_event_header header = {sizeof(np_event_header), kind.number, 1, piece.first_tick};
            const auto* from = reinterpret_cast<const std::byte*>(&header);
            bytes.insert(bytes.end(), from, from + sizeof header);
            ++piece.count;
        }
    });
}

constexpr CheckRow kRows[] = {
    {"records.none", "A session without events is answered or refused with a sentence.", Needs::kLibrary, kForAll,
     empty_session},
    {"records.unknown_kinds", "Records of unknown kinds change nothing.", Needs::kAnswer, kForSessions, unknown_kinds},
    {"records.only_unknown", "A session of unknown records does no harm.", Needs::kLibrary, kForSessions, only_unknown},
    {"records.longer", "Longer records of known kinds, as a later version writes them, change nothing.", Needs::kAnswer,
     kForSessions, longer_records},
    {"records.moved_contents", "Where texts and arrays lie inside a record changes nothing.", Needs::kAnswer,
     kForSessions, moved_contents},
    {"records.extreme_values", "Numbers at the ends of their range and odd texts do no harm.", Needs::kLibrary,
     kForSessions, extreme_values},
    {"records.late_ticks", "Ticks hours and ages after the beginning do no harm.", Needs::kLibrary, kForSessions,
     late_ticks},
    {"records.crowded_tick", "5000 events in one tick do no harm.", Needs::kLibrary, kForSessions, crowded_tick},
    {"records.large", "Very long texts and arrays do no harm.", Needs::kLibrary, kForSessions, long_texts_and_arrays},
    {"records.empty_arrays", "Strikes without needles and strokes without length do no harm.", Needs::kLibrary,
     kForSessions, empty_arrays},
    {"records.truncated", "A batch that ends inside a record does no harm.", Needs::kLibrary, kForSessions,
     truncated_batch},
    {"records.too_many_announced", "A batch that announces more records than it has does no harm.", Needs::kLibrary,
     kForSessions, too_many_announced},
    {"records.no_length", "A record of no length does not hold it up.", Needs::kLibrary, kForSessions, endless_record},
    {"records.huge_length", "A record that claims to be huge does no harm.", Needs::kLibrary, kForSessions,
     huge_record},
    {"records.foreign_slices", "Texts and arrays that lie outside of their record do no harm.", Needs::kLibrary,
     kForSessions, foreign_slices},
    {"records.short", "Records shorter than their fields do no harm.", Needs::kLibrary, kForSessions, short_records},
};

}  // namespace

std::span<const CheckRow> record_checks() {
    return kRows;
}

}  // namespace np::plugin_host
