// Marks and records as text for a terminal.
#pragma once

#include <string>

#include "needlepoint/assessment/marks.h"
#include "needlepoint/session/inspect.h"

namespace np::cli {

std::string show_marks(const assessment::Marks& marks);
std::string show_inspection(const session::Inspection& inside);

}  // namespace np::cli
