// The command line: its words and exit codes are a promise (0 done, 1 the answer is no, 2 wrong usage, 3 could not).
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "needlepoint/cli/pictures.h"
#include "needlepoint/cli/places.h"
#include "needlepoint/core/status.h"

namespace np::cli {

// How fast the window draws, measured off screen with the software renderer.
struct FrameFigures {
    std::string preset;     // that the program picked by itself
    double median_fps = 0;  // while needling, panels open, 1280x720
    double worst_frame_ms = 0;
    double panels_share = 0;         // of a frame with the full shader
    double strike_upload_share = 0;  // of uploading all skin maps
    double deposit_frame_share = 0;  // a frame with new deposits against one without
    double upload_ms = 0;            // median of what a frame at work spends on sending the skin's state
    double upload_worst_ms = 0;
    double patient_s = 0;            // building a patient from the baked head; 0 without one
    double patient_seen_s = 0;       // and from there to the first picture of the room
    double input_to_picture_ms = 0;  // median from a pen's sample to the picture that shows it
    double input_to_picture_worst_ms = 0;
    double first_frame_s = 0;  // from the start of the program, with a baked head
};

// What only the app can do. Each is called at most once, and only by commands that need them.
struct Front {
    std::function<Status(const Places&)> open_window;  // until the user leaves
    std::function<Expected<std::unique_ptr<Pictures>>(const Places&)> make_pictures;
    std::function<Expected<FrameFigures>(const Places&)> measure_frames;
};

// Parses the arguments, does what they say and returns the exit code. Results go to stdout, everything else to stderr.
int run_command_line(int argc, const char* const* argv, const std::filesystem::path& program, const Front& front);

}  // namespace np::cli
