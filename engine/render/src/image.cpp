#include "needlepoint/render/image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <memory>

#include <zlib.h>

namespace {
// Far smaller files than the writer's own packing. The writer frees what it gets.
unsigned char* deflated(unsigned char* data, int size, int* packed_size, int /*quality*/) {
    uLongf bytes = compressBound(static_cast<uLong>(size));
    auto* packed = static_cast<unsigned char*>(std::malloc(bytes));
    if (packed && compress2(packed, &bytes, data, static_cast<uLong>(size), Z_BEST_COMPRESSION) != Z_OK) {
        std::free(packed);
        packed = nullptr;
    }
    *packed_size = static_cast<int>(bytes);
    return packed;
}
}  // namespace

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wunused-function"
#endif
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#define STBIW_ZLIB_COMPRESS deflated
#include <stb/stb_image_write.h>
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#include <stb/stb_image.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

namespace np::render {

PixelRect intersection(PixelRect a, PixelRect b) {
    const int x0 = std::max(a.x, b.x), y0 = std::max(a.y, b.y);
    const int x1 = std::min(a.x + a.width, b.x + b.width), y1 = std::min(a.y + a.height, b.y + b.height);
    if (x1 <= x0 || y1 <= y0) return {};
    return {x0, y0, x1 - x0, y1 - y0};
}

PixelRect united(PixelRect a, PixelRect b) {
    if (a.empty()) return b;
    if (b.empty()) return a;
    const int x0 = std::min(a.x, b.x), y0 = std::min(a.y, b.y);
    const int x1 = std::max(a.x + a.width, b.x + b.width), y1 = std::max(a.y + a.height, b.y + b.height);
    return {x0, y0, x1 - x0, y1 - y0};
}

Image reduced(const Image& large, int n) {
    std::array<float, 256> linear{};
    for (std::size_t i = 0; i < 256; ++i) {
        const float c = static_cast<float>(i) / 255.0F;
        linear[i] = c <= 0.04045F ? c / 12.92F : std::pow((c + 0.055F) / 1.055F, 2.4F);
    }
    Image out{large.width / n, large.height / n, {}};
    out.rgba.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 4, 255);
    std::size_t to = 0;
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x, to += 4) {
            for (std::size_t c = 0; c < 3; ++c) {
                float sum = 0;
                for (int j = 0; j < n; ++j)
                    for (int i = 0; i < n; ++i) sum += linear[large.at(x * n + i, y * n + j)[c]];
                sum /= static_cast<float>(n * n);
                const float srgb = sum <= 0.0031308F ? 12.92F * sum : 1.055F * std::pow(sum, 1 / 2.4F) - 0.055F;
                out.rgba[to + c] = static_cast<std::uint8_t>(std::lround(255 * std::clamp(srgb, 0.0F, 1.0F)));
            }
        }
    }
    return out;
}
std::vector<std::byte> encode_png(const Image& image) {
    std::vector<std::byte> out;
    if (image.width <= 0 || image.height <= 0) return out;
    const auto append = [](void* context, void* data, int size) {
        auto& bytes = *static_cast<std::vector<std::byte>*>(context);
        const auto* first = static_cast<const std::byte*>(data);
        bytes.insert(bytes.end(), first, first + size);
    };
    // Nothing that we draw is clear: three bytes a pixel say it all.
    std::vector<std::uint8_t> rgb;
    const std::size_t pixels = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
    bool opaque = true;
    rgb.reserve(pixels * 3);
    for (std::size_t i = 0; i < pixels; ++i) {
        opaque = opaque && image.rgba[4 * i + 3] == 255;
        rgb.insert(rgb.end(), {image.rgba[4 * i], image.rgba[4 * i + 1], image.rgba[4 * i + 2]});
    }
    const int channels = opaque ? 3 : 4;
    stbi_write_png_to_func(append, &out, image.width, image.height, channels, opaque ? rgb.data() : image.rgba.data(),
                           image.width * channels);
    return out;
}

Status write_png(const Image& image, const std::filesystem::path& path) {
    const auto bytes = encode_png(image);
    if (bytes.empty())
        return usage("a picture with at least one pixel was expected for " + path.string() + "; found an empty one");
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) {
        return cannot("the picture could not be written to " + path.string() +
                      "; check that the folder exists and has room");
    }
    return {};
}

Expected<Image> read_png(const std::filesystem::path& path) {
    int width = 0, height = 0, channels = 0;
    const std::unique_ptr<unsigned char, void (*)(void*)> pixels(stbi_load(path.c_str(), &width, &height, &channels, 4),
                                                                 stbi_image_free);
    if (!pixels) return cannot("a picture (PNG) was expected in " + path.string() + "; " + stbi_failure_reason());
    const std::size_t bytes = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
    return Image{width, height, {pixels.get(), pixels.get() + bytes}};
}

}  // namespace np::render
