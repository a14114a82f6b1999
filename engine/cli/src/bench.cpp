#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "bench_figures.h"
#include "commands.h"

namespace np::cli {

using json = nlohmann::ordered_json;

std::vector<double> round_robin_s(const std::vector<std::function<void()>>& tasks, int rounds) {
    std::vector<std::vector<double>> taken(tasks.size());
    for (int round = 0; round < rounds; ++round)
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            const auto start = std::chrono::steady_clock::now();
            tasks[i]();
            taken[i].push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        }
    std::vector<double> medians;
    for (auto& times : taken) {
        std::sort(times.begin(), times.end());
        medians.push_back(times[times.size() / 2]);
    }
    return medians;
}

std::string_view bench_scenario(const Places& places) {
    return head_available(places) ? "practice/acne-scars-cheeks" : "tutorial/first-strokes";
}

namespace {

// Processor time used by the whole machine and by this process, in ticks of the kernel's clock.
struct CpuTimes {
    double busy = 0, own = 0, all = 0;
};

CpuTimes cpu_times() {
    CpuTimes times;
    std::ifstream machine("/proc/stat");
    std::string word;
    machine >> word;
    double value = 0;
    for (int i = 0; i < 8 && machine >> value; ++i) {
        times.all += value;
        if (i != 3 && i != 4) times.busy += value;  // all but idle and waiting for the disk
    }
    std::ifstream self("/proc/self/stat");
    std::string line;
    std::getline(self, line);
    std::istringstream fields(line.substr(line.rfind(')') + 2));
    for (int i = 3; i <= 15 && fields >> word; ++i)
        if (i == 14 || i == 15) times.own += std::atof(word.c_str());
    return times;
}

std::string machine_name() {
    std::ifstream file("/proc/cpuinfo");
    std::string line, model = "unknown processor";
    while (std::getline(file, line))
        if (line.rfind("model name", 0) == 0) {
            model = line.substr(line.find(':') + 2);
            break;
        }
    return model + ", " + std::to_string(std::thread::hardware_concurrency()) + " threads";
}

json to_json(const BenchFigures& figures, bool valid) {
    json goals = json::array();
    for (const Goal& goal : figures.goals) {
        json row{{"id", goal.id},     {"text", goal.text}, {"value", nullptr}, {"target", goal.target},
                 {"unit", goal.unit}, {"met", goal.met()}, {"note", goal.note}};
        if (goal.value) row["value"] = *goal.value;
        goals.push_back(row);
    }
    return {{"schema", "needlepoint.bench/1"},
            {"machine", machine_name()},
            {"valid", valid},
            {"goals", goals},
            {"figures", figures.figures}};
}

void print(const BenchFigures& figures, bool valid) {
    for (const Goal& goal : figures.goals) {
        char value[40] = "not measured";
        if (goal.value) std::snprintf(value, sizeof value, "%.4g %s", *goal.value, goal.unit.c_str());
        std::printf("%2d  %-4s %-18s (%s %.4g)  %s%s%s\n", goal.id, goal.met() ? "met" : "-", value,
                    goal.at_most ? "at most" : "at least", goal.target, goal.text.c_str(),
                    goal.note.empty() ? "" : "; ", goal.note.c_str());
    }
    if (!valid) std::printf("not valid: other processes used more than 10 %% of the processor\n");
}

}  // namespace

Status bench(const Places& places, const Front& front, const BenchArguments& arguments) {
    BenchFigures figures;
    const CpuTimes before = cpu_times();
    const auto wanted = [&](const char* part) {
        if (!arguments.part.empty() && arguments.part != part) return false;
        std::fprintf(stderr, "measuring %s\n", part);
        return true;
    };
    if (wanted("contact"))
        if (auto status = bench_contact(places, figures); !status) return status;
    if (wanted("exactness"))
        if (auto status = bench_exactness(places, arguments, figures); !status) return status;
    if (wanted("sessions"))
        if (auto status = bench_sessions(places, arguments, figures); !status) return status;
    if (wanted("scorers")) {
        if (auto status = bench_scorers(places, figures); !status) return status;
        if (auto status = bench_workers(places, figures); !status) return status;
    }
    if (wanted("frames"))
        if (auto status = bench_frames(places, front, figures); !status) return status;
    const CpuTimes after = cpu_times();
    const double all = after.all - before.all, others = (after.busy - before.busy) - (after.own - before.own);
    const bool valid = all <= 0 || others / all <= 0.10;
    std::sort(figures.goals.begin(), figures.goals.end(), [](const Goal& a, const Goal& b) { return a.id < b.id; });
    if (arguments.json) {
        std::printf("%s\n", to_json(figures, valid).dump(2).c_str());
    } else {
        print(figures, valid);
    }
    return {};
}

}  // namespace np::cli
