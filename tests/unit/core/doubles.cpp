// How many doubles go together is the machine's choice, and can be switched off to see that no bit depends on it.
#include "needlepoint/core/doubles.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace np::test {
namespace {

// With the tunables under which same_bytes.sh plays sessions anew.
constexpr const char* kWithout = "GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2,-FMA_Usable,-AVX2_Usable";

// Tunables are read where a program starts, so this one starts itself again.
TEST(Doubles, GoByTwoWhereTheProcessorsFeaturesAreSwitchedOff) {
    if (std::getenv("GLIBC_TUNABLES") != nullptr) {
        EXPECT_FALSE(has_four_doubles());
        return;
    }
    const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
    EXPECT_EQ(std::system((kWithout + (" '" + self + "' --gtest_filter='Doubles.*' >/dev/null")).c_str()), 0);
}

}  // namespace
}  // namespace np::test
