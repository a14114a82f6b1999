#include "needlepoint/plugin_host/own_parameters.h"

#include <gtest/gtest.h>

#include "pad.h"

namespace np::plugin_host {
namespace {

std::string refusal(const std::string& key, Parameter value, const Libraries& plugins) {
    Parameters parameters;
    parameters.set(key, std::move(value));
    const std::string before = parameters.canonical();
    const Status status = settle_own_parameters(parameters, plugins);
    EXPECT_EQ(parameters.canonical() == before, !status) << "a refusal changes nothing";
    return status ? "" : status.error().message;
}

TEST(OwnParameters, DefaultsFillWhatIsMissingAndSayWhoseTheyAre) {
    Parameters parameters;
    ASSERT_TRUE(settle_own_parameters(parameters, {try_kind("teller"), shipped("xapi")}));
    EXPECT_EQ(parameters.number("plugin.teller.delay_ms"), 20.0);
    EXPECT_EQ(parameters.find("plugin.teller.delay_ms")->unit, "ms");
    EXPECT_EQ(parameters.text("plugin.xapi.language"), "en");
    EXPECT_EQ(parameters.find("plugin.teller.delay_ms")->provenance.source, "default of the plugin teller 1.0.0");
    EXPECT_TRUE(parameters.find("plugin.teller.delay_ms")->provenance.assumed());
}

TEST(OwnParameters, WhatIsThereStays) {
    Parameters parameters;
    parameters.set("plugin.teller.delay_ms", 300.0);
    ASSERT_TRUE(settle_own_parameters(parameters, {try_kind("teller")}));
    EXPECT_EQ(parameters.number("plugin.teller.delay_ms"), 300.0);
}

TEST(OwnParameters, WrongOnesAreRefusedWithASentence) {
    const Libraries teller = {try_kind("teller")}, strikes = {shipped("strikes")}, xapi = {shipped("xapi")};
    EXPECT_EQ(refusal("plugin.teller.delay_ms", {6000.0, {}, {}}, teller),
              "the parameter 'plugin.teller.delay_ms' takes 0 to 5000 ms, found 6000");
    EXPECT_EQ(refusal("plugin.teller.delay_ms", {std::string("long"), {}, {}}, teller),
              "the parameter 'plugin.teller.delay_ms' takes a number, found 'long'");
    EXPECT_EQ(refusal("plugin.strikes.separator", {std::string("dot"), {}, {}}, strikes),
              "the parameter 'plugin.strikes.separator' takes one of comma, semicolon, tab, found 'dot'");
    EXPECT_EQ(refusal("plugin.strikes.separator", {1.0, {}, {}}, strikes),
              "the parameter 'plugin.strikes.separator' takes a text, found the number 1");
    EXPECT_EQ(refusal("plugin.xapi.findings", {0.5, {}, {}}, xapi),
              "the parameter 'plugin.xapi.findings' is 0 or 1, found 0.5");
    EXPECT_NE(refusal("plugin.teller.delai", {1.0, {}, {}}, teller).find("has none of that name"), std::string::npos);
    // What belongs to a plugin that is not here may be anything.
    EXPECT_EQ(refusal("plugin.elsewhere.x", {1.0, {}, {}}, teller), "");
}

TEST(OwnParameters, DeclarationsThatMakeNoSenseKeepThePluginOut) {
    const std::pair<const char*, const char*> cases[] = {{"own_out_of_range", "has a default outside its range"},
                                                         {"own_twice", "twice"},
                                                         {"own_no_text", "says what it does"},
                                                         {"own_no_choice", "not among its choices"},
                                                         {"no_source", "which source it listens to"},
                                                         {"no_observes", "what its samples hold"},
                                                         {"no_ask", "leaves one of its functions out"},
                                                         {"no_extension", "no file extension"}};
    for (const auto& [name, sentence] : cases) {
        const auto library = Library::load(std::string(TRY_KINDS "/misdeclared_") + name + ".so");
        ASSERT_FALSE(library) << name;
        EXPECT_NE(library.error().message.find(sentence), std::string::npos) << library.error().message;
    }
}

}  // namespace
}  // namespace np::plugin_host
