// Faces are uneven where faces are uneven, each in its own way.
#include "complexion.h"

#include <gtest/gtest.h>

namespace np::render {
namespace {

using geometry::Vec3;

HeadModel face(double fitzpatrick, std::uint32_t seed) {
    HeadModel model;
    model.fitzpatrick = fitzpatrick;
    model.seed = seed;
    model.landmarks = {
        {"trichion", {0, 72, 0}},        {"glabella", {0, 24, 0}},          {"pronasale", {0, -18, 0}},
        {"subnasale", {0, -30, 0}},      {"labrale_superius", {0, -40, 0}}, {"sublabiale", {0, -58, 0}},
        {"pogonion", {0, -66, 0}},       {"menton", {0, -76, 0}},           {"endocanthion_l", {15, 8, 0}},
        {"endocanthion_r", {-15, 8, 0}}, {"exocanthion_l", {45, 8, 0}},     {"exocanthion_r", {-45, 8, 0}},
        {"orbitale_l", {32, -10, 0}},    {"orbitale_r", {-32, -10, 0}},     {"alare_l", {16, -22, 0}},
        {"alare_r", {-16, -22, 0}},      {"cheilion_l", {25, -46, 0}},      {"cheilion_r", {-25, -46, 0}},
        {"gonion_l", {52, -50, 0}},      {"gonion_r", {-52, -50, 0}}};
    for (int y = -80; y <= 80; y += 2)
        for (int x = -60; x <= 60; x += 2) {
            SkinVertex v;
            v.position_mm = {static_cast<float>(x), static_cast<float>(y), 0};
            model.skin.vertices.push_back(v);
        }
    return model;
}

// By how much green is dimmed, on the mean around a place.
double dimmed(const SkinMesh& skin, double x, double y, double reach = 4) {
    double sum = 0, count = 0;
    for (const SkinVertex& v : skin.vertices) {
        const Vec3 off{static_cast<double>(v.position_mm[0]) - x, static_cast<double>(v.position_mm[1]) - y, 0};
        if (length(off) > reach) continue;
        sum += (v.tone[1] - kToneEven) / double{kToneStep};
        count += 1;
    }
    return sum / count;
}
SkinMesh tinted(const HeadModel& model) {
    SkinMesh skin = model.skin;
    tint_complexion(skin, model);
    return skin;
}

TEST(Complexion, wings_of_the_nose_are_redder_and_the_skin_under_the_eyes_darker) {
    for (const double type : {1.0, 3.0, 5.0}) {
        double wing = 0, rings = 0, cheek = 0;
        for (std::uint32_t seed = 1; seed <= 8; ++seed) {  // many people: blotches even out
            const SkinMesh skin = tinted(face(type, seed));
            wing += dimmed(skin, 16, -22) / 8;
            rings += dimmed(skin, 25, -3) / 8;
            cheek += dimmed(skin, 50, -20) / 8;
        }
        EXPECT_GT(wing, cheek + 0.03) << type;
        EXPECT_GT(rings, cheek + 0.03) << type;
    }
}

TEST(Complexion, no_two_people_are_alike_and_each_stays_the_same) {
    const SkinMesh one = tinted(face(2, 7)), again = tinted(face(2, 7)), other = tinted(face(2, 8));
    int differ = 0;
    for (std::size_t i = 0; i < one.vertices.size(); ++i) {
        EXPECT_EQ(one.vertices[i].tone, again.vertices[i].tone);
        differ += one.vertices[i].tone != other.vertices[i].tone;
    }
    EXPECT_GT(differ, static_cast<int>(one.vertices.size() / 2));
}

TEST(Complexion, without_landmarks_the_skin_stays_even) {
    HeadModel bare = face(2, 7);
    bare.landmarks.clear();
    for (const SkinVertex& v : tinted(bare).vertices) EXPECT_EQ(v.tone, SkinVertex{}.tone);
}

}  // namespace
}  // namespace np::render
