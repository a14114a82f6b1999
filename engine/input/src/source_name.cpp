#include <array>
#include <charconv>

#include "needlepoint/input/source.h"

namespace np::input {

namespace {

using Kind = SourceSpec::Kind;

constexpr const char* kForms =
    "mouse, tablet, gamepad, xdevice:NAME, tablet:PATH, gamepad:PATH, spacemouse, spacemouse:PATH, tracker:HOST:PORT, "
    "tracker:HOST:PORT/TOOL or plugin:ID";

// HOST:PORT[/TOOL], the host in numbers; an IPv6 address in brackets.
Status read_tracker(std::string_view rest, SourceSpec& spec) {
    const std::size_t slash = rest.find('/');
    if (slash != std::string_view::npos) {
        spec.tool = rest.substr(slash + 1);
        rest = rest.substr(0, slash);
    }
    const std::size_t colon = rest.rfind(':');
    if (colon == std::string_view::npos || colon == 0)
        return usage("'" + spec.text + "': HOST:PORT was expected behind tracker:, such as tracker:127.0.0.1:18944");
    const std::string_view digits = rest.substr(colon + 1);
    std::string_view host = rest.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    const auto [end, trouble] = std::from_chars(digits.data(), digits.data() + digits.size(), spec.port);
    if (trouble != std::errc{} || end != digits.data() + digits.size() || spec.port == 0)
        return usage("'" + spec.text + "': the port should be a number from 1 to 65535");
    spec.address = host;
    return {};
}

}  // namespace

Expected<SourceSpec> parse_source(std::string_view text) {
    SourceSpec spec;
    spec.text = text;
    if (text.size() > 400)
        return usage("a source's name of more than 400 characters was given; expected " + std::string(kForms));
    for (const char c : text)
        if (static_cast<unsigned char>(c) < 32)
            return usage("a source's name holds a control character; expected " + std::string(kForms));
    const std::size_t colon = text.find(':');
    const std::string_view word = text.substr(0, colon);
    const std::string_view rest = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    const bool bare = colon == std::string_view::npos;
    spec.address = rest;
    if (word == "mouse" && bare) return spec;
    if (word == "tablet" && (bare || !rest.empty())) {
        spec.kind = bare ? Kind::kXTablet : Kind::kTablet;
        return spec;
    }
    if (word == "xdevice" && !rest.empty()) {
        spec.kind = Kind::kXDevice;
        return spec;
    }
    if (word == "gamepad" && (bare || !rest.empty())) {
        spec.kind = bare ? Kind::kWindowGamepad : Kind::kGamepad;
        return spec;
    }
    if (word == "spacemouse" && (bare || !rest.empty())) {
        spec.kind = Kind::kSpaceMouse;
        return spec;
    }
    if (word == "tracker") {
        spec.kind = Kind::kTracker;
        if (auto status = read_tracker(rest, spec); !status) return tl::unexpected(status.error());
        return spec;
    }
    if (word == "plugin" && !rest.empty()) {
        spec.kind = Kind::kPlugin;
        const std::size_t at = rest.find('@');
        spec.tool = rest.substr(0, at);
        spec.address = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
        return spec;
    }
    return usage("'" + spec.text + "' is not a source; expected " + kForms);
}

}  // namespace np::input
