#include "section_tissue.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace np::ui {
namespace {

constexpr int kColumns = 56;
using Line = std::array<float, kColumns + 1>;  // a pixel row for each column

// Repeatable scatter, 0..1: the picture must not crawl from frame to frame.
float scatter(int a, int b, int c) {
    auto h = static_cast<std::uint32_t>(a) * 0x9E3779B1u ^ static_cast<std::uint32_t>(b) * 0x85EBCA77u ^
             static_cast<std::uint32_t>(c) * 0xC2B2AE3Du;
    h ^= h >> 15, h *= 0x2C1B3C6Du, h ^= h >> 12;
    return static_cast<float>(h & 0xFFFFu) / 65535.0f;
}

// Papillae: the border of epidermis and dermis rises and falls a few hundredths of a millimetre.
double papilla_mm(double x_mm) {
    return 0.022 * std::sin(x_mm * 23.0) + 0.012 * std::sin(x_mm * 37.0 + 1.3);
}

struct Cut {
    const Painter& paint;
    const SectionView& section;
    const SectionLayout& at;

    double column_mm(int i) const {
        return (static_cast<double>(at.plot.x - at.middle_x) + static_cast<double>(at.plot.width) * i / kColumns) /
               at.per_mm;
    }
    double dermis_from() const { return section.epidermis_mm; }
    double dermis_to() const { return section.epidermis_mm + section.dermis_mm; }
    float y(double x_mm, double depth_mm) const { return at.y(surface_height(section, x_mm) - depth_mm); }

    Line line(double depth_mm, double wave = 0) const {
        Line out;
        for (int i = 0; i <= kColumns; ++i) {
            const double x = column_mm(i);
            out[static_cast<std::size_t>(i)] = y(x, depth_mm + (wave > 0 ? wave * papilla_mm(x) / 0.034 : 0));
        }
        return out;
    }

    void fill(const Line& top, const Line& bottom, Colour upper, Colour lower) const {
        ImDrawList* list = paint.list();
        const ImU32 a = packed(upper), b = packed(lower);
        const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
        list->PrimReserve(6 * kColumns, 2 * (kColumns + 1));
        const auto first = static_cast<ImDrawIdx>(list->_VtxCurrentIdx);
        for (int i = 0; i < kColumns; ++i) {
            const auto v = static_cast<ImDrawIdx>(first + 2 * i);
            for (const int k : {0, 2, 1, 1, 2, 3}) list->PrimWriteIdx(static_cast<ImDrawIdx>(v + k));
        }
        for (int i = 0; i <= kColumns; ++i) {
            const float x = at.plot.x + at.plot.width * static_cast<float>(i) / kColumns;
            const auto k = static_cast<std::size_t>(i);
            list->PrimWriteVtx({x, top[k]}, white, a);
            list->PrimWriteVtx({x, std::max(top[k], bottom[k])}, white, b);
        }
    }

    void stroke(const Line& line, Colour ink, float thickness) const {
        std::array<ImVec2, kColumns + 1> points;
        for (int i = 0; i <= kColumns; ++i)
            points[static_cast<std::size_t>(i)] = {at.plot.x + at.plot.width * static_cast<float>(i) / kColumns,
                                                   line[static_cast<std::size_t>(i)]};
        paint.list()->AddPolyline(points.data(), kColumns + 1, packed(ink), 0, thickness);
    }

