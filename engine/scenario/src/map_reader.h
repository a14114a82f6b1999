// Takes the known keys out of a map, checks each value, and complains about what is left.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "needlepoint/scenario/diagnostics.h"
#include "yaml_tree.h"

namespace np::scenario {

using Words = std::vector<std::string>;

// -12, 0.25; no exponent, no sign +, no leading zero: what other programs would read as octal is refused.
std::optional<double> strict_number(std::string_view text);

class MapReader {
  public:
    // `what` names the map in messages: "the scenario", "patient". A node that is no map is reported and reads as
    // empty.
    MapReader(const yaml::Node& node, std::string what, std::string_view file, Diagnostics& diagnostics);
    MapReader(const MapReader&) = delete;
    MapReader& operator=(const MapReader&) = delete;
    // Reports the keys that nobody asked for.
    ~MapReader();

    const yaml::Node* take(std::string_view key);
    // Absent keys leave `out` alone. False: absent or wrong (and reported).
    bool text(std::string_view key, std::string& out, std::size_t longest = 400);
    bool word(std::string_view key, std::string& out, const Words& known);
    bool words(std::string_view key, Words& out, const Words& known);
    bool number(std::string_view key, double& out, double low, double high);
    bool whole(std::string_view key, int& out, int low, int high);
    bool truth(std::string_view key, bool& out);
    // Items of a list of maps; empty when absent.
    std::vector<const yaml::Node*> maps(std::string_view key, std::size_t most);
    // Reports a key that has to be there.
    void need(std::string_view key);
    void complain(const yaml::Node& at, std::string message, std::string suggestion = {});

  private:
    bool check_word(const yaml::Node& node, std::string_view key, const Words& known);

    const yaml::Node& node_;
    std::string what_;
    std::string file_;
    Diagnostics& diagnostics_;
    Words asked_;
};

}  // namespace np::scenario
