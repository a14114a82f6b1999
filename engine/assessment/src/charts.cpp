#include "charts.h"

#include <algorithm>

#include "html.h"
#include "needlepoint/sdk/math.h"
#include "texts.h"

namespace np::assessment {
namespace {

std::string n(double value) {
    return number(value, 1);
}

std::string rect(double x, double y, double width, double height, const std::string& css_class) {
    return "<rect x=\"" + n(x) + "\" y=\"" + n(y) + "\" width=\"" + n(np_max(0, width)) + "\" height=\"" +
           n(np_max(0, height)) + "\" class=\"" + css_class + "\"/>";
}
std::string line(double x1, double y1, double x2, double y2, const std::string& css_class) {
    return "<line x1=\"" + n(x1) + "\" y1=\"" + n(y1) + "\" x2=\"" + n(x2) + "\" y2=\"" + n(y2) + "\" class=\"" +
           css_class + "\"/>";
}
std::string label(double x, double y, const std::string& css_class, const std::string& text) {
    return "<text x=\"" + n(x) + "\" y=\"" + n(y) + "\" class=\"" + css_class + "\">" + escape(text) + "</text>";
}
std::string picture(double width, double height, const std::string& says, const std::string& contents) {
    return "<svg class=\"chart\" viewBox=\"0 0 " + n(width) + " " + n(height) + "\" role=\"img\" aria-label=\"" +
           escape(says) + "\">" + contents + "</svg>";
}

// ---- depth

constexpr double kDepthWidth = 360, kDepthHeight = 168, kLeft = 34, kRight = 8, kTop = 24, kBottom = 30;

struct DepthScale {
    double to_mm;
    double highest_share;
    double x(double mm) const { return kLeft + mm / to_mm * (kDepthWidth - kLeft - kRight); }
    double y(double share) const {
        return kDepthHeight - kBottom - share / highest_share * (kDepthHeight - kTop - kBottom);
    }
};

std::string depth_frame(const DepthHistogram& depth, const DepthScale& scale) {
    const double bottom = scale.y(0);
    std::string svg;
    if (depth.max_mm > 0) {
        svg += rect(scale.x(depth.min_mm), kTop, scale.x(depth.max_mm) - scale.x(depth.min_mm), bottom - kTop, "band");
        svg += line(scale.x(depth.ideal_mm), kTop, scale.x(depth.ideal_mm), bottom, "ideal");
        svg +=
            label(scale.x(depth.ideal_mm), kTop - 5, "tick middle",
                  "plan " + fixed(depth.min_mm, 2) + " / " + fixed(depth.ideal_mm, 2) + " / " + fixed(depth.max_mm, 2));
    }
    for (double mm = 0; mm <= scale.to_mm + 1e-9; mm += 0.5) {
        svg += line(scale.x(mm), bottom, scale.x(mm), bottom + 4, "axis");
        svg += label(scale.x(mm), bottom + 14, "tick middle", fixed(mm, 1));
    }
    svg += label(kDepthWidth - kRight, kDepthHeight - 4, "tick end", "depth, mm");
    for (const double share : {0.5, 1.0}) {
        const double value = scale.highest_share * share;
        svg += line(kLeft, scale.y(value), kDepthWidth - kRight, scale.y(value), "grid");
        svg += label(kLeft - 4, scale.y(value) + 3, "tick end", number(value * 100, 0) + " %");
    }
    if (depth.abs_max_mm > 0 && depth.abs_max_mm <= scale.to_mm) {
        svg += line(scale.x(depth.abs_max_mm), kTop, scale.x(depth.abs_max_mm), bottom, "breach");
        const bool near_edge = scale.x(depth.abs_max_mm) > kDepthWidth - 60;
        svg += label(scale.x(depth.abs_max_mm) + (near_edge ? -3 : 3), kTop + 9, near_edge ? "tick end" : "tick",
                     "limit " + fixed(depth.abs_max_mm, 2));
    }
    return svg + line(kLeft, bottom, kDepthWidth - kRight, bottom, "axis");
}

std::string depth_bars(const DepthHistogram& depth, const DepthScale& scale, double total) {
    std::string svg;
    for (std::size_t i = 0; i < depth.hits.size(); ++i) {
        if (depth.hits[i] == 0) continue;
        const double from = static_cast<double>(i) * depth.bin_mm, middle = from + depth.bin_mm / 2;
        const char* kind = depth.max_mm <= 0 || (middle >= depth.min_mm && middle <= depth.max_mm) ? "bar"
                           : middle < depth.min_mm                                                 ? "bar-below"
                                                                                                   : "bar-above";
        const double top = scale.y(static_cast<double>(depth.hits[i]) / total);
        svg +=
            rect(scale.x(from) + 0.4, top, scale.x(from + depth.bin_mm) - scale.x(from) - 0.8, scale.y(0) - top, kind);
    }
    return svg;
}

// ---- time line

constexpr double kLineWidth = 720, kLaneLeft = 150, kLaneHeight = 20;

std::vector<std::string> lanes_of(const std::vector<Span>& spans, const std::string& lane) {
    std::vector<std::string> labels;
    for (const Span& span : spans)
        if (span.lane == lane && std::find(labels.begin(), labels.end(), span.label) == labels.end())
            labels.push_back(span.label);
    return labels;
}

double tick_step(double seconds) {
    for (const double step : {5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0})
        if (seconds / step <= 10) return step;
    return 3600;
}

std::string shape_at(double x, double y, sdk::Severity severity, bool critical) {
    const auto at = [&](double dx, double dy) { return n(x + dx) + "," + n(y + dy) + " "; };
    if (critical)
        return "<polygon class=\"critical\" points=\"" + at(-2.5, -6) + at(2.5, -6) + at(6, -2.5) + at(6, 2.5) +
               at(2.5, 6) + at(-2.5, 6) + at(-6, 2.5) + at(-6, -2.5) + "\"/>";
    if (severity == sdk::Severity::kMajor || severity == sdk::Severity::kCritical)
        return "<polygon class=\"major\" points=\"" + at(0, -6) + at(6, 5) + at(-6, 5) + "\"/>";
    return "<circle class=\"" + std::string(severity == sdk::Severity::kMinor ? "minor" : "info") + "\" cx=\"" + n(x) +
           "\" cy=\"" + n(y) + "\" r=\"" + (severity == sdk::Severity::kMinor ? "4.5" : "4") + "\"/>";
}

}  // namespace

std::string chart_patterns() {
    return "<svg class=\"patterns\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>"
           "<pattern id=\"dots\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\"><rect width=\"5\" "
           "height=\"5\" fill=\"#e3f1ef\"/><circle cx=\"2.5\" cy=\"2.5\" r=\"0.9\" fill=\"#0f766e\"/></pattern>"
           "<pattern id=\"stripes\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
           "patternTransform=\"rotate(45)\"><rect width=\"5\" height=\"5\" fill=\"#fbe3d2\"/><rect width=\"1.6\" "
           "height=\"5\" fill=\"#b4480f\"/></pattern>"
           "<pattern id=\"mesh\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" "
           "patternTransform=\"rotate(45)\"><rect width=\"4\" height=\"4\" fill=\"#a32b2b\"/><rect width=\"1\" "
           "height=\"4\" fill=\"#ffffff\"/><rect width=\"4\" height=\"1\" fill=\"#ffffff\"/></pattern>"
           "</defs></svg>\n";
}

std::string severity_shape(sdk::Severity severity, bool critical) {
    return "<svg class=\"shape\" viewBox=\"-7 -7 14 14\" aria-hidden=\"true\">" + shape_at(0, 0, severity, critical) +
           "</svg>";
}

std::string mark_bar(double percent) {
    return "<svg class=\"mark-bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">" +
           rect(0, 0, 100, 8, "bar-back") + rect(0, 0, np_clamp(percent, 0, 100), 8, "bar") + "</svg>";
}

std::string depth_chart(const DepthHistogram& depth) {
    double total = 0, highest = 0;
    for (const std::uint64_t count : depth.hits) total += static_cast<double>(count);
    for (const std::uint64_t count : depth.hits)
        highest = np_max(highest, total > 0 ? static_cast<double>(count) / total : 0);
    const double deepest = static_cast<double>(depth.hits.size()) * depth.bin_mm;
    const double reach =
        np_max(np_max(depth.max_mm + 0.3, np_min(depth.abs_max_mm + 0.2, depth.max_mm + 1.0)), np_max(deepest, 1.0));
    const DepthScale scale{(np_floor(reach * 2) + (np_floor(reach * 2) < reach * 2 ? 1 : 0)) / 2,
                           highest > 0 ? highest * 1.05 : 1};
    const std::string name = depth.name;
    return picture(kDepthWidth, kDepthHeight,
                   "Depth of the needles in the zone " + name + ", mean " + fixed(depth.mean_mm, 2) +
                       " mm; the numbers are in the table below",
                   depth_frame(depth, scale) +
                       (total > 0 ? depth_bars(depth, scale, total)
                                  : label(kDepthWidth / 2, kDepthHeight / 2, "tick middle", "not needled")));
}

std::string coverage_chart(const std::vector<ZoneResult>& zones) {
    constexpr double kWidth = 720, kBarLeft = kLaneLeft, kBarHeight = 18, kRow = 28;
    constexpr const char* kClasses[5] = {"untreated", "light", "target", "heavy", "over"};
    const double height = 26 + kRow * static_cast<double>(zones.size());
    std::string svg;
    double at = kBarLeft;
    for (int band = 0; band < 5; ++band) {
        svg += rect(at, 3, 12, 12, kClasses[band]) + label(at + 17, 13, "tick", kBandNames[band]);
        at += 30 + 6.4 * static_cast<double>(std::string_view(kBandNames[band]).size());
    }
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const double y = 24 + kRow * static_cast<double>(i);
        svg += label(kBarLeft - 8, y + 13, "name end", zones[i].name);
        double x = kBarLeft;
        for (int band = 0; band < 5; ++band) {
            const double width = zones[i].share[band] * (kWidth - kBarLeft - 2);
            if (width <= 0) continue;
            svg += rect(x, y, width, kBarHeight, kClasses[band]);
            if (width > 44)
                svg += rect(x + width / 2 - 16, y + 3, 32, 12, "plate") +
                       label(x + width / 2, y + 12.5, "tick middle", number(zones[i].share[band] * 100, 0) + " %");
            x += width;
        }
    }
    return picture(kWidth, height, "Shares of each zone by density reached; the numbers are in the table below", svg);
}

