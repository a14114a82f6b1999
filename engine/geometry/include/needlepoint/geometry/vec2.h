// A place in a plane, such as a needle's in the face of a pen's tip. Millimetres.
#pragma once

namespace np::geometry {

struct Vec2 {
    double x = 0, y = 0;

    friend bool operator==(const Vec2&, const Vec2&) = default;
};

}  // namespace np::geometry
