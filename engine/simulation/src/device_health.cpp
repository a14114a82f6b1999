#include "device_health.h"

#include "needlepoint/sdk/math.h"

namespace np::simulation {

using device::Failure;

namespace {
constexpr std::uint64_t kBendStream = 0xBE4D;
}

Expected<DeviceHealth> DeviceHealth::create(const Parameters& parameters, std::uint64_t seed) {
    const auto rules = device::load_failures(parameters);
    if (!rules) return tl::unexpected(rules.error());
    const double quiet_s = np_clamp(parameters.number_or("failure.bone_contact.quiet_s", 1), 0, 1000);
    return DeviceHealth(*rules, parameters.text("failure.bone_contact.incident").value_or(""),
                        static_cast<std::uint32_t>(quiet_s * 1000), seed);
}

void DeviceHealth::begin(Failure failure) {
    if (now_.has(failure)) return;
    now_.set(failure, true);
    const std::string& incident = rules_.of(failure).incident;
    if (incident.empty()) return;
    // A motor that rests shows nothing of its battery: that is noticed when it is started.
    const bool hidden = !motor_ran_ && (failure == Failure::kLowBattery || failure == Failure::kStalled);
    (hidden ? hidden_ : incidents_).push_back(incident);
}

bool DeviceHealth::fail(std::string_view word) {
    for (std::size_t i = 0; i < device::kFailures; ++i) {
        const auto failure = static_cast<Failure>(i);
        if (device::to_word(failure) != word) continue;
        begin(failure);
        return true;
    }
    return false;
}

void DeviceHealth::follow_incident(std::string_view incident) {
    for (std::size_t i = 0; i < device::kFailures; ++i) {
        const auto failure = static_cast<Failure>(i);
        if (rules_.of(failure).incident != incident) continue;
        // Told by the incident, or telling it: either way one of its failures holds already.
        for (std::size_t k = 0; k < device::kFailures; ++k)
            if (now_.has(static_cast<Failure>(k)) && rules_.of(static_cast<Failure>(k)).incident == incident) return;
        now_.set(failure, true);
        return;
    }
}

void DeviceHealth::follow_settings(const clinic::PenSettings& settings) {
    if (settings.cartridge != cartridge_) {
        cartridge_ = settings.cartridge;
        strikes_of_cartridge_ = 0;
        for (const Failure failure : {Failure::kBlunt, Failure::kBent, Failure::kLooseCartridge})
            now_.set(failure, false);
    }
    if (settings.motor_on) {
        incidents_.insert(incidents_.end(), hidden_.begin(), hidden_.end());
        hidden_.clear();
    } else if (motor_ran_) {
        now_.set(Failure::kLowBattery, false);
        now_.set(Failure::kStalled, false);
    }
    motor_ran_ = settings.motor_on;
    if (settings.needle_length_um != dial_um_) {
        dial_um_ = settings.needle_length_um;
        now_.set(Failure::kDialDrift, false);
    }
}

void DeviceHealth::follow_motor(bool should_run, std::uint32_t rate_mhz) {
    stalled_ms_ = should_run && rate_mhz == 0 ? stalled_ms_ + 1 : 0;
    if (stalled_ms_ > rules_.stalled_after_ms) begin(Failure::kStalled);
}

void DeviceHealth::count_strike(sdk::Tick tick, std::uint64_t strike, std::uint32_t needles, bool bone) {
    ++strikes_of_cartridge_;
    if (rules_.blunt_after_strikes > 0 && strikes_of_cartridge_ > rules_.blunt_after_strikes) begin(Failure::kBlunt);
    if (!bone) return;
    if (!bone_incident_.empty() && (!met_bone_ || tick > last_bone_ + bone_quiet_ms_))
        incidents_.push_back(bone_incident_);
    met_bone_ = true;
    last_bone_ = tick;
    if (now_.has(Failure::kBent) || needles == 0) return;
    if (np_random_uniform(seed_, kBendStream, strike) >= rules_.bent_odds_per_bone_strike) return;
    bent_needle_ = static_cast<std::uint32_t>(np_random_bits(seed_, kBendStream + 1, strike) % needles);
    begin(Failure::kBent);
}

double DeviceHealth::rate_share() const {
    double share = 1;
    for (const Failure failure : {Failure::kLowBattery, Failure::kStalled})
        if (now_.has(failure)) share *= rules_.of(failure).rate_share;
    return share;
}

double DeviceHealth::depth_share(std::uint32_t needle) const {
    double share = now_.has(Failure::kBlunt) ? rules_.of(Failure::kBlunt).depth_share : 1;
    if (now_.has(Failure::kBent) && needle == bent_needle_) share *= rules_.of(Failure::kBent).depth_share;
    return share;
}

double DeviceHealth::drag_share(std::uint32_t needle) const {
    double share = 1;
    for (const Failure failure : {Failure::kBlunt, Failure::kLooseCartridge})
        if (now_.has(failure)) share *= rules_.of(failure).drag_share;
    if (now_.has(Failure::kBent) && needle == bent_needle_) share *= rules_.of(Failure::kBent).drag_share;
    return share;
}

std::int64_t DeviceHealth::length_um(std::int64_t dial_um) const {
    if (dial_um <= 0) return 0;
    for (const Failure failure : {Failure::kLooseCartridge, Failure::kDialDrift})
        if (now_.has(failure)) dial_um += rules_.of(failure).length_um;
    return dial_um > 0 ? dial_um : 0;
}

std::uint32_t DeviceHealth::strike_bits() const {
    std::uint32_t bits = 0;
    if (now_.has(Failure::kBlunt)) bits |= NP_STRIKE_BLUNT;
    if (now_.has(Failure::kBent)) bits |= NP_STRIKE_BENT;
    if (now_.has(Failure::kLooseCartridge)) bits |= NP_STRIKE_LOOSE;
    if (now_.has(Failure::kLowBattery) || now_.has(Failure::kStalled)) bits |= NP_STRIKE_WEAK;
    return bits;
}

std::string_view DeviceHealth::tip_condition() const {
    if (now_.has(Failure::kBent)) return "bent";
    return now_.has(Failure::kBlunt) ? "blunt" : "";
}

void DeviceHealth::report(sdk::Tick tick, const clinic::PenSettings& settings, sdk::EventBuffer& out) {
    for (std::size_t i = 0; i < device::kFailures && told_.bits() != now_.bits(); ++i) {
        const auto failure = static_cast<Failure>(i);
        if (now_.has(failure) == told_.has(failure)) continue;
        told_.set(failure, now_.has(failure));
        sdk::event::setting row;
        row.tick = tick;
        row.value = now_.has(failure) ? 1 : 0;
        row.on_skin = 0;
        row.zone = NP_NO_ZONE;
        row.instrument = settings.cartridge.empty() ? "device" : settings.cartridge;
        row.parameter = "failure";
        row.detail = device::to_word(failure);
        out.append(row);
    }
}

std::vector<std::string> DeviceHealth::take_incidents() {
    std::vector<std::string> taken;
    taken.swap(incidents_);
    return taken;
}

std::vector<std::uint64_t> DeviceHealth::digest_words() const {
    return {now_.bits(), told_.bits(), strikes_of_cartridge_, bent_needle_, stalled_ms_, last_bone_, met_bone_,
            dial_um_,    motor_ran_};
}

}  // namespace np::simulation
