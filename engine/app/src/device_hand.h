// What a device's sample means for the hand.
#pragma once

#include "hand_track.h"
#include "needlepoint/render/image.h"

namespace np::app {

// Adds to what the keys say. `size` is the window's: a tablet's area lies over it.
void follow_device(const input::PenSample& sample, render::Size size, HandInput& hand);

}  // namespace np::app
