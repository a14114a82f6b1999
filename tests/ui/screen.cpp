#include "screen.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <cstdlib>

namespace np {

namespace {

// The most that a channel differs.
int apart(std::uint32_t a, std::uint32_t b) {
    int most = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        const int distance = std::abs(static_cast<int>(a >> shift & 255u) - static_cast<int>(b >> shift & 255u));
        if (distance > most) most = distance;
    }
    return most;
}

template <typename Holds>
int pixels(const Screenshot& seen, Area area, const Holds& holds) {
    int found = 0;
    for (int y = area.top; y < area.bottom && y < seen.height; ++y)
        for (int x = area.left; x < area.right && x < seen.width; ++x) found += holds(x, y);
    return found;
}

}  // namespace

Screenshot look_at_screen() {
    Screenshot seen;
    Display* display = XOpenDisplay(nullptr);
    if (!display) return seen;
    const Window root = DefaultRootWindow(display);
    XWindowAttributes facts{};
    XImage* image = nullptr;
    if (XGetWindowAttributes(display, root, &facts) != 0)
        image = XGetImage(display, root, 0, 0, static_cast<unsigned>(facts.width), static_cast<unsigned>(facts.height),
                          AllPlanes, ZPixmap);
    if (image) {
        seen.width = image->width, seen.height = image->height;
        for (int y = 0; y < image->height; ++y)
            for (int x = 0; x < image->width; ++x)
                seen.rgb.push_back(static_cast<std::uint32_t>(XGetPixel(image, x, y) & 0xFFFFFFu));
        XDestroyImage(image);
    }
    XCloseDisplay(display);
    return seen;
}

double difference(const Screenshot& a, const Screenshot& b, Area area) {
    if (a.rgb.empty() || a.width != b.width || a.height != b.height) return 1;
    const int all = pixels(a, area, [](int, int) { return 1; });
    return all == 0 ? 1
                    : pixels(a, area, [&](int x, int y) { return apart(a.at(x, y), b.at(x, y)) > 8; }) / double(all);
}

int count(const Screenshot& seen, std::uint32_t rgb, Area area) {
    return pixels(seen, area, [&](int x, int y) { return apart(seen.at(x, y), rgb) <= 12; });
}

}  // namespace np
