// Whoever a scenario asks for, zones and masks follow.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>

#include "head_for_tests.h"
#include "needlepoint/anatomy/zone_meter.h"
#include "needlepoint/sdk/math.h"
#include "rules_for_tests.h"

namespace np::anatomy {
namespace {

// Any adult: sex, age, ancestry, build, and a dozen shapes of the face at once, each within the safe half.
PatientRequest anyone(std::uint64_t number, const std::vector<std::string>& shapes) {
    const auto dice = [&](std::uint64_t k) { return np_random_uniform(500, number, k); };
    PatientRequest request;
    request.male = dice(0) < 0.5 ? 0 : 1;
    request.age_years = 22 + 58 * dice(1);
    request.african = dice(2);
    request.asian = dice(3);
    request.caucasian = 0.01 + 0.99 * dice(4);
    request.muscle = 0.2 + 0.6 * dice(5);
    request.weight = 0.2 + 0.6 * dice(6);
    request.eyes_closed = number % 3 != 0;
    request.seed = number;
    for (std::uint64_t k = 0; k < 12; ++k) {
        const auto pick = static_cast<std::size_t>(dice(10 + 2 * k) * static_cast<double>(shapes.size()));
        const std::string& name = shapes[pick < shapes.size() ? pick : 0];
        (name.rfind("r-", 0) == 0 ? request.sided : request.shape)[name] = 0.5 * dice(11 + 2 * k);
    }
    return request;
}

TEST(Anyone, KeepsEveryZoneAndEveryMask) {
    const BakedHead* head = head_for_tests();
    ASSERT_NE(head, nullptr);
    const ZoneMeter meter(*head);
    PatientRequest neutral;
    neutral.male = 0.5;
    neutral.african = neutral.asian = neutral.caucasian = 1;
    const auto expected = meter.measure(neutral);
    ASSERT_TRUE(expected) << expected.error().message;
    const auto shapes = head->shape_names();
    const auto start = std::chrono::steady_clock::now();
    double least = 9, most = 0, nearest_eye = 99;
    for (std::uint64_t number = 0; number < 500; ++number) {
        const auto areas = meter.measure(anyone(number, shapes));
        ASSERT_TRUE(areas) << areas.error().message;
        for (std::size_t zone = 0; zone < meter.zones().size(); ++zone) {
            const double ratio = areas->treatable_mm2[zone] / expected->treatable_mm2[zone];
            EXPECT_GT(ratio, 0.5) << meter.zones()[zone] << " of person " << number;
            EXPECT_LT(ratio, 2.0) << meter.zones()[zone] << " of person " << number;
            least = np_min(least, ratio), most = np_max(most, ratio);
        }
        // The globes have cells of their own, and the lids' inner edge is all that the skin has of them.
        for (std::size_t mask = 2; mask < meter.masks().size(); ++mask)
            EXPECT_GT(areas->masked_mm2[mask], expected->masked_mm2[mask] / 3)
                << meter.masks()[mask] << " of person " << number;
        for (const double gap : areas->to_eye_mm) nearest_eye = np_min(nearest_eye, gap);
    }
    EXPECT_GT(nearest_eye, 2.0) << "mm from the eyeball to skin that may be treated";
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::printf("500 people in %.1f s; zones are %.2f to %.2f of the neutral face's; %.1f mm from the eyes\n",
                took.count(), least, most, nearest_eye);
}

TEST(Anyone, IsMeasuredAsTheTableCounts) {
    const BakedHead* head = head_for_tests();
    ASSERT_NE(head, nullptr);
    const ZoneMeter meter(*head);
    const PatientRequest request = anyone(7, head->shape_names());
    const auto areas = meter.measure(request);
    const auto patient = build_patient(*head, request, rules_for_tests());
    ASSERT_TRUE(areas && patient);
    const ZoneTable& table = patient->body->table;
    std::vector<double> counted(table.zones.size(), 0);
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell)
        if (table.treatable(cell)) counted[table.cell_zone[cell]] += table.cell_area_um2[cell] / 1e6;
    for (std::size_t zone = 0; zone < counted.size(); ++zone)
        EXPECT_NEAR(areas->treatable_mm2[zone], counted[zone], 0.001 * counted[zone] + 0.5) << table.zones[zone].id;
    // What a mask forbids may not be treated, whatever zone it lies in.
    for (std::uint32_t cell = 0; cell < table.cell_count(); ++cell)
        if (table.cell_mask[cell] != 0) {
            ASSERT_FALSE(table.treatable(cell)) << cell;
        }
}

}  // namespace
}  // namespace np::anatomy
