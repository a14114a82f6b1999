// A host made of plain tables, to see a scorer work through its C door: the test sets parameters, skin and tissue,
// hands over events, and looks at mark and findings. Here d_nom of a needle is the depth in its record.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "needlepoint/core/parameters.h"
#include "needlepoint/sdk/events.hpp"
#include "needlepoint/sdk/plugin.h"

namespace np::test {

struct SeenFinding {
    std::string rule, thing, unit, source, text, limit_key, critical;
    std::uint32_t severity = 0, flags = 0, zone = NP_NO_ZONE, cell = NP_NO_CELL;
    std::int32_t cost = 0;
    std::uint64_t first_tick = 0, end_tick = 0;
    double value = 0, limit = 0;

    bool operator==(const SeenFinding&) const = default;
};

struct SeenFigure {
    std::string key, unit;
    std::uint32_t zone = NP_NO_ZONE;
    double value = 0;

    bool operator==(const SeenFigure&) const = default;
};

struct Seen {
    bool faulted = false;
    std::string fault;        // the sentence
    std::uint32_t state = 0;  // np_mark_state
    std::int32_t mark = -1, full = 0;
    std::string reason;
    std::vector<SeenFinding> findings;
    std::vector<SeenFigure> figures;

    bool operator==(const Seen&) const = default;

    std::int64_t lost() const;  // sum of all costs
    std::vector<SeenFinding> of(std::string_view rule) const;
    // The figure of that name, NaN if there is none.
    double figure(std::string_view key, std::uint32_t zone = NP_NO_ZONE) const;
};

// One piece of skin: a rectangle of cells of 1 mm2 in the plane z = 0.
struct StageZone {
    std::string id, base;
    std::uint32_t first_cell = 0, columns = 0, rows = 0;  // in the stage's grid
    bool bony = false;
    double stiffness = 1;

    std::uint32_t cells() const { return columns * rows; }
};

class Stage {
  public:
    // `scorer`: file name of the plugin without ending, beside the program's other plugins.
    explicit Stage(std::string scorer);

    Parameters parameters;
    np_session session{sizeof(np_session), NP_MODE_PRACTICE, 1, "test"};
    std::vector<np_tissue_cell> tissue_cells;  // by cell; `add_zone` grows it
    std::vector<np_tissue_zone> tissue_zones;
    std::vector<np_tissue_outlook> outlooks;  // by zone
    double peak_pain = 0;
    bool has_tissue = true;

    // Adds a zone of columns x rows cells below the others; returns its index.
    std::uint32_t add_zone(const std::string& id, const std::string& base, std::uint32_t columns, std::uint32_t rows);
    StageZone& zone(std::uint32_t index) { return zones_[index]; }
    // k-th cell of a zone, row by row.
    std::uint32_t cell(std::uint32_t zone, std::uint32_t k) const;
    void mask(std::uint32_t cell, const std::string& name);

    // Folds the events through a new instance. `cut_ticks`: length of a batch.
    Seen run(const sdk::EventBuffer& events, std::uint64_t cut_ticks = NP_BATCH_TICKS) const;
    // Asks for the answer after every batch, as a live preview does; returns the last one.
    Seen run_with_previews(const sdk::EventBuffer& events, std::uint64_t cut_ticks = NP_BATCH_TICKS) const;

    static constexpr std::uint32_t kGridWidth = 100;

  private:
    friend struct StageHost;
    Seen fold(const sdk::EventBuffer& events, std::uint64_t cut_ticks, bool previews) const;

    std::string scorer_;
    std::vector<StageZone> zones_;
    std::vector<np_cell> cells_;
    std::vector<std::string> masks_{""};
};

}  // namespace np::test
