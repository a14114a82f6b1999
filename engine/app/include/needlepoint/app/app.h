// What the program offers to its own main and to tests: the window, and pictures without one.
#pragma once

#include <memory>

#include "needlepoint/cli/command_line.h"
#include "needlepoint/cli/pictures.h"
#include "needlepoint/cli/places.h"
#include "needlepoint/core/status.h"

namespace np::app {

// Opens the trainer and returns when the user leaves it. Fails with kCannot where there is no display; the sentence
// says what works without one.
Status open_window(const cli::Places& places);

// Pictures through EGL without a window. Use and destroy on the thread that made it.
Expected<std::unique_ptr<cli::Pictures>> make_pictures(const cli::Places& places);

// Frames per second and shares of a frame, off screen, for `needlepoint bench`. Takes some seconds.
Expected<cli::FrameFigures> measure_frames(const cli::Places& places);

// All three, as the command line wants them.
cli::Front front();

}  // namespace np::app
