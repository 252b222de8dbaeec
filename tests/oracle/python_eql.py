"""Answers EQL queries with the Python package `eql`, for comparison with ours.

Reads one JSON object a line: {"query": text, "events": [object, ...]}; events have `event_type` and
`timestamp` (100 ns). Writes one JSON line for each: {"found": [[position, ...], ...]}, results in the
order in which they were completed, or {"error": text}.

Needs requirements.txt. Letter case does not count for that package, so ask about lower case only.
"""

import json
import sys

import eql


def answer(case):
    # Its optimizer drops `or x != 2` behind `x in (0, 2) or x in (5)`.
    with (
        eql.parser.elasticsearch_syntax,
        eql.parser.allow_runs,
        eql.parser.skip_optimizations,
    ):
        query = eql.parse_query(case["query"])
    found = []
    engine = eql.PythonEngine()
    engine.add_query(query)
    engine.add_output_hook(
        lambda result: found.append([event.data["position"] for event in result.events])
    )
    engine.stream_events(
        [
            eql.Event.from_data({**event, "position": position})
            for position, event in enumerate(case["events"])
        ]
    )
    return found


def main():
    for line in sys.stdin:
        try:
            print(json.dumps({"found": answer(json.loads(line))}))
        except Exception as fault:  # whatever it is, the case has no answer
            print(json.dumps({"error": f"{type(fault).__name__}: {fault}"}))


if __name__ == "__main__":
    main()
