// Every rule that a scorer can emit has a text that says what would have been right.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "needlepoint/scenario/rule_pack.h"

namespace np::test {
namespace {

std::string contents(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

void add_words(std::set<std::string>& rules, const Parameters& parameters, const char* key) {
    std::stringstream list(parameters.text(key).value_or(""));
    for (std::string word; std::getline(list, word, ',');) rules.insert(word);
}

// The rules that scorers write as names in capitals, the rows of the tables that they go through, and what they make
// of things that touched.
std::set<std::string> rules_of_all_scorers() {
    std::set<std::string> rules;
    const std::regex name("\"([A-Z][A-Z0-9]*_?[A-Z0-9_]{2,})\"");
    for (const auto& file : std::filesystem::recursive_directory_iterator(NP_SOURCE_DIR "/plugins")) {
        if (file.path().string().find("/src/") == std::string::npos) continue;
        const std::filesystem::path scorer = file.path().parent_path().parent_path();
        if (contents(scorer / "CMakeLists.txt").find("np_scorer(") == std::string::npos) continue;
        const std::string source = contents(file.path());
        for (std::sregex_iterator at(source.begin(), source.end(), name), end; at != end; ++at)
            rules.insert((*at)[1].str());
    }
    rules.erase("TOUCH_");  // its families follow
    rules.erase("ABS");     // classes of contraindications, no rules
    for (const char* family : {"NEEDLE_TIP", "GLOVE", "GAUZE", "GEL", "SERUM", "COOL_MASK", "SKIN", "PEN", "HAND"})
        rules.insert(std::string("TOUCH_") + family);
    const auto pack = scenario::load_rule_pack(NP_SOURCE_DIR "/assets/rules/default_v1.yaml");
    EXPECT_TRUE(pack) << pack.error().message;
    if (!pack) return rules;
    std::set<std::string> steps;
    add_words(steps, pack->parameters, "procedure.order");
    for (const std::string& step : steps) rules.insert(step);
    add_words(rules, pack->parameters, "incidents.order");
    add_words(rules, pack->parameters, "contras.order");
    add_words(rules, pack->parameters, "communication.items");
    return rules;
}

TEST(Advice, every_rule_says_what_would_have_been_right) {
    const auto texts = scenario::load_texts(NP_SOURCE_DIR "/assets/locale/en.yaml");
    ASSERT_TRUE(texts) << texts.error().message;
    const std::set<std::string> rules = rules_of_all_scorers();
    EXPECT_GE(rules.size(), 190u);
    for (const char* known : {"OVER_DEPTH", "T24_SHORT", "WENT_ON", "E12", "L02", "fit", "warning_signs", "NO_CALL"})
        EXPECT_TRUE(rules.count(known)) << known;
    for (const std::string& rule : rules) {
        EXPECT_TRUE(texts->has("better." + rule)) << "assets/locale/en.yaml has no text better." << rule;
        const std::string text = (*texts)("better." + rule);
        EXPECT_TRUE(text.size() > 10 && text.back() == '.') << rule << ": " << text;
    }
}

TEST(Advice, no_text_is_left_over_for_a_rule_that_nobody_emits) {
    const auto texts = scenario::load_texts(NP_SOURCE_DIR "/assets/locale/en.yaml");
    ASSERT_TRUE(texts) << texts.error().message;
    const std::set<std::string> rules = rules_of_all_scorers();
    for (const auto& [key, text] : texts->entries())
        if (key.rfind("better.", 0) == 0) {
            EXPECT_TRUE(rules.count(key.substr(7))) << key;
        }
}

}  // namespace
}  // namespace np::test
