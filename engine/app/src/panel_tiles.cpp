#include "panel_tiles.h"

#include <algorithm>
#include <array>
#include <bit>

namespace np::app {

namespace {
std::uint64_t mixed(std::uint64_t state, std::uint64_t value) {
    state = (state ^ value) * 0x9E3779B97F4A7C15ULL;
    return state ^ (state >> 29);
}
std::uint64_t pair(float a, float b) {
    return (static_cast<std::uint64_t>(std::bit_cast<std::uint32_t>(a)) << 32) | std::bit_cast<std::uint32_t>(b);
}
std::uint64_t mark_of(const ImDrawVert& v) {
    return mixed(mixed(mixed(1, pair(v.pos.x, v.pos.y)), pair(v.uv.x, v.uv.y)), v.col);
}
long area(const render::PixelRect& r) {
    return static_cast<long>(r.width) * r.height;
}
}  // namespace

PanelTiles::PanelTiles(const ImDrawData& data, render::Size size, ImTextureID lasting)
    : columns_((size.width + kTile_px - 1) / kTile_px), rows_((size.height + kTile_px - 1) / kTile_px) {
    marks_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), 0);
    restless_.assign(marks_.size(), false);
    for (int i = 0; i < data.CmdListsCount; ++i) add(*data.CmdLists[i], size, lasting);
}

void PanelTiles::add(const ImDrawList& list, render::Size size, ImTextureID lasting) {
    std::vector<std::uint64_t> vertices;
    for (const ImDrawVert& v : list.VtxBuffer) vertices.push_back(mark_of(v));
    for (const ImDrawCmd& cmd : list.CmdBuffer) {
        const float x0 = std::max(0.0F, cmd.ClipRect.x), y0 = std::max(0.0F, cmd.ClipRect.y);
        const float x1 = std::min(static_cast<float>(size.width), cmd.ClipRect.z),
                    y1 = std::min(static_cast<float>(size.height), cmd.ClipRect.w);
        const bool restless = cmd.GetTexID() != lasting || cmd.UserCallback != nullptr;
        const std::uint64_t state =
            mixed(mixed(pair(x0, y0), pair(x1, y1)), reinterpret_cast<std::uintptr_t>(cmd.GetTexID()));
        for (unsigned i = 0; i + 2 < cmd.ElemCount; i += 3) {
            std::uint64_t mark = state;
            float low_x = x1, low_y = y1, high_x = x0, high_y = y0;
            for (unsigned k = 0; k < 3; ++k) {
                const auto at =
                    static_cast<int>(cmd.VtxOffset + list.IdxBuffer[static_cast<int>(cmd.IdxOffset + i + k)]);
                const ImVec2 p = list.VtxBuffer[at].pos;
                low_x = std::min(low_x, p.x), low_y = std::min(low_y, p.y);
                high_x = std::max(high_x, p.x), high_y = std::max(high_y, p.y);
                mark = mixed(mark, vertices[static_cast<std::size_t>(at)]);
            }
            low_x = std::max(low_x, x0), low_y = std::max(low_y, y0);
            high_x = std::min(high_x, x1), high_y = std::min(high_y, y1);
            if (!(low_x < high_x && low_y < high_y)) continue;
            const auto tile = [](float at, int tiles) {
                return std::clamp(static_cast<int>(at) / kTile_px, 0, tiles - 1);
            };
            for (int row = tile(low_y, rows_); row <= tile(high_y, rows_); ++row)
                for (int column = tile(low_x, columns_); column <= tile(high_x, columns_); ++column) {
                    const auto t = static_cast<std::size_t>(row * columns_ + column);
                    marks_[t] = mixed(marks_[t], mark) | 1;
                    if (restless) restless_[t] = true;
                }
        }
    }
}

std::vector<render::PixelRect> PanelTiles::rects(const std::vector<bool>& tiles, std::size_t most) const {
    std::vector<render::PixelRect> found;
    const auto at = [&](int column, int row) { return tiles[static_cast<std::size_t>(row * columns_ + column)]; };
    for (int row = 0; row < rows_; ++row) {
        for (int column = 0; column < columns_; ++column) {
            if (!at(column, row)) continue;
            int end = column;
            while (end < columns_ && at(end, row)) ++end;
            const render::PixelRect run{column * kTile_px, row * kTile_px, (end - column) * kTile_px, kTile_px};
            // The same run right above grows down.
            const auto above = std::find_if(found.begin(), found.end(), [&](const render::PixelRect& r) {
                return r.x == run.x && r.width == run.width && r.y + r.height == run.y;
            });
            above != found.end() ? void(above->height += kTile_px) : found.push_back(run);
            column = end;
        }
    }
    while (found.size() > std::max<std::size_t>(1, most)) {
        std::array<std::size_t, 2> best{0, 1};
        long least = -1;
        for (std::size_t i = 0; i < found.size(); ++i)
            for (std::size_t k = i + 1; k < found.size(); ++k) {
                const long growth = area(united(found[i], found[k])) - area(found[i]) - area(found[k]);
                if (least == -1 || growth < least) least = growth, best = {i, k};
            }
        found[best[0]] = united(found[best[0]], found[best[1]]);
        found.erase(found.begin() + static_cast<std::ptrdiff_t>(best[1]));
    }
    return found;
}

}  // namespace np::app
