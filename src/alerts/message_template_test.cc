#include "alerts/message_template.h"

#include <gtest/gtest.h>

#include <map>

namespace tocsin {
namespace {

class FixedVariables final : public MessageVariables {
 public:
  std::vector<std::string> Values(std::string_view name) const override {
    static const std::map<std::string, std::vector<std::string>, std::less<>> kValues = {
        {"host", {"web-1"}}, {"@usr.name", {"Jane", "Joe"}},
        {"severity", {"3"}}, {"first_seen_epoch", {"1619086237041"}},
        {"count", {"7"}},    {"hostile", {"{{host}}"}},
    };
    const auto found = kValues.find(name);
    return found == kValues.end() ? std::vector<std::string>() : found->second;
  }
  std::optional<Time> Instant(std::string_view name) const override {
    if (name == "last_seen") return Time{1'619'086'769'793'000'000};
    return std::nullopt;
  }
};

std::string Render(std::string_view text) { return RenderMessage(text, FixedVariables()); }

TEST(MessageTemplate, FillsInVariables) {
  EXPECT_EQ(Render("on {{host}}: {{ @usr.name }}."), "on web-1: Jane, Joe.");
  EXPECT_EQ(Render("{{{host}}}"), "web-1");
  EXPECT_EQ(Render("[{{nothing}}]"), "[]");
  EXPECT_EQ(Render("{{hostile}}"), "{{host}}");
}

TEST(MessageTemplate, ShowsBlocksThatApply) {
  EXPECT_EQ(Render("{{#is_match \"host\" \"web\"}}a{{/is_match}}b"), "ab");
  EXPECT_EQ(Render("{{^is_match \"host\" \"web\"}}a{{/is_match}}b"), "b");
  EXPECT_EQ(Render("{{#is_match \"host\" \"x\" \"web\"}}a{{/is_match}}"), "a");
  EXPECT_EQ(Render("{{#is_exact_match \"host\" \"web\"}}a{{/is_exact_match}}"), "");
  EXPECT_EQ(Render("{{#is_exact_match \"severity\" 3}}a{{/is_exact_match}}"), "a");
  EXPECT_EQ(Render("{{#is_exact_match \"@usr.name\" \"Joe\"}}a{{/is_exact_match}}"), "a");
  EXPECT_EQ(Render("{{#if @usr.name}}a{{/if}}{{#if @no}}b{{/if}}"), "a");
}

TEST(MessageTemplate, NestsBlocks) {
  EXPECT_EQ(Render("{{#if host}}a{{#if no}}b{{#if host}}c{{/if}}{{/if}}d{{/if}}e"), "ade");
}

TEST(MessageTemplate, ComputesWithNumbers) {
  EXPECT_EQ(Render("{{eval \"first_seen_epoch-15*60*1000\"}}"), "1619085337041");
  EXPECT_EQ(Render("{{eval \"(count + 1) / 4\"}}"), "2");
  EXPECT_EQ(Render("{{eval \"count / 2\"}}"), "3.5");
  EXPECT_EQ(Render("{{eval \"-count % 4\"}}"), "-3");
  for (const char* text : {"1/0", "1+", "nothing", "host", "(1", "1 2", ""}) {
    EXPECT_EQ(Render("[{{eval \"" + std::string(text) + "\"}}]"), "[]") << text;
  }
}

TEST(MessageTemplate, WritesTimesAndAddresses) {
  EXPECT_EQ(Render("{{local_time \"last_seen\" \"Asia/Tokyo\"}}"), "2021-04-22 10:19:29+00:00");
  EXPECT_EQ(Render("{{urlencode \"@usr.name\"}}"), "Jane%2C%20Joe");
  EXPECT_EQ(FormatMessageTime(Time{0}), "Thu Jan 01 00:00:00 UTC 1970");
  EXPECT_EQ(FormatMessageTime(Time{-1}), "Wed Dec 31 23:59:59 UTC 1969");
}

TEST(MessageTemplate, LeavesRawTextAlone) {
  EXPECT_EQ(Render("{{{{raw}}}}{{host}}{{{{/raw}}}} {{host}}"), "{{host}} web-1");
  EXPECT_EQ(Render("{{{{is_match \"host\" \"web\"}}}}{{x}}{{{{/is_match}}}}"), "{{x}}");
  EXPECT_EQ(Render("{{{{is_match \"host\" \"no\"}}}}{{x}}{{{{/is_match}}}}."), ".");
}

TEST(MessageTemplate, NeverFails) {
  EXPECT_EQ(Render("a {{host"), "a {{host");
  EXPECT_EQ(Render("a {{}} b {{ }}"), "a  b ");
  EXPECT_EQ(Render("{{/if}}a{{#if host}}b"), "ab");
  EXPECT_EQ(Render("{{#if no}}hidden"), "");
  EXPECT_EQ(Render("{{#}}{{^}}{{{{}}}}x"), "x");
  EXPECT_EQ(Render("{{#is_match \"host"), "{{#is_match \"host");
}

TEST(MessageTemplate, CutsWhatGrowsTooLong) {
  std::string text;
  while (text.size() < kMessageBytesMax) text += "{{@usr.name}}";
  EXPECT_LE(Render(text + text).size(), kMessageBytesMax);
}

}  // namespace
}  // namespace tocsin
