#!/usr/bin/env python3
"""Opens what `whosaid annotate` wrote in pandas, polars and DuckDB, and compares it with the records.

    tables.py RECORDS.jsonl NESTED.parquet FLAT.parquet FLAT.csv

All four are of the same documents and options. Prints a line for each check; the exit code is 1 if one fails.
"""

import json
import sys

import duckdb
import pandas
import polars

records_path, nested_path, flat_path, csv_path = sys.argv[1:]
with open(records_path, encoding="utf-8") as file:
    records = [json.loads(line) for line in file]
whole = [record for record in records if "error" not in record]
quotes = [(record, quote) for record in whole for quote in record["quotes"]]

failed = False


def check(what, found, expected):
    global failed
    right = found == expected
    failed |= not right
    print(f"{'ok' if right else 'FAILED'}: {what}")
    if not right:
        print(f"  found    {found!r:.400}\n  expected {expected!r:.400}")


def ranges(value):
    """The wire form's stretches as the columns have them."""
    return [{"start": start, "end": end} for start, end in value]


def nested(record):
    """A record as its row reads."""
    if "error" in record:
        return {"id": record["id"], "error": record["error"]}
    row = {name: value for name, value in record.items() if name != "schema"}
    row["sentences"] = ranges(record["sentences"])
    row["warnings"] = [dict(warning, detail=warning.get("detail")) for warning in record["warnings"]]
    row["speakers"] = [dict(speaker, mentions=ranges(speaker["mentions"])) for speaker in record["speakers"]]
    row["quotes"] = [
        dict(
            quote,
            parts=ranges(quote["parts"]),
            marks=ranges(quote["marks"]),
            cue=quote["cue"] and ranges([quote["cue"]])[0],
            mention=quote["mention"] and ranges([quote["mention"]])[0],
        )
        for quote in record["quotes"]
    ]
    return row


def without_nulls(row):
    return {name: value for name, value in row.items() if value is not None}


def flat(record, quote):
    speaker = {} if quote["speaker"] is None else record["speakers"][quote["speaker"]]
    words = lambda stretch: stretch and record["text"][stretch[0] : stretch[1]]
    return {
        "document": record["id"],
        "quote": quote["id"],
        "kind": quote["kind"],
        "start": quote["start"],
        "end": quote["end"],
        "text": " ".join(words(part) for part in quote["parts"]),
        "speaker_id": quote["speaker"],
        "speaker": speaker.get("name"),
        "speaker_kind": speaker.get("kind"),
        "role": speaker.get("role"),
        "mention": words(quote["mention"]),
        "mention_kind": quote["mention_kind"],
        "cue": words(quote["cue"]),
        "rule": quote["rule"],
        "speaker_rule": quote["speaker_rule"],
        "confidence": quote["confidence"],
        "closed": quote["closed"],
        "parent": quote["parent"],
    }


expected_nested = [nested(record) for record in records]
expected_flat = [flat(record, quote) for record, quote in quotes]

table = polars.read_parquet(nested_path)
check("polars reads the nested rows", [without_nulls(row) for row in table.to_dicts()], expected_nested)
check("polars reads the flat rows", polars.read_parquet(flat_path).to_dicts(), expected_flat)
check("polars reads the records", polars.read_ndjson(records_path, infer_schema_length=None).height, len(records))

frame = pandas.read_parquet(nested_path)
check("pandas reads the nested rows", list(frame["id"]), [record["id"] for record in records])
starts = [quote["start"] for row in frame["quotes"] if row is not None for quote in row]
check("pandas reads the quotations in them", starts, [quote["start"] for _, quote in quotes])
frame = pandas.read_parquet(flat_path)
check("pandas reads the flat rows", list(frame["text"]), [row["text"] for row in expected_flat])
frame = pandas.read_csv(csv_path, keep_default_na=False)
check("pandas reads the CSV", list(frame["text"]), [row["text"] for row in expected_flat])
check("the CSV has the columns of the table", list(frame.columns)[: len(expected_flat[0])], list(expected_flat[0]))
check("pandas reads the records", len(pandas.read_json(records_path, lines=True)), len(records))

by_speaker = {}
for row in expected_flat:
    if row["speaker"] is not None:
        by_speaker[row["speaker"]] = by_speaker.get(row["speaker"], 0) + 1
query = "SELECT speaker, count(*) FROM '{}' WHERE speaker IS NOT NULL GROUP BY speaker"
check("DuckDB counts in the flat rows", dict(duckdb.sql(query.format(flat_path)).fetchall()), by_speaker)
check("DuckDB counts in the CSV", dict(duckdb.sql(query.format(csv_path)).fetchall()), by_speaker)
inner = f"SELECT id, unnest(quotes) AS q FROM '{nested_path}'"
sliced = f"SELECT substring(t.text, q.parts[1].start + 1, q.parts[1].\"end\" - q.parts[1].start) FROM ({inner}) JOIN '{nested_path}' t USING (id)"
first_parts = [record["text"][quote["parts"][0][0] : quote["parts"][0][1]] for record, quote in quotes]
check("DuckDB slices the text", sorted(row[0] for row in duckdb.sql(sliced).fetchall()), sorted(first_parts))
count = duckdb.sql(f"SELECT sum(len(quotes)) FROM read_json('{records_path}')").fetchall()[0]
check("DuckDB reads the records", count[0], len(quotes))

sys.exit(failed)
