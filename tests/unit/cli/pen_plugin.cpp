// A device plugin as a source like every other: the host opens its port, the plugin only decodes.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

#include "needlepoint/cli/pen_sources.h"
#include "needlepoint/plugin_host/pins.h"

namespace np::cli {
namespace {

// An installation with one device, which is pinned.
Places places_of_build() {
    Places places;
    places.data = NP_SOURCE_DIR;
    places.plugins = testing::TempDir() + "np_pen_plugin_" + std::to_string(::getpid());
    std::filesystem::create_directories(places.plugins);
    std::filesystem::copy_file(NP_BINARY_DIR "/plugins/osc.so", places.plugins / "osc.so",
                               std::filesystem::copy_options::skip_existing);
    places.pins = places.plugins / plugin_host::kPinsFile;
    if (const auto pinned = plugin_host::write_pins(places.plugins); !pinned)
        throw std::runtime_error(pinned.error().message);
    places.user = testing::TempDir() + "np_no_settings";
    return places;
}

// An OSC message with floats.
std::string message(const std::string& address, std::initializer_list<float> numbers) {
    const auto padded = [](std::string text) {
        text += '\0';
        while (text.size() % 4 != 0) text += '\0';
        return text;
    };
    std::string bytes = padded(address) + padded("," + std::string(numbers.size(), 'f'));
    for (const float number : numbers) {
        std::uint32_t bits = 0;
        std::memcpy(&bits, &number, sizeof bits);
        bits = htonl(bits);
        bytes.append(reinterpret_cast<const char*>(&bits), sizeof bits);
    }
    return bytes;
}

class Sender {
  public:
    explicit Sender(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_DGRAM, 0)) {
        to_.sin_family = AF_INET;
        to_.sin_port = htons(port);
        to_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    ~Sender() { ::close(socket_); }
    void send(const std::string& bytes) {
        ::sendto(socket_, bytes.data(), bytes.size(), 0, reinterpret_cast<const sockaddr*>(&to_), sizeof to_);
    }

  private:
    int socket_;
    sockaddr_in to_{};
};

TEST(PenPlugin, IsOpenedByTheHostAndHeardOverTheNetwork) {
    const auto port = static_cast<std::uint16_t>(40000 + ::getpid() % 20000);
    const auto spec = input::parse_source("plugin:osc@127.0.0.1:" + std::to_string(port));
    ASSERT_TRUE(spec) << spec.error().message;
    const auto source = open_pen_source(places_of_build(), *spec);
    ASSERT_TRUE(source) << source.error().message;
    EXPECT_EQ((*source)->device(), input::DeviceClass::kPlugin);
    Sender sender(port);
    std::vector<input::RawPenSample> samples;
    for (int i = 0; i < 200 && samples.size() < 2; ++i) {
        if (i == 0) {
            sender.send(message("/pen/position", {1.5F, -2.0F, 30.0F}));
            sender.send("this is no OSC");
            sender.send(message("/pen/pressure", {0.5F}));
        }
        (*source)->poll(1000 * i, samples);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ASSERT_EQ(samples.size(), 2u);
    ASSERT_TRUE(samples[0].position_mm);
    EXPECT_NEAR(samples[0].position_mm->x, 1.5, 1e-9);
    EXPECT_NEAR(samples[0].position_mm->y, -2.0, 1e-9);
    EXPECT_FALSE(samples[0].pressure);
    ASSERT_TRUE(samples[1].pressure);
    EXPECT_NEAR(*samples[1].pressure, 0.5, 1e-4);
    EXPECT_EQ((*source)->damaged(), 1u);
}

TEST(PenPlugin, IsAmongTheDevicesToChoose) {
    const auto found = plugin_pen_sources(places_of_build());
    ASSERT_FALSE(found.empty());
    bool osc = false;
    for (const auto& one : found)
        if (one.source == "plugin:osc") osc = one.tells.find("pressure") != std::string::npos;
    EXPECT_TRUE(osc);
}

TEST(PenPlugin, WhatIsNotThereOrMakesNoSenseIsASentence) {
    const auto missing = open_pen_source(places_of_build(), *input::parse_source("plugin:nobody"));
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().message.find("there are: osc"), std::string::npos) << missing.error().message;
    const auto address = open_pen_source(places_of_build(), *input::parse_source("plugin:osc@nowhere"));
    ASSERT_FALSE(address);
    EXPECT_NE(address.error().message.find("HOST:PORT was expected"), std::string::npos) << address.error().message;
}

}  // namespace
}  // namespace np::cli
