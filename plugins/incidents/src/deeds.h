// What the hands do, in the words of the incident table: lifting, changing the cartridge, preparing the skin again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "needlepoint/sdk/plugin.hpp"

namespace np::incidents {

struct Deed {
    sdk::Tick tick = 0;
    const char* word = "";
};

class Deeds {
  public:
    void consume(sdk::RecordView record) {
        const sdk::Tick tick = record.tick();
        if (record.raw<sdk::event::strike>() != nullptr) {
            on_skin_ = true;
            motor_off_.reset();  // went on without a word: that was no stop
        }
        if (record.raw<sdk::event::stroke_begin>() != nullptr) on_skin_ = true;
        if (const auto* end = record.raw<sdk::event::stroke_end>())
            if (end->lifted != 0) {
                on_skin_ = false;
                add(tick, "lift");
            }
        if (const auto* setting = record.raw<sdk::event::setting>()) set(record, *setting);
        if (const auto* action = record.raw<sdk::event::action>()) {
            const std::string_view step = record.text(action->step);
            if (step == "T41") add(tick, "change_gloves");
            if (step == "T25") add(tick, "prepare_again");
            if (step == "T24") add(tick, "wash");
        }
        if (const auto* ask = record.raw<sdk::event::ask>()) {
            const std::string_view topic = record.text(ask->topic);
            if (topic == "pain" || topic == "consent") add(tick, "ask");
        }
        if (const auto* decide = record.raw<sdk::event::decide>()) {
            const std::string_view decision = record.text(decide->decision);
            if (decision != "treat" && decision != "modify") add(tick, "stop");
        }
        const bool talked = record.raw<sdk::event::ask>() != nullptr || record.raw<sdk::event::response>() != nullptr ||
                            record.raw<sdk::event::decide>() != nullptr;
        if (talked && motor_off_) {
            add(*motor_off_, "stop");
            motor_off_.reset();
        }
    }

    bool on_skin() const { return on_skin_; }
    const std::vector<Deed>& all() const { return deeds_; }

  private:
    void add(sdk::Tick tick, const char* word) { deeds_.push_back({tick, word}); }
    void set(sdk::RecordView record, const np_setting& setting) {
        const std::string_view parameter = record.text(setting.parameter);
        if (parameter == "motor") {
            motor_off_.reset();
            if (setting.value == 0) motor_off_ = record.tick();
        }
        if (parameter == "cartridge" && setting.value != 0) add(record.tick(), "replace_cartridge");
        if (parameter != "needle_length") return;
        if (length_ && setting.value < *length_) add(record.tick(), "lower_depth");
        length_ = setting.value;
    }

    std::vector<Deed> deeds_;
    std::optional<std::int64_t> length_;
    std::optional<sdk::Tick> motor_off_;  // and neither a word nor a strike since
    bool on_skin_ = false;
};

}  // namespace np::incidents
