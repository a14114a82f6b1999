#pragma once

#include "bench_figures.h"
#include "bench_tape.h"

namespace np::cli {

// Goal 11: so many minutes of needling without a pause in one world; live, each tick waits for its time, and the bits
// of the result are compared with those of the same minutes as fast as possible.
Status bench_half_hour(const Prepared& prepared, const Tape& needling, const BenchArguments& arguments,
                       BenchFigures& out);

}  // namespace np::cli
