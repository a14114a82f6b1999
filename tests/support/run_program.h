// Runs the real program as a person would, and catches what it says.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace np::test {

struct Ran {
    int code = -1;  // exit code; 128 + signal if it was killed
    std::string out, err;
};

inline std::string contents(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

// A folder of our own for one test, empty and removed at the end.
class Scratch {
  public:
    Scratch() {
        static int count = 0;
        folder_ = std::filesystem::temp_directory_path() /
                  ("needlepoint-test-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
        std::filesystem::create_directories(folder_);
    }
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }
    std::string str() const { return folder_.string(); }

  private:
    std::filesystem::path folder_;
};

// `command` goes to the shell, with the program's path in $NP and this scratch folder in $D.
inline Ran run(const Scratch& scratch, const std::string& program, const std::string& command) {
    const std::string out = (scratch / "stdout").string(), err = (scratch / "stderr").string();
    const std::string line = "NP='" + program + "'; D='" + scratch.str() + "'; export XDG_DATA_HOME=$D/user; { " +
                             command + "; } >" + out + " 2>" + err;
    const int status = std::system(line.c_str());
    Ran ran;
    ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    ran.out = contents(out);
    ran.err = contents(err);
    return ran;
}

}  // namespace np::test
