#include "alerts/signal_message.h"

#include "event/builder.h"
#include "event/retained_event.h"

#include <gtest/gtest.h>

#include <string>

namespace tocsin {
namespace {

// A signal over two Windows events of one host.
class SignalMessageTest : public ::testing::Test {
 protected:
  SignalMessageTest() {
    rule_.name = "OpenSSH server listening";
    rule_.signal.emplace();
    rule_.signal->cases = {{"first", RuleSeverity::kHigh, "a > 5", {}},
                           {"second", RuleSeverity::kMedium, "a > 0", {}}};
    rule_.signal->queries = {{"a", "", "count", {"host"}}};
    alert_.rule = &rule_;
    alert_.severity = RuleSeverity::kMedium;
    alert_.first_event = Time{1'619'086'237'041'000'000};
    alert_.last_event = Time{1'619'086'769'793'000'000};
    alert_.key = {{"host.name", ValueKind::kString, "win10-02.offsec.lan"}};
    alert_.signal.emplace();
    alert_.signal->case_index = 1;
    alert_.signal->events_matched = 4;
    alert_.signal->queries = {{4, 4}};
    Sample("Server listening on :: port 22.");
    Sample("Server listening on 0.0.0.0 port 22.");
    Sample("Server listening on :: port 22.");
  }

  void Sample(std::string_view payload) {
    EventBatch batch;
    EventBuilder builder(schema_, FieldDemand::All(), batch);
    builder.Begin("test", {}, {});
    builder.AddNamed("winlog.channel", Value::String("OpenSSH/Operational"));
    builder.AddNamed("winlog.event_data.payload", Value::String(payload));
    builder.AddNamed("log.level", Value::String("information"));
    builder.AddNamed("event.code", Value::String("4"));
    builder.AddNamed("labels.env", Value::String("lab"));
    builder.AddNamed("own.number", Value::Int(7));
    builder.Finish();
    alert_.events.push_back({RetainedEvent::RetainCopy(batch.events().front()), 0, {}, {}});
  }

  std::string Render(std::string text) {
    rule_.signal->message = std::move(text);
    return RenderSignalMessage(alert_, schema_);
  }

  Schema schema_;
  Rule rule_;
  Alert alert_;
};

TEST_F(SignalMessageTest, ListsTheDistinctValuesOfAnAttribute) {
  EXPECT_EQ(Render("{{@Event.EventData.Data.payload}}"),
            "Server listening on :: port 22., Server listening on 0.0.0.0 port 22.");
  EXPECT_EQ(Render("{{@evt.id}} {{@@evt.id}} {{@own.number}}"), "4 4 7");
}

TEST_F(SignalMessageTest, KnowsReservedNamesAndTags) {
  EXPECT_EQ(Render("{{host}}|{{host.name}}|{{source}}|{{status}}|{{env}}|{{[env].name}}|{{team}}"),
            "win10-02.offsec.lan|win10-02.offsec.lan|windows.events|info|lab|lab|");
}

TEST_F(SignalMessageTest, KnowsTheSignal) {
  EXPECT_EQ(Render("{{rule_name}}/{{case_name}}/{{severity}}/{{events_matched}}/"
                   "{{events_matched_per_query.a}}/{{events_matched_per_query.b}}"),
            "OpenSSH server listening/second/2/4/4/");
  EXPECT_EQ(Render("{{first_seen}}, {{last_seen_epoch}}"),
            "Thu Apr 22 10:10:37 UTC 2021, 1619086769793");
}

TEST_F(SignalMessageTest, HasNothingToSayForOtherRules) {
  rule_.signal.reset();
  EXPECT_EQ(RenderSignalMessage(alert_, schema_), "");
}

}  // namespace
}  // namespace tocsin
