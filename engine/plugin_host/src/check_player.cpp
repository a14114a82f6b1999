#include "check_player.h"

#include <exception>

namespace np::plugin_host {

Player::Player(std::shared_ptr<const Library> library, const PlayPlan& plan)
    : plan_(plan),
      library_(std::move(library)),
      rig_(*plan.skin, plan.shown == nullptr ? *plan.skin : *plan.shown, library_->manifest().id, plan.oddities) {}

void Player::enter() const {
    if (plan_.before) plan_.before();
}
void Player::leave() const {
    if (plan_.after) plan_.after();
}

template <class Call>
bool Player::guarded(Rig::Stage stage, Call&& call) {
    if (play_.faulted) return false;
    rig_.stage = stage;
    rig_.fault.clear();
    bool well = false;
    enter();
    try {
        well = call() == NP_OK;
    } catch (const std::exception& problem) {
        play_.escaped = true;
        rig_.fault = problem.what();
    } catch (...) {
        play_.escaped = true;
    }
    leave();
    play_.asked = rig_.asked;
    play_.misuse |= misused();
    if (well) return true;
    play_.faulted = true;
    play_.fault = rig_.fault;
    play_.tick = now_;
    play_.said = {};
    play_.text = "fault at tick " + std::to_string(now_) + ": " + rig_.fault + "\n";
    return false;
}

bool Player::create() {
    return guarded(Rig::Stage::kCreate, [&] {
        instance_ = do_create(rig_.host());
        return instance_ == nullptr ? NP_FAULT : NP_OK;
    });
}

bool Player::begin() {
    const SessionFacts& shown = rig_.facts();
    const np_session session = {sizeof(np_session), plan_.mode, shown.seed, shown.scenario.c_str()};
    return guarded(Rig::Stage::kBegin, [&] { return do_begin(instance_, &session); });
}

bool Player::consume(const Piece& piece, bool feed_skin) {
    if (feed_skin && library_->entry().kind != NP_PLUGIN_DEVICE) {
        const std::byte* at = piece.bytes.data();
        for (std::uint32_t i = 0; i < piece.count; ++i) {
            const sdk::RecordView record(reinterpret_cast<const np_event_header*>(at));
            rig_.tissue().consume(record);
            at += record.header()->bytes;
        }
        if (piece.end_tick - piece.first_tick < 1'000'000) rig_.tissue().advance_to(piece.end_tick - 1);
    }
    now_ = piece.end_tick;
    return guarded(Rig::Stage::kConsume, [&] { return do_consume(instance_, piece); });
}

bool Player::answer() {
    return guarded(Rig::Stage::kFinish, [&] { return do_answer(instance_); });
}

void Player::broke_rule(const std::string& sentence) {
    if (play_.broken_rules.size() < 20) play_.broken_rules.push_back(sentence);
}

void Player::destroy() {
    if (instance_ == nullptr) return;
    rig_.stage = Rig::Stage::kFinish;
    enter();
    try {
        do_destroy(instance_);
    } catch (...) {
        play_.escaped = true;
    }
    leave();
    play_.misuse |= misused();
    instance_ = nullptr;
}

// As often as a live session asks.
constexpr sdk::Tick kPreviewTicks = 1000;

Play play_through(const std::shared_ptr<const Library>& library, const PlayPlan& plan) {
    const auto player = make_player(library, plan);
    bool well = player->create() && player->begin();
    unsigned early = 20;
    sdk::Tick asked = 0;
    for (const Piece& piece : player->pieces()) {
        if (!well) break;
        well = player->consume(piece);
        if (!well || !plan.previews || (early == 0 && piece.end_tick < asked + kPreviewTicks)) continue;
        well = player->answer();
        asked = piece.end_tick;
        if (early > 0) --early;
    }
    for (unsigned i = 0; well && i < plan.answers; ++i) well = player->answer();
    player->destroy();
    return player->play();
}

}  // namespace np::plugin_host