    // Calls draw(x_mm, row) at places scattered over the plot's width, `step` apart.
    template <class Draw>
    void across(double step, const Draw& draw) const {
        const double half = static_cast<double>(at.plot.width) / at.per_mm / 2 + step;
        const int n = static_cast<int>(half / step);
        for (int i = -n; i <= n; ++i) draw(i * step, i);
    }
};

struct FirmLook {
    Colour top, bottom;
};
FirmLook look_of(Firm firm) {
    if (firm == Firm::kCartilage) return {{0xC3D3D8}, {0x9FB3BC}};
    if (firm == Firm::kSoft) return {{0x8E4640}, {0x6E3230}};
    return {{0xEFE8D6}, {0xCFC4AA}};
}

constexpr Colour kFatTop{0xE2C479}, kFatBottom{0xC29C50}, kDermisTop{0xC9796F}, kDermisBottom{0x97534E};

void draw_fibres(const Cut& cut, bool fine) {
    const double step = fine ? 0.36 : 0.62, rows = fine ? 0.17 : 0.30;
    int row = 0;
    for (double depth = cut.dermis_from() + 0.22; depth < cut.dermis_to() - 0.05; depth += rows, ++row)
        cut.across(step, [&](double x, int i) {
            const double at = x + step * (scatter(i, row, 1) - 0.5), deep = depth + rows * (scatter(i, row, 2) - 0.5);
            const double long_mm = 0.28 + 0.22 * scatter(i, row, 3), tilt = 0.16 * (scatter(i, row, 4) - 0.5);
            const float x0 = cut.at.x(at), x1 = cut.at.x(at + long_mm), y0 = cut.y(at, deep);
            cut.paint.list()->AddBezierQuadratic(
                {x0, y0}, {(x0 + x1) / 2, y0 - cut.at.down(0.06)}, {x1, y0 + cut.at.down(tilt)},
                packed(Colour{0xF3CFC4, 0.20f + 0.14f * scatter(i, row, 5)}), std::max(1.0f, cut.at.down(0.022)), 6);
        });
}

// A hairpin in each papilla, fed by the plexus below it; a second plexus where the fat begins.
void draw_vessels(const Cut& cut, bool fine) {
    const Colour artery{0xB4322E, 0.85f}, vein{0x5A5F9E, 0.75f};
    const double plexus = cut.dermis_from() + 0.30;
    const float thin = std::max(1.0f, cut.at.down(0.018));
    cut.across(fine ? 0.34 : 0.60, [&](double x, int i) {
        const double at = x + 0.10 * (scatter(i, 0, 7) - 0.5), top = cut.dermis_from() + 0.05;
        const float wide = cut.at.down(0.022), x0 = cut.at.x(at), y0 = cut.y(at, plexus), y1 = cut.y(at, top);
        cut.paint.list()->AddLine({x0 - wide, y0}, {x0 - wide, y1 + wide}, packed(artery), thin);
        cut.paint.list()->AddLine({x0 + wide, y0}, {x0 + wide, y1 + wide}, packed(vein), thin);
        cut.paint.list()->AddBezierQuadratic({x0 - wide, y1 + wide}, {x0, y1 - wide}, {x0 + wide, y1 + wide},
                                             packed(artery), thin, 6);
    });
    cut.stroke(cut.line(plexus, 0.03), artery.with(0.8f), thin * 1.2f);
    cut.stroke(cut.line(plexus + 0.05, 0.025), vein.with(0.8f), thin * 1.2f);
    cut.stroke(cut.line(cut.dermis_to() - 0.07, 0.05), artery.with(0.85f), thin * 2.0f);
    cut.stroke(cut.line(cut.dermis_to() + 0.03, 0.045), vein.with(0.85f), thin * 2.2f);
}

void draw_lobules(const Cut& cut) {
    const double end = std::min(cut.section.firm_mm - 0.2, cut.at.shown_below_mm + 1.5);
    int row = 0;
    for (double depth = cut.dermis_to() + 0.34; depth < end; depth += 0.46, ++row)
        cut.across(0.56, [&](double x, int i) {
            const double at = x + (row % 2) * 0.28 + 0.10 * (scatter(i, row, 11) - 0.5);
            const float r = cut.at.down(0.21 + 0.06 * scatter(i, row, 12)), cx = cut.at.x(at),
                        cy = cut.y(at, depth + 0.08 * (scatter(i, row, 13) - 0.5));
            if (cy + r > cut.y(at, cut.section.firm_mm)) return;
            cut.paint.list()->AddCircleFilled({cx, cy}, r, packed(Colour{0xF6E3A6, 0.42f}), 20);
            cut.paint.list()->AddCircleFilled({cx - r * 0.25f, cy - r * 0.3f}, r * 0.55f,
                                              packed(Colour{0xFFF3C9, 0.30f}), 16);
            cut.paint.list()->AddCircle({cx, cy}, r, packed(Colour{0xA87F3C, 0.35f}), 20,
                                        std::max(1.0f, cut.at.down(0.02)));
        });
}

void draw_firm(const Cut& cut) {
    const double from = cut.section.firm_mm;
    if (from > cut.at.shown_below_mm + 2) return;
    const FirmLook look = look_of(cut.section.firm_kind);
    Line bottom;
    bottom.fill(cut.at.plot.bottom());
    cut.fill(cut.line(from), bottom, look.top, look.bottom);
    cut.stroke(cut.line(from), {0xFBF6E8, cut.section.firm_kind == Firm::kSoft ? 0.35f : 0.9f},
               std::max(1.5f, cut.at.down(0.05)));
    for (int row = 0; row < 6; ++row)
        cut.across(0.45, [&](double x, int i) {
            const double at = x + 0.3 * (scatter(i, row, 21) - 0.5), depth = from + 0.30 + row * 0.34;
            const float cx = cut.at.x(at), cy = cut.y(at, depth);
            if (cut.section.firm_kind == Firm::kSoft)  // fibres of muscle
                cut.paint.line(cx, cy, cx + cut.at.down(0.38), cy + cut.at.down(0.03), Colour{0xC98A80, 0.35f});
            else if (cut.section.firm_kind == Firm::kBone)  // the spaces of the spongy bone
                cut.paint.list()->AddCircleFilled({cx, cy}, cut.at.down(0.05 + 0.06 * scatter(i, row, 22)),
                                                  packed(Colour{0x9A7F62, 0.45f}), 12);
        });
}

void draw_target(const Cut& cut) {
    const SectionView& s = cut.section;
    if (s.band_max_mm <= 0) return;
    const Line top = cut.line(s.band_min_mm), bottom = cut.line(s.band_max_mm);
    cut.fill(top, bottom, colour::kAccent.with(0.20f), colour::kAccent.with(0.20f));
    cut.stroke(top, colour::kAccent.with(0.95f), cut.paint.px(1.3));
    cut.stroke(bottom, colour::kAccent.with(0.95f), cut.paint.px(1.3));
    const Line ideal = cut.line(s.band_ideal_mm);
    for (int i = 0; i < kColumns; i += 2) {
        const auto k = static_cast<std::size_t>(i);
        const float step = cut.at.plot.width / kColumns, x = cut.at.plot.x + step * static_cast<float>(i);
        cut.paint.line(x, ideal[k], x + step, ideal[k + 1], colour::kAccent, 1.3);
    }
}

}  // namespace

