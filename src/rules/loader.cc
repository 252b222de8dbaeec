#include "rules/loader.h"

#include "base/file.h"
#include "rules/all_formats.h"
#include "rules/builtin.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace tocsin {
namespace {

constexpr std::string_view kBuiltin = "builtin";
constexpr std::string_view kBuiltinPrefix = "builtin:";
constexpr std::string_view kGuide = "guide.md";
constexpr std::size_t kRuleFileBytesMax = std::size_t{64} << 20;

bool HasRuleExtension(std::string_view path) {
  return std::any_of(AllFormats().begin(), AllFormats().end(),
                     [&](const RuleFormat* format) { return path.ends_with(format->extension()); });
}

std::string_view FolderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash + 1);
}

class Loader {
 public:
  Loader(const LoadOptions& options, DiagnosticSink& sink, LoadReport* report)
      : options_(options), sink_(sink), report_(report), schema_(std::make_unique<Schema>()) {}

  Result<std::unique_ptr<Catalog>> Load() {
    for (const std::string& path : options_.paths) {
      if (path == kBuiltin) {
        ReadBuiltin();
        continue;
      }
      TOCSIN_TRY(const FileFacts facts, InspectFile(path));
      if (facts.kind == FileKind::kDirectory) {
        ReadFolder(path);
      } else {
        ReadNamedFile(path);
      }
    }
    return std::make_unique<Catalog>(std::move(rules_), std::move(schema_));
  }

 private:
  void ReadBuiltin() {
    const std::span<const BuiltinFile> files = BuiltinRuleFiles();
    for (const BuiltinFile& file : files) {
      const RuleFormat* format = FormatOf(file.path, file.text);
      if (format == nullptr) continue;
      const std::string guide_path = std::string(FolderOf(file.path)) + std::string(kGuide);
      const auto guide = std::find_if(files.begin(), files.end(), [&](const BuiltinFile& other) {
        return other.path == guide_path;
      });
      Read(*format, std::string(kBuiltinPrefix) + std::string(file.path), std::string(file.text),
           guide == files.end() ? std::string() : std::string(guide->text));
    }
  }

  void ReadFolder(const std::string& folder) {
    const Result<FileList> files = ListFiles(folder);
    if (!files) {
      report_->unreadable.push_back(files.error());
      return;
    }
    for (const Error& skipped : files->skipped) report_->unreadable.push_back(skipped);
    for (const std::string& path : files->paths) {
      if (!HasRuleExtension(path)) {
        ++report_->files_passed_over;
        continue;
      }
      ReadFileOf(path, /*named=*/false);
    }
  }

  void ReadNamedFile(const std::string& path) { ReadFileOf(path, /*named=*/true); }

  void ReadFileOf(const std::string& path, bool named) {
    Result<std::string> text = ReadFile(path, kRuleFileBytesMax);
    if (!text) {
      report_->unreadable.push_back(text.error());
      return;
    }
    const RuleFormat* format = FormatOf(path, *text);
    if (format == nullptr) {
      if (named) {
        sink_.Add(Diagnostic(DiagCode::kRulNoFormat, "no rule format claims this file")
                      .At(path)
                      .Help("give an Elastic rule (.toml), a Datadog rule (.json), or a folder"));
      }
      ++report_->files_passed_over;
      return;
    }
    const Result<std::string> guide =
        ReadFile(std::string(FolderOf(path)) + std::string(kGuide), kRuleFileBytesMax);
    Read(*format, path, *std::move(text), guide ? *guide : std::string());
  }

  void Read(const RuleFormat& format, std::string path, std::string text, std::string guide) {
    ++report_->files_read;
    const SourceRef source = SourceText::Make(std::move(path), std::move(text));
    const FormatContext context{*schema_, sink_, options_.exact, std::move(guide)};
    for (LoadedRule& rule : format.Read(source, context)) Enter(std::move(rule));
  }

  void Enter(LoadedRule rule) {
    if (rule.rule.id.empty()) {
      rules_.push_back(std::move(rule));
      return;
    }
    const auto [it, is_new] = by_id_.try_emplace(rule.rule.id, rules_.size());
    if (is_new) {
      rules_.push_back(std::move(rule));
      return;
    }
    LoadedRule& earlier = rules_[it->second];
    if (earlier.state == RuleState::kReady && rule.state == RuleState::kNotLoaded) {
      // A broken rule replaces nothing.
      rules_.push_back(std::move(rule));
      return;
    }
    report_->replaced.push_back("rule " + rule.rule.id + " of " + earlier.rule.path +
                                " is replaced by the one of " + rule.rule.path);
    if (!earlier.rule.path.starts_with(kBuiltinPrefix)) {
      sink_.Add(
          Diagnostic(DiagCode::kRulDuplicateId,
                     "the rule id " + rule.rule.id + " was already used by " + earlier.rule.path)
              .At(rule.rule.path));
    }
    earlier = std::move(rule);
  }

  const LoadOptions& options_;
  DiagnosticSink& sink_;
  LoadReport* report_;
  std::unique_ptr<Schema> schema_;
  std::vector<LoadedRule> rules_;
  std::unordered_map<std::string, std::size_t> by_id_;
};

}  // namespace

Result<std::unique_ptr<Catalog>> LoadRules(const LoadOptions& options, DiagnosticSink& sink,
                                           LoadReport* report) {
  return Loader(options, sink, report).Load();
}

}  // namespace tocsin
