// How different two colours look: CIEDE2000 on CIELAB, where 1 is about the smallest difference that an eye finds.
#pragma once

#include <array>
#include <cstdint>

namespace np::test {

using Triple = std::array<float, 3>;

struct Lab {
    double l = 0, a = 0, b = 0;
};

// From sRGB bytes to CIE XYZ (D65, white has Y = 1).
Triple xyz_of_srgb(const std::uint8_t* rgb);
Lab lab_of_xyz(const Triple& xyz);
// Sharma, Wu and Dalal 2005, with all three weights 1.
double ciede2000(const Lab& one, const Lab& other);

}  // namespace np::test
