// The words `needlepoint input ...`: which devices there are, what one says, and its calibration.
#pragma once

#include <string>
#include <vector>

#include "needlepoint/cli/places.h"
#include "needlepoint/core/status.h"

namespace np::cli {

Status list_pens(const Places& places, bool json);

struct ListenArguments {
    std::string source;
    double seconds = 10;
    bool json = false;
};
// Prints what comes, ten lines a second, and at the end what was taken and refused. kNo if nothing came at all.
Status listen_to_pen(const Places& places, const ListenArguments& arguments);

struct CalibrateArguments {
    std::string source, what;  // pivot, landmarks, weigh, here, forget
    double seconds = 15;       // of swaying, or at most for each landmark or weight
    std::string scenario = "tutorial/first-strokes";
    std::vector<std::string> landmarks;
    std::vector<double> grams = {50, 100, 200, 400};
    bool json = false;
};
// Saves beside the records what it finds, and says how good it is.
Status calibrate_pen(const Places& places, const CalibrateArguments& arguments);

}  // namespace np::cli
