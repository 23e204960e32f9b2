"""What DuckDB and Polars read from a lake's events of whole days: one line of facts each, as JSON.

usage: read.py FOLDER_OF_EVENTS LAST_DAY
"""

import datetime
import json
import sys

import deltalake
import duckdb
import polars

FOLDER = sys.argv[1]
LAST_DAY = datetime.date.fromisoformat(sys.argv[2])

# Rows, sums, least and greatest, nulls, dates, binary: the names and order of tests/bench/readers.sh.
ID = """coalesce(lower(hex(event_id)), printf('%016x', epoch_ms(coalesce(client_time, event_time)) * 65536 + 32768 + event_id_tab)
      || printf('%016x', CAST('0x' || right(replace(session_id, '-', ''), 16) AS UBIGINT) + sequence))"""
SQL = f"""
    SELECT count(*) AS rows, count(DISTINCT event_date) AS days, CAST(min(event_date) AS VARCHAR) AS first_day,
      CAST(max(event_date) AS VARCHAR) AS last_day, epoch_ms(min(event_time)) AS first_millis, epoch_ms(max(event_time)) AS last_millis,
      CAST(coalesce(sum(sequence), 0) AS BIGINT) AS sequences, CAST(sum(project_id) AS BIGINT) AS projects, count(*) - count(referrer) AS no_referrer,
      count(*) - count(plan) AS no_plan, count(DISTINCT distinct_id) AS ids, min(distinct_id) AS first_id, max(distinct_id) AS last_id,
      min({ID}) AS first_event, max({ID}) AS last_event, count(DISTINCT {ID}) AS events,
      CAST(coalesce(sum(octet_length(CAST(properties AS BLOB))), 0) AS BIGINT) AS property_bytes,
      CAST(sum(epoch_ms(received_at)) AS BIGINT) AS received_millis,
      CAST(sum(epoch_ms(coalesce(client_time, event_time))) AS BIGINT) AS client_millis,
      count(*) - count(sent_at) AS not_sent, count(DISTINCT coalesce(anonymous_id, distinct_id)) AS visitors
    FROM events WHERE event_date <= CAST($last_day AS DATE)"""


def by_duckdb():
    files = deltalake.DeltaTable(FOLDER).file_uris()
    duck = duckdb.connect()
    # Files of before and after a release lie side by side: columns go by name.
    duck.read_parquet(files, hive_partitioning=True, union_by_name=True).create_view("events")
    rows = duck.execute(SQL, {"last_day": LAST_DAY.isoformat()})
    return dict(zip([column[0] for column in rows.description], rows.fetchone()))


def by_polars():
    c = polars.col
    # Ids that compaction left out: made of time and tab, and of session and sequence.
    time = polars.coalesce("client_time", "event_time").dt.epoch("ms")
    session = c("session_id").str.replace_all("-", "").str.tail(16).str.to_integer(base=16, dtype=polars.UInt64, strict=False)
    halves = polars.struct(high=time * 65536 + 32768 + c("event_id_tab"), low=session + c("sequence").cast(polars.UInt64))
    made = halves.map_elements(lambda id: f"{id['high']:016x}{id['low']:016x}" if id["high"] is not None else None, polars.String)
    event_id = polars.coalesce(c("event_id").bin.encode("hex"), made)
    events = polars.scan_delta(FOLDER).filter(c("event_date") <= LAST_DAY)
    facts = events.select(
        rows=polars.len(), days=c("event_date").n_unique(), first_day=c("event_date").min().cast(polars.String),
        last_day=c("event_date").max().cast(polars.String), first_millis=c("event_time").min().dt.epoch("ms"),
        last_millis=c("event_time").max().dt.epoch("ms"), sequences=c("sequence").cast(polars.Int64).sum(),
        projects=c("project_id").cast(polars.Int64).sum(), no_referrer=c("referrer").null_count(), no_plan=c("plan").null_count(),
        ids=c("distinct_id").n_unique(), first_id=c("distinct_id").min(), last_id=c("distinct_id").max(),
        first_event=event_id.min(), last_event=event_id.max(),
        events=event_id.n_unique(), property_bytes=c("properties").str.len_bytes().cast(polars.Int64).sum(),
        received_millis=c("received_at").dt.epoch("ms").sum(),
        client_millis=polars.coalesce("client_time", "event_time").dt.epoch("ms").sum(), not_sent=c("sent_at").null_count(),
        visitors=polars.coalesce("anonymous_id", "distinct_id").n_unique())
    return facts.collect().to_dicts()[0]


for name, read in {"duckdb": by_duckdb, "polars": by_polars}.items():
    print(json.dumps({"reader": name, **read()}))
