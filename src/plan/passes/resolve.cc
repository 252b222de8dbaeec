#include "base/diag/suggest.h"
#include "plan/passes/passes.h"

#include <fmt/format.h>

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin::plan {
namespace {

class Resolver {
 public:
  Resolver(Schema& schema, const ResolveOptions& options, const SourceRef& source,
           DiagnosticSink& sink)
      : schema_(schema), options_(options), source_(source), sink_(sink) {}

  void Visit(Predicate& predicate) {
    Visit(predicate.leaf);
    for (Predicate& child : predicate.children) Visit(child);
  }

  void Visit(Expr& expr) {
    for (Expr& arg : expr.args) Visit(arg);
    if (!expr.is_reference()) return;
    if (expr.optional && options_.exact && !schema_.Knows(expr.name)) {
      expr = Expr::Of(NullConstant(), expr.span);
      return;
    }
    Bind(expr);
  }

  // Keys stay fields, also when nobody knows them.
  void Bind(Expr& field) {
    if (!field.is_reference()) return;
    if (!schema_.Knows(field.name) && !field.optional) Report(field);
    const FieldRef ref = schema_.InternRef(field.name);
    field.field = ref.id;
    field.view = ref.view;
    field.name = schema_.name(ref.id);
  }

  bool failed() const { return failed_; }

 private:
  void Report(const Expr& field) {
    if (options_.unknown == UnknownFields::kIgnore || !reported_.insert(field.name).second) return;
    const bool error = options_.unknown == UnknownFields::kError;
    const std::string_view word = options_.exact ? "column" : "field";  // as Elasticsearch calls it
    Diagnostic diagnostic(DiagCode::kEqlUnknownField, source_, field.span,
                          fmt::format("unknown {} `{}`", word, field.name));
    if (!error) {
      diagnostic = std::move(diagnostic)
                       .WithSeverity(Severity::kWarning)
                       .Note("the field counts as missing unless a sensor sends it");
    }
    const std::vector<std::string> near = schema_.Suggest(field.name);
    if (!near.empty()) {
      const std::vector<std::string_view> names(near.begin(), near.end());
      diagnostic = std::move(diagnostic).Help(DidYouMean(names));
    }
    if (near.size() == 1) {
      diagnostic =
          std::move(diagnostic).WithFix({field.span, near[0], fmt::format("write `{}`", near[0])});
    }
    sink_.Add(std::move(diagnostic));
    failed_ = failed_ || error;
  }

  Schema& schema_;
  const ResolveOptions& options_;
  const SourceRef& source_;
  DiagnosticSink& sink_;
  std::set<std::string, std::less<>> reported_;
  bool failed_ = false;
};

}  // namespace

Result<void, Reported> Resolve(Plan& plan, Schema& schema, const ResolveOptions& options,
                               const SourceRef& source, DiagnosticSink& sink) {
  Resolver resolver(schema, options, source, sink);
  ForEachCondition(plan, [&](Predicate& condition) { resolver.Visit(condition); });
  ForEachKeyField(plan, [&](Expr& field) { resolver.Bind(field); });
  if (resolver.failed()) return Fail(Reported());
  return {};
}

}  // namespace tocsin::plan
