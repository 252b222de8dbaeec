#!/usr/bin/env python3
"""Writes src/event/ecs/fields.def, the dictionary of fields.

Usage: tools/make_fields.py ECS_CSV [EXTENSIONS] > src/event/ecs/fields.def

ECS_CSV is the schema's published field list (generated/csv/fields.csv of the elastic/ecs
repository): of it only name, type and the "array" mark are read. EXTENSIONS describes fields
outside the schema (default: extension_fields.txt beside this script, which explains its format).
The result depends on the two inputs only.
"""

import csv
import os
import sys

KINDS = {
    "keyword": "kKeyword",
    "wildcard": "kWildcard",
    "text": "kText",
    "match_only_text": "kText",
    "constant_keyword": "kConstantKeyword",
    "long": "kLong",
    "integer": "kLong",
    "short": "kLong",
    "byte": "kLong",
    "unsigned_long": "kLong",
    "double": "kDouble",
    "float": "kDouble",
    "half_float": "kDouble",
    "scaled_float": "kDouble",
    "boolean": "kBoolean",
    "date": "kDate",
    "ip": "kIp",
    "version": "kVersion",
    "geo_point": "kGeoPoint",
    "object": "kObject",
    "nested": "kNested",
    "flattened": "kFlattened",
}

HEADER = """\
// The dictionary: every field of the Elastic Common Schema {version} and of the extensions that
// rules and sensors use, {ecs} + {extra} names, ascending by bytes. A FieldId is a line's position.
//
// Generated; to change it, edit tools/extension_fields.txt and run
//   tools/make_fields.py ECS_CSV > src/event/ecs/fields.def
// with ECS_CSV the file generated/csv/fields.csv of github.com/elastic/ecs (facts read from it:
// name, type, array mark).
//
// TOCSIN_FIELD(name, FieldType, FieldFlag...)
"""


def fail(message):
    sys.exit("make_fields: " + message)


def expand(pattern):
    """All names of a pattern with {a,b} alternatives, which may be nested."""
    start = pattern.find("{")
    if start < 0:
        if "}" in pattern:
            fail("stray } in " + pattern)
        return [pattern]
    parts, depth, begin = [], 0, start + 1
    for at in range(start, len(pattern)):
        sign = pattern[at]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        if (sign == "," and depth == 1) or (sign == "}" and depth == 0):
            parts.append(pattern[begin:at])
            begin = at + 1
        if depth == 0:
            head, tail = pattern[:start], pattern[at + 1 :]
            return [name for part in parts for name in expand(head + part + tail)]
    fail("missing } in " + pattern)


def read_schema(path):
    """{name: [type, flags]} and the schema's version, without the .text views of other fields."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    fields = {}
    for row in rows:
        flags = ["kEcs"] + (["kArray"] if "array" in row["Normalization"] else [])
        fields[row["Field"]] = [row["Type"], flags]
    containers = {"object", "nested", "flattened"}
    for name in list(fields):
        base = name.rsplit(".", 1)[0]
        if name.endswith(".text") and base in fields and fields[base][0] not in containers:
            del fields[name]
    prefixes = {name[:at] for name in fields for at in range(len(name)) if name[at] == "."}
    for name, (kind, flags) in fields.items():
        # An object of which nothing is declared holds names that its writer chooses.
        if kind == "flattened" or (kind == "object" and name not in prefixes):
            flags.append("kOpen")
    return fields, rows[0]["ECS_Version"]


def read_extensions(path):
    """[(directive, name)] in the order of the file."""
    entries, directive = [], None
    with open(path, encoding="utf-8") as file:
        for line in file:
            words = line.split("#", 1)[0].split()
            if not words:
                continue
            if not line[0].isspace():
                directive = words.pop(0)
            for word in words:
                entries.extend((directive, name) for name in expand(word))
    return entries


def main(arguments):
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "extension_fields.txt")
    fields, version = read_schema(arguments[0])
    schema_names = set(fields)
    host_bound = []
    for directive, name in read_extensions(arguments[1] if len(arguments) == 2 else beside):
        if directive == "@host_bound":
            host_bound.append(name)
            continue
        kind = directive[:-2] if directive.endswith("[]") else directive
        flags = ["kArray"] if directive.endswith("[]") else []
        if kind in ("open", "flattened"):
            flags.append("kOpen")
            kind = "object" if kind == "open" else kind
        if kind not in KINDS:
            fail(f"unknown type {directive} of {name}")
        if name in schema_names:
            print(f"make_fields: {name} is in the schema; the extension is ignored",
                  file=sys.stderr)
        elif name in fields:
            fail(f"{name} stands twice in the extensions")
        else:
            fields[name] = [kind, flags]
    for name in host_bound:
        if name not in fields:
            fail(f"@host_bound {name} is no field")
        fields[name][1].append("kHostBound")

    extra = len(fields) - len(schema_names)
    sys.stdout.write(HEADER.format(version=version, ecs=len(schema_names), extra=extra))
    for name in sorted(fields, key=lambda text: text.encode()):
        kind, flags = fields[name]
        print(f'TOCSIN_FIELD("{name}", {KINDS[kind]}, {" | ".join(flags) or "kPlain"})')


if __name__ == "__main__":
    main(sys.argv[1:])
