// A picture in memory, and as a PNG file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "needlepoint/core/status.h"

namespace np::render {

struct Size {
    int width = 0, height = 0;  // pixels
    friend bool operator==(const Size&, const Size&) = default;
};

// Pixels counted from the top left corner.
struct PixelRect {
    int x = 0, y = 0, width = 0, height = 0;
    bool empty() const { return width <= 0 || height <= 0; }
    friend bool operator==(const PixelRect&, const PixelRect&) = default;
};
PixelRect intersection(PixelRect a, PixelRect b);
// The smallest rectangle around both; an empty one counts for nothing.
PixelRect united(PixelRect a, PixelRect b);

// Rows from the top, four bytes (red, green, blue, alpha; sRGB, alpha not premultiplied) per pixel.
struct Image {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;
    const std::uint8_t* at(int x, int y) const {
        return rgba.data() +
               (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 4;
    }
};

// The mean of each n x n pixels, in linear light: a picture drawn n times as large, made smooth.
Image reduced(const Image& large, int n);

// The bytes of a PNG file. The same picture gives the same bytes.
std::vector<std::byte> encode_png(const Image& image);
// Replaces the file. Fails with kCannot when it can't be written.
Status write_png(const Image& image, const std::filesystem::path& path);
// Fails with kCannot when there is no such file or it holds no picture.
Expected<Image> read_png(const std::filesystem::path& path);

}  // namespace np::render
