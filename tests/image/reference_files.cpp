#include "reference_files.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <vector>

namespace np::test {

namespace fs = std::filesystem;

namespace {

render::Image side_by_side(const std::vector<const render::Image*>& images) {
    render::Image out{0, 0, {}};
    for (const render::Image* image : images)
        out.width += image->width, out.height = std::max(out.height, image->height);
    out.rgba.assign(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 4, 255);
    std::size_t left = 0;
    for (const render::Image* image : images) {
        for (int y = 0; y < image->height; ++y)
            std::copy_n(
                image->at(0, y), static_cast<std::size_t>(image->width) * 4,
                out.rgba.begin() + static_cast<std::ptrdiff_t>(
                                       (static_cast<std::size_t>(y) * static_cast<std::size_t>(out.width) + left) * 4));
        left += static_cast<std::size_t>(image->width);
    }
    return out;
}

}  // namespace

fs::path reference_file(const std::string& scene) {
    return fs::path(NP_TEST_DIR) / "references" / (scene + ".png");
}

Expected<render::Image> reference(const std::string& scene) {
    return render::read_png(reference_file(scene));
}

bool wants_renewal(const std::string& scene) {
    const char* wish = std::getenv("NEEDLEPOINT_RENEW_PICTURES");
    if (!wish) return false;
    const std::string list = "," + std::string(wish) + ",";
    return list == ",all," || list.find("," + scene + ",") != std::string::npos;
}

fs::path leave_beside(const std::string& scene, const render::Image& expected, const render::Image& actual) {
    const fs::path folder = fs::path(NP_BINARY_DIR) / "pictures-that-differ" / scene;
    std::error_code ignored;
    fs::create_directories(folder, ignored);
    const render::Image difference = difference_picture(expected, actual);
    const std::pair<const char*, render::Image> files[] = {
        {"expected.png", expected},
        {"actual.png", actual},
        {"difference.png", difference},
        {"side-by-side.png", side_by_side({&expected, &actual, &difference})}};
    for (const auto& [name, image] : files) (void)render::write_png(image, folder / name);  // the test fails anyway
    return folder;
}

void tell(const std::string& what, const Verdict& verdict) {
    if (std::getenv("NEEDLEPOINT_TELL_DIFFERENCES"))
        std::printf("%-45s %5.2f  %s\n", what.c_str(), verdict.share_of_limit, verdict.words.c_str());
}

}  // namespace np::test
