// From the hand to the picture: a pen that speaks 250 times a second through a pipe, as a tablet's driver would.
#pragma once

#include <functional>

#include "needlepoint/cli/command_line.h"

namespace np::app {

// `frame` simulates and draws one picture and waits until it is done. Figures stay 0 where there are no pipes.
void measure_input_latency(const std::function<void()>& frame, cli::FrameFigures& figures);

}  // namespace np::app