std::string time_line(const SessionStory& story, const std::vector<const Finding*>& findings) {
    const double seconds = np_max(1, static_cast<double>(story.duration_ticks) / 1000);
    const auto x = [&](sdk::Tick tick) {
        return kLaneLeft + np_min(1, static_cast<double>(tick) / 1000 / seconds) * (kLineWidth - kLaneLeft - 12);
    };
    std::string svg;
    double y = 4;
    const auto draw_lane = [&](const std::string& name, const std::string& lane, const std::string* label_only) {
        svg += label(kLaneLeft - 8, y + 13, "name end", name) + line(kLaneLeft, y + 9, kLineWidth - 12, y + 9, "grid");
        for (const Span& span : story.spans) {
            if (span.lane != lane || (label_only != nullptr && span.label != *label_only)) continue;
            const double from = x(span.first_tick), width = np_max(1.5, x(span.end_tick) - from);
            svg += rect(from, y + 2, width, 14, lane == "phase" ? "phase" : "needling");
            if (label_only == nullptr && width > 7.0 * static_cast<double>(span.label.size()))
                svg += label(from + 4, y + 12.5, "tick", readable(span.label));
        }
        y += kLaneHeight;
    };
    if (!lanes_of(story.spans, "phase").empty()) draw_lane("phases", "phase", nullptr);
    for (const std::string& zone : lanes_of(story.spans, "needling")) draw_lane(zone, "needling", &zone);
    svg +=
        label(kLaneLeft - 8, y + 13, "name end", "findings") + line(kLaneLeft, y + 9, kLineWidth - 12, y + 9, "grid");
    for (std::size_t i = findings.size(); i-- > 0;)
        svg += shape_at(x(findings[i]->first_tick), y + 9, findings[i]->severity, !findings[i]->critical.empty());
    y += kLaneHeight + 4;
    const double step = tick_step(seconds);
    svg += line(kLaneLeft, y, kLineWidth - 12, y, "axis");
    for (double at = 0; at <= seconds; at += step) {
        const auto tick = static_cast<sdk::Tick>(at * 1000);
        svg += line(x(tick), y, x(tick), y + 4, "axis") + label(x(tick), y + 15, "tick middle", minutes(tick));
    }
    return picture(kLineWidth, y + 20, "The visit from start to end in minutes; the numbers are in the tables below",
                   svg);
}

}  // namespace np::assessment
