// Rule packs that lack a value, or hold one that makes no sense, give odd visits; they never crash.
#include "needlepoint/sdk/math.h"
#include "visit.h"

namespace {

using namespace visit;

void play(const scenario::Scenario& scenario, const Surface& surface, const Parameters& all) {
    clinic::Procedure procedure(scenario, all, surface.facts());
    sdk::EventBuffer events;
    clinic::Moment moment;
    const auto say = [&](const char* verb, const char* target, const char* argument = "", std::int64_t value = 0) {
        sdk::event::command command;
        command.verb = verb;
        command.target = target;
        command.argument = argument;
        command.value = value;
        procedure.handle(command, moment, events);
        ++moment.tick;
        procedure.tick(moment, events);
    };
    say("ask", "identity");
    say("decide", "treat", "fit");
    say("use", "sleeve");
    say("use", "gloves");
    say("open", "cartridge_1");
    say("fit", "cartridge_1");
    say("set", "needle_length", "read_back", 1000);
    for (const char* thing : {"cleanser", "antiseptic", "gel", "saline", "serum"}) {
        say("take", thing);
        sdk::event::swipe swipe;
        swipe.substance = swipe.thing = thing;
        swipe.cell = surface.cells("malar_l");
        sdk::EventBuffer one;
        one.append(swipe);
        for (const sdk::RecordView record : one) procedure.observe(record, moment, events);
    }
    say("take", "pen");
    say("set", "motor", "", 1);
    sdk::event::strike strike;
    strike.cell = {3};
    strike.zone = {0};
    sdk::EventBuffer one;
    one.append(strike);
    for (const sdk::RecordView record : one) procedure.observe(record, moment, events);
    say("look", "skin");
    say("use", "cool_mask");
    say("detach", "");
    say("put", "cartridge_1", "sharps");
    say("do", "T48");
    say("do", "T50");
    procedure.offers();
    say("finish", "");
    procedure.state_bytes();
}

bool matters_here(const std::string& key) {
    for (const char* prefix :
         {"device.", "goal.", "contra.", "score.", "tissue.", "technique.", "critical.", "fault.", "mask.", "zone."})
        if (key.rfind(prefix, 0) == 0)
            return key.find("skinpen") != std::string::npos || key.find("scar_boxcar") != std::string::npos ||
                   key.find("malar") != std::string::npos || key.find("bleed") != std::string::npos;
    return true;
}

TEST(BrokenPack, AnyOneValueMissingOrSenselessNeverCrashes) {
    const auto scenario = load("practice/acne-scars-cheeks");
    const Surface surface({"malar_l", "buccal_l"});
    const Parameters good = parameters_for(scenario);
    const std::vector<scenario::ZoneFacts> zones = {{"malar_l", "malar", {0.07, 1.0}},
                                                    {"buccal_l", "buccal", {0.08, 1.4}}};
    Parameters broken = good;
    std::size_t tried = 0;
    for (const auto& [key, parameter] : good.entries()) {
        if (!matters_here(key)) continue;
        // A value of the wrong type reads as missing.
        const bool number = std::holds_alternative<double>(parameter.value);
        const double senseless = np_random_bits(1, 2, tried) % 2 == 0 ? 1e19 : -1e19;
        for (const Parameter& instead :
             {number ? Parameter{std::string("?"), {}, {}} : Parameter{0.0, {}, {}},
              number ? Parameter{senseless, {}, {}} : Parameter{std::string(",,"), {}, {}}}) {
            broken.set(key, instead);
            play(scenario, surface, broken);
            scenario::session_parameters(scenario, broken, zones);
            ++tried;
        }
        broken.set(key, parameter);
    }
    EXPECT_GT(tried, 600u);
}

TEST(BrokenPack, EmptyPackGivesAnEmptyVisit) {
    const auto scenario = load("practice/acne-scars-cheeks");
    const Surface surface({"malar_l", "buccal_l"});
    play(scenario, surface, Parameters());
    EXPECT_FALSE(scenario::session_parameters(scenario, Parameters(), {}));
    EXPECT_FALSE(scenario::parse_scenario(scenario.source, "s", Parameters()).ok());
}

TEST(BrokenPack, SurfaceWithoutZonesOrCells) {
    play(load("practice/acne-scars-cheeks"), Surface({"malar_l"}), parameters_for(load("practice/acne-scars-cheeks")));
    const auto scenario = load("practice/photo-day");
    clinic::Procedure procedure(scenario, parameters_for(scenario), clinic::SurfaceFacts{});
    EXPECT_TRUE(procedure.lesions()[0].visible) << "nothing covers a spot that is not there";
}

}  // namespace
