// The main of every test program that may load plugins: it starts itself again as their worker.
#include <gtest/gtest.h>

#include "needlepoint/plugin_host/worker.h"

int main(int argc, char** argv) {
    if (np::plugin_host::is_worker(argc, argv)) return np::plugin_host::run_worker();
    ::testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
