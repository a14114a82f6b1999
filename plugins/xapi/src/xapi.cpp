// A session as xAPI 1.0.3 statements, a JSON array that a learning record store takes as it is; see README.md.
#include "json_text.h"
#include "needlepoint/sdk/exporter.hpp"
#include "needlepoint/sdk/math.h"

namespace np::xapi {
namespace {

constexpr const char* kVerbs = "http://adlnet.gov/expapi/verbs/";
constexpr const char* kActivityTypes = "http://adlnet.gov/expapi/activities/";

// ISO 8601 with milliseconds: PT12M3.456S
std::string duration(std::uint64_t ticks) {
    return "PT" + std::to_string(ticks / 60000) + "M" + decimal(static_cast<std::int64_t>(ticks % 60000), 3) + "S";
}

const char* severity_word(std::uint32_t severity) {
    constexpr const char* kWords[] = {"info", "minor", "major", "critical"};
    return severity < 4 ? kWords[severity] : "info";
}

// 16 bytes of a name, the same for the same name: two rounds of FNV-1a, mixed.
std::string uuid_of(std::string_view name) {
    static constexpr char kHex[] = "0123456789abcdef";
    std::uint64_t folded = 0xcbf29ce484222325ULL;
    for (const char c : name) folded = (folded ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    std::uint64_t halves[2] = {np_random_bits(folded, name.size(), 1), np_random_bits(folded, name.size(), 2)};
    halves[0] = (halves[0] & ~0xf000ULL) | 0x4000ULL;                          // version 4: any bits
    halves[1] = (halves[1] & ~0xc000000000000000ULL) | 0x8000000000000000ULL;  // variant of RFC 4122
    std::string text;
    for (int digit = 0; digit < 32; ++digit) {
        if (digit == 8 || digit == 12 || digit == 16 || digit == 20) text += '-';
        text += kHex[(halves[digit / 16] >> (60 - 4 * (digit % 16))) & 15];
    }
    return text;
}

// An IRI's last part: what is not plain becomes a dash.
std::string slug(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '_' || c == '/' || c == '.';
        out += plain ? c : '-';
    }
    return out;
}

}  // namespace

class Statements : public sdk::Exporter {
  public:
    static constexpr const char* kExtension = "json";
    static constexpr const char* kMediaType = "application/json";
    static constexpr np_parameter_use kParameters[] = {
        sdk::own_text("plugin.xapi.home",
                      "Address below which activities and accounts are named, without / at the end.",
                      "https://needlepoint.invalid"),
        sdk::own_text("plugin.xapi.language", "Language tag of the names, such as en or en-GB.", "en"),
        sdk::own_flag("plugin.xapi.findings", "Each finding becomes part of its scorer's statement.", true),
    };

    void begin(const np_export_session& session, sdk::Bytes&) override {
        home_ = host().text("plugin.xapi.home").value_or("");
        language_ = host().text("plugin.xapi.language").value_or("en");
        with_findings_ = host().number("plugin.xapi.findings").value_or(1) != 0;
        scenario_ = session.scenario;
        title_ = *session.title == 0 ? session.scenario : session.title;
        trainee_ = *session.trainee == 0 ? "unknown" : session.trainee;
        began_ = session.began;
        program_ = session.program;
        rules_ = session.rules;
        end_tick_ = session.end_tick;
        registration_ = *session.session == 0
                            ? uuid_of("session " + scenario_ + " " + std::to_string(session.seed) + " " + trainee_)
                            : session.session;
        const auto zones = host().zones();
        for (std::uint32_t i = 0; i < zones.count(); ++i) zones_.emplace_back(zones[i].id);
    }

    void finish(const np_export_marks& marks, sdk::Bytes& out) override {
        Json json;
        json.open('[');
        whole(json, marks);
        for (std::uint64_t i = 0; i < marks.mark_count; ++i)
            if (marks.marks[i].state == NP_EXPORT_SCORED) part(json, marks.marks[i]);
        json.close(']');
        out.write(json.take());
        out.write("\n");
    }

