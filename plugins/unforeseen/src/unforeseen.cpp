// Things that nobody planned: a faint, a dropped cartridge, a hand in the prepared field, a telephone, a sneeze. Drawn
// from the session's seed and from what has happened so far; see README.md.
#include "needlepoint/sdk/incident.hpp"
#include "visit_so_far.h"

namespace np::unforeseen {
namespace {

constexpr double kAsksPerHour = 3600.0 * 1000.0 / NP_ASK_TICKS;

// One sort of thing: which incident it is, how often it comes, and when it can.
struct Sort {
    const char* id;
    const char* rate_key;
    bool (*possible)(const VisitSoFar& visit);
    bool with_pain;  // pain makes it likelier
};

constexpr Sort kSorts[] = {
    {"E01", "plugin.unforeseen.faint_per_hour", [](const VisitSoFar& visit) { return visit.needling_began(); }, true},
    {"E08", "plugin.unforeseen.drop_per_hour",
     [](const VisitSoFar& visit) { return visit.cartridge_fitted() && !visit.on_skin(); }, false},
    {"E10", "plugin.unforeseen.wipe_per_hour", [](const VisitSoFar& visit) { return visit.field_prepared(); }, true},
    {"E23", "plugin.unforeseen.visitor_per_hour", [](const VisitSoFar& visit) { return visit.needling_began(); },
     false},
    {"E25", "plugin.unforeseen.move_per_hour", [](const VisitSoFar& visit) { return visit.on_skin(); }, true},
};
constexpr std::size_t kSortCount = sizeof kSorts / sizeof kSorts[0];

}  // namespace

class Unforeseen : public sdk::Incidents {
  public:
    static constexpr np_parameter_use kParameters[] = {
        sdk::own_number("plugin.unforeseen.faint_per_hour", "1/h", "How often a patient without pain begins to faint.",
                        0.5, 0, 60),
        sdk::own_number("plugin.unforeseen.drop_per_hour", "1/h",
                        "How often a fitted cartridge is dropped while it is off the skin.", 0.5, 0, 60),
        sdk::own_number("plugin.unforeseen.wipe_per_hour", "1/h",
                        "How often a patient without pain wipes the prepared field.", 1, 0, 60),
        sdk::own_number("plugin.unforeseen.visitor_per_hour", "1/h",
                        "How often a telephone or a visitor interrupts the needling.", 1, 0, 60),
        sdk::own_number("plugin.unforeseen.move_per_hour", "1/h",
                        "How often a patient without pain moves suddenly, per hour with the tip on the skin.", 2, 0,
                        60),
        sdk::own_number("plugin.unforeseen.pain_from", "", "Pain, 0 to 10, up to which nothing changes.", 4, 0, 10),
        sdk::own_number("plugin.unforeseen.pain_weight", "", "Each point of pain beyond adds so many times the rate.",
                        0.5, 0, 10),
        sdk::own_number("plugin.unforeseen.rest_s", "s", "Time after one of them in which no other comes.", 60, 0,
                        3600),
        sdk::own_number("plugin.unforeseen.most", "", "At most so many in one visit.", 3, 0, 20),
    };

    void begin(const np_session&) override {
        for (std::size_t i = 0; i < kSortCount; ++i) rate_per_hour_[i] = host().need(kSorts[i].rate_key);
        pain_from_ = host().need("plugin.unforeseen.pain_from");
        pain_weight_ = host().need("plugin.unforeseen.pain_weight");
        rest_ms_ = host().need("plugin.unforeseen.rest_s") * 1000.0;
        most_ = host().need("plugin.unforeseen.most");
    }

    void consume(sdk::RecordView record) override { visit_.consume(record); }

    void ask(sdk::Tick now, sdk::Wishes& wishes) override {
        if (visit_.over() || came_ >= most_) return;
        // What the scenario or the rules let happen takes its time too.
        if (const auto last = visit_.last_incident(); last && static_cast<double>(now - *last) < rest_ms_) return;
        const double more = pain_factor(host().outlook().pain(), pain_from_, pain_weight_);
        for (std::size_t i = 0; i < kSortCount; ++i) {
            const Sort& sort = kSorts[i];
            if (came_of_[i] || !sort.possible(visit_)) continue;
            const double chance = rate_per_hour_[i] * (sort.with_pain ? more : 1.0) / kAsksPerHour;
            if (host().random_uniform(i, now / NP_ASK_TICKS) >= chance) continue;
            // Half a second at most is chosen at random, so that nobody learns the beat.
            const double share = host().random_uniform(i + 100, now / NP_ASK_TICKS);
            wishes.add(now + static_cast<sdk::Tick>(share * (NP_ASK_TICKS - 1)), sort.id);
            came_of_[i] = true;
            came_ += 1;
            return;
        }
    }

  private:
    VisitSoFar visit_;
    double rate_per_hour_[kSortCount] = {};
    bool came_of_[kSortCount] = {};
    double pain_from_ = 0, pain_weight_ = 0, rest_ms_ = 0, most_ = 0, came_ = 0;
};

}  // namespace np::unforeseen

NP_INCIDENTS(np::unforeseen::Unforeseen, "unforeseen", "1.0.0", "plugin.unforeseen")
