"""The engines that `bench query` asks: Trino over HTTP, ClickHouse's engine (chdb) and DuckDB in this process."""

import json
import os
import time
import urllib.error
import urllib.request
from collections import namedtuple

Answer = namedtuple("Answer", "rows seconds bytes cpu")



class Failed(Exception):
    """An engine could not answer; its own words."""


class Trino:
    def __init__(self, address, user="bench"):
        self.address = address
        self.headers = {"X-Trino-User": user, "X-Trino-Catalog": "lake", "X-Trino-Schema": "analytics"}

    def ask(self, sql):
        start = time.perf_counter()
        body = self._call(f"http://{self.address}/v1/statement", sql.encode())
        rows = []
        while True:
            rows += body.get("data") or []
            if "error" in body:
                raise Failed(body["error"]["message"].split("\n")[0][:300])
            if not body.get("nextUri"):
                break
            body = self._call(body["nextUri"])
        stats = body["stats"]
        return Answer(rows, time.perf_counter() - start, stats["physicalInputBytes"], stats["cpuTimeMillis"] / 1000)

    def _call(self, url, data=None):
        for attempt in range(20):
            try:
                with urllib.request.urlopen(urllib.request.Request(url, data=data, headers=self.headers), timeout=700) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as busy:
                if busy.code not in (502, 503, 504):
                    raise
                time.sleep(0.1)
        raise Failed("Trino stays busy")


class ClickHouse:
    """A MergeTree table on disk: a part of its own for each month, in it sorted by person and time."""

    def __init__(self, folder):
        from chdb import session

        self.session = session.Session(folder)
        self.session.query("CREATE DATABASE IF NOT EXISTS bench")
        self.session.query("USE bench")

    def load(self, events, persons):
        """Fills the table from the lake's files, unless it is filled."""
        if self._one("SELECT count() FROM system.tables WHERE database = 'bench' AND name = 'filled_with_load_ms'") == "1":
            return False
        self.session.query("DROP TABLE IF EXISTS e SYNC")
        self.session.query("""
            CREATE TABLE e (event_date Date, t UInt64, person UInt64, event LowCardinality(String), page LowCardinality(String),
              country LowCardinality(String), device LowCardinality(String), properties JSON, load_ms Nullable(Int64))
            ENGINE = MergeTree PARTITION BY toYYYYMM(event_date) ORDER BY (person, t)""")
        self.session.query(f"""
            INSERT INTO e SELECT toDate(toUnixTimestamp64Milli(event_time) DIV 86400000), toUnixTimestamp64Milli(event_time),
              cityHash64(coalesce(nullIf(m.person_id, ''), ev.distinct_id)), event, ifNull(page, ''), ifNull(country, ''), ifNull(device, ''),
              ifNull(properties, '{{}}'), JSONExtract(ifNull(properties, ''), 'load_ms', 'Nullable(Int64)')
            FROM file('{events}/*.parquet', Parquet) AS ev
            LEFT JOIN (SELECT distinct_id, person_id FROM file('{persons}/*.parquet', Parquet)) AS m ON m.distinct_id = ev.distinct_id""")
        self.session.query("OPTIMIZE TABLE e FINAL")
        self.session.query("CREATE TABLE filled_with_load_ms (x UInt8) ENGINE = MergeTree ORDER BY x")
        return True

    def _one(self, sql):
        return str(self.session.query(sql, "TSV")).strip()

    def size(self):
        return int(self._one("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table = 'e'"))

    def ask(self, sql):
        start, cpu = time.perf_counter(), time.process_time()
        try:
            result = self.session.query(sql, "JSONCompact")
        except RuntimeError as failed:
            raise Failed(str(failed).split("\n")[0][:300]) from failed
        rows = json.loads(str(result))["data"]
        seconds = time.perf_counter() - start
        return Answer(rows, seconds, result.bytes_read(), time.process_time() - cpu)


class DuckDb:
    """A native table, month by month, in it sorted by person and time."""

    def __init__(self, file):
        import duckdb

        self.file = file
        self.db = duckdb.connect(file)
        self.db.execute(f"SET temp_directory = '{file}.tmp'")
        self.db.execute("SET memory_limit = '6GB'")

    def load(self, events, persons):
        if self.db.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'filled_with_load_ms'").fetchone()[0]:
            return False
        self.db.execute("DROP TABLE IF EXISTS e")
        self.db.execute("SET preserve_insertion_order = true")
        self.db.execute(f"""
            CREATE TABLE e AS SELECT CAST(event_time AT TIME ZONE 'UTC' AS DATE) AS event_date, epoch_ms(event_time) AS t,
              hash(coalesce(m.person_id, ev.distinct_id)) AS person, event, page, country, device, properties::JSON AS properties,
              (properties->>'$.load_ms')::BIGINT AS load_ms
            FROM read_parquet('{events}/*.parquet') AS ev
            LEFT JOIN read_parquet('{persons}/*.parquet') AS m USING (distinct_id)
            ORDER BY date_trunc('month', ev.event_time), person, t""")
        self.db.execute("CREATE TABLE filled_with_load_ms (x INT)")
        self.db.execute("CHECKPOINT")
        return True

    def size(self):
        return os.path.getsize(self.file)

    def ask(self, sql):
        import duckdb

        start, cpu = time.perf_counter(), time.process_time()
        try:
            rows = self.db.execute(sql).fetchall()
        except duckdb.Error as failed:
            raise Failed(str(failed).split("\n")[0][:300]) from failed
        return Answer(rows, time.perf_counter() - start, None, time.process_time() - cpu)


def same_form(rows):
    """Rows of any engine as sorted tuples of texts; groups in which nobody is, left out."""
    def cell(value):
        if value is None or value == "":
            return ""
        if isinstance(value, float) and value == int(value):
            value = int(value)
        return str(value)

    formed = [tuple(cell(value) for value in row) for row in rows]
    return sorted(row for row in formed if not (len(row) > 1 and all(value == "0" for value in row[1:])))
