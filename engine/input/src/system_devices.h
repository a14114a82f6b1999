// What the system knows of its devices, where this build can ask it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "needlepoint/input/source.h"

namespace np::input {

// The axes of an evdev node as the kernel says; empty for pipes and files, and without libevdev.
std::map<std::uint16_t, EvdevRange> evdev_ranges(const std::string& path);
// Tablets, gamepads and 3D mice below /dev/input.
std::vector<FoundDevice> evdev_devices();

// A pointer of the X server, by a connection of its own; without a name the first one that tells pressure.
Expected<std::unique_ptr<Source>> open_x_device(const std::string& name);
std::vector<FoundDevice> x_tablets();

}  // namespace np::input
