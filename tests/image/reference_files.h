// The kept pictures: read, renewed on purpose, and set beside what was drawn where they differ.
#pragma once

#include <filesystem>
#include <string>

#include "needlepoint/core/status.h"
#include "needlepoint/render/image.h"
#include "perceived_difference.h"

namespace np::test {

std::filesystem::path reference_file(const std::string& scene);
Expected<render::Image> reference(const std::string& scene);

// NEEDLEPOINT_RENEW_PICTURES names this scene ("type-1-old-woman,pad"), or "all".
bool wants_renewal(const std::string& scene);

// Writes expected.png, actual.png, difference.png and all three side by side; returns the folder.
std::filesystem::path leave_beside(const std::string& scene, const render::Image& expected,
                                   const render::Image& actual);

// With NEEDLEPOINT_TELL_DIFFERENCES set: one line about how near to its limit a comparison came, for who sets limits.
void tell(const std::string& what, const Verdict& verdict);

}  // namespace np::test
