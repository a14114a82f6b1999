#include "portraits.h"

#include <system_error>

#include "frame_buffer.h"
#include "head_model.h"
#include "needlepoint/cli/session_setup.h"
#include "scene_view.h"

namespace np::app {

namespace {
constexpr int kSide = 320;  // pixels

std::filesystem::path portrait_file(const cli::Places& places, const std::string& digest) {
    return places.cache / "portraits" / (digest.substr(0, 24) + ".png");
}
}  // namespace

ui::Image cached_portrait(const cli::Places& places, const std::string& digest) {
    const auto image = render::read_png(portrait_file(places, digest));
    return image ? make_texture(*image) : 0;
}

Portraits::Portraits(const cli::Places& places, const std::vector<std::pair<std::string, std::string>>& wanted)
    : places_(places) {
    std::vector<std::pair<std::string, std::string>> missing;
    for (const auto& [scenario, digest] : wanted)
        if (!load_cached(scenario, digest)) missing.push_back({scenario, digest});
    if (!missing.empty() && cli::head_available(places)) builder_ = std::thread([this, missing] { build(missing); });
}

Portraits::~Portraits() {
    stop_ = true;
    if (builder_.joinable()) builder_.join();
    for (const auto& [scenario, image] : images_) free_texture(image);
}

bool Portraits::load_cached(const std::string& scenario, const std::string& digest) {
    const ui::Image image = cached_portrait(places_, digest);
    if (image) images_[scenario] = image;
    return image != 0;
}

void Portraits::build(const std::vector<std::pair<std::string, std::string>>& wanted) {
    for (const auto& [scenario, digest] : wanted) {
        if (stop_) return;
        const auto prepared = cli::prepare_session(places_, scenario, 1);
        if (!prepared || !prepared->patient) continue;
        const std::scoped_lock lock(guard_);
        ready_.push_back({scenario, digest, prepared->patient});
    }
}

ui::Image Portraits::of(const std::string& scenario) const {
    const auto found = images_.find(scenario);
    return found == images_.end() ? 0 : found->second;
}

bool Portraits::draw_next(render::Renderer& renderer) {
    Built built;
    {
        const std::scoped_lock lock(guard_);
        if (ready_.empty()) return false;
        built = std::move(ready_.back());
        ready_.pop_back();
    }
    if (!renderer.set_head(head_model_of(*built.patient, false))) return false;
    render::Scene scene;
    scene.appearance = appearance_of(built.patient->request);
    scene.room = false;
    scene.lesions_revealed = false;  // a card must not give the answer away
    scene.camera = render::view_camera(render::View::kThreeQuarterLeft, landmarks_of(built.patient.get()), 1.0);
    const auto picture = renderer.picture(scene, {kSide, kSide}, 2);
    if (!picture) return false;
    images_[built.scenario] = make_texture(*picture);
    std::error_code ignored;
    std::filesystem::create_directories(places_.cache / "portraits", ignored);
    (void)render::write_png(*picture,
                            portrait_file(places_, built.digest));  // without a cache it is drawn again next time
    return true;
}

}  // namespace np::app
