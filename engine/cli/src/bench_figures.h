// What the benchmarks report: goals by number with their present value, and the figures behind them.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "commands.h"
#include "needlepoint/cli/command_line.h"
#include "needlepoint/cli/session_setup.h"
#include "needlepoint/core/status.h"

namespace np::cli {

struct Goal {
    int id = 0;
    std::string text;
    std::optional<double> value;  // empty: not measured
    double target = 0;
    std::string unit;
    bool at_most = true;  // the value has to be at most the target; false: at least
    std::string note;

    bool met() const { return value && (at_most ? *value <= target : *value >= target); }
};

struct BenchFigures {
    std::vector<Goal> goals;
    std::map<std::string, double> figures;
};

// Median seconds of each task. The tasks take turns, so that a slow moment of the machine hits all of them alike.
std::vector<double> round_robin_s(const std::vector<std::function<void()>>& tasks, int rounds = 7);

// Keeps the compiler from dropping a computation whose result nobody reads.
template <class Value>
void keep(const Value& value) {
    asm volatile("" : : "g"(&value) : "memory");
}

// What is treated in the benchmarks: the head where there is one.
std::string_view bench_scenario(const Places& places);

Status bench_contact(const Places& places, BenchFigures& out);                                     // goals 1, 2
Status bench_exactness(const Places& places, const BenchArguments& arguments, BenchFigures& out);  // 3
Status bench_sessions(const Places& places, const BenchArguments& arguments, BenchFigures& out);   // 4, 5, 6, 8, 11
Status bench_scorers(const Places& places, BenchFigures& out);                                     // goal 7
Status bench_workers(const Places& places, BenchFigures& out);                                     // goals 7, 8
Status bench_frames(const Places& places, const Front& front, BenchFigures& out);                  // goals 9, 10, 12-14

}  // namespace np::cli
