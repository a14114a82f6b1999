// A device plugin as a source like every other: the host opens its port, the plugin only decodes.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <limits>
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

// What OSC can say and no hand can do: refused by the plugin or by the guard, and counted either way.
TEST(PenPlugin, HostileNumbersAreRefusedAndCounted) {
    const auto port = static_cast<std::uint16_t>(40000 + (::getpid() + 7777) % 20000);
    auto source =
        open_pen_source(places_of_build(), *input::parse_source("plugin:osc@127.0.0.1:" + std::to_string(port)));
    ASSERT_TRUE(source) << source.error().message;
    input::PenInput pen(std::move(*source), {});
    Sender sender(port);
    const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
    std::uint64_t sent = 0;
    const auto send = [&](const std::string& address, std::initializer_list<float> numbers) {
        sender.send(message(address, numbers));
        ++sent;
    };
    for (const float wild : {nan, inf, -inf, 3e38F, 1e7F}) {  // the last lies ten kilometres off
        send("/pen/position", {wild, 0, 0});
        send("/pen/pressure", {wild});
        send("/pen/tilt", {0, wild});
        send("/pen/orientation", {wild, 0, 0, 0});
        send("/pen/axis", {0, 0, wild});
    }
    send("/pen/position", {10'000, 0, 0});  // ten metres: a number, but not of this room
    std::vector<input::PenSample> samples;
    std::int64_t now = 1'000'000;
    for (int i = 0; i < 400 && pen.counts().refused_in_all() < sent; ++i) {
        pen.poll(now += 5'000, samples);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    EXPECT_EQ(pen.counts().refused_in_all(), sent);
    EXPECT_EQ(pen.counts().of(input::Refusal::kOutOfRange), 1u);
    EXPECT_TRUE(samples.empty());
    // A flood within one frame: what no hand needs is left out, what it needs comes through.
    send("/pen/position", {1, 2, 3});
    for (int i = 0; i < 600; ++i) {
        send("/pen/pressure", {0.25F});
        if (i % 50 == 49) pen.poll(now, samples);  // a socket holds some two hundred
    }
    for (int i = 0; i < 400 && pen.counts().refused_in_all() + pen.counts().taken < sent; ++i) {
        pen.poll(now, samples);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_LE(samples.size(), 250u);
    EXPECT_GT(samples.size(), 100u);
    EXPECT_GT(pen.counts().of(input::Refusal::kTooFast), 100u);
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
