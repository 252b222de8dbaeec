// Hostile text on its way out: one function per channel.
//
// Everything that came from telemetry, rule files or the network passes one of these before a
// person or another program sees it. Input is any bytes; output is valid UTF-8 that the channel
// takes as plain text. Pure and linear.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin {

// Terminal and log lines: what could move the cursor, start an escape sequence, reorder or hide
// text is written out. C0, DEL and C1 controls become \xNN (newline, tab and return \n \t \r),
// bidirectional, zero-width and tag characters, line and paragraph separators become \uNNNN (above
// U+FFFF \UNNNNNNNN), malformed bytes \xNN. A backslash stays a backslash: the marks are for eyes.
void AppendTerminalText(std::string_view text, std::string& out);
std::string EscapeTerminal(std::string_view text);
// The same, but newlines and tabs pass; for text of several lines such as a guide.
std::string EscapeTerminalLines(std::string_view text);

// Cells that a printed text takes in a terminal: 2 for wide East Asian characters and emoji, 0 for
// combining marks, 1 otherwise. Meant for text that went through EscapeTerminal.
size_t DisplayWidth(std::string_view text);

// Whether a code point stands escaped in our JSON: controls, and what changes how text is shown
// without being seen (bidirectional overrides, zero-width characters, tags, U+2028, U+2029).
bool MustEscapeInJson(char32_t code_point);
// Its escape: \uXXXX, twice for code points above U+FFFF.
void AppendJsonEscape(char32_t code_point, std::string& out);

// A JSON string with its quotes (RFC 8259). Malformed bytes become U+FFFD; DEL, C1 controls, U+2028
// and U+2029 are escaped too, so that printing the output harms neither a terminal nor a script.
void AppendJsonString(std::string_view text, std::string& out);
std::string EscapeJson(std::string_view text);

// One cell of CSV (RFC 4180), quoted when needed. A cell that a spreadsheet would take for a
// formula (first character = + - @ tab, return, newline or NUL) gets an apostrophe in front.
void AppendCsvCell(std::string_view text, std::string& out);
std::string EscapeCsvCell(std::string_view text);

// Text between HTML tags or inside a quoted attribute. Controls other than newline and tab become
// U+FFFD.
void AppendHtmlText(std::string_view text, std::string& out);
std::string EscapeHtml(std::string_view text);

}  // namespace tocsin
