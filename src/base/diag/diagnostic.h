// Diagnostic: one message about a text of the user's, as data.
//
// Says what was found and what was expected; a renderer (render_text.h, render_json.h) writes it
// out. Spans are of `source`, which may be a slice; renderers lead them back to the file. Messages
// hold raw text of the user's; escaping is the renderers' work. Built by a chain and given to a
// DiagnosticSink:
//
//   sink.Add(Diagnostic(DiagCode::kEqlUnknownField, source, span, "unknown field `proces.name`")
//                .Label("not in ECS")
//                .Help("did you mean `process.name`?"));
#pragma once

#include "base/diag/code.h"
#include "base/diag/source_text.h"
#include "base/diag/span.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tocsin {

struct LabeledSpan {
  SourceRef source;
  Span span;
  std::string label;  // may be empty
};

// A replacement that makes the text right; applied only by request.
struct Fix {
  Span span;  // of the diagnostic's source
  std::string replacement;
  std::string title;  // "write `process.name`"
};

class Diagnostic {
 public:
  Diagnostic(DiagCode code, SourceRef source, Span span, std::string message)
      : code_(code),
        severity_(FactsOf(code).severity),
        message_(std::move(message)),
        primary_{std::move(source), span, {}} {}
  // About a file or an input as a whole, or about no text at all.
  Diagnostic(DiagCode code, std::string message)
      : Diagnostic(code, nullptr, {}, std::move(message)) {}

  // Text under the carets.
  Diagnostic Label(std::string label) && {
    primary_.label = std::move(label);
    return std::move(*this);
  }
  // Another place that matters, of the same source.
  Diagnostic Secondary(Span span, std::string label) && {
    secondary_.push_back({primary_.source, span, std::move(label)});
    return std::move(*this);
  }
  // Another place, of another source.
  Diagnostic Secondary(SourceRef source, Span span, std::string label) && {
    secondary_.push_back({std::move(source), span, std::move(label)});
    return std::move(*this);
  }
  // The whole construct that the mistake spoils, where that is more than the primary place. For
  // programs; the text for people shows the line anyway.
  Diagnostic Within(Span construct) && {
    within_ = construct;
    return std::move(*this);
  }
  Diagnostic Note(std::string note) && {
    notes_.push_back(std::move(note));
    return std::move(*this);
  }
  Diagnostic Help(std::string help) && {
    helps_.push_back(std::move(help));
    return std::move(*this);
  }
  Diagnostic WithFix(Fix fix) && {
    fix_ = std::move(fix);
    return std::move(*this);
  }
  Diagnostic WithSeverity(Severity severity) && {
    severity_ = severity;
    return std::move(*this);
  }
  // Where the text is when there is no SourceText: a file name, or "file#record".
  Diagnostic At(std::string place) && {
    place_ = std::move(place);
    return std::move(*this);
  }

  DiagCode code() const { return code_; }
  Severity severity() const { return severity_; }
  const std::string& message() const { return message_; }
  bool has_source() const { return primary_.source != nullptr; }
  const LabeledSpan& primary() const { return primary_; }
  const std::vector<LabeledSpan>& secondary() const { return secondary_; }
  const std::optional<Span>& within() const { return within_; }
  const std::vector<std::string>& notes() const { return notes_; }
  const std::vector<std::string>& helps() const { return helps_; }
  const std::optional<Fix>& fix() const { return fix_; }
  const std::string& place() const { return place_; }

 private:
  DiagCode code_;
  Severity severity_;
  std::string message_;
  LabeledSpan primary_;
  std::vector<LabeledSpan> secondary_;
  std::optional<Span> within_;
  std::vector<std::string> notes_;
  std::vector<std::string> helps_;
  std::optional<Fix> fix_;
  std::string place_;
};

}  // namespace tocsin
