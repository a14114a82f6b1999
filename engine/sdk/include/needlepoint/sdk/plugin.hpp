// The C++ wrappers of all kinds of plugins. Each header alone is enough for its kind. Header-only.
#pragma once

#include "needlepoint/sdk/device.hpp"
#include "needlepoint/sdk/exporter.hpp"
#include "needlepoint/sdk/incident.hpp"
#include "needlepoint/sdk/scorer.hpp"