void draw_tissue(const Painter& paint, const SectionView& section, const SectionLayout& layout, bool fine) {
    const Cut cut{paint, section, layout};
    ImDrawList* list = paint.list();
    list->PushClipRect({layout.plot.x, layout.plot.y}, {layout.plot.right(), layout.plot.bottom()}, true);
    Line floor;
    floor.fill(layout.plot.bottom());
    const Line surface = cut.line(0), basal = cut.line(cut.dermis_from(), 0.034),
               dermis = cut.line(cut.dermis_to(), 0.05);
    cut.fill(dermis, floor, kFatTop, kFatBottom);
    draw_lobules(cut);
    draw_firm(cut);
    cut.fill(basal, dermis, kDermisTop, kDermisBottom);
    cut.fill(basal, cut.line(cut.dermis_from() + 0.16, 0.02), Colour{0xE3A79B, 0.8f}, Colour{0xC9796F, 0.0f});
    draw_fibres(cut, fine);
    draw_vessels(cut, fine);
    cut.fill(surface, basal, {0xF0CDB2}, {0xD19C84});
    cut.stroke(basal, {0x8A4F45, 0.75f}, std::max(1.0f, layout.down(0.018)));
    cut.stroke(surface, {0xFBEBDD}, std::max(1.4f, layout.down(0.02)));
    draw_target(cut);
    list->PopClipRect();
}

void draw_whole_thickness(const Painter& paint, const SectionView& section, Rect column, double shown_below_mm) {
    const double whole = section.firm_mm * 1.08;
    const auto y = [&](double depth) {
        return column.y + column.height * static_cast<float>(std::clamp(depth / whole, 0.0, 1.0));
    };
    const FirmLook firm = look_of(section.firm_kind);
    const double dermis = section.epidermis_mm, fat = dermis + section.dermis_mm;
    paint.gradient({column.x, y(dermis), column.width, y(fat) - y(dermis)}, kDermisTop, kDermisBottom);
    paint.gradient({column.x, y(fat), column.width, y(section.firm_mm) - y(fat)}, kFatTop, kFatBottom);
    paint.gradient({column.x, y(section.firm_mm), column.width, column.bottom() - y(section.firm_mm)}, firm.top,
                   firm.bottom);
    paint.fill({column.x, column.y, column.width, std::max(paint.px(1.5), y(dermis) - column.y)}, {0xF0CDB2});
    if (section.band_max_mm > 0)
        paint.fill({column.x, y(section.band_min_mm), column.width, y(section.band_max_mm) - y(section.band_min_mm)},
                   colour::kAccent.with(0.45f));
    // What the large picture shows of it.
    paint.outline({column.x - paint.px(2), column.y - paint.px(2), column.width + paint.px(4),
                   y(shown_below_mm) - column.y + paint.px(4)},
                  colour::kText, 3, 1.4);
}

}  // namespace np::ui
