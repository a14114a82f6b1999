#include "perceived_difference.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "needlepoint/render/palette.h"

namespace np::test {

namespace {

using Plane = std::vector<float>;

// A bell that sums to 1; its width is where it has fallen to 1/e, as in the source.
std::vector<float> bell(double width_px) {
    const int reach = std::max(1, static_cast<int>(std::ceil(2.3 * width_px)));
    std::vector<float> weights;
    float sum = 0;
    for (int i = -reach; i <= reach; ++i) {
        const double t = i / width_px;
        weights.push_back(static_cast<float>(std::exp(-t * t)));
        sum += weights.back();
    }
    for (float& w : weights) w /= sum;
    return weights;
}

// Along rows, with the result turned over, so that doing it twice blurs both ways and turns back. The border goes on.
Plane blurred_and_turned(const Plane& in, int width, int height, const std::vector<float>& weights) {
    const auto reach = static_cast<int>(weights.size() / 2);
    Plane out(in.size()), row(static_cast<std::size_t>(width + 2 * reach));
    for (int y = 0; y < height; ++y) {
        const float* from = in.data() + static_cast<std::ptrdiff_t>(y) * width;
        for (int x = 0; x < width + 2 * reach; ++x)
            row[static_cast<std::size_t>(x)] = from[std::clamp(x - reach, 0, width - 1)];
        for (int x = 0; x < width; ++x) {
            float sum = 0;
            for (std::size_t k = 0; k < weights.size(); ++k) sum += weights[k] * row[static_cast<std::size_t>(x) + k];
            out[static_cast<std::size_t>(x) * static_cast<std::size_t>(height) + static_cast<std::size_t>(y)] = sum;
        }
    }
    return out;
}

struct Bell {
    float weight;
    double degrees;
};
// What the eye's detail allows: light, red against green, blue against yellow (Zhang and Wandell 1996, table 1).
constexpr Bell kSight[3][3] = {{{0.921F, 0.0283}, {0.105F, 0.133}, {-0.108F, 4.336}},
                               {{0.531F, 0.0392}, {0.330F, 0.494}, {0, 0}},
                               {{0.488F, 0.0536}, {0.371F, 0.386}, {0, 0}}};

Plane passed(const Plane& plane, int width, int height, const Bell (&bells)[3]) {
    float sum = 0;
    for (const Bell& b : bells) sum += b.weight;
    Plane out(plane.size(), 0.0F);
    for (const Bell& b : bells) {
        if (b.weight == 0) continue;
        const auto weights = bell(b.degrees * kPixelsPerDegree);
        const Plane once = blurred_and_turned(plane, width, height, weights);
        const Plane twice = blurred_and_turned(once, height, width, weights);
        for (std::size_t i = 0; i < out.size(); ++i) out[i] += b.weight / sum * twice[i];
    }
    return out;
}

}  // namespace

Seen seen(const render::Image& image) {
    const std::size_t count = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
    Plane opponent[3];
    for (Plane& plane : opponent) plane.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        const Triple c = xyz_of_srgb(image.rgba.data() + 4 * i);
        opponent[0][i] = 0.279F * c[0] + 0.72F * c[1] - 0.107F * c[2];
        opponent[1][i] = -0.449F * c[0] + 0.29F * c[1] - 0.077F * c[2];
        opponent[2][i] = 0.086F * c[0] - 0.59F * c[1] + 0.501F * c[2];
    }
    for (std::size_t k = 0; k < 3; ++k) opponent[k] = passed(opponent[k], image.width, image.height, kSight[k]);
    Seen out{image.width, image.height, std::vector<Lab>(count)};
    for (std::size_t i = 0; i < count; ++i) {
        const float l = opponent[0][i], g = opponent[1][i], b = opponent[2][i];
        // The inverse of the three lines above.
        out.colors[i] = lab_of_xyz({0.6265545F * l - 1.8671776F * g - 0.1531564F * b,
                                    1.3698555F * l + 0.9347558F * g + 0.4362290F * b,
                                    1.5056508F * l + 1.4213238F * g + 2.5360211F * b});
    }
    return out;
}

namespace {

// Sums over all that lies above and to the left, so that the mean of any rectangle takes four look-ups.
class Sums {
  public:
    explicit Sums(const Seen& picture) : stride_(static_cast<std::size_t>(picture.width) + 1) {
        sums_.resize(stride_ * (static_cast<std::size_t>(picture.height) + 1));
        for (int y = 0; y < picture.height; ++y)
            for (int x = 0; x < picture.width; ++x) {
                const Lab& c = picture.colors[static_cast<std::size_t>(y * picture.width + x)];
                const Lab &up = at(x + 1, y), &left = at(x, y + 1), &both = at(x, y);
                at(x + 1, y + 1) = {c.l + up.l + left.l - both.l, c.a + up.a + left.a - both.a,
                                    c.b + up.b + left.b - both.b};
            }
    }
    Lab mean(int x, int y, int width, int height) const {
        const Lab &p = at(x + width, y + height), &q = at(x, y), &r = at(x + width, y), &s = at(x, y + height);
        const double n = width * height;
        return {(p.l + q.l - r.l - s.l) / n, (p.a + q.a - r.a - s.a) / n, (p.b + q.b - r.b - s.b) / n};
    }

  private:
    const Lab& at(int x, int y) const {
        return sums_[static_cast<std::size_t>(y) * stride_ + static_cast<std::size_t>(x)];
    }
    Lab& at(int x, int y) { return sums_[static_cast<std::size_t>(y) * stride_ + static_cast<std::size_t>(x)]; }
    std::size_t stride_;
    std::vector<Lab> sums_;
};

}  // namespace

double worst_patch(const Seen& one, const Seen& other, int side) {
    const Sums a(one), b(other);
    const int w = std::min(side, one.width), h = std::min(side, one.height);
    double worst = 0;
    for (int y = 0; y + h <= one.height; ++y)
        for (int x = 0; x + w <= one.width; ++x)
            worst = std::max(worst, ciede2000(a.mean(x, y, w, h), b.mean(x, y, w, h)));
    return worst;
}

Verdict compare(const render::Image& expected, const render::Image& actual) {
    Verdict verdict;
    if (expected.width != actual.width || expected.height != actual.height) {
        verdict.share_of_limit = 1e9;
        verdict.words = "a picture of " + std::to_string(expected.width) + " x " + std::to_string(expected.height) +
                        " pixels was expected; found " + std::to_string(actual.width) + " x " +
                        std::to_string(actual.height);
        return verdict;
    }
    const Seen one = seen(expected), other = seen(actual);
    for (const PatchLimit& patch : kPatchLimits) {
        const double worst = worst_patch(one, other, patch.side);
        char text[80];
        std::snprintf(text, sizeof text, "%s%.2f of %.2f over %d pixels", verdict.words.empty() ? "" : ", ", worst,
                      patch.limit, patch.side);
        verdict.words += text;
        verdict.share_of_limit = std::max(verdict.share_of_limit, worst / patch.limit);
    }
    verdict.same = verdict.share_of_limit <= 1;
    return verdict;
}

render::Image difference_picture(const render::Image& expected, const render::Image& actual) {
    const Seen one = seen(expected), other = seen(actual);
    render::Image image{expected.width, expected.height, {}};
    for (std::size_t i = 0; i < one.colors.size(); ++i) {
        const double difference = ciede2000(one.colors[i], other.colors[i]);
        const render::Rgb c = render::palette_color(render::Palette::kViridis, difference / 10);
        image.rgba.insert(image.rgba.end(), {c.r, c.g, c.b, 255});
    }
    return image;
}

}  // namespace np::test
