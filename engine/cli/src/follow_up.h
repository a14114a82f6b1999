// `follow-up` and the picture of a later day: what the record's skin will look like.
#pragma once

#include <string>
#include <vector>

#include "needlepoint/cli/places.h"
#include "needlepoint/session/record.h"
#include "needlepoint/skin/follow_up.h"

namespace np::cli {

struct FollowUpArguments {
    std::string file, aftercare = "as_told", every = "28d", zone;
    std::vector<std::string> at;
    int sessions = 1;
    bool json = false, csv = false;
};
Status follow_up(const FollowUpArguments& arguments);

// The skin when the visit is over, folded from the record alone.
Expected<skin::SkinState> skin_at_end(const session::Record& record);
// `aftercare`: a name of the record's rules, "as_told", or a YAML file (assets/rules/aftercare.yaml shows the form).
Expected<skin::Aftercare> find_aftercare(const session::Record& record, const skin::SkinState& skin,
                                         const std::string& aftercare);

}  // namespace np::cli
