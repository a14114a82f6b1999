// From what was seen to a mark whose costs add up exactly: the one place where points are split and rounded.
//
// A mark has up to two layers (clinical reference 8.1-8.3):
//   parts      a weighted mean of things marked 0..100 each: zones by area, steps by weight, items by weight.
//              What a part lost is carried by its findings, in hundredths, by largest remainder; ties go to the part
//              added first, then to the earlier tick, then to the finding added first.
//   penalties  taken off afterwards in the order of time, until nothing is left.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <vector>

#include "needlepoint/sdk/finding.hpp"
#include "needlepoint/sdk/math.h"

namespace np::sdk {

class MarkSheet {
  public:
    // `full` in hundredths of a point.
    explicit MarkSheet(std::int32_t full = 10000) : full_(full) {}

    // Points in hundredths that one fault of a severity costs. A critical costs as much as a major: it fails by itself.
    // `repeats`: so many of one minor cost a minor each; one more lifts the group to one major, and more cost nothing.
    void set_prices(std::int32_t minor, std::int32_t major, int repeats = 3) {
        minor_ = minor;
        major_ = major;
        repeats_ = repeats;
    }

    // A part with its weight (> 0) and mark (0..100, clamped). `whole` carries its loss unless explain() names others.
    // Returns the part's number. Add zones in the order of the zone table.
    std::size_t part(double weight, double mark, Finding whole) {
        parts_.push_back({weight, np_clamp(mark, 0.0, 100.0), std::move(whole), {}, {}});
        return parts_.size() - 1;
    }
    // A finding that carries a share (> 0, such as its cell area) of what the part lost.
    void explain(std::size_t part, Finding finding, double share = 1.0) {
        parts_[part].findings.push_back(std::move(finding));
        parts_[part].shares.push_back(share);
    }

    // A fault with a price of its own, in hundredths.
    void penalty(Finding finding, std::int32_t points) {
        finding.cost = points;
        penalties_.push_back({std::move(finding), false});
    }
    // A fault priced by its severity; minors of the same rule make a group.
    void fault(Finding finding) { penalties_.push_back({std::move(finding), true}); }

    // Something worth saying that costs nothing.
    void remark(Finding finding) {
        finding.cost = 0;
        remarks_.push_back(std::move(finding));
    }

    std::int32_t full() const { return full_; }

    struct Settled {
        std::int32_t mark = 0;          // hundredths
        std::vector<Finding> findings;  // costs filled in; full - mark = their sum
    };
    Settled settle() const {
        Settled result;
        result.mark = settle_parts(result.findings);
        settle_penalties(result);
        result.findings.insert(result.findings.end(), remarks_.begin(), remarks_.end());
        return result;
    }

  private:
    struct Part {
        double weight, mark;
        Finding whole;
        std::vector<Finding> findings;
        std::vector<double> shares;
    };
    struct Penalty {
        Finding finding;
        bool by_severity;
    };
    struct Share {
        double fraction;
        std::size_t part, finding;  // `finding` indexes the result
    };

    std::int32_t settle_parts(std::vector<Finding>& findings) const {
        double weights = 0, sum = 0;
        for (const Part& part : parts_) {
            weights += part.weight;
            sum += part.weight * part.mark;
        }
        if (!(weights > 0)) return full_;
        const double mean = np_clamp(sum / weights, 0.0, 100.0);
        const auto mark = static_cast<std::int32_t>(np_round(mean * full_ / 100.0));
        std::vector<Share> shares;
        std::int64_t missing = full_ - mark;
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            const double loss = parts_[i].weight * (100.0 - parts_[i].mark) / weights * full_ / 100.0;
            missing -= split_part(i, loss, shares, findings);
        }
        hand_out(missing, shares, findings);
        // A finding that stands for a whole part is only worth showing if it cost something.
        findings.erase(std::remove_if(findings.begin(), findings.end(),
                                      [](const Finding& f) { return f.cost == 0 && f.id == kWhole; }),
                       findings.end());
        for (Finding& finding : findings)
            if (finding.id == kWhole) finding.id.clear();
        return mark;
    }

    // Appends the part's findings with the whole hundredths of their shares; returns how many that were.
    std::int64_t split_part(std::size_t index, double loss, std::vector<Share>& shares,
                            std::vector<Finding>& findings) const {
        const Part& part = parts_[index];
        if (part.findings.empty()) {
            findings.push_back(part.whole);
            findings.back().id = kWhole;
            return put_share(index, loss, shares, findings);
        }
        double total = 0;
        for (const double share : part.shares) total += share;
        std::int64_t given = 0;
        for (std::size_t i = 0; i < part.findings.size(); ++i) {
            findings.push_back(part.findings[i]);
            given += put_share(
                index, total > 0 ? loss * part.shares[i] / total : loss / static_cast<double>(part.findings.size()),
                shares, findings);
        }
        return given;
    }
    static std::int64_t put_share(std::size_t part, double exact, std::vector<Share>& shares,
                                  std::vector<Finding>& findings) {
        const double whole = np_floor(exact);
        findings.back().cost = static_cast<std::int32_t>(whole);
        if (exact > 0) shares.push_back({exact - whole, part, findings.size() - 1});
        return static_cast<std::int64_t>(whole);
    }

    static void hand_out(std::int64_t missing, std::vector<Share>& shares, std::vector<Finding>& findings) {
        std::stable_sort(shares.begin(), shares.end(), [&](const Share& a, const Share& b) {
            if (a.fraction != b.fraction) return a.fraction > b.fraction;
            if (a.part != b.part) return a.part < b.part;
            return findings[a.finding].first_tick < findings[b.finding].first_tick;
        });
        for (std::size_t i = 0; missing > 0 && !shares.empty(); ++i, --missing)
            ++findings[shares[i % shares.size()].finding].cost;
    }

    void settle_penalties(Settled& result) const {
        std::vector<Penalty> ordered = penalties_;
        std::stable_sort(ordered.begin(), ordered.end(), [](const Penalty& a, const Penalty& b) {
            return a.finding.first_tick < b.finding.first_tick;
        });
        std::map<std::string, int> minors;
        for (Penalty& penalty : ordered) {
            const std::int32_t points = penalty.by_severity ? price(penalty.finding, minors) : penalty.finding.cost;
            penalty.finding.cost = std::max(0, std::min(points, result.mark));
            result.mark -= penalty.finding.cost;
            result.findings.push_back(std::move(penalty.finding));
        }
    }
    std::int32_t price(const Finding& finding, std::map<std::string, int>& minors) const {
        if (finding.severity == Severity::kInfo) return 0;
        if (finding.severity != Severity::kMinor) return major_;
        const int earlier = minors[finding.rule]++;
        if (earlier < repeats_) return minor_;
        return earlier == repeats_ ? std::max(0, major_ - repeats_ * minor_) : 0;
    }

    static constexpr const char* kWhole = "\x01whole";

    std::int32_t full_;
    std::int32_t minor_ = 500, major_ = 2000;
    int repeats_ = 3;
    std::vector<Part> parts_;
    std::vector<Penalty> penalties_;
    std::vector<Finding> remarks_;
};

}  // namespace np::sdk
