#include "hex_log.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <initializer_list>

namespace np::cli {

namespace {

// As C writes %a, but by hand: the C library's choice of the leading digit is its own affair, and its point the
// locale's.
void put_hex(std::FILE* file, double value) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    const char* sign = (bits >> 63) != 0 ? "-" : "";
    const auto exponent = static_cast<int>(bits >> 52 & 0x7FF);
    const std::uint64_t mantissa = bits & 0xFFFFFFFFFFFFFULL;
    if (exponent == 0x7FF)
        std::fprintf(file, " %s", mantissa != 0 ? "nan" : (bits >> 63) != 0 ? "-inf" : "inf");
    else if (exponent == 0)
        std::fprintf(file, " %s0x0.%013llxp-1022", sign, static_cast<unsigned long long>(mantissa));
    else
        std::fprintf(file, " %s0x1.%013llxp%+d", sign, static_cast<unsigned long long>(mantissa), exponent - 1023);
}

void put_all(std::FILE* file, const char* name, std::initializer_list<double> values) {
    std::fprintf(file, " %s", name);
    for (const double value : values) put_hex(file, value);
}

}  // namespace

Expected<HexLog> HexLog::create(const std::filesystem::path& file) {
    std::FILE* opened = std::fopen(file.c_str(), "w");
    if (opened == nullptr)
        return cannot("--hex-log " + file.string() + " could not be written: " + std::strerror(errno) +
                      "; choose another place");
    return HexLog(file, opened);
}

void HexLog::write(const simulation::World& world, const sdk::EventBuffer& events) {
    std::FILE* file = file_.get();
    const simulation::PenView pen = world.pen();
    const sdk::Tick tick = world.tick() - 1;
    std::fprintf(file, "%llu", static_cast<unsigned long long>(tick));
    put_all(file, "tip", {pen.tip_mm.x, pen.tip_mm.y, pen.tip_mm.z});
    put_all(file, "axis", {pen.axis.x, pen.axis.y, pen.axis.z});
    put_all(file, "force", {pen.force_n, pen.seat_force_n});
    put_all(file, "tilt", {pen.tilt_deg});
    put_all(file, "speed", {pen.speed_mm_s});
    put_all(file, "depth", {pen.mean_depth_mm});
    put_all(file, "pain", {world.skin().pain()});
    std::fprintf(file, " touching %d\n", pen.touching ? 1 : 0);
    for (const sdk::RecordView event : events) {
        const sdk::KindInfo* kind = sdk::kind_info(event.kind());
        std::fprintf(file, "%llu event %s %s\n", static_cast<unsigned long long>(tick),
                     kind != nullptr ? kind->name : "unknown", to_hex(sha256(event.bytes())).substr(0, 16).c_str());
    }
    if (tick % 500 == 499)
        std::fprintf(file, "%llu state %s\n", static_cast<unsigned long long>(tick),
                     to_hex(world.state_hash()).c_str());
}

Status HexLog::close() {
    const bool good = std::fflush(file_.get()) == 0 && std::ferror(file_.get()) == 0;
    file_.reset();
    return good ? Status{} : cannot(name_.string() + " could not be written to its end; is the disk full?");
}

}  // namespace np::cli
