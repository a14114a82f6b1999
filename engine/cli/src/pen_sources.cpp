#include "needlepoint/cli/pen_sources.h"

namespace np::cli {

Expected<std::unique_ptr<input::Source>> open_pen_source(const Places&, const input::SourceSpec& spec) {
    if (spec.kind != input::SourceSpec::Kind::kPlugin) return input::open_source(spec);
    return cannot("a device plugin with the id '" + spec.tool + "' was expected and none is installed");
}

std::vector<input::FoundDevice> plugin_pen_sources(const Places&) {
    return {};
}

}  // namespace np::cli
