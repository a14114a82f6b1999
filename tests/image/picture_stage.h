// From a row of the scene list to a picture, through the same parts as the program.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "needlepoint/cli/session_setup.h"
#include "needlepoint/core/status.h"
#include "needlepoint/render/offscreen.h"
#include "needlepoint/render/renderer.h"
#include "scene_list.h"

namespace np::test {

inline constexpr render::Size kPictureSize{320, 240};

// All that decides how the picture looks, as values that a test may spoil.
struct Shot {
    bool on_pad = false;
    render::HeadModel head;
    render::PadModel pad;
    render::SkinMaps maps{1, 1};
    render::Scene scene;
    std::shared_ptr<const anatomy::Body> body;
    // Sets a layer anew: `change` gets what is there.
    template <class Change>
    void change_layer(render::SkinLayer layer, Change change) {
        for (std::uint32_t cell = 0; cell < maps.width() * maps.height(); ++cell)
            maps.set(layer, cell, change(maps.value(layer, cell)));
    }
};
// Builds the patient unless the last call's is the same. `fine`: the mesh of still pictures; otherwise that of a window
// on a software driver.
Expected<Shot> shot_of(const PictureScene& row, bool fine = true);
const PictureScene& row_named(const std::string& name);

class Studio {
  public:
    static Expected<Studio> open(render::ContextKind kind = render::ContextKind::kBest,
                                 render::DriverKind taken_for = render::DriverKind::kAsFound);
    // A still picture, as `needlepoint render` draws it. The subject is handed over only where it differs from the last
    // picture's.
    Expected<render::Image> picture(Shot shot, int supersampling = 2);
    render::Renderer& renderer() { return renderer_; }

  private:
    Studio(render::OffscreenContext context, render::Renderer renderer)
        : context_(std::move(context)), renderer_(std::move(renderer)) {}
    Status show(const Shot& shot);
    render::OffscreenContext context_;  // outlives what was made in it
    render::Renderer renderer_;
    std::optional<render::HeadModel> head_;
    std::optional<render::PadModel> pad_;
};

}  // namespace np::test
