// Where a worker finds what its host gave it: numbers of descriptors.
#pragma once

namespace np::plugin_host {

inline constexpr int kControlPlace = 3, kPagePlace = 4, kRingPlace = 5, kFirstPluginPlace = 6;
inline constexpr int kMostPlugins = 64;
static_assert(kFirstPluginPlace + kMostPlugins < 100);  // kFirstLoaderDescriptor

// Set in a worker's environment; a worker starts no workers.
inline constexpr const char* kWorkerVariable = "NEEDLEPOINT_WORKER";

}  // namespace np::plugin_host
