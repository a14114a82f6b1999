// Pictures of the patients for the cards: from the cache, or built behind the first frames.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "needlepoint/anatomy/patient.h"
#include "needlepoint/cli/places.h"
#include "needlepoint/render/renderer.h"
#include "needlepoint/ui/types.h"

namespace np::app {

// The portrait that an earlier home screen drew, or 0. The caller frees it.
ui::Image cached_portrait(const cli::Places& places, const std::string& digest);

class Portraits {
  public:
    Portraits(const cli::Places& places, const std::vector<std::pair<std::string, std::string>>& scenarios_and_digests);
    ~Portraits();
    // 0 as long as there is none.
    ui::Image of(const std::string& scenario) const;
    // Draws one that has become ready; true if it did. On the window's thread. Replaces the renderer's head.
    bool draw_next(render::Renderer& renderer);

  private:
    struct Built {
        std::string scenario, digest;
        std::shared_ptr<const anatomy::Patient> patient;
    };
    void build(const std::vector<std::pair<std::string, std::string>>& wanted);
    bool load_cached(const std::string& scenario, const std::string& digest);

    const cli::Places& places_;
    std::map<std::string, ui::Image> images_;
    std::vector<Built> ready_;
    std::mutex guard_;
    std::atomic<bool> stop_{false};
    std::thread builder_;
};

}  // namespace np::app
