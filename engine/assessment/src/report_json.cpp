#include "json.h"
#include "needlepoint/assessment/report.h"
#include "texts.h"

namespace np::assessment {
namespace {

void write_depth(Json& json, const DepthHistogram& depth) {
    json.open_object();
    json.key("zone").text(depth.zone);
    json.key("min_mm").raw(number(depth.min_mm, 4));
    json.key("ideal_mm").raw(number(depth.ideal_mm, 4));
    json.key("max_mm").raw(number(depth.max_mm, 4));
    json.key("abs_max_mm").raw(number(depth.abs_max_mm, 4));
    json.key("mean_mm").raw(number(depth.mean_mm, 4));
    json.key("bin_mm").raw(number(depth.bin_mm, 4));
    json.key("hits").open_array();
    for (const std::uint64_t count : depth.hits) json.integer(static_cast<std::int64_t>(count));
    json.close();
    json.close();
}

void write_zone(Json& json, const ZoneResult& zone) {
    json.open_object();
    json.key("zone").text(zone.zone);
    json.key("planned").boolean(zone.planned);
    json.key("area_cm2").raw(number(zone.area_cm2, 4));
    json.key("hits").integer(static_cast<std::int64_t>(zone.hits));
    const char* names[5] = {"untreated", "light", "on_target", "heavy", "overtreated"};
    for (int band = 0; band < 5; ++band) json.key(names[band]).raw(number(zone.share[band], 4));
    json.key("passes").integer(zone.passes);
    json.key("passes_lo").integer(zone.passes_lo);
    json.key("passes_hi").integer(zone.passes_hi);
    json.key("bleeding_grade").integer(zone.bleeding_grade);
    json.close();
}

void write_session(Json& json, const SessionStory& story) {
    json.open_object();
    for (const auto& [key, value] : {std::pair<const char*, const std::string*>{"scenario", &story.scenario},
                                     {"title", &story.title},
                                     {"patient", &story.patient},
                                     {"mode", &story.mode},
                                     {"trainee", &story.trainee},
                                     {"goal", &story.goal},
                                     {"device", &story.device}})
        json.key(key).text(*value);
    json.key("seed").raw(std::to_string(story.seed));
    json.key("duration_ticks").integer(static_cast<std::int64_t>(story.duration_ticks));
    json.key("whole").boolean(story.cut.empty());
    json.key("cut").text(story.cut);
    json.key("input").text(story.input);
    json.key("not_observed").open_array();
    for (const std::string& what : story.not_observed) json.text(what);
    json.close();
    json.key("depths").open_array();
    for (const DepthHistogram& depth : story.depths) write_depth(json, depth);
    json.close();
    json.key("zones").open_array();
    for (const ZoneResult& zone : story.zones) write_zone(json, zone);
    json.close();
    json.key("spans").open_array();
    for (const Span& span : story.spans) {
        json.open_object();
        json.key("lane").text(span.lane);
        json.key("label").text(span.label);
        json.key("first_tick").integer(static_cast<std::int64_t>(span.first_tick));
        json.key("end_tick").integer(static_cast<std::int64_t>(span.end_tick));
        json.close();
    }
    json.close();
    json.key("hashes").open_object();
    for (const auto& [name, value] : story.hashes) json.key(name).text(value);
    json.close();
    json.close();
}

}  // namespace

std::string report_json(const Marks& marks, const SessionStory& story, const std::vector<Picture>& pictures) {
    Json json;
    json.open_object();
    json.key("schema").integer(1);
    // Word for word what `grade --json` prints, without its closing newline.
    std::string graded = to_json(marks);
    graded.pop_back();
    json.key("marks").raw(graded);
    json.key("session");
    write_session(json, story);
    json.key("pictures").open_array();
    for (const Picture& picture : pictures) {
        json.open_object();
        json.key("name").text(picture.name);
        json.key("caption").text(picture.caption);
        json.key("file").text(picture.file);
        json.key("width").integer(picture.width);
        json.key("height").integer(picture.height);
        json.close();
    }
    json.close();
    json.close();
    return json.take();
}

}  // namespace np::assessment
