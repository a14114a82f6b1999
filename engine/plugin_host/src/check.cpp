#include "needlepoint/plugin_host/check.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <thread>

#include "check_process.h"
#include "check_surroundings.h"
#include "check_table.h"
#include "needlepoint/core/files.h"

namespace np::plugin_host {
namespace {

constexpr CheckOutcome kOutcomes[] = {CheckOutcome::kPass, CheckOutcome::kWarn,  CheckOutcome::kFail,
                                      CheckOutcome::kSkip, CheckOutcome::kCrash, CheckOutcome::kTimeout};
constexpr std::string_view kEnd = "\n.\n";  // closes an answer, so that a cut one is noticed

std::string name_of_signal(int signal) {
    const char* name = sigabbrev_np(signal);
    return name == nullptr ? "signal " + std::to_string(signal) : "SIG" + std::string(name);
}

unsigned kind_bit(std::uint32_t kind) {
    return kind >= NP_PLUGIN_SCORER && kind <= NP_PLUGIN_DEVICE ? 1u << (kind - 1) : 0u;
}

// ---- the child

Verdict judge(const CheckRow& row, Scene& scene) {
    if (row.needs == Needs::kFile) return row.body(scene);
    if (scene.library() == nullptr) return skipped("the host does not take the library; see load.accepted");
    if ((row.kinds & kind_bit(scene.library()->entry().kind)) == 0) return skipped("it is for other kinds of plugins");
    if (row.needs == Needs::kAnswer)
        if (const Play play = scene.play(scene.ordinary()); play.faulted)
            return skipped("an ordinary session is not answered; see life.ordinary");
    return row.body(scene);
}

std::string answer_text(const Verdict& verdict) {
    std::string detail = verdict.detail;
    std::replace_if(
        detail.begin(), detail.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return std::string(to_word(verdict.outcome)) + "\n" + detail + std::string(kEnd);
}

void write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = write(descriptor, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

// ---- the parent

CheckResult result_of(const CheckRow& row, const ChildEnd& end) {
    CheckResult result = {std::string(row.id), std::string(row.text), CheckOutcome::kCrash, {}};
    if (end.timed_out) {
        result.outcome = CheckOutcome::kTimeout;
        result.detail = "it did not come back within " + std::to_string(row.cpu_seconds) + " s of processor time";
        return result;
    }
    if (end.signal != 0) {
        result.detail = "the process was ended by " + name_of_signal(end.signal);
        return result;
    }
    const std::string& answer = end.answer;
    const std::size_t line = answer.find('\n');
    const bool whole = answer.size() >= kEnd.size() + 1 &&
                       answer.compare(answer.size() - kEnd.size(), kEnd.size(), kEnd) == 0 && line != std::string::npos;
    if (!whole || end.exit_code != 0) {
        result.detail = "the plugin ended the process with exit code " + std::to_string(end.exit_code);
        return result;
    }
    for (const CheckOutcome outcome : kOutcomes)
        if (answer.compare(0, line, to_word(outcome)) == 0) result.outcome = outcome;
    if (line + 1 < answer.size() - kEnd.size())
        result.detail = answer.substr(line + 1, answer.size() - kEnd.size() - line - 1);
    return result;
}

// A file in memory that every child opens anew, so that each reads from the beginning.
Expected<int> material_file(const CheckMaterial& material) {
    const auto bytes = material.encode();
    const int file = memfd_create("material", MFD_CLOEXEC);
    if (file < 0) return cannot(std::string("memory for the checks could not be had: ") + std::strerror(errno));
    write_all(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    return file;
}

bool wanted(std::string_view id, const std::vector<std::string>& only) {
    return only.empty() ||
           std::any_of(only.begin(), only.end(), [&](const std::string& begin) { return id.rfind(begin, 0) == 0; });
}

// Runs the rows, some at a time; results come in the order of the rows.
class Runner {
  public:
    Runner(const std::filesystem::path& library, const CheckProgram& how, int material)
        : library_(library), how_(how), material_(material) {
        at_once_ = how.at_once != 0 ? how.at_once : std::max(1u, std::thread::hardware_concurrency());
    }

    Expected<std::vector<CheckResult>> run(const std::vector<const CheckRow*>& rows) {
        results_.resize(rows.size());
        std::size_t next = 0;
        while (next < rows.size() || !running_.empty()) {
            while (next < rows.size() && running_.size() < at_once_) {
                auto child = start(*rows[next]);
                if (!child) return tl::unexpected(child.error());
                running_.push_back({next++, std::move(*child)});
            }
            wait();
            take_ended(rows);
        }
        return std::move(results_);
    }

  private:
    struct Running {
        std::size_t row;
        Child child;
    };

    Expected<Child> start(const CheckRow& row) const {
        std::vector<std::string> words = {how_.program.string()};
        words.insert(words.end(), how_.words.begin(), how_.words.end());
        words.push_back(library_.string());
        words.emplace_back(row.id);
        // Wall time only ends what sleeps: a busy machine must not fail a plugin.
        return Child::start(words, material_, {row.cpu_seconds, 30 + 10 * row.cpu_seconds, 0});
    }
    void wait() const {
        std::vector<pollfd> ends;
        for (const Running& one : running_) ends.push_back({one.child.answer_descriptor(), POLLIN, 0});
        poll(ends.data(), ends.size(), 20);
    }
    void take_ended(const std::vector<const CheckRow*>& rows) {
        for (std::size_t i = 0; i < running_.size();) {
            if (!running_[i].child.poll_end()) {
                ++i;
                continue;
            }
            results_[running_[i].row] = result_of(*rows[running_[i].row], running_[i].child.end());
            running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }

    const std::filesystem::path library_;
    const CheckProgram& how_;
    const int material_;
    unsigned at_once_ = 1;
    std::vector<Running> running_;
    std::vector<CheckResult> results_;
};

}  // namespace

const char* to_word(CheckOutcome outcome) {
    static constexpr const char* kWords[] = {"pass", "warn", "fail", "skip", "crash", "timeout"};
    return kWords[static_cast<std::size_t>(outcome)];
}

std::vector<CheckInfo> check_list() {
    std::vector<CheckInfo> list;
    for (const CheckRow* row : all_checks()) list.push_back({row->id, row->text});
    return list;
}

Expected<std::vector<CheckResult>> check_plugin(const std::filesystem::path& library, const CheckMaterial& material,
                                                const CheckProgram& how, const std::vector<std::string>& only) {
    if (const auto bytes = read_file(library); !bytes) return tl::unexpected(bytes.error());
    std::vector<const CheckRow*> rows;
    for (const CheckRow* row : all_checks())
        if (wanted(row->id, only)) rows.push_back(row);
    const auto file = material_file(material);
    if (!file) return tl::unexpected(file.error());
    auto results = Runner(std::filesystem::absolute(library), how, *file).run(rows);
    close(*file);
    return results;
}

int run_check(const std::filesystem::path& library, std::string_view id, const CheckProgram& how) {
    // The plugin must not find the descriptors where it might guess them, nor inherit them.
    const int answer = fcntl(kCheckAnswerDescriptor, F_DUPFD_CLOEXEC, 200);
    const auto bytes = read_file("/proc/self/fd/" + std::to_string(kCheckMaterialDescriptor));
    close(kCheckMaterialDescriptor);
    close(kCheckAnswerDescriptor);
    if (answer < 0 || !bytes) return 2;
    auto material = CheckMaterial::decode(*bytes);
    if (!material) return 2;
    Scene scene(library, std::move(*material), how);
    if (id == kAnswerElsewhere) {
        if (scene.library() == nullptr) return 1;
        write_all(answer, answer_digest(scene));
        return 0;
    }
    const CheckRow* row = find_check(id);
    if (row == nullptr) return 2;
    Verdict verdict;
    try {
        verdict = judge(*row, scene);
    } catch (const std::exception& problem) {
        verdict = skipped(std::string("the kit itself could not do it: ") + problem.what());
    }
    write_all(answer, answer_text(verdict));
    // The library's destructors are no part of the check's answer, and have their own check.
    _exit(0);
}

Expected<std::string> try_plugin(const std::filesystem::path& library, const CheckMaterial& material) {
    auto loaded = Library::load(library);
    if (!loaded) return tl::unexpected(loaded.error());
    Scene scene(library, material, {});
    try {
        return scene.play(scene.ordinary()).text;
    } catch (const std::exception& problem) {
        return no(problem.what());
    }
}

bool conforms(const std::vector<CheckResult>& results) {
    return std::none_of(results.begin(), results.end(), [](const CheckResult& one) {
        return one.outcome == CheckOutcome::kFail || one.outcome == CheckOutcome::kCrash ||
               one.outcome == CheckOutcome::kTimeout;
    });
}

}  // namespace np::plugin_host
