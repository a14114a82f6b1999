#include "section_layout.h"

#include <algorithm>
#include <cmath>

namespace np::ui {

namespace {
constexpr double kAbove_mm = 0.9;                          // room for the tip over the skin
constexpr double kLeastDepth_mm = 2.2;                     // epidermis, dermis and some fat in any case
constexpr double kMargin_mm = 0.5, kLargeMargin_mm = 1.5;  // large: beside the tip stand the layers' names
constexpr double kWidth_mm = 6.4;
}  // namespace

SectionLayout lay_out_section(const SectionView& section, Rect plot) {
    double width = kWidth_mm;
    for (const SectionPoint& end : section.rim)
        if (section.pen)
            width = std::max(width, 2 * (std::abs(end.x_mm) + (section.large ? kLargeMargin_mm : kMargin_mm)));
    width = std::min(width, 2 * section.half_width_mm);
    const double needed = std::max({kLeastDepth_mm, section.band_max_mm + kMargin_mm, section.set_mm + kMargin_mm,
                                    section.epidermis_mm + section.dermis_mm + kMargin_mm});
    SectionLayout layout;
    layout.plot = plot;
    const double by_width = plot.width / width, by_height = plot.height / (kAbove_mm + needed);
    layout.per_mm = static_cast<float>(std::max(1.0, std::min(by_width, by_height)));
    layout.middle_x = plot.x + plot.width / 2;
    layout.skin_y = plot.y + static_cast<float>(kAbove_mm) * layout.per_mm;
    layout.shown_below_mm = static_cast<double>((plot.bottom() - layout.skin_y) / layout.per_mm);
    return layout;
}

double surface_height(const SectionView& section, double x_mm) {
    const std::vector<double>& h = section.surface_h_mm;
    if (h.size() < 2) return h.empty() ? 0 : h[0];
    const double last = static_cast<double>(h.size() - 1);
    const double at = std::clamp((x_mm / section.half_width_mm + 1) / 2 * last, 0.0, last);
    const auto i = std::min(static_cast<std::size_t>(at), h.size() - 2);
    const double part = at - static_cast<double>(i);
    return h[i] + part * (h[i + 1] - h[i]);
}

}  // namespace np::ui
