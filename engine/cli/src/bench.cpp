#include "commands.h"

namespace np::cli {

Status bench(const Places&, const Front&, bool, bool) { return cannot("the benchmarks are being built"); }

}  // namespace np::cli
