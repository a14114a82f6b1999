// One instance of a plugin, led by the kit through a session as the host would lead it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "check_answer.h"
#include "check_records.h"
#include "check_rig.h"
#include "needlepoint/plugin_host/library.h"

namespace np::plugin_host {

using Chunks = std::vector<std::vector<std::byte>>;

// What is done with an instance, and by what host.
struct PlayPlan {
    const SessionFacts* skin = nullptr;        // what the skin is computed from
    const SessionFacts* shown = nullptr;       // what the plugin is told; null: the same
    const sdk::EventBuffer* events = nullptr;  // without inputs
    const Chunks* chunks = nullptr;            // for devices; null: the bytes of the events will do
    sdk::Tick cut_ticks = NP_BATCH_TICKS;
    HostOddities oddities;
    bool refuse = false;    // the sink takes nothing
    bool previews = false;  // asks after each of the first batches, then every second
    unsigned answers = 1;   // asks so often at the end; the last answer is kept
    std::uint32_t mode = NP_MODE_PRACTICE;
    std::function<void()> before, after;  // around each call into the plugin
};

// What came of it.
struct Play {
    bool faulted = false;
    bool escaped = false;  // an exception left the plugin
    std::string fault;     // the sentence; empty if it gave none
    sdk::Tick tick = 0;    // of the fault
    Said said;             // a scorer's answer
    std::string text;      // the answer or the fault, to compare by
    Asked asked;
    bool misuse = false;                    // a sink was used when it was closed
    std::vector<std::string> broken_rules;  // of the kind's own boundary, a sentence each
};

// An instance at work. All calls into the plugin are guarded against exceptions.
class Player {
  public:
    Player(std::shared_ptr<const Library> library, const PlayPlan& plan);
    virtual ~Player() = default;  // call destroy() before
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;

    // Each returns whether the instance can go on.
    bool create();
    bool begin();
    // `feed_skin`: the records are sound enough for the host's own skin.
    bool consume(const Piece& piece, bool feed_skin = true);
    bool answer();
    void destroy();
    // What `consume` is to be given, in order.
    virtual std::vector<Piece> pieces() const { return pieces_of(*plan_.events, plan_.cut_ticks); }

    const Play& play() const { return play_; }
    bool well() const { return !play_.faulted; }

  protected:
    virtual void* do_create(const np_host* host) = 0;
    virtual std::int32_t do_begin(void* instance, const np_session* session) = 0;
    virtual std::int32_t do_consume(void* instance, const Piece& piece) = 0;
    // Asks for the answer; leaves it in play_.text, and a scorer's in play_.said too.
    virtual std::int32_t do_answer(void* instance) = 0;
    virtual void do_destroy(void* instance) = 0;
    virtual bool misused() const { return false; }
    void broke_rule(const std::string& sentence);

    const PlayPlan plan_;
    std::shared_ptr<const Library> library_;
    Play play_;

  private:
    template <class Call>
    bool guarded(Rig::Stage stage, Call&& call);
    void enter() const;
    void leave() const;

    Rig rig_;
    void* instance_ = nullptr;
    sdk::Tick now_ = 0;
};

// The player for the library's kind.
std::unique_ptr<Player> make_player(std::shared_ptr<const Library> library, const PlayPlan& plan);

// From create to destroy.
Play play_through(const std::shared_ptr<const Library>& library, const PlayPlan& plan);

}  // namespace np::plugin_host
