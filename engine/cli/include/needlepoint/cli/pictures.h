// Pictures, for commands that make some: the app implements this, so the command line knows no OpenGL.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "needlepoint/anatomy/patient.h"
#include "needlepoint/assessment/marks.h"
#include "needlepoint/core/status.h"
#include "needlepoint/simulation/world.h"
#include "needlepoint/skin/follow_up.h"

namespace np::cli {

// What may colour the skin of a picture; "none" leaves it bare.
inline constexpr std::array<std::string_view, 9> kPictureMaps{
    "none", "zones", "planned-depth", "depth", "off-plan", "coverage", "passes", "density", "faults"};

struct PictureSize {
    std::uint32_t width = 1280, height = 960;
};

// What is in the picture. The world must outlive the call.
struct PictureSubject {
    const simulation::World* world = nullptr;
    const anatomy::Patient* patient = nullptr;  // null: the practice pad
    const skin::Later* later = nullptr;         // the skin at a later time instead of the world's
    std::string_view map = kPictureMaps[0];     // one of kPictureMaps
    const assessment::Marks* marks = nullptr;   // whose findings the map of faults shows; null: none
    bool depth_of_field = false;                // blurs what lies far behind the face
};

class Pictures {
  public:
    virtual ~Pictures() = default;
    // `view` is front, left, right or three-quarter.
    virtual Status face(const PictureSubject& subject, const std::string& view, PictureSize size,
                        const std::filesystem::path& out) = 0;
    // The debrief screen as the trainee would see it.
    virtual Status debrief(const PictureSubject& subject, const assessment::Marks& marks, PictureSize size,
                           const std::filesystem::path& out) = 0;
};

}  // namespace np::cli
