// A hand and any device on the practice pad: the real world from a scenario that names the device, told what to do
// tick by tick.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "needlepoint/anatomy/practice_pad.h"
#include "needlepoint/cli/session_setup.h"
#include "needlepoint/core/files.h"
#include "needlepoint/device/pen.h"
#include "needlepoint/simulation/world.h"

namespace np::test {

inline cli::Places pad_places() {
    auto found = cli::find_places(std::string(NP_BINARY_DIR) + "/needlepoint-headless", std::string(NP_SOURCE_DIR));
    EXPECT_TRUE(found) << found.error().message;
    return *found;
}

// The first strokes' scenario with another device written into it.
inline simulation::Setup pad_setup(const std::string& device) {
    std::ifstream file(std::string(NP_SOURCE_DIR) + "/scenarios/tutorial/first-strokes.yaml");
    std::string text, line;
    while (std::getline(file, line)) text += (line.rfind("device:", 0) == 0 ? "device: " + device : line) + "\n";
    const std::string path = testing::TempDir() + "pad-" + device + ".yaml";
    std::ofstream(path) << text;
    auto prepared = cli::prepare_session(pad_places(), path, 1);
    EXPECT_TRUE(prepared) << prepared.error().message;
    return prepared->setup;
}

struct Hit {
    sdk::Tick tick = 0;
    double x_mm = 0, y_mm = 0;  // of the tip
    std::uint32_t state = 0;
    std::vector<std::uint32_t> cell;
    std::vector<double> depth_mm, drag_mm;

    double mean_depth_mm() const {
        double sum = 0;
        for (const double d : depth_mm) sum += d;
        return sum / static_cast<double>(depth_mm.size());
    }
};

class PadSession {
  public:
    explicit PadSession(simulation::Setup setup)
        : device(setup.scenario.device),
          pen(*device::load_pen(setup.parameters, device)),
          parameters(setup.parameters),
          world_(*simulation::World::create(std::move(setup))) {}
    explicit PadSession(const std::string& id) : PadSession(pad_setup(id)) {}

    void command(const std::string& verb, const std::string& target, std::int64_t value = 0) {
        sdk::event::command order;
        order.verb = verb;
        order.target = target;
        order.value = value;
        inputs_.append(order);
        step();
    }
    void respond(const std::string& incident, const std::string& act) {
        sdk::event::command order;
        order.verb = "respond";
        order.target = incident;
        order.argument = act;
        inputs_.append(order);
        step();
    }
    void fail(const std::string& failure) { outside("failure", failure); }
    void outside(const std::string& what, const std::string& name) {
        sdk::event::intrusion told;
        told.what = what;
        told.name = name;
        inputs_.append(told);
        step();
    }
    void make_ready(std::uint32_t length_um) {
        command("open", "cartridge_1");
        command("fit", "cartridge_1");
        command("take", "pen");
        command("set", "needle_length", length_um);
        command("set", "motor", 1);
    }

    // The hand as it is from now on.
    double force_n = 0.5, height_mm = 0;
    bool pressed = true;
    std::uint32_t device_class = 2, observed = 2;  // a tracker that tells the angle
    void move_to(double x_mm, double y_mm) {
        sdk::event::hand sample;
        sample.tip_um[0] = static_cast<std::int32_t>(x_mm * 1000);
        sample.tip_um[1] = static_cast<std::int32_t>(y_mm * 1000);
        sample.tip_um[2] = static_cast<std::int32_t>(height_mm * 1000);
        sample.axis_q30[0] = sample.axis_q30[1] = 0;
        sample.axis_q30[2] = -(1 << 30);
        sample.press_mn = static_cast<std::int32_t>(force_n * 1000);
        sample.buttons = pressed ? 1 : 0;
        sample.device_class = device_class;
        sample.observed = observed;
        inputs_.append(sample);
        for (int i = 0; i < 4; ++i) step();
    }
    void lift() {
        const double down = height_mm;
        const bool held = pressed;
        height_mm = 10;
        pressed = false;
        for (int i = 0; i < 8; ++i) move_to(last_x_, last_y_);
        height_mm = down;
        pressed = held;
    }
    // Straight over the skin, put down at the start and lifted at the end.
    void glide(double x0, double y0, double x1, double y1, double mm_s) {
        const double way = std::sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
        const int samples = static_cast<int>(way / mm_s * 250);
        last_x_ = x0, last_y_ = y0;
        lift();  // over the start first: what a hand does between strokes is no stroke
        for (int i = 0; i <= samples; ++i) {
            last_x_ = x0 + (x1 - x0) * i / samples, last_y_ = y0 + (y1 - y0) * i / samples;
            move_to(last_x_, last_y_);
        }
        lift();
    }
    void stay(double x, double y, int ms) {
        last_x_ = x, last_y_ = y;
        lift();
        for (int i = 0; i < ms; i += 4) move_to(x, y);
    }

    const std::vector<Hit>& hits() const { return hits_; }
    void forget_hits() { hits_.clear(); }
    std::size_t incidents(const std::string& id) const {
        std::size_t count = 0;
        for (const std::string& one : incidents_) count += one == id;
        return count;
    }
    // Commands that were refused for this reason.
    std::size_t notes(const std::string& name) const {
        std::size_t count = 0;
        for (const std::string& one : notes_) count += one == name;
        return count;
    }
    const std::vector<sdk::event::setting>& settings() const { return settings_; }
    simulation::World& world() { return world_; }

    const std::string device;
    const device::PenPreset pen;
    const Parameters parameters;

  private:
    void step() {
        events_.clear();
        world_.step(inputs_, events_);
        inputs_.clear();
        for (const sdk::RecordView event : events_) {
            if (event.kind() == NP_KIND_incident) incidents_.push_back(event.value<sdk::event::incident>().incident);
            if (event.kind() == NP_KIND_note) notes_.push_back(event.value<sdk::event::note>().name);
            if (event.kind() == NP_KIND_setting) settings_.push_back(event.value<sdk::event::setting>());
            if (event.kind() != NP_KIND_strike) continue;
            const auto strike = event.value<sdk::event::strike>();
            Hit hit;
            hit.tick = strike.tick;
            hit.x_mm = strike.tip_um[0] * 1e-3, hit.y_mm = strike.tip_um[1] * 1e-3;
            hit.state = strike.state;
            hit.cell = strike.cell;
            for (const std::int32_t um : strike.depth_um) hit.depth_mm.push_back(um * 1e-3);
            for (const std::int32_t um : strike.drag_um) hit.drag_mm.push_back(um * 1e-3);
            hits_.push_back(std::move(hit));
        }
    }

    simulation::World world_;
    sdk::EventBuffer inputs_, events_;
    std::vector<Hit> hits_;
    std::vector<std::string> incidents_, notes_;
    std::vector<sdk::event::setting> settings_;
    double last_x_ = 0, last_y_ = 0;
};

}  // namespace np::test
