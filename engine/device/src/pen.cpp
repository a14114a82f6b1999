#include "needlepoint/device/pen.h"

#include <array>
#include <charconv>
#include <optional>

#include "needlepoint/sdk/math.h"

namespace np::device {
namespace {

using geometry::Vec2;

std::string key_of(std::string_view id, std::string_view field) {
    return "device." + std::string(id) + "." + std::string(field);
}

// A number above zero (or from zero on), kept as a whole number of thousandths.
Expected<std::uint32_t> thousandths(const Parameters& parameters, const std::string& key, bool zero_allowed = false) {
    const auto value = parameters.need(key);
    if (!value) return tl::unexpected(value.error());
    if (!(*value >= 0 && *value <= 4e6) || (*value == 0 && !zero_allowed))
        return no(key + ": expected a number above 0 (at most 4,000,000), found " + std::to_string(*value) +
                  "; correct the device file");
    return static_cast<std::uint32_t>(np_round(*value * 1000));
}

struct Ring {
    double radius_mm = 0;
    int count = 0;
};

Expected<std::vector<Ring>> parse_rings(std::string_view text) {
    const auto refuse = [&] {
        return no("rings: expected radius:count pairs such as 0:2,2.2:12, found \"" + std::string(text) +
                  "\"; correct the device file");
    };
    std::vector<Ring> rings;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (true) {
        Ring ring;
        const auto radius = std::from_chars(at, end, ring.radius_mm);
        if (radius.ec != std::errc() || radius.ptr == end || *radius.ptr != ':') return refuse();
        const auto count = std::from_chars(radius.ptr + 1, end, ring.count);
        if (count.ec != std::errc() || ring.count < 1 || ring.count > 1000 ||
            !(ring.radius_mm >= 0 && ring.radius_mm < 100))
            return refuse();
        rings.push_back(ring);
        if (count.ptr == end) return rings;
        if (*count.ptr != ',') return refuse();
        at = count.ptr + 1;
    }
}

// Several needles "in the middle" stand this far from it.
constexpr double kMiddleMm = 0.25;

std::optional<Rhythm> rhythm_of(std::string_view kind) {
    if (kind == "pen") return Rhythm::kMotor;
    if (kind == "roller") return Rhythm::kTravel;
    if (kind == "stamp") return Rhythm::kPress;
    if (kind == "rf") return Rhythm::kShot;
    return std::nullopt;
}

// A drum's rows run across it and follow one another at equal ways around it.
Status read_drum(const Parameters& parameters, PenPreset& pen) {
    const auto across = parameters.need(key_of(pen.id, "needles_across"));
    if (!across) return tl::unexpected(across.error());
    const auto diameter = thousandths(parameters, key_of(pen.id, "drum_diameter_mm"));
    if (!diameter) return tl::unexpected(diameter.error());
    const auto count = static_cast<std::uint32_t>(np_clamp(*across, 0, 1000));
    if (count == 0 || pen.needles_in_all % count != 0)
        return no(key_of(pen.id, "needles_across") + ": expected a part of " + key_of(pen.id, "needles") + ", found " +
                  std::to_string(count) + "; make the two agree");
    const std::uint32_t rows = pen.needles_in_all / count;
    pen.row_pitch_um = static_cast<std::uint32_t>(np_round(NP_PI * *diameter / rows));
    for (std::uint32_t i = 0; i < count; ++i) pen.needles.push_back({((i + 0.5) / count - 0.5) * pen.swath_mm, 0});
    return {};
}

}  // namespace

Expected<std::vector<Vec2>> needle_layout(std::string_view text) {
    const auto rings = parse_rings(text);
    if (!rings) return tl::unexpected(rings.error());
    std::vector<Vec2> needles;
    double turned = 0;
    for (const Ring& ring : *rings) {
        const double radius = ring.radius_mm == 0 && ring.count > 1 ? kMiddleMm : ring.radius_mm;
        for (int i = 0; i < ring.count; ++i) {
            const double angle = turned + 2 * NP_PI * i / ring.count;
            needles.push_back({radius * np_cos(angle), radius * np_sin(angle)});
        }
        turned += NP_PI / ring.count;
    }
    return needles;
}

namespace {

std::string text_of(const Parameters& parameters, std::string_view id, std::string_view field) {
    return parameters.text(key_of(id, field)).value_or("");
}

Status read_layout(const Parameters& parameters, PenPreset& pen) {
    const auto count = parameters.need(key_of(pen.id, "needles"));
    pen.needles_in_all = static_cast<std::uint32_t>(np_clamp(*count, 0, 10'000));
    const double at_once = parameters.number_or(key_of(pen.id, "at_once"), *count);
    pen.at_once = static_cast<std::uint32_t>(np_clamp(at_once, 1, 10'000));
    if (pen.rhythm == Rhythm::kTravel) return read_drum(parameters, pen);
    const auto rings = parameters.text(key_of(pen.id, "rings"));
    if (!rings)
        return no(key_of(pen.id, "rings") +
                  ": expected a needle layout such as 0:2,2.2:12, found none; add it to the device file");
    auto needles = needle_layout(*rings);
    if (!needles) return tl::unexpected(needles.error());
    pen.needles = std::move(*needles);
    if (static_cast<double>(pen.needles.size()) != *count)
        return no(key_of(pen.id, "rings") + ": expected as many needles as " + key_of(pen.id, "needles") + ", found " +
                  std::to_string(pen.needles.size()) + "; make the two agree");
    const double reach = pen.swath_mm / 2;
    for (const Vec2& needle : pen.needles)
        if (needle.x * needle.x + needle.y * needle.y > reach * reach * 1.0000001)
            return no(key_of(pen.id, "rings") +
                      ": expected every needle within half of swath_mm of the middle; correct the device file");
    return {};
}

}  // namespace

Expected<PenPreset> load_pen(const Parameters& parameters, std::string_view id) {
    PenPreset pen;
    pen.id = id;
    pen.name = parameters.text(key_of(id, "name")).value_or(std::string(id));
    pen.kind = parameters.text(key_of(id, "kind")).value_or("pen");
    const auto rhythm = rhythm_of(pen.kind);
    if (!rhythm)
        return no(key_of(id, "kind") + ": expected pen, roller, stamp or rf, found \"" + pen.kind +
                  "\"; correct the device file");
    pen.rhythm = *rhythm;
    if (const auto count = parameters.need(key_of(id, "needles")); !count) return tl::unexpected(count.error());

    struct Field {
        const char* name;
        std::uint32_t* to;
        bool zero_allowed = false;
        bool needed = true;
    };
    std::uint32_t swath_um = 0, diameter_um = 0, stall_mn = 0;
    const Field fields[] = {{"swath_mm", &swath_um},
                            {"needle_diameter_mm", &diameter_um},
                            {"rate_hz", &pen.rate_mhz},
                            {"rate_min_hz", &pen.rate_min_mhz},
                            {"rate_max_hz", &pen.rate_max_mhz},
                            {"depth_max_mm", &pen.depth_max_um},
                            {"depth_step_mm", &pen.depth_step_um},
                            {"tolerance_mm", &pen.tolerance_um, true},
                            {"label_depth_cap_mm", &pen.label_depth_cap_um, true, false},
                            {"depth_min_mm", &pen.depth_min_um, true, false},
                            {"stall_n", &stall_mn, true, false},
                            {"shot_every_s", &pen.shot_every_ms, true, pen.rhythm == Rhythm::kShot}};
    for (const Field& field : fields) {
        if (!field.needed && parameters.find(key_of(id, field.name)) == nullptr) continue;
        const auto value = thousandths(parameters, key_of(id, field.name), field.zero_allowed);
        if (!value) return tl::unexpected(value.error());
        *field.to = *value;
    }
    pen.swath_mm = swath_um * 1e-3;
    pen.needle_diameter_mm = diameter_um * 1e-3;
    pen.stall_n = stall_mn * 1e-3;
    pen.load_share_per_seat = parameters.number_or(key_of(id, "load_share_per_seat"), 0);
    pen.energy_mj = static_cast<std::uint32_t>(np_clamp(parameters.number_or(key_of(id, "energy_mj"), 0), 0, 1e6));
    const auto whole_mj = [&](const char* field) {
        return static_cast<std::uint32_t>(np_clamp(parameters.number_or(key_of(id, field), pen.energy_mj), 0, 1e6));
    };
    pen.energy_min_mj = whole_mj("energy_min_mj");
    pen.energy_max_mj = whole_mj("energy_max_mj");
    pen.insulated = parameters.number_or(key_of(id, "insulated"), 0) != 0;
    pen.sterility = text_of(parameters, id, "sterility");
    pen.fluid_ingress = text_of(parameters, id, "fluid_ingress");
    pen.cleaning = text_of(parameters, id, "cleaning");
    if (pen.rate_min_mhz > pen.rate_mhz || pen.rate_mhz > pen.rate_max_mhz)
        return no(key_of(id, "rate_hz") +
                  ": expected a rate between rate_min_hz and rate_max_hz; correct the device file");
    if (pen.energy_min_mj > pen.energy_mj || pen.energy_mj > pen.energy_max_mj)
        return no(key_of(id, "energy_mj") +
                  ": expected an energy between energy_min_mj and energy_max_mj; correct the device file");
    if (pen.depth_min_um > pen.depth_max_um)
        return no(key_of(id, "depth_min_mm") + ": expected no more than depth_max_mm; correct the device file");
    if (const auto layout = read_layout(parameters, pen); !layout) return tl::unexpected(layout.error());
    return pen;
}

bool dial_has(const PenPreset& pen, std::int64_t length_um) {
    if (length_um != 0 && length_um < pen.depth_min_um) return false;
    return length_um >= 0 && length_um <= pen.depth_max_um && length_um % pen.depth_step_um == 0;
}

bool motor_has(const PenPreset& pen, std::int64_t rate_mhz) {
    return rate_mhz >= pen.rate_min_mhz && rate_mhz <= pen.rate_max_mhz;
}

Expected<double> depth_factor(std::uint32_t needles, const Parameters& parameters) {
    const char* const keys[] = {"contact.count_ref", "contact.count_exponent", "contact.count_min",
                                "contact.count_max"};
    std::array<double, 4> value{};
    for (std::size_t i = 0; i < value.size(); ++i) {
        const auto found = parameters.need(keys[i]);
        if (!found) return tl::unexpected(found.error());
        value[i] = *found;
    }
    return np_clamp(np_pow(value[0] / needles, value[1]), value[2], value[3]);
}

Expected<PenFigures> pen_figures(const PenPreset& pen, std::uint32_t rate_mhz, const Parameters& parameters) {
    const char* const keys[] = {"density.eta_base",       "density.v_cal_cm_s",     "density.raw_cal",
                                "density.v_ref_min_cm_s", "density.v_ref_max_cm_s", "contact.seat_force_n"};
    std::array<double, 6> value{};
    for (std::size_t i = 0; i < value.size(); ++i) {
        const auto found = parameters.need(keys[i]);
        if (!found) return tl::unexpected(found.error());
        value[i] = *found;
    }
    const auto factor = depth_factor(pen.needle_count(), parameters);
    if (!factor) return tl::unexpected(factor.error());
    if (rate_mhz == 0) return usage("pen figures: expected a rate above 0, found 0; ask with the motor's rate");

    PenFigures figures;
    figures.depth_factor = *factor;
    figures.seat_force_n = value[5] * pen.at_once;
    if (pen.rhythm == Rhythm::kTravel) {
        // Every needle of a roll makes a channel of its own, whatever the speed.
        figures.independent_share = 1;
        figures.raw_density_per_cm2 = figures.pass_density_per_cm2 =
            static_cast<double>(pen.needles.size()) / (pen.swath_mm * 0.1 * pen.row_pitch_um * 1e-4);
        figures.raw_speed_cm_s = figures.reference_speed_cm_s = value[1];
        return figures;
    }
    const double strikes_per_cm_s = rate_mhz * 1e-3 * pen.needle_count() / (pen.swath_mm * 0.1);
    figures.raw_speed_cm_s = value[1] * strikes_per_cm_s / value[2];
    figures.reference_speed_cm_s = np_clamp(figures.raw_speed_cm_s, value[3], value[4]);
    figures.independent_share =
        pen.rhythm == Rhythm::kMotor ? value[0] * figures.reference_speed_cm_s / figures.raw_speed_cm_s : 1;
    figures.raw_density_per_cm2 = strikes_per_cm_s / figures.reference_speed_cm_s;
    figures.pass_density_per_cm2 = figures.independent_share * figures.raw_density_per_cm2;
    return figures;
}

}  // namespace np::device
