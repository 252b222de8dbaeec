// Every line that leaves the program fits its published schema (schemas/).

#include "alerts/canonical_json.h"
#include "alerts/ecs_document.h"
#include "base/diag/sink.h"
#include "base/file.h"
#include "cli/commands/scan_books.h"
#include "pipeline/scan.h"
#include "rules/loader.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace tocsin {
namespace {

using Json = nlohmann::json;

class Checker {
 public:
  explicit Checker(const std::string& path) {
    const Result<std::string> text = ReadFile(path);
    EXPECT_TRUE(text.has_value()) << path;
    document_ = Json::parse(*text);
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(document_), schema_);
  }

  // Empty when `text` fits.
  std::string FaultOf(const std::string& text) {
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) return "no JSON";
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter(json), &results)) {
      return {};
    }
    std::string fault;
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
      for (const std::string& part : error.context) fault += part;
      fault += ": " + error.description + "\n";
    }
    return fault.empty() ? "does not fit" : fault;
  }

 private:
  Json document_;
  valijson::Schema schema_;
};

class OutputSchema : public ::testing::Test {
 protected:
  void SetUp() override {
    DiagnosticSink sink;
    Result<std::unique_ptr<Catalog>> catalog = LoadRules({}, sink, &report_);
    ASSERT_TRUE(catalog.has_value());
    catalog_ = *std::move(catalog);
    ScanOptions options;
    options.batch.paths = {"rules", "examples/evidence"};
    result_ = Scan(*catalog_, options);
    ASSERT_GT(result_.alerts.size(), 40U);
  }

  LoadReport report_;
  std::unique_ptr<Catalog> catalog_;
  ScanResult result_;
};

TEST_F(OutputSchema, CanonicalAlertsFit) {
  Checker checker("schemas/alert-1.json");
  for (const Alert& alert : result_.alerts) {
    std::string text;
    AppendCanonicalJson(alert, catalog_->schema(), &text);
    EXPECT_EQ(text.find('\n'), std::string::npos);
    EXPECT_EQ(checker.FaultOf(text), "") << text.substr(0, 200);
  }
  EXPECT_NE(checker.FaultOf(R"({"schema":"tocsin.alert/1"})"), "");
}

TEST_F(OutputSchema, BooksFitAndAddUp) {
  Checker checker("schemas/scan-stats-1.json");
  const std::string text = ScanBooksJson(result_, *catalog_, report_);
  EXPECT_EQ(checker.FaultOf(text), "");
  const Json books = Json::parse(text);
  std::uint64_t rejected = 0;
  for (const auto& [reason, count] : books["records"]["rejected"].items()) {
    rejected += count.get<std::uint64_t>();
  }
  EXPECT_EQ(books["records"]["in"].get<std::uint64_t>(),
            books["records"]["parsed"].get<std::uint64_t>() + rejected);
  const Json& rules = books["rules"];
  std::uint64_t sum = 0;
  for (const char* part : {"ready", "cannot_match", "not_loaded", "not_supported", "disabled"}) {
    sum += rules[part].get<std::uint64_t>();
  }
  EXPECT_EQ(rules["loaded"].get<std::uint64_t>(), sum);
}

TEST_F(OutputSchema, SequencesBecomeBuildingBlocksAndAShell) {
  std::size_t sequences = 0;
  for (const Alert& alert : result_.alerts) {
    if (alert.kind != DetectionKind::kSequence) continue;
    ++sequences;
    const std::vector<std::string> documents = EcsDocuments(alert, catalog_->schema());
    ASSERT_EQ(documents.size(), alert.events.size() + 1);
    const Json shell = Json::parse(documents.back());
    EXPECT_EQ(shell["kibana.alert.depth"], 2);
    EXPECT_EQ(shell["kibana.alert.uuid"], alert.kibana.uuid);
    EXPECT_EQ(shell["event"]["kind"], "signal");
    EXPECT_FALSE(shell.contains("kibana.alert.building_block_type"));
    // What the events do not share is gone; the host is shared.
    EXPECT_TRUE(shell.contains("host"));
    for (std::size_t i = 0; i + 1 < documents.size(); ++i) {
      const Json block = Json::parse(documents[i]);
      EXPECT_EQ(block["kibana.alert.building_block_type"], "default");
      EXPECT_EQ(block["kibana.alert.group.id"], alert.kibana.uuid);
      EXPECT_EQ(block["kibana.alert.group.index"], i);
      EXPECT_EQ(block["kibana.alert.original_event.kind"], "event");
    }
  }
  EXPECT_GT(sequences, 10U);
}

}  // namespace
}  // namespace tocsin