  private:
    // Opens a statement and writes what all have: id, actor, verb.
    void open(Json& json, const std::string& part_id, const char* verb) const {
        json.open('{');
        json.pair("id", uuid_of(registration_ + "/" + part_id));
        json.key("actor");
        json.open('{');
        json.pair("objectType", "Agent");
        json.key("account");
        json.open('{');
        json.pair("homePage", home_);
        json.pair("name", trainee_);
        json.close('}');
        json.close('}');
        json.key("verb");
        json.open('{');
        json.pair("id", std::string(kVerbs) + verb);
        json.key("display");
        json.open('{');
        json.pair("en", verb);
        json.close('}');
        json.close('}');
    }

    std::string activity() const { return home_ + "/scenario/" + slug(scenario_); }

    void object(Json& json, const std::string& id, const char* type, const std::string& name) const {
        json.key("object");
        json.open('{');
        json.pair("objectType", "Activity");
        json.pair("id", id);
        json.key("definition");
        json.open('{');
        json.pair("type", std::string(kActivityTypes) + type);
        json.key("name");
        json.open('{');
        json.pair(language_, name);
        json.close('}');
        json.close('}');
        json.close('}');
    }

    static void score(Json& json, std::int32_t mark, std::int32_t full) {
        json.key("score");
        json.open('{');
        json.pair_raw("scaled", full > 0 ? decimal(std::int64_t{mark} * 10000 / full, 4) : "0");
        json.pair_raw("raw", decimal(mark, 2));
        json.pair_raw("min", "0");
        json.pair_raw("max", decimal(full, 2));
        json.close('}');
    }

    void close(Json& json, bool is_part) const {
        json.key("context");
        json.open('{');
        json.pair("registration", registration_);
        json.pair("platform", program_);
        if (is_part) {
            json.key("contextActivities");
            json.open('{');
            json.key("parent");
            json.open('[');
            json.open('{');
            json.pair("id", activity());
            json.close('}');
            json.close(']');
            json.close('}');
        }
        json.key("extensions");
        json.open('{');
        json.pair(home_ + "/extension/rules", rules_);
        json.close('}');
        json.close('}');
        if (!began_.empty()) json.pair("timestamp", began_);
        json.close('}');
    }

    void whole(Json& json, const np_export_marks& marks) const {
        open(json, "whole", marks.passed != 0 ? "passed" : "failed");
        object(json, activity(), "simulation", title_);
        json.key("result");
        json.open('{');
        score(json, marks.total, marks.full);
        json.pair_raw("success", marks.passed != 0 ? "true" : "false");
        json.pair_raw("completion", "true");
        json.pair("duration", duration(end_tick_));
        if (*marks.verdict != 0) json.pair("response", marks.verdict);
        json.close('}');
        close(json, false);
    }

    void part(Json& json, const np_export_mark& mark) const {
        open(json, std::string("part/") + mark.id, "scored");
        object(json, activity() + "/part/" + slug(mark.id), "objective", mark.name);
        json.key("result");
        json.open('{');
        score(json, mark.mark, mark.full);
        if (with_findings_ && mark.finding_count > 0) {
            json.key("extensions");
            json.open('{');
            json.key(home_ + "/extension/findings");
            json.open('[');
            for (std::uint64_t i = 0; i < mark.finding_count; ++i) finding(json, mark.findings[i]);
            json.close(']');
            json.close('}');
        }
        json.close('}');
        close(json, true);
    }

    void finding(Json& json, const np_finding& finding) const {
        json.open('{');
        json.pair("rule", finding.rule);
        json.pair("severity", severity_word(finding.severity));
        json.pair("text", finding.text);
        json.pair_raw("cost", decimal(finding.cost, 2));
        json.pair_raw("from_s", decimal(static_cast<std::int64_t>(finding.first_tick), 3));
        json.pair_raw("to_s", decimal(static_cast<std::int64_t>(finding.end_tick), 3));
        if (finding.zone < zones_.size()) json.pair("zone", zones_[finding.zone]);
        if (*finding.critical != 0) json.pair("critical", finding.critical);
        if (*finding.better != 0) json.pair("better", finding.better);
        if (*finding.source != 0) json.pair("source", finding.source);
        json.close('}');
    }

    std::string home_, language_, scenario_, title_, trainee_, began_, program_, rules_, registration_;
    std::vector<std::string> zones_;
    std::uint64_t end_tick_ = 0;
    bool with_findings_ = true;
};

}  // namespace np::xapi

NP_EXPORTER(np::xapi::Statements, "xapi", "1.0.0", "plugin.xapi")
